"""Forms for kinds, classes, limits and ready-made texts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.channels.console.filters import category_groups
from linli.channels.console.forms.base import Choices, ConsoleForm, WordsField
from linli.channels.console.forms.rules import URGENCIES
from linli.channels.console.scope import AreaChoice
from linli.channels.console.words import CLOCKS, PRIVACY, UNITS
from linli.channels.console.words import LEVELS as LEVEL_NAMES
from linli.engines.cases import public as cases

LEVELS: Choices = [("", _("not said"))] + [
    (code, LEVEL_NAMES[code]) for code in ("grid", "community", "street", "county")
]
WIDE = {"data-wide": "1"}


class KindForm(ConsoleForm):
    """A kind of request."""

    name = forms.CharField(label=_("What it is called"), max_length=20)
    name_en = forms.CharField(label=_("Name in English"), max_length=40, required=False)
    privacy = forms.ChoiceField(
        label=_("What the public sees at most"),
        required=False,
        choices=[("", _("as the class says")), *PRIVACY.items()],
    )
    answer_at_once = forms.BooleanField(label=_("The desk may answer at once"), required=False)
    needs_agreement = forms.BooleanField(label=_("Ends with a record of an agreement"), required=False)
    active = forms.BooleanField(label=_("In use"), required=False, initial=True)


class CategoryForm(ConsoleForm):
    """A class of the taxonomy."""

    name = forms.CharField(label=_("What it is called"), max_length=30)
    name_en = forms.CharField(label=_("Name in English"), max_length=60, required=False)
    words = WordsField(
        label=_("Words that speak for it"),
        required=False,
        widget=forms.TextInput(attrs=WIDE),
        help_text=_("Separated by commas. A new report is classed by them."),
    )
    kind_code = forms.ChoiceField(label=pgettext_lazy("of a case", "Kind"), required=False)
    unit_kind = forms.CharField(
        label=_("Usual handler"), max_length=40, required=False, help_text=_("grid, community, or a kind of unit")
    )
    assist_unit_kinds = WordsField(label=_("Who helps"), required=False)
    resolve_level = forms.ChoiceField(label=_("Usually settled at"), required=False, choices=LEVELS)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=URGENCIES)
    emergency_phone = forms.CharField(label=_("Emergency number"), max_length=20, required=False)
    privacy = forms.ChoiceField(label=_("What the public sees"), choices=list(PRIVACY.items()))
    note = forms.CharField(
        label=_("Note for the desk"), max_length=200, required=False, widget=forms.TextInput(attrs=WIDE)
    )
    source = forms.CharField(label=_("Source"), max_length=160, required=False, widget=forms.TextInput(attrs=WIDE))
    active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind.code, kind.name) for kind in cases.kinds()]
        self.fields["kind_code"].choices = [("", _("not said")), *kinds]  # type: ignore[attr-defined]


class LimitForm(ConsoleForm):
    """A time limit with its source."""

    clock = forms.ChoiceField(label=_("Clock"), choices=list(CLOCKS.items()))
    category_code = forms.ChoiceField(label=_("Class"), required=False)
    area_id = forms.TypedChoiceField(label=_("Area"), required=False, coerce=int, empty_value=None)
    value = forms.IntegerField(label=_("Limit"), min_value=1, max_value=100_000)
    unit = forms.ChoiceField(label=_("Counted in"), choices=list(UNITS.items()))
    source = forms.CharField(
        label=_("Source"),
        max_length=160,
        help_text=_("Law and article, standard, or the county's own rule."),
        widget=forms.TextInput(attrs=WIDE),
    )

    def __init__(self, *args: Any, areas: list[AreaChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [(group.name, [(group.code, _("all of it")), *group.children]) for group in category_groups()]
        self.fields["category_code"].choices = [("", _("every class")), *groups]  # type: ignore[attr-defined]
        self.fields["area_id"].choices = [("", _("everywhere")), *((str(area.id), area.indented) for area in areas)]  # type: ignore[attr-defined]


class TemplateForm(ConsoleForm):
    """A ready-made text."""

    verb = forms.ChoiceField(label=_("For the step"))
    category_code = forms.ChoiceField(label=_("Class"), required=False)
    name = forms.CharField(label=_("What it is called"), max_length=40)
    text = forms.CharField(
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("{number}, {title}, {unit} and {due} are filled in."),
    )
    order = forms.IntegerField(label=_("Place in the list"), min_value=0, max_value=999, initial=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        telling = {"text", "note", "reason", "words"}
        verbs = [(step.verb, step.label) for step in cases.TABLE if telling & {*step.needs, *step.takes}]
        self.fields["verb"].choices = verbs  # type: ignore[attr-defined]
        groups = [(group.name, list(group.children)) for group in category_groups()]
        self.fields["category_code"].choices = [("", _("every class")), *groups]  # type: ignore[attr-defined]
