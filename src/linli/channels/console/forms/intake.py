"""The form for a caller."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.channels.console.filters import category_groups
from linli.channels.console.forms.base import ConsoleForm
from linli.engines.cases import public as cases

FOUND_FROM_WORDS = ("", _("found from the words"))


class IntakeForm(ConsoleForm):
    """What a caller says, where it is, who calls."""

    text = forms.CharField(
        label=_("What the caller says"), widget=forms.Textarea(attrs={"rows": 4, "autofocus": True}), max_length=2000
    )
    place = forms.CharField(
        label=_("Where"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"data-wide": "1", "autocomplete": "off"}),
        help_text=_("Estate, building, entrance, or a corner: as the caller says it. Or tap on the map."),
    )
    name = forms.CharField(label=_("How to call them"), max_length=40, required=False)
    phone = forms.RegexField(
        r"^[\d\s+()-]{5,20}$",
        label=_("Telephone"),
        required=False,
        error_messages={"invalid": _("This does not look like a telephone number.")},
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    category_code = forms.ChoiceField(label=_("Class"), required=False)
    kind_code = forms.ChoiceField(label=pgettext_lazy("of a case", "Kind"), required=False)
    longitude = forms.FloatField(required=False, widget=forms.HiddenInput())
    latitude = forms.FloatField(required=False, widget=forms.HiddenInput())
    intake_key = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [(group.name, list(group.children)) for group in category_groups()]
        self.fields["category_code"].choices = [FOUND_FROM_WORDS, *groups]  # type: ignore[attr-defined]
        kinds = [(kind.code, kind.name) for kind in cases.kinds()]
        self.fields["kind_code"].choices = [FOUND_FROM_WORDS, *kinds]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for a place in words or on the map."""
        given = super().clean() or self.cleaned_data
        if not given.get("place") and given.get("longitude") is None and "place" not in self.errors:
            self.add_error("place", _("Please ask where it is, or tap on the map."))
        return given
