"""Forms of one's own page."""

from datetime import time

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from linli.engines.journal.public import MailSettings


def minutes_of(moment: time) -> int:
    """Return a time of day as minutes after midnight."""
    return moment.hour * 60 + moment.minute


def time_of(minutes: int) -> time:
    """Return minutes after midnight as a time of day."""
    return time(minutes // 60, minutes % 60)


def _clock_field(label: object, help_text: object = "") -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time", "class": "form-control"}, format="%H:%M")
    return forms.TimeField(label=str(label) and label, help_text=help_text, widget=widget)  # type: ignore[arg-type]


class MessageSettingsForm(forms.Form):
    """How a person wants to be told."""

    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=120,
        help_text=_("Messages also go there. Only you see the address; leave it empty for messages here only."),
        widget=forms.EmailInput(attrs={"class": "form-control", "autocomplete": "email"}),
    )
    digest = forms.BooleanField(
        label=_("Put the e-mails of a day into one"),
        required=False,
        widget=forms.CheckboxInput(),
    )
    digest_at = _clock_field(_("When the one e-mail comes"))
    quiet_from = _clock_field(_("Quiet from"), _("Nothing is sent at night, except what is urgent."))
    quiet_to = _clock_field(_("Quiet until"))

    @classmethod
    def of(cls, present: MailSettings) -> "MessageSettingsForm":
        """Return the form filled with what holds now."""
        return cls(
            initial={
                "email": present.email,
                "digest": present.digest_at is not None,
                "digest_at": time_of(present.digest_at if present.digest_at is not None else 18 * 60),
                "quiet_from": time_of(present.quiet_from),
                "quiet_to": time_of(present.quiet_to),
            }
        )


def durations() -> list[tuple[int, str]]:
    """Return for how long an elevated session may last here."""
    offered = ((15, _("15 minutes")), (30, _("30 minutes")), (60, _("60 minutes")))
    return [(minutes, str(words)) for minutes, words in offered if minutes <= settings.ELEVATED_MINUTES_LIMIT]


class ElevateForm(forms.Form):
    """Why somebody needs more rights, and for how long."""

    reason = forms.CharField(
        label=_("What do you need it for?"),
        max_length=200,
        min_length=4,
        help_text=_("It is kept with the list of every page you open meanwhile."),
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
    minutes = forms.TypedChoiceField(
        label=_("For how long?"),
        coerce=int,
        initial=30,
        choices=durations,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
