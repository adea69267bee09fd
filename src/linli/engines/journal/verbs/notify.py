"""Tell people: one message in the product per recipient and event, and an e-mail where they want one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import IntegrityError

from linli.engines.journal.hours import Hours, send_at
from linli.engines.journal.models import Delivery, Event, Message
from linli.engines.journal.verbs.record import enqueue_many
from linli.kernel.clock import now
from linli.kernel.crypto import seal, unseal
from linli.kernel.errors import Busy, Text
from linli.kernel.locks import write
from linli.kernel.rows import insert

ADDRESS = "journal.address"      # purpose of sealed e-mail addresses
PART = 500      # messages in one statement
MAIL, DIGEST = "journal.mail", "journal.digest"


@dataclass(frozen=True, slots=True)
class _Mailbox:
    """Where and when one recipient gets mail."""

    address: str
    hours: Hours


@dataclass(frozen=True, slots=True)
class Notice:
    """What some people are told of one event. `emails` gives the address of a following that wants mail."""

    event: Event | int
    topic: str
    title: Text
    body: Text = ""
    link: str = ""
    accounts: Iterable[int] = ()
    followings: Iterable[int] = ()
    emails: Mapping[int, str] = field(default_factory=dict)
    urgent: bool = False

    def messages(self, moment: datetime) -> list[Message]:
        """Return a message for each account and each bearer of a tracking code, not saved."""
        wanted: dict[str, int | None] = {f"a:{account}": account for account in self.accounts}
        wanted.update({f"f:{following}": None for following in self.followings})
        event_id = self.event if isinstance(self.event, int) else self.event.pk
        title, body, link = str(self.title)[:120], str(self.body), self.link[:200]
        return [
            Message(
                recipient=recipient, account_id=account, event_id=event_id, created_at=moment, topic=self.topic,
                title=title, body=body, link=link, urgent=self.urgent,
            )
            for recipient, account in wanted.items()
        ]


def notify(
    *, event: Event | int, topic: str, title: Text, body: Text = "", link: str = "",
    accounts: Iterable[int] = (), followings: Iterable[int] = (), emails: Mapping[int, str] | None = None,
    urgent: bool = False,
) -> int:
    """Leave a message for each account and each bearer of a tracking code; return how many are new.

    Asked again for the same event it adds nobody twice. `emails` gives the address of a following that wants mail.
    Urgent messages pass quiet hours and digests. Call it from a receiver, or inside the verb that made the event.
    """
    return notify_all([Notice(event, topic, title, body, link, accounts, followings, emails or {}, urgent)])


def notify_all(notices: Sequence[Notice]) -> int:
    """Do for several notices what `notify` does for one, in as many queries; return how many messages are new."""
    moment = now()
    messages = [message for notice in notices for message in notice.messages(moment)]
    if not messages:
        return 0
    if not mail_is_on():
        parts = [messages[at : at + PART] for at in range(0, len(messages), PART)]
        return sum(insert(part, unless_there=True) for part in parts)
    with write():
        fresh = _not_told(messages)
        try:
            Message.objects.bulk_create(fresh)
        except IntegrityError as error:
            raise Busy from error
        _send_by_mail(fresh, {key: address for notice in notices for key, address in notice.emails.items()})
    return len(fresh)


def _not_told(messages: Sequence[Message]) -> list[Message]:
    """Leave out whom an event has told already, and whoever is named twice."""
    events = {message.event_id for message in messages}
    found = Message.objects.filter(event_id__in=events, recipient__in={message.recipient for message in messages})
    told = set(found.values_list("event_id", "recipient"))
    wanted: dict[tuple[int, str], Message] = {}
    for message in messages:
        wanted.setdefault((message.event_id, message.recipient), message)
    return [message for key, message in wanted.items() if key not in told]


def mail_is_on() -> bool:
    """Say whether this place sends mail at all."""
    return not settings.EMAIL_BACKEND.endswith("dummy.EmailBackend")


def _send_by_mail(messages: list[Message], emails: Mapping[int, str]) -> None:
    if not messages:
        return
    boxes = _mailboxes([m.account_id for m in messages if m.account_id is not None])
    boxes.update({f"f:{following}": _Mailbox(address, Hours()) for following, address in emails.items() if address})
    moment = now()
    deliveries = [_delivery(m, boxes[m.recipient], moment) for m in messages if m.recipient in boxes]
    Delivery.objects.bulk_create(deliveries)
    work = defaultdict[tuple[str, datetime], list[tuple[str, dict[str, Any]]]](list)
    for delivery in deliveries:
        receiver, key, payload = _work(delivery)
        work[receiver, delivery.not_before].append((key, payload))
    for (receiver, not_before), items in work.items():
        enqueue_many(receiver, items, not_before=not_before if not_before > moment else None)


def _work(delivery: Delivery) -> tuple[str, str, dict[str, Any]]:
    """Return receiver, key and payload of the outbox row: one for each mail, one for all mails of a digest."""
    if delivery.digest:
        account = delivery.message.account_id
        return DIGEST, f"digest:{account}:{delivery.not_before:%Y%m%dT%H%M}", {"account": account}
    return MAIL, f"mail:{delivery.pk}", {"delivery": delivery.pk}


def _delivery(message: Message, box: _Mailbox, moment: datetime) -> Delivery:
    not_before, digest = send_at(box.hours, moment, urgent=message.urgent)
    return Delivery(message=message, address=seal(box.address, purpose=ADDRESS), digest=digest, not_before=not_before)


def _mailboxes(accounts: list[int]) -> dict[str, _Mailbox]:
    active = get_user_model()._default_manager.filter(pk__in=accounts, is_active=True)   # noqa: SLF001  Django's public name
    settings_fields = (f"message_settings__{name}" for name in ("email", "quiet_from", "quiet_to", "digest_at"))
    rows = active.values_list("pk", "email", *settings_fields)
    return {f"a:{row[0]}": box for row in rows if (box := _mailbox(*row[1:])) is not None}


def _mailbox(
    email: str, own_email: str | None, quiet_from: int | None, quiet_to: int | None, digest_at: int | None
) -> _Mailbox | None:
    address = unseal(own_email, purpose=ADDRESS) if own_email else email
    if not address:
        return None
    standard = Hours()
    return _Mailbox(
        address,
        Hours(
            quiet_from=standard.quiet_from if quiet_from is None else quiet_from,
            quiet_to=standard.quiet_to if quiet_to is None else quiet_to,
            digest_at=digest_at,
        ),
    )
