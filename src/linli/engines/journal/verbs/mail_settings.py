"""How an account wants to be told."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from linli.engines.journal.models import MessageSettings
from linli.engines.journal.types import MailSettings
from linli.engines.journal.verbs.notify import ADDRESS
from linli.kernel.actor import Actor
from linli.kernel.crypto import seal, unseal
from linli.kernel.errors import Invalid, NotAllowed, Text
from linli.kernel.locks import write

_DAY = 24 * 60


def mail_settings(viewer: Actor) -> MailSettings:
    """Return how the viewer wants to be told. Raises: NotAllowed without an account."""
    row = MessageSettings.objects.filter(pk=_account(viewer)).first() or MessageSettings(pk=viewer.account_id)
    return MailSettings(unseal(row.email, purpose=ADDRESS), row.quiet_from, row.quiet_to, row.digest_at)


def change_mail_settings(*, by: Actor, email: str, quiet_from: int, quiet_to: int, digest_at: int | None) -> None:
    """Change how the actor wants to be told.

    Raises: Invalid, NotAllowed without an account.
    """
    account = _account(by)
    faults: dict[str, Text] = {}
    for field, minute in (("quiet_from", quiet_from), ("quiet_to", quiet_to), ("digest_at", digest_at or 0)):
        if not 0 <= minute < _DAY:
            faults[field] = _("Please choose a time of day.")
    try:
        if email:
            validate_email(email)
    except ValidationError:
        faults["email"] = _("This does not look like an e-mail address. Please check it.")
    if faults:
        raise Invalid(fields=faults)
    sealed = seal(email, purpose=ADDRESS)
    values = {"email": sealed, "quiet_from": quiet_from, "quiet_to": quiet_to, "digest_at": digest_at}
    with write():
        MessageSettings.objects.update_or_create(account_id=account, defaults=values)


def _account(actor: Actor) -> int:
    if actor.account_id is None:
        raise NotAllowed
    return actor.account_id
