"""Forms for joint meetings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.channels.console.forms.base import ConsoleForm, DayField, MomentField
from linli.channels.console.scope import AreaChoice
from linli.engines.cases import public as cases
from linli.engines.territory import public as territory
from linli.programmes.meetings import public as meetings
from linli.programmes.meetings.public import Presence, SeatRow

LONG = {"rows": 4}
LONGER = {"rows": 14}
SEAT = "seat-"


class LinesField(forms.CharField):
    """One thing on each line, as a list."""

    def clean(self, value: object) -> object:
        """Return the lines that say something."""
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]

    def prepare_value(self, value: object) -> object:
        """Show a list as lines."""
        return "\n".join(value) if isinstance(value, list | tuple) else value


class BodyForm(ConsoleForm):
    """A joint meeting of a community or street."""

    area_id = forms.TypedChoiceField(label=_("Community or street"), coerce=int)
    name = forms.CharField(label=_("Name"), max_length=60)

    def __init__(self, *args: Any, areas: list[AreaChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fitting = [(str(area.id), area.indented) for area in areas if area.kind in meetings.LEVELS]
        self.fields["area_id"].choices = fitting  # type: ignore[attr-defined]


class SeatForm(ConsoleForm):
    """A unit, and where it works."""

    unit_id = forms.TypedChoiceField(label=_("Unit"), coerce=int)
    area_id = forms.TypedChoiceField(label=_("Works in"), coerce=int)

    def __init__(self, *args: Any, path: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = territory.units(path, above=True)
        named = [(str(unit.id), f"{unit.name} · {unit.area_name}") for unit in units]
        places = [(str(area.id), area.name) for area in territory.descendants(path)]
        self.fields["unit_id"].choices = [("", _("Choose …")), *named]  # type: ignore[attr-defined]
        self.fields["area_id"].choices = places  # type: ignore[attr-defined]


class MeetingForm(ConsoleForm):
    """When and where, and what is talked about."""

    title = forms.CharField(label=pgettext_lazy("of a meeting", "Title"), max_length=80)
    starts_at = MomentField(label=pgettext_lazy("of a meeting", "Begins"))
    place = forms.CharField(label=_("Place"), max_length=80)
    agenda = LinesField(
        label=_("Agenda"),
        widget=forms.Textarea(attrs=LONG),
        required=False,
        help_text=_("One point on each line. What came of the last resolutions is always reported, without a point."),
    )


class CancelForm(ConsoleForm):
    """Why it does not take place."""

    reason = forms.CharField(label=_("Why"), max_length=200, help_text=_("All units are told."))


class PresenceForm(ConsoleForm):
    """Which units came."""

    def __init__(self, *args: Any, seats: tuple[SeatRow, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for seat in seats:
            self.fields[f"{SEAT}{seat.id}"] = forms.ChoiceField(
                label=f"{seat.unit_name} · {seat.area_name}",
                choices=Presence.choices,
                initial=seat.presence or Presence.PRESENT,
            )
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "form-select")

    @property
    def presence(self) -> dict[int, str]:
        """Return what was said of each seat."""
        return {int(name.removeprefix(SEAT)): said for name, said in self.cleaned_data.items()}


class MinutesForm(ConsoleForm):
    """What was said."""

    minutes = forms.CharField(
        label=pgettext_lazy("of a meeting", "Minutes"),
        widget=forms.Textarea(attrs=LONGER),
        max_length=8000,
        help_text=_("For the units. Everybody else reads what was agreed, not the minutes."),
    )


class ResolutionForm(ConsoleForm):
    """What was agreed, and by when."""

    title = forms.CharField(label=_("In a line"), max_length=40, widget=forms.TextInput(attrs={"data-wide": "1"}))
    text = forms.CharField(
        label=_("What each unit does"),
        widget=forms.Textarea(attrs=LONG),
        max_length=1000,
        help_text=_("Each unit gets these words as its task; everybody reads them once the meeting is published."),
    )
    due_on = DayField(label=_("Done by"))
    kind_code = forms.ChoiceField(label=_("Kind"))
    seats = forms.TypedMultipleChoiceField(
        label=_("Goes to"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple(attrs={"data-wide": "1"}),
        error_messages={"required": _("Please choose at least one unit.")},
        help_text=_("All units, if you take none out; those that join later get it too."),
    )

    def __init__(self, *args: Any, sitting: list[SeatRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(seat.id, f"{seat.unit_name} · {seat.area_name}") for seat in sitting]
        self.fields["seats"].choices = named  # type: ignore[attr-defined]
        self.fields["seats"].initial = [seat.id for seat in sitting]
        self.fields["seats"].required = bool(sitting)
        kinds = [(row.code, row.name) for row in cases.kinds() if row.active]
        self.fields["kind_code"].choices = kinds  # type: ignore[attr-defined]
        self.fields["kind_code"].initial = meetings.usual_kind()


class OutcomeForm(ConsoleForm):
    """What came of it."""

    outcome = forms.CharField(
        label=_("What came of it"),
        widget=forms.Textarea(attrs=LONG),
        max_length=300,
        help_text=_("Everybody reads it, once this meeting is published."),
    )
