"""The form with which staff note down what they saw or were told."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.channels.ui.stepforms import Refusable
from linli.channels.ui.widgets import ChoicesWidget, PhotosField
from linli.engines.cases import public as cases

FOUND, TOLD = "desk", "visit"


class RecordForm(Refusable):
    """What, where, for whom."""

    photos = PhotosField(label=_("Photos"), required=False)
    text = forms.CharField(
        label=_("What is it?"), max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "form-control"}),
        error_messages={"required": _("Please say in a few words what it is.")},
    )
    place = forms.CharField(
        label=_("Where?"), max_length=120, required=False, help_text=_("For example 3-2-501, or north gate."),
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off", "list": "buildings"}),
    )
    longitude = forms.FloatField(required=False, widget=forms.HiddenInput())
    latitude = forms.FloatField(required=False, widget=forms.HiddenInput())
    building_id = forms.IntegerField(required=False, widget=forms.HiddenInput())
    origin = forms.ChoiceField(
        label=_("How did you learn of it?"), initial=FOUND, widget=ChoicesWidget(inline=True),
        choices=[(FOUND, _("I saw it myself")), (TOLD, _("A resident told me"))],
    )
    name = forms.CharField(
        label=_("Name of the resident"), max_length=40, required=False,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=_("Phone of the resident"), max_length=30, required=False,
        help_text=_("It is encrypted; each look is recorded."),
        widget=forms.TextInput(attrs={"class": "form-control", "inputmode": "tel", "autocomplete": "off"}),
    )
    category_code = forms.ChoiceField(
        label=_("Class"), required=False, help_text=_("Left open, Linli finds it from the words."),
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    intake_key = forms.CharField(max_length=64, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        chooser = self.fields["category_code"]
        if isinstance(chooser, forms.ChoiceField):
            chooser.choices = [("", _("Find it from the words")), *grouped_categories()]


def grouped_categories() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the classes under their headings."""
    everything = [row for row in cases.categories() if row.active]
    heads = [row for row in everything if row.parent_id is None]
    return [(head.name, [(row.code, row.name) for row in everything if row.parent_id == head.id]) for head in heads]
