"""Forms for themes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.channels.console.forms.base import ConsoleForm, DayField
from linli.channels.console.scope import AreaChoice
from linli.engines.territory import public as territory

LONG = {"rows": 4}


class ThemeForm(ConsoleForm):
    """A root cause with its plan."""

    title = forms.CharField(label=_("Theme"), max_length=80, widget=forms.TextInput(attrs={"data-wide": "1"}))
    area_id = forms.TypedChoiceField(label=_("Area"), coerce=int)
    lead_unit_id = forms.TypedChoiceField(label=_("Unit in the lead"), coerce=int, empty_value=None, required=False)
    due_on = DayField(label=_("To be gone by"), required=False)
    cause = forms.CharField(label=_("Root cause"), widget=forms.Textarea(attrs=LONG), required=False)
    plan = forms.CharField(label=_("Plan: who does what by when"), widget=forms.Textarea(attrs=LONG), required=False)
    public = forms.BooleanField(label=_("Residents may see theme, plan and result"), required=False)

    def __init__(self, *args: Any, areas: list[AreaChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area_id"].choices = [(str(area.id), area.indented) for area in areas]  # type: ignore[attr-defined]
        units = territory.units(areas[0].path, above=True) if areas else []
        named = [(str(unit.id), f"{unit.name} · {unit.area_name}") for unit in units]
        self.fields["lead_unit_id"].choices = [("", _("not chosen yet")), *named]  # type: ignore[attr-defined]


class ResolveForm(ConsoleForm):
    """What became of the cause; everybody who follows one of its cases gets this text."""

    result = forms.CharField(label=_("What everybody is told"), widget=forms.Textarea(attrs=LONG), max_length=1000)
