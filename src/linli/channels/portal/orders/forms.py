"""What a resident is asked when ordering, and what somebody is asked who wants to help."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.channels.portal.report_form import PHONE
from linli.channels.ui.stepforms import Refusable
from linli.channels.ui.widgets import ChoicesWidget, ManyWidget
from linli.kernel import clock
from linli.kernel.clock import CHINA
from linli.kernel.ids import random_key
from linli.programmes.orders import public as orders

TEXT = {"class": "form-control"}
# hours in which somebody may come; the engine takes any window
WINDOWS = {
    "morning": (time(8), time(12), gettext_lazy("Morning, 8 to 12")),
    "afternoon": (time(14), time(18), gettext_lazy("Afternoon, 14 to 18")),
    "evening": (time(18), time(21), gettext_lazy("Evening, 18 to 21")),
}
SOON = "soon"  # whatever day is chosen: from now on
WITHIN = timedelta(hours=4)


class OrderForm(Refusable):
    """An order. The service is chosen before."""

    asked_as: ClassVar[Mapping[str, str]] = {
        "wanted_from": "day", "wanted_to": "window", "service": "text", "location": "place",
    }

    intake_key = forms.RegexField(r"^[0-9a-f]{16,64}$", required=False, widget=forms.HiddenInput)
    building = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        max_length=1000,
        label=gettext_lazy("What do you need?"),
        widget=forms.Textarea(attrs={"rows": 3, **TEXT}),
        error_messages={"required": gettext_lazy("Please say in a few words what you need.")},
    )
    day = forms.DateField(
        label=gettext_lazy("Which day?"), widget=forms.DateInput(attrs={"type": "date", **TEXT}, format="%Y-%m-%d")
    )
    window = forms.ChoiceField(
        label=gettext_lazy("At what time?"),
        widget=ChoicesWidget,
        choices=[
            *((key, words) for key, (_from, _to, words) in WINDOWS.items()),
            (SOON, gettext_lazy("As soon as possible, today within four hours")),
        ],
    )
    place = forms.CharField(
        max_length=120,
        label=gettext_lazy("Which building?"),
        help_text=gettext_lazy("For example Xingnong Court, building 3."),
        widget=forms.TextInput(attrs={"autocomplete": "off", **TEXT}),
        error_messages={"required": gettext_lazy("Please say which building.")},
    )
    home = forms.CharField(
        required=False,
        max_length=60,
        label=gettext_lazy("Which door?"),
        help_text=gettext_lazy("Encrypted. Only whoever comes sees it."),
        widget=forms.TextInput(attrs={"autocomplete": "off", **TEXT}),
    )
    name = forms.CharField(
        required=False,
        max_length=20,
        label=gettext_lazy("How may we call you?"),
        widget=forms.TextInput(attrs={"autocomplete": "name", **TEXT}),
    )
    phone = forms.RegexField(
        PHONE,
        label=gettext_lazy("Mobile number"),
        help_text=gettext_lazy("Encrypted. Whoever comes calls before."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel", **TEXT}),
        error_messages={
            "invalid": gettext_lazy("This does not look like a phone number."),
            "required": gettext_lazy("Please leave a phone number: whoever comes calls before."),
        },
    )
    helper = forms.BooleanField(required=False, label=gettext_lazy("I order for somebody else"))
    helper_name = forms.CharField(
        required=False, max_length=20, label=gettext_lazy("Your own name"), widget=forms.TextInput(attrs=TEXT)
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["intake_key"].initial = random_key()
        tomorrow = clock.today() + timedelta(days=1)
        self.fields["day"].initial = tomorrow
        self.fields["window"].initial = "morning"

    def clean(self) -> dict[str, Any]:
        """Whoever orders for somebody says so with the own name."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("helper") and not cleaned.get("helper_name"):
            self.add_error("helper_name", _("Please write your own name: the record says who ordered for whom."))
        return cleaned

    def window_moments(self) -> tuple[datetime, datetime]:
        """Return the window that was chosen, as moments."""
        if self.cleaned_data["window"] == SOON:
            now = clock.now()
            return now, now + WITHIN
        day, (start, end, _words) = self.cleaned_data["day"], WINDOWS[self.cleaned_data["window"]]
        return datetime.combine(day, start, CHINA), datetime.combine(day, end, CHINA)


class HelpForm(Refusable):
    """Which services somebody wants to help with; none ticked: all that are open."""

    services = forms.MultipleChoiceField(
        required=False,
        label=gettext_lazy("What would you like to do?"),
        help_text=gettext_lazy("Nothing ticked: everything that is open to you."),
        widget=ManyWidget,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["services"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(row.code, row.name) for row in orders.services()]
