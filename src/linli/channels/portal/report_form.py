"""What a resident is asked when reporting: a photo or some words, and where. Everything else may stay empty."""

from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.channels.ui import verbfields
from linli.channels.ui.widgets import PhotosField
from linli.engines.territory import public as territory
from linli.kernel.ids import random_key

LONGEST_TEXT = 2000
PHONE = r"^[\d\s+()-]{5,20}$"


class ReportForm(forms.Form):
    """A report. Names are those the draft store and the engine use."""

    intake_key = forms.RegexField(r"^[0-9a-f]{16,64}$", required=False, widget=forms.HiddenInput)
    at = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    building = forms.IntegerField(required=False, widget=forms.HiddenInput)
    board_place = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)   # as the board said it
    longitude = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    latitude = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    photos = PhotosField(required=False, label=gettext_lazy("Photos"))
    text = forms.CharField(
        required=False, max_length=LONGEST_TEXT, label=gettext_lazy("What is the matter?"),
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
    )
    place = forms.CharField(
        required=False, max_length=120, label=gettext_lazy("Address or place in words"),
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
    category = forms.ChoiceField(
        required=False, label=gettext_lazy("What is it about?"), widget=forms.Select(attrs={"class": "form-select"})
    )
    name = forms.CharField(
        required=False, max_length=20, label=gettext_lazy("How may we call you?"),
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "name"}),
    )
    phone = forms.RegexField(
        PHONE, required=False, label=gettext_lazy("Mobile number"),
        error_messages={"invalid": gettext_lazy("This does not look like a phone number.")},
        widget=forms.TextInput(attrs={"class": "form-control", "inputmode": "tel", "autocomplete": "tel"}),
    )
    helper = forms.BooleanField(required=False, label=gettext_lazy("I report for somebody else"))
    helper_name = forms.CharField(
        required=False, max_length=20, label=gettext_lazy("Your own name"),
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        field = self.fields["category"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("We find out")), *verbfields.category_choices()]
        self.fields["intake_key"].initial = random_key()

    def clean(self) -> dict[str, Any]:
        """A report needs something to see or read, and somewhere to go."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("text") and not cleaned.get("photos") and "photos" not in self.errors:
            self.add_error("text", _("Please take a photo or write a few words."))
        placed = cleaned.get("longitude") is not None and cleaned.get("latitude") is not None
        if not (placed or cleaned.get("place") or cleaned.get("at")) and "place" not in self.errors:
            self.add_error("place", _("Please tap the place on the map, or write where it is."))
        if cleaned.get("helper") and not cleaned.get("helper_name") and "helper_name" not in self.errors:
            self.add_error("helper_name", _("Please write your own name: the record says who reported for whom."))
        return cleaned

    @property
    def building_id(self) -> int | None:
        """Return the building an entrance board named, unless the resident then named another place."""
        given = self.cleaned_data
        elsewhere = given["longitude"] is not None or given["place"] != given["board_place"]
        return None if elsewhere else given["building"]

    def offer_place(self) -> None:
        """Where no place was given and the words name one, write it into the field, to be looked at and sent again."""
        if self["place"].value() or "place" not in self.errors:
            return
        named = territory.spoken_places(str(self["text"].value() or ""))
        if len(named) == 1:
            self.data = MultiValueDict({**dict(self.data), "place": [named[0].words]})
            self.errors["place"] = self.error_class([
                _("We read this place in your words. If it is right, send again; if not, please change it.")
            ])

    @property
    def speaks_of_people(self) -> bool:
        """Say whether the folded part about people holds something."""
        names = ("phone", "name", "helper", "helper_name")
        return any(self[name].value() for name in names) or any(name in self.errors for name in names)
