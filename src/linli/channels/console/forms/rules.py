"""Forms for routing rules and for trying them out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.channels.console import words
from linli.channels.console.filters import category_groups
from linli.channels.console.forms.base import NOTHING, Choices, ConsoleForm, MomentField
from linli.channels.console.scope import AreaChoice
from linli.engines.cases import public as cases
from linli.engines.cases.public import RuleInput
from linli.engines.territory import public as territory
from linli.patterns import public as patterns

URGENCIES: Choices = [
    ("normal", pgettext_lazy("urgency", "Normal")),
    ("urgent", pgettext_lazy("urgency", "Urgent")),
    ("emergency", pgettext_lazy("urgency", "Emergency")),
    ("long", pgettext_lazy("urgency", "Long-running")),
]
HOURS: Choices = [("", _("at any hour")), ("working", _("in working hours")), ("off", _("outside working hours"))]
NO_CLASS = ("", _("found from the words"))


def target_groups(path: str) -> Choices:
    """Return where a rule can send to: posts, kinds of units, single units, the duty list, the usual handler."""
    posts = [
        (f"post:{post.code}", f"{post.name}（{words.LEVELS[post.level]}）")
        for post in territory.posts()
        if "handler" in post.roles
    ]
    units = territory.units(path, above=True)
    kinds = [(f"unit:{kind}", patterns.word(kind)) for kind in sorted({unit.kind for unit in units})]
    single = [(f"unit#{unit.id}", f"{unit.name} · {unit.area_name}") for unit in units]
    return [
        NOTHING,
        ("usual", _("the usual handler of the class")),
        ("duty", _("the duty list of the desk")),
        (_("The post that serves the place"), posts),
        (_("The unit of this kind that serves the place"), kinds),
        (_("One certain unit"), single),
    ]


class CategoryBoxes(forms.CheckboxSelectMultiple):
    """Classes as boxes, folded by class of level one."""

    template_name = "console/widgets/categories.html"


class RuleForm(ConsoleForm):
    """When this holds, send it there."""

    name = forms.CharField(label=_("What it is called"), max_length=60)
    area_id = forms.TypedChoiceField(label=_("Holds in"), coerce=int)
    categories = forms.MultipleChoiceField(
        label=_("For these classes"), required=False, widget=CategoryBoxes, help_text=_("None ticked: every class.")
    )
    kinds = forms.MultipleChoiceField(
        label=_("For these kinds"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: every kind."),
    )
    urgencies = forms.MultipleChoiceField(
        label=_("For this urgency"),
        required=False,
        choices=URGENCIES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: any urgency."),
    )
    hours = forms.ChoiceField(label=_("When"), required=False, choices=HOURS)
    target = forms.ChoiceField(label=_("Send to"))
    automatic = forms.BooleanField(
        label=_("Dispatch at once"),
        required=False,
        help_text=_("Otherwise it is only suggested at the desk, with the reason below."),
    )
    reason = forms.CharField(
        label=_("Reason in words"),
        max_length=160,
        help_text=_("Shown to whoever sees the suggestion."),
        widget=forms.TextInput(attrs={"data-wide": "1"}),
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=160,
        required=False,
        help_text=_("Law and article, list of duties, or the county's own rule."),
        widget=forms.TextInput(attrs={"data-wide": "1"}),
    )
    active = forms.BooleanField(label=_("In force"), required=False, initial=True)

    def __init__(self, *args: Any, areas: list[AreaChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area_id"].choices = [(str(area.id), area.indented) for area in areas]  # type: ignore[attr-defined]
        self.fields["categories"].choices = [  # type: ignore[attr-defined]
            (group.name, [(group.code, _("all of it")), *group.children]) for group in category_groups()
        ]
        self.fields["kinds"].choices = [(kind.code, kind.name) for kind in cases.kinds()]  # type: ignore[attr-defined]
        self.fields["target"].choices = target_groups(areas[0].path if areas else "")  # type: ignore[attr-defined]

    @property
    def rule(self) -> RuleInput:
        """Return what was typed as the engine takes it."""
        given = self.cleaned_data
        return RuleInput(
            name=given["name"],
            target=given["target"],
            reason=given["reason"],
            area_id=given["area_id"],
            categories=given["categories"],
            kinds=given["kinds"],
            urgencies=given["urgencies"],
            hours=given["hours"],
            automatic=given["automatic"],
            source=given["source"],
            active=given["active"],
        )


class TryForm(ConsoleForm):
    """A text at a place: what would happen to it?"""

    text = forms.CharField(
        label=_("A resident writes"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=1000
    )
    place = forms.CharField(
        label=_("At this place"), required=False, max_length=120, help_text=_("Estate and building, or choose an area.")
    )
    area = forms.ChoiceField(label=_("Area"), required=False)
    category = forms.ChoiceField(label=_("Class"), required=False)
    urgency = forms.ChoiceField(label=_("Urgency"), required=False, choices=[("", _("as the class says")), *URGENCIES])
    at = MomentField(label=_("At this moment"), required=False, help_text=_("Left out: now."))

    def __init__(self, *args: Any, areas: list[AreaChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [(str(area.id), area.indented) for area in areas]  # type: ignore[attr-defined]
        groups = [(group.name, list(group.children)) for group in category_groups()]
        self.fields["category"].choices = [NO_CLASS, *groups]  # type: ignore[attr-defined]
