"""Forms for appointments, stand-ins, duty turns and units."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.channels.console.forms.base import Choices, ConsoleForm, DayField, MomentField
from linli.kernel import clock


class PersonInput(forms.NumberInput):
    """A person, found by name: a search box and the people found as choices."""

    template_name = "console/widgets/person.html"
    input_type = "hidden"
    found: Choices = []

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the person chosen before."""
        context = super().get_context(name, value, attrs)
        context["widget"]["found"] = self.found
        return context


class PersonField(forms.IntegerField):
    """The account of a person."""

    widget = PersonInput

    def __init__(self, **options: Any) -> None:
        options.setdefault("error_messages", {"required": _("Please find and choose a person.")})
        super().__init__(**options)


class AppointForm(ConsoleForm):
    """Who gets which post, from when."""

    post_code = forms.ChoiceField(label=_("Post"))
    account_id = PersonField(label=_("Who"))
    starts = DayField(label=_("Begins"), initial=clock.today)
    ends = DayField(label=_("Until"), required=False, help_text=_("Left out: the term of the post decides."))

    def __init__(self, *args: Any, posts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post_code"].choices = posts  # type: ignore[attr-defined]


class EndForm(ConsoleForm):
    """When an appointment ends, and why."""

    ends = DayField(label=_("First day on which it no longer holds"), initial=clock.today)
    reason = forms.CharField(label=_("Reason"), max_length=120)


class StandInForm(ConsoleForm):
    """Who acts for the holder, and for how long."""

    account_id = PersonField(label=_("Who stands in"))
    starts = DayField(label=_("Begins"), initial=clock.today)
    ends = DayField(
        label=_("Back on"),
        initial=lambda: clock.today() + timedelta(days=7),
        help_text=_("From this day on the holder acts again."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=120)


class ShiftForm(ConsoleForm):
    """A turn at the duty desk."""

    account_id = PersonField(label=_("Who"))
    starts = MomentField(label=_("Begins"))
    ends = MomentField(label=_("Until"))


class UnitForm(ConsoleForm):
    """A unit that handles cases."""

    kind = forms.CharField(
        label=_("Kind"), max_length=40, help_text=_("As in the classes: property, street.sanitation, county.urban_mgmt")
    )
    name = forms.CharField(label=_("What it is called"), max_length=60)
    phone = forms.CharField(label=_("Office telephone"), max_length=30, required=False)
    address = forms.CharField(label=_("Address"), max_length=120, required=False)
    active = forms.BooleanField(label=_("Takes cases"), required=False, initial=True)
