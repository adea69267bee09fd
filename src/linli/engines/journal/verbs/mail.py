"""Send what is due by mail: each message alone, or all that wait together in the daily digest.

These receivers speak to a mail server, so they run outside a transaction and may run twice; the message id stays the
same, so that a mail program can show a second copy as the first.
"""

from smtplib import SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from linli.engines.journal.models import Delivery, Event, Message
from linli.engines.journal.verbs.notify import ADDRESS
from linli.kernel.clock import now
from linli.kernel.crypto import unseal
from linli.kernel.locks import write


def send_one(_event: Event | None, payload: dict[str, Any]) -> None:
    """Send one message by mail, unless it was sent, or read in the meantime."""
    waiting = Delivery.objects.select_related("message").filter(state=Delivery.State.WAITING)
    delivery = waiting.filter(pk=payload["delivery"]).first()
    if delivery is None:
        return
    message = delivery.message
    if message.read_at is not None:
        _mark([delivery], Delivery.State.SKIPPED)
        return
    _send([delivery], subject=message.title, body=_words(message), identity=f"message-{delivery.pk}")


def send_digest(_event: Event | None, payload: dict[str, Any]) -> None:
    """Send one mail with all messages of an account that wait for its digest; what was read is left out."""
    waiting = list(
        Delivery.objects.select_related("message")
        .filter(message__account_id=payload["account"], digest=True, state=Delivery.State.WAITING)
        .filter(not_before__lte=now())
        .order_by("id")
    )
    _mark([d for d in waiting if d.message.read_at is not None], Delivery.State.SKIPPED)
    unread = [d for d in waiting if d.message.read_at is None]
    if not unread:
        return
    subject = _("New messages from Linli: %(count)d") % {"count": len(unread)}
    body = "\n\n".join(f"· {_words(d.message)}" for d in unread)
    _send(unread, subject=subject, body=body, identity=f"digest-{unread[0].pk}-{unread[-1].pk}")


def _words(message: Message) -> str:
    link = f"{settings.PUBLIC_URL}{message.link}" if message.link.startswith("/") else message.link
    return "\n".join(part for part in (message.title, message.body, link) if part)


def _send(deliveries: list[Delivery], *, subject: str, body: str, identity: str) -> None:
    address = unseal(deliveries[-1].address, purpose=ADDRESS)
    foot = _("You get this mail because this address was given to Linli. Reading the message there is enough.")
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    mail = EmailMessage(
        subject=" ".join(subject.split()), body=f"{body}\n\n-- \n{foot}\n", to=[address],
        headers={"Message-ID": f"<{identity}@{domain}>", "Auto-Submitted": "auto-generated"},
    )
    try:
        mail.send()
    except SMTPRecipientsRefused as error:
        if all(code >= 500 for code, _answer in error.recipients.values()):   # 5xx: for good
            _mark(deliveries, Delivery.State.FAILED)
            return
        raise
    _mark(deliveries, Delivery.State.SENT)


def _mark(deliveries: list[Delivery], state: Delivery.State) -> None:
    with write():
        Delivery.objects.filter(pk__in=[d.pk for d in deliveries]).update(
            state=state, sent_at=now() if state == Delivery.State.SENT else None,
        )
