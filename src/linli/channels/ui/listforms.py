"""The forms of the three lists: saying a need, offering a resource, and the steps after that."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.channels.ui.stepforms import LONG, PLAIN, ReasonForm, Refusable, StepForm
from linli.channels.ui.widgets import ChoicesWidget
from linli.engines.territory import public as territory
from linli.kernel.ids import random_key
from linli.programmes.lists import public as lists

HOURS_HINT = _("For example 周一至周五 16:30-18:30; empty when it does not matter. 22:00-2:00 goes past midnight.")
SELECT = {"class": "form-select"}
ORIGINS = [
    ("visit", _("On a visit")), ("talk", _("At an evening talk")), ("meeting", _("At a meeting")),
    ("phone", _("By phone")), ("case", _("From a case")),
]


def hours_field() -> forms.CharField:
    """Return a field for hours of the week, in words."""
    widget = forms.TextInput(attrs=PLAIN)
    return forms.CharField(label=_("When?"), required=False, max_length=200, help_text=HOURS_HINT, widget=widget)


class NeedForm(Refusable):
    """A need as it is said. `staff`: taken down on a visit, at a talk, at a meeting, by phone, from a case."""

    intake_key = forms.RegexField(r"^[0-9a-f]{16,64}$", required=False, widget=forms.HiddenInput)
    case_number = forms.CharField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("What is needed?"), max_length=500, widget=forms.Textarea(attrs=LONG),
        help_text=_("Only the community reads this. For the list it writes a line without your name."),
        error_messages={"required": _("Please say in a few words what is needed.")},
    )
    category = forms.ChoiceField(
        label=_("What is it about?"), choices=lists.Category.choices, widget=forms.Select(attrs=SELECT)
    )
    area_id = forms.TypedChoiceField(label=_("Community"), coerce=int, widget=forms.Select(attrs=SELECT))
    hours = hours_field()
    people = forms.IntegerField(
        label=_("For how many people?"), min_value=1, initial=1, widget=forms.NumberInput(attrs=PLAIN)
    )
    urgent = forms.BooleanField(label=_("It is urgent"), required=False)
    name = forms.CharField(
        label=_("How may we call you?"), max_length=20, required=False, widget=forms.TextInput(attrs=PLAIN)
    )
    phone = forms.CharField(
        label=_("Mobile number"), max_length=30, required=False,
        widget=forms.TextInput(attrs={**PLAIN, "inputmode": "tel"}),
    )
    origin = forms.ChoiceField(
        label=_("How did it come?"), required=False, widget=ChoicesWidget(inline=True), choices=ORIGINS, initial="visit"
    )

    def __init__(self, *args: Any, areas: list[territory.AreaRow], staff: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["intake_key"].initial = random_key()
        self.fields["area_id"].choices = [(area.id, area.name) for area in areas]  # type: ignore[attr-defined]
        if not staff:
            del self.fields["origin"], self.fields["case_number"]


class OfferForm(Refusable):
    """A resource as it is offered."""

    intake_key = forms.RegexField(r"^[0-9a-f]{16,64}$", required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("What can you give?"), choices=lists.Given.choices, widget=ChoicesWidget)
    words = forms.CharField(
        label=_("In a line, as the list shows it"), max_length=120, widget=forms.TextInput(attrs=PLAIN)
    )
    category = forms.ChoiceField(
        label=_("What is it about?"), choices=lists.Category.choices, widget=forms.Select(attrs=SELECT)
    )
    giver_name = forms.CharField(
        label=_("Who gives it, as the list shows it"), max_length=40, widget=forms.TextInput(attrs=PLAIN)
    )
    area_id = forms.TypedChoiceField(label=_("Where is it?"), coerce=int, widget=forms.Select(attrs=SELECT))
    wide = forms.BooleanField(label=_("It serves the whole street, not only this community"), required=False)
    hours = hours_field()
    skills = forms.CharField(
        label=_("Skills"), max_length=120, required=False, widget=forms.TextInput(attrs=PLAIN),
        help_text=_("Separated by commas."),
    )
    seats = forms.IntegerField(
        label=_("Most people at once"), required=False, min_value=1, widget=forms.NumberInput(attrs=PLAIN)
    )
    capacity = forms.IntegerField(
        label=_("How many needs can it serve?"), initial=1, widget=forms.NumberInput(attrs=PLAIN)
    )
    terms = forms.CharField(
        label=_("Terms"), max_length=200, required=False, widget=forms.TextInput(attrs=PLAIN)
    )
    phone = forms.CharField(
        label=_("Mobile number"), max_length=30, required=False, help_text=_("Not on the list."),
        widget=forms.TextInput(attrs={**PLAIN, "inputmode": "tel"}),
    )

    def __init__(self, *args: Any, areas: list[territory.AreaRow], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["intake_key"].initial = random_key()
        self.fields["area_id"].choices = [(area.id, area.name) for area in areas]  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        """Return the answers as the verb takes them."""
        found = dict(self.cleaned_data)
        area = territory.area(found["area_id"])
        wide = found.pop("wide") and area.kind == "community"
        found["serves_id"] = area.parent_id if wide else None
        found["intake_key"] = found["intake_key"] or None
        return found


class ListForm(StepForm):
    """What the public list says."""

    introduction = _("Write it so that no neighbour knows who it is: no name, no door, no illness.")
    words = forms.CharField(label=_("The need in a line"), max_length=120, widget=forms.TextInput(attrs=PLAIN))
    category = forms.ChoiceField(
        label=_("What is it about?"), choices=lists.Category.choices, widget=forms.Select(attrs=SELECT)
    )
    hours = hours_field()
    skills = forms.CharField(
        label=_("Skills that are needed"), max_length=120, required=False, widget=forms.TextInput(attrs=PLAIN)
    )
    people = forms.IntegerField(label=_("For how many people?"), min_value=1, widget=forms.NumberInput(attrs=PLAIN))
    urgent = forms.BooleanField(label=_("It is urgent"), required=False)


class ResizeForm(StepForm):
    """How much."""

    capacity = forms.IntegerField(
        label=_("How many needs can it serve?"), widget=forms.NumberInput(attrs=PLAIN)
    )


class ReachForm(StepForm):
    """Which step is done, and what came of it."""

    milestone_id = forms.TypedChoiceField(label=_("Which step?"), coerce=int, widget=ChoicesWidget)
    note = forms.CharField(label=_("What came of it?"), max_length=200, widget=forms.Textarea(attrs=LONG))

    def __init__(self, *args: Any, project: lists.ProjectDetail, **options: Any) -> None:
        super().__init__(*args, **options)
        open_ones = [(key, title) for key, title, _due, done_at, _note in project.milestones if done_at is None]
        self.fields["milestone_id"].choices = open_ones  # type: ignore[attr-defined]


class PayForm(StepForm):
    """How much was paid for what."""

    yuan = forms.DecimalField(
        label=_("Yuan"), max_digits=12, decimal_places=2, widget=forms.NumberInput(attrs={**PLAIN, "step": "0.01"})
    )
    note = forms.CharField(label=_("For what?"), max_length=200, widget=forms.TextInput(attrs=PLAIN))

    def given(self) -> dict[str, Any]:
        """Return the amount in fen."""
        return {"fen": int(self.cleaned_data["yuan"] * 100), "note": self.cleaned_data["note"]}


class ReleaseForm(StepForm):
    """Which resource leaves, and why."""

    introduction = _("The project goes on without it; its place is free for others, and the reason is public.")
    resource_id = forms.TypedChoiceField(label=_("Which resource?"), coerce=int, widget=ChoicesWidget)
    reason = forms.CharField(label=_("Why?"), max_length=200, widget=forms.Textarea(attrs=LONG))

    def __init__(self, *args: Any, project: lists.ProjectDetail, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["resource_id"].choices = [  # type: ignore[attr-defined]
            (one.pk, one.words) for one in project.resources
        ]


class FinishForm(StepForm):
    """What came of it, for everybody."""

    introduction = _("Everybody reads this, and each who asked gets it as a message.")
    feedback = forms.CharField(
        label=pgettext_lazy("project", "What came of it?"), max_length=500, widget=forms.Textarea(attrs=LONG)
    )


ONE_TAP = frozenset({"withdraw", "accept", "start"})
_FORMS: dict[str, type[StepForm]] = {
    "list": ListForm, "resize": ResizeForm, "pay": PayForm, "finish": FinishForm,
    **dict.fromkeys(("refuse", "decline", "retire", "stop"), ReasonForm),
}


def step_form(verb: str, step: lists.Step, detail: Any, data: Any = None) -> StepForm:  # noqa: ANN401
    """Return the form of a step, filled with what is known."""
    if verb in {"reach", "release"}:
        made = ReachForm if verb == "reach" else ReleaseForm
        return made(data, step=step, project=detail)
    return _FORMS.get(verb, StepForm)(data, step=step, initial=_known(verb, detail))


def _known(verb: str, detail: Any) -> dict[str, Any]:  # noqa: ANN401
    if verb == "resize":
        return {"capacity": detail.resource.capacity}
    if verb != "list":
        return {}
    need = detail.need
    return {
        "words": need.words, "category": need.category, "hours": detail.hours, "people": need.people,
        "skills": "，".join(need.skills), "urgent": need.urgent,
    }
