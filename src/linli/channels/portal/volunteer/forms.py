"""What somebody is asked who registers as volunteer, and the code on the spot."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.channels.portal.report_form import PHONE
from linli.channels.ui.orderforms import DIGITS
from linli.channels.ui.stepforms import PLAIN, Refusable
from linli.channels.ui.widgets import ManyWidget
from linli.engines.territory import public as territory
from linli.programmes.volunteers import public as volunteers


class RegisterForm(Refusable):
    """Name, phone, birthday, and what one likes to do. Sealed but for the call name."""

    area_id = forms.TypedChoiceField(
        label=_("Community"), coerce=int, widget=forms.Select(attrs={"class": "form-select"})
    )
    call_name = forms.CharField(
        label=_("How may neighbours call you?"),
        max_length=20,
        help_text=_("For example Teacher Lin. Your full name is not shown."),
        widget=forms.TextInput(attrs=PLAIN),
    )
    name = forms.CharField(
        label=_("Your full name"),
        max_length=40,
        help_text=_("Encrypted. For the certificate of service only."),
        widget=forms.TextInput(attrs={**PLAIN, "autocomplete": "name"}),
    )
    phone = forms.RegexField(
        PHONE,
        label=_("Mobile number"),
        widget=forms.TextInput(attrs={**PLAIN, "inputmode": "tel"}),
        error_messages={"invalid": _("This does not look like a phone number.")},
    )
    born = forms.DateField(
        label=_("Birthday"),
        help_text=_("Under 18 a guardian has to agree."),
        widget=forms.DateInput(attrs={"type": "date", **PLAIN}, format="%Y-%m-%d"),
    )
    guardian_name = forms.CharField(
        label=_("Guardian's name"), max_length=40, required=False, widget=forms.TextInput(attrs=PLAIN)
    )
    guardian_phone = forms.CharField(
        label=_("Guardian's phone"), max_length=30, required=False, widget=forms.TextInput(attrs=PLAIN)
    )
    skills = forms.CharField(
        label=_("What can you do well?"),
        max_length=120,
        required=False,
        help_text=_("For example haircuts, electrics, teaching."),
        widget=forms.TextInput(attrs=PLAIN),
    )
    interests = forms.MultipleChoiceField(label=_("What would you like to do?"), required=False, widget=ManyWidget)
    thanks = forms.BooleanField(label=_("My call name may stand on the board of thanks"), required=False)

    def __init__(self, *args: Any, areas: list[territory.AreaRow], **options: Any) -> None:
        super().__init__(*args, **options)
        field, wishes = self.fields["area_id"], self.fields["interests"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [(area.id, area.name) for area in areas]
        items = [(item.code, item.name) for scheme in volunteers.schemes()[:1] for item in scheme.items]
        if isinstance(wishes, forms.MultipleChoiceField):
            wishes.choices = items
        if not items:
            del self.fields["interests"]

    def given(self) -> volunteers.VolunteerInput:
        """Return what was given, in the engine's form."""
        values = self.cleaned_data
        skills = values["skills"].replace("、", " ").replace("，", " ").replace(",", " ").split()
        names = ("call_name", "name", "phone", "born", "thanks", "guardian_name", "guardian_phone")
        return volunteers.VolunteerInput(
            **{name: values[name] for name in names}, skills=skills, interests=values.get("interests", [])
        )


class CodeForm(Refusable):
    """The code on the steward's screen."""

    code = forms.CharField(
        label=_("Code on the screen"), max_length=12, widget=forms.TextInput(attrs={**DIGITS, "maxlength": "12"})
    )


class VerifyForm(Refusable):
    """Number and check code of a certificate, as printed."""

    number = forms.CharField(label=_("Number of the certificate"), max_length=24, widget=forms.TextInput(attrs=PLAIN))
    code = forms.CharField(label=_("Check code"), max_length=40, widget=forms.TextInput(attrs=PLAIN))
