"""Forms for accounts and tokens."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.channels.console.forms.base import ConsoleForm, DayField
from linli.channels.console.scope import AreaChoice
from linli.engines.access.public import ROLES_OF_MACHINES, Role
from linli.kernel import clock

ROLE_WORDS = {
    Role.HANDLER: _("handles cases"),
    Role.COLLECTOR: _("sends in cases"),
    Role.DISPATCHER: _("accepts and dispatches"),
    Role.CHECKER: _("checks and calls back"),
    Role.COORDINATOR: _("coordinates"),
    Role.SUPERVISOR: _("supervises, reads all"),
    Role.FIGURES: _("reads figures"),
    Role.ADMINISTRATOR: _("administers"),
    Role.ROUTER: _("writes rules of dispatch"),
    Role.AUDITOR: _("audits"),
}


def offer(form: ConsoleForm, areas: Sequence[AreaChoice]) -> None:
    """Offer areas in the chooser of a form."""
    chooser = form.fields["path"]
    if isinstance(chooser, forms.ChoiceField):
        chooser.choices = [(area.path, area.indented) for area in areas]


class AccountForm(ConsoleForm):
    """Who somebody is to colleagues and to residents."""

    name = forms.CharField(label=_("Full name"), max_length=40, help_text=_("Colleagues see it."))
    public_name = forms.CharField(
        label=_("Name for residents"),
        max_length=20,
        required=False,
        help_text=_("As residents call them, for example “Lin”."),
    )
    work_phone = forms.CharField(
        label=_("Office phone"), max_length=30, required=False, help_text=_("Residents see it; not a private number.")
    )
    email = forms.EmailField(label=_("Office e-mail"), max_length=120, required=False)


class NewAccountForm(AccountForm):
    """A new account, in the area whose administrators will keep it."""

    username = forms.CharField(
        label=_("User name"),
        min_length=2,
        max_length=40,
        help_text=_("To sign in. Letters, digits or Chinese characters."),
    )
    path = forms.ChoiceField(label=_("Kept by the administrators of"))
    field_order = ("username", "name", "public_name", "work_phone", "email", "path")

    def __init__(self, *args: Any, areas: Sequence[AreaChoice], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, areas)


class ReasonForm(ConsoleForm):
    """Why something is done to somebody's account."""

    reason = forms.CharField(label=_("Why?"), max_length=200, help_text=_("It is kept in the history of the account."))


class TokenForm(ConsoleForm):
    """A key for another system."""

    name = forms.CharField(label=_("Which system uses it?"), max_length=60)
    roles = forms.MultipleChoiceField(
        label=_("What may it do?"),
        choices=[(role.value, ROLE_WORDS[role]) for role in ROLES_OF_MACHINES],
        widget=forms.CheckboxSelectMultiple,
    )
    path = forms.ChoiceField(label=_("In which area?"))
    until = DayField(
        label=_("Until"), required=False, help_text=_("The last day. Left empty it holds until you end it.")
    )

    def __init__(self, *args: Any, areas: Sequence[AreaChoice], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, areas)

    def clean(self) -> dict[str, Any]:
        """Turn the last day into the moment after it."""
        given = super().clean() or {}
        until: date | None = given.pop("until", None)
        given["expires_at"] = (
            datetime.combine(until + timedelta(days=1), datetime.min.time(), clock.CHINA) if until else None
        )
        return given
