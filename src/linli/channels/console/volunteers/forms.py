"""The forms of volunteering in the console."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.channels.console.forms.base import (
    NOTHING,
    Choices,
    ConsoleForm,
    DayField,
    MomentField,
    WordsField,
    number_choice,
)
from linli.channels.console.scope import AreaChoice
from linli.channels.ui.widgets import ManyWidget
from linli.programmes.volunteers import public as volunteers
from linli.programmes.volunteers.public import RoleInput, TeamRow

ROLES = 5  # lines of the form; most activities have one or two
LONG = {"rows": 3}


def kinds() -> Choices:
    """Return the kinds of service as choices, under the name of each scheme."""
    return [(one.name, [(item.code, item.name) for item in one.items]) for one in volunteers.schemes() if one.items]


def area_field(areas: Sequence[AreaChoice]) -> forms.TypedChoiceField:
    """Make the question in which area."""
    return forms.TypedChoiceField(label=_("Area"), coerce=int, choices=[(one.id, one.indented) for one in areas])


class PlanForm(ConsoleForm):
    """What is done, where and when."""

    title = forms.CharField(label=_("What is done"), max_length=60)
    item_code = forms.ChoiceField(label=_("Kind of service"), required=False)
    team_id = number_choice([], required=False, label=_("Team"))
    place = forms.CharField(label=_("Place"), max_length=80)
    starts = MomentField(label=_("Starts at"))
    ends = MomentField(label=_("Ends at"))
    weeks = forms.IntegerField(
        label=_("For how many weeks"),
        min_value=1,
        max_value=26,
        initial=1,
        help_text=_("1: once. More: every week at this hour."),
    )
    phone = forms.CharField(label=_("Phone for questions"), max_length=30, required=False)
    whom = forms.CharField(
        label=_("For whom"), max_length=40, required=False, help_text=_("In a word: old people, children, shops.")
    )
    about = forms.CharField(label=_("About it"), max_length=500, required=False, widget=forms.Textarea(attrs=LONG))
    risks = forms.CharField(
        label=_("What is dangerous about it"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs=LONG),
        help_text=_("Told truly before anybody signs up (Volunteer Service Regulations, article 12)."),
    )
    guarantees = forms.CharField(
        label=_("What volunteers get"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs=LONG),
        help_text=_("Insurance, training, tools, water."),
    )

    def __init__(self, *args: Any, areas: Sequence[AreaChoice], teams: Sequence[TeamRow], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields = {"title": self.fields.pop("title"), "area_id": area_field(areas), **self.fields}
        self.fields["area_id"].widget.attrs["class"] = "form-select"
        self.fields["item_code"].choices = [NOTHING, *kinds()]  # type: ignore[attr-defined]
        self.fields["team_id"].choices = [("", _("no team")), *((one.id, one.name) for one in teams)]  # type: ignore[attr-defined]


class RoleForm(ConsoleForm):
    """A role: its name, how many are wanted, what it asks for."""

    use_required_attribute = False
    name = forms.CharField(label=_("Role"), max_length=30, required=False)
    wanted = forms.IntegerField(label=_("How many"), min_value=1, max_value=500, required=False)
    skill = forms.CharField(label=_("Skill"), max_length=20, required=False)
    adults_only = forms.BooleanField(label=_("Adults only"), required=False)
    needs_insurance = forms.BooleanField(label=_("Dangerous: insured adults only"), required=False)
    needs_vetting = forms.BooleanField(label=_("With children: vetted only"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for both, name and number, or neither."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("name") and not cleaned.get("wanted") and "wanted" not in self.errors:
            self.add_error("wanted", _("How many are wanted?"))
        if cleaned.get("wanted") and not cleaned.get("name"):
            self.add_error("name", _("A name is needed."))
        return cleaned


class RoleForms:
    """The lines of roles under the plan of an activity. Empty ones do not count."""

    def __init__(self, data: QueryDict | None, *, prefix: str) -> None:
        self.forms = [RoleForm(data, prefix=f"{prefix}-{number}") for number in range(ROLES)]

    def is_valid(self) -> bool:
        """Say whether every line can be used; all of them are looked at."""
        return all([one.is_valid() for one in self.forms])  # noqa: C419 -- each line shows its own errors

    def given(self) -> list[RoleInput]:
        """Return the roles that were named."""
        return [RoleInput(**one.cleaned_data) for one in self.forms if one.cleaned_data.get("name")]


class ResultForm(ConsoleForm):
    """What came of an activity."""

    result = forms.CharField(
        label=_("What came of it"),
        max_length=300,
        widget=forms.Textarea(attrs=LONG),
        help_text=_("Everybody reads it on the portal: no names."),
    )
    helped = forms.IntegerField(label=_("How many people it was for"), min_value=0, max_value=100_000, required=False)


class WhyForm(ConsoleForm):
    """One question: why."""

    def __init__(self, *args: Any, label: str, name: str = "reason", **options: Any) -> None:
        super().__init__(*args, **options)
        look = {"class": "form-control", **LONG}
        self.fields[name] = forms.CharField(label=label, max_length=120, widget=forms.Textarea(attrs=look))


class PurposeForm(ConsoleForm):
    """For what names and documents are needed."""

    purpose = forms.CharField(
        label=_("For what is it needed?"), max_length=120, help_text=_("Everybody in it sees who looked, and for what.")
    )


class BackForm(ConsoleForm):
    """Service written down afterwards."""

    number = forms.CharField(
        label=_("Number of the volunteer"), max_length=20, help_text=_("For example V-2026-000001.")
    )
    starts = MomentField(label=_("Began"))
    ends = MomentField(label=_("Ended"))
    reason = forms.CharField(label=_("Why is it noted afterwards?"), max_length=120, widget=forms.Textarea(attrs=LONG))


class ConfirmForm(ConsoleForm):
    """How many minutes count."""

    minutes = forms.IntegerField(label=_("Minutes that count"), min_value=1)
    approved = forms.BooleanField(
        label=_("More than a day's limit is right here"),
        required=False,
        help_text=_("Approved by you as coordinator; up to 12 hours. It stays marked."),
    )


class VolunteerForm(ConsoleForm):
    """What a volunteer says who comes to the desk."""

    name = forms.CharField(label=_("Full name"), max_length=40, help_text=_("Encrypted; looks are recorded."))
    call_name = forms.CharField(
        label=_("Called"), max_length=20, required=False, help_text=_("What neighbours see. Empty: by the family name.")
    )
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    identity = forms.CharField(label=_("Number of a document"), max_length=20, required=False)
    born = DayField(label=_("Birthday"), required=False, help_text=_("Needed unless the document holds it."))
    guardian_name = forms.CharField(label=_("Guardian's name"), max_length=40, required=False)
    guardian_phone = forms.CharField(label=_("Guardian's phone"), max_length=30, required=False)
    skills = WordsField(label=_("Skills"), max_length=200, required=False)
    interests = forms.MultipleChoiceField(label=_("Kinds of service"), required=False, widget=ManyWidget)
    thanks = forms.BooleanField(label=_("May be thanked in public by the call name"), required=False)

    def __init__(self, *args: Any, areas: Sequence[AreaChoice], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields = {"area_id": area_field(areas), **self.fields}
        self.fields["area_id"].widget.attrs["class"] = "form-select"
        self.fields["interests"].choices = _plain_kinds()  # type: ignore[attr-defined]


def _plain_kinds() -> Choices:
    return [(item.code, item.name) for one in volunteers.schemes() for item in one.items]


class ChangeForm(ConsoleForm):
    """What may change of a volunteer."""

    call_name = forms.CharField(label=_("Called"), max_length=20)
    skills = WordsField(label=_("Skills"), max_length=200, required=False)
    interests = forms.MultipleChoiceField(label=_("Kinds of service"), required=False, widget=ManyWidget)
    thanks = forms.BooleanField(label=_("May be thanked in public by the call name"), required=False)
    paused = forms.BooleanField(label=_("Takes a break"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["interests"].choices = _plain_kinds()  # type: ignore[attr-defined]


class CoverForm(ConsoleForm):
    """Until when somebody is insured and vetted."""

    insured_until = DayField(
        label=_("Insured until"),
        required=False,
        help_text=_("Accident insurance for dangerous duty (Volunteer Service Regulations, article 17)."),
    )
    vetted_until = DayField(
        label=_("Record checked until"),
        required=False,
        help_text=_("Minors Protection Law, article 62: before anybody works closely with children."),
    )


class TeamForm(ConsoleForm):
    """A team."""

    name = forms.CharField(label=_("Name of the team"), max_length=40)
    item_code = forms.ChoiceField(label=_("Kind of service"), required=False)
    about = forms.CharField(label=_("About it"), max_length=200, required=False, widget=forms.Textarea(attrs=LONG))
    phone = forms.CharField(label=_("Phone for questions"), max_length=30, required=False)

    def __init__(self, *args: Any, areas: Sequence[AreaChoice], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields = {"area_id": area_field(areas), **self.fields}
        self.fields["area_id"].widget.attrs["class"] = "form-select"
        self.fields["item_code"].choices = [NOTHING, *kinds()]  # type: ignore[attr-defined]


class GoodForm(ConsoleForm):
    """A thing on the shelf."""

    name = forms.CharField(label=_("Thing"), max_length=40)
    price = forms.IntegerField(label=_("Points it costs"), min_value=1, max_value=100_000)
    pick_up = forms.CharField(label=_("Where it is fetched"), max_length=80)
    most_each = forms.IntegerField(
        label=_("At most how many for one person in a month"), min_value=1, max_value=99, required=False
    )
    about = forms.CharField(label=_("About it"), max_length=120, required=False)
    active = forms.BooleanField(label=_("On the shelf"), required=False, initial=True)

    def __init__(self, *args: Any, areas: Sequence[AreaChoice], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields = {"area_id": area_field(areas), **self.fields}
        self.fields["area_id"].widget.attrs["class"] = "form-select"


class StockForm(ConsoleForm):
    """Things that came, or that were taken off the shelf."""

    count = forms.IntegerField(
        label=_("How many more"), min_value=-10_000, max_value=10_000, help_text=_("With a minus: taken off the shelf.")
    )


class KindForm(ConsoleForm):
    """A kind of service: what it is called, its colour, what an hour gives."""

    name = forms.CharField(label=pgettext_lazy("service", "Name"), max_length=40)
    name_en = forms.CharField(label=_("English name"), max_length=60, required=False)
    about = forms.CharField(label=_("About it"), max_length=120, required=False)
    colour = forms.RegexField(
        r"^#[0-9a-fA-F]{6}$",
        label=_("Colour"),
        required=False,
        widget=forms.TextInput(attrs={"type": "color"}),
        help_text=_("Always shown beside the name."),
    )
    points_per_hour = forms.IntegerField(
        label=_("Points for an hour"), min_value=0, max_value=100, help_text=_("0: hours only. Points thank; no money.")
    )


class BringForm(ConsoleForm):
    """A table of volunteers."""

    file = forms.FileField(
        label=_("The file"),
        help_text=_("xlsx, xls or csv, up to 20,000 lines. The first line names the columns."),
        error_messages={"required": _("Please choose a file."), "empty": _("The file is empty.")},
    )

    def __init__(self, *args: Any, areas: Sequence[AreaChoice], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields = {"area_id": area_field(areas), **self.fields}
        self.fields["area_id"].widget.attrs["class"] = "form-select"
        self.fields["file"].widget.attrs["accept"] = ".xlsx,.xls,.csv,.txt"
