"""Forms of the pages of the 15-minute circle."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.channels.console.forms.base import Choices, ConsoleForm
from linli.channels.console.planner.forms import SYSTEMS
from linli.engines.territory.circle import MOST_PLACES, PointGiven


class PointForm(ConsoleForm):
    """A point of service."""

    kind = forms.ChoiceField(label=_("Kind of service"))
    name = forms.CharField(label=pgettext_lazy("of a place", "Name"), max_length=60)
    address = forms.CharField(label=_("Address"), max_length=120, required=False)
    hours = forms.CharField(
        label=pgettext_lazy("hours", "Open"), max_length=60, required=False, help_text=_("For example 8:00-20:00")
    )
    phone = forms.CharField(
        label=_("Phone of the service"), max_length=30, required=False, help_text=_("Everybody sees it.")
    )
    source = forms.CharField(label=_("Who says so"), max_length=120, required=False)
    longitude = forms.FloatField(
        label=_("Longitude"), min_value=-180, max_value=180, help_text=_("Tap the map, or type it.")
    )
    latitude = forms.FloatField(label=_("Latitude"), min_value=-90, max_value=90)

    def __init__(self, *args: Any, kinds: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        if isinstance(field, forms.ChoiceField):
            field.choices = kinds
        for name in ("longitude", "latitude"):
            self.fields[name].widget.attrs["step"] = "any"

    def given(self) -> PointGiven:
        """Return what was typed."""
        return PointGiven(**self.cleaned_data)


class BringForm(ConsoleForm):
    """A list of points, or of how many children and older people live where."""

    what = forms.ChoiceField(
        label=_("What is in the list"),
        choices=[
            ("points", _("Points of service")),
            ("people", _("How many children and older people live in each building")),
        ],
    )
    file = forms.FileField(
        label=_("The file"),
        help_text=_(
            "Columns for points: name, kind, longitude and latitude or address, opening hours, phone. "
            "For people: estate, building number, children, older people."
        ),
    )
    source = forms.CharField(label=_("Who says so"), max_length=120, required=False)
    source_system = forms.ChoiceField(label=_("Coordinates are in"), choices=SYSTEMS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".xlsx,.xls,.csv,.txt"


class WorkOutForm(ConsoleForm):
    """How many new points are thought of."""

    places = forms.IntegerField(label=_("Best places for the next"), initial=3, min_value=1, max_value=MOST_PLACES)
