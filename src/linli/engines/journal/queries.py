"""Reads: history, messages, looks, dead letters."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Count, Max, Min, Q

from linli.engines.journal.models import Event, Job, Look, Message, Outbox, Seal, Tick
from linli.engines.journal.policies import jobs_seen, look_paths, recipients_of, require_auditor, sees_job, within
from linli.engines.journal.types import DeadLetter, EventRow, JobRow, LookRow, MessageRow, OutboxState, SealRow
from linli.kernel.actor import Actor
from linli.kernel.clock import now
from linli.kernel.errors import NotFound
from linli.kernel.paging import Page, paginate

WEEK = timedelta(days=7)


def history(stream: str) -> list[EventRow]:
    """Return what happened to a stream, oldest first. The caller has checked that its viewer may see the subject."""
    return [event_row(event) for event in Event.objects.filter(stream=stream).order_by("number")]


def histories(streams: Iterable[str]) -> dict[str, list[EventRow]]:
    """Return the histories of several streams in one query."""
    found: dict[str, list[EventRow]] = {stream: [] for stream in streams}
    for event in Event.objects.filter(stream__in=list(found)).order_by("stream", "number"):
        found[event.stream].append(event_row(event))
    return found


def event_row(event: Event) -> EventRow:
    """Return an event as others read it."""
    return EventRow(
        id=event.pk, stream=event.stream, number=event.number, kind=event.kind, at=event.at,
        actor_kind=event.actor_kind, actor_name=event.actor_name, account_id=event.account_id, data=event.data,
    )


def inbox(viewer: Actor, cursor: str | None = None, *, size: int = 30) -> Page[MessageRow]:
    """Return the viewer's own messages, newest first."""
    own = Message.objects.filter(recipient__in=recipients_of(viewer))
    page = paginate(own, order=("-id",), cursor=cursor, size=size)
    return page.of([_message_row(message) for message in page.items])


def unread_count(viewer: Actor) -> int:
    """Return how many of the viewer's own messages are unread."""
    recipients = recipients_of(viewer)
    return Message.objects.filter(recipient__in=recipients, read_at=None).count() if recipients else 0


def messages_for_following(following_id: int, *, viewer: Actor | None = None) -> list[MessageRow]:
    """Return the messages of one tracking code, newest first.

    Raises: NotFound when a viewer is given who does not bear the code.
    """
    if viewer is not None and following_id not in viewer.follows:
        raise NotFound
    return [_message_row(message) for message in Message.objects.filter(recipient=f"f:{following_id}").order_by("-id")]


def _message_row(message: Message) -> MessageRow:
    return MessageRow(
        id=message.pk, topic=message.topic, title=message.title, body=message.body, link=message.link,
        urgent=message.urgent, created_at=message.created_at, read_at=message.read_at,
    )


def messages_per_week(accounts: Iterable[int]) -> dict[int, int]:
    """Return how many messages each account got in the last seven days, to be shown before more are sent."""
    counts = dict.fromkeys(accounts, 0)
    recent = Message.objects.filter(account_id__in=list(counts), created_at__gt=now() - WEEK)
    for account, count in recent.values_list("account_id").annotate(n=Count("id")):
        counts[account] = count
    return counts


def looks(subject: str) -> list[LookRow]:
    """Return who looked at the personal data of a subject, newest first: the person concerned may see it."""
    return [_look_row(row) for row in Look.objects.filter(subject=subject).order_by("-at", "-id")]


def looks_at(subjects: Iterable[str], *, limit: int = 200) -> list[LookRow]:
    """Return who looked at any of these subjects, newest first. The caller knows that they are its viewer's own."""
    rows = Look.objects.filter(subject__in=list(subjects)).order_by("-at", "-id")[:limit]
    return [_look_row(row) for row in rows]


def look_log(
    viewer: Actor, cursor: str | None = None, *, account_id: int | None = None, size: int = 50
) -> Page[LookRow]:
    """Return the looks within the viewer's areas, newest first.

    Raises: NotFound when the viewer reads no look log.
    """
    rows = Look.objects.filter(within(look_paths(viewer)))
    if account_id is not None:
        rows = rows.filter(account_id=account_id)
    page = paginate(rows, order=("-at", "-id"), cursor=cursor, size=size)
    return page.of([_look_row(row) for row in page.items])


def _look_row(row: Look) -> LookRow:
    return LookRow(
        id=row.pk, at=row.at, account_id=row.account_id, actor_name=row.actor_name, subject=row.subject,
        fields=tuple(filter(None, row.fields.split(","))), purpose=row.purpose, path=row.path, elevated=row.elevated,
    )


def newest_seal() -> SealRow | None:
    """Return the newest seal, for an extract that is kept elsewhere."""
    row = Seal.objects.order_by("-number").first()
    return SealRow(row.number, row.sealed_at, row.last_event_id, row.hash) if row else None


def dead_letters(viewer: Actor | None = None, *, limit: int = 200) -> list[DeadLetter]:
    """Return the work that failed eight times, newest first. Raises: NotAllowed for a viewer who is no auditor."""
    if viewer is not None:
        require_auditor(viewer)
    rows = Outbox.objects.filter(dead_at__isnull=False).select_related("event").order_by("-dead_at", "-id")[:limit]
    return [_dead_letter(row) for row in rows]


def _dead_letter(row: Outbox) -> DeadLetter:
    return DeadLetter(
        id=row.pk, receiver=row.receiver, event_id=row.event_id, event_kind=row.event.kind if row.event else "",
        stream=row.event.stream if row.event else "", key=row.key, created_at=row.created_at,
        dead_at=row.dead_at or row.created_at, attempts=row.attempts, last_error=row.last_error,
    )


def outbox_state() -> OutboxState:
    """Return how much work waits, since when the oldest that is due waits, and how much is dead."""
    oldest = Min("created_at", filter=Q(next_at__lte=now()))
    waiting = Outbox.objects.filter(next_at__isnull=False).aggregate(n=Count("id"), oldest=oldest)
    dead = Outbox.objects.filter(dead_at__isnull=False).count()
    seen = Tick.objects.aggregate(seen=Max("last_at"))["seen"]
    return OutboxState(waiting=waiting["n"], oldest_due=waiting["oldest"], dead=dead, worker_seen=seen)


def job(viewer: Actor, job_id: int) -> JobRow:
    """Return one piece of long work. Raises: NotFound."""
    row = Job.objects.filter(pk=job_id).first()
    if row is None or not sees_job(viewer, row):
        raise NotFound
    return job_row(row)


def jobs(viewer: Actor, *, kind: str = "", path: str = "", limit: int = 20) -> list[JobRow]:
    """Return the newest long works the viewer may know of, of one kind and one area if asked for."""
    rows = Job.objects.filter(jobs_seen(viewer))
    if kind:
        rows = rows.filter(kind=kind)
    if path:
        rows = rows.filter(path__startswith=path)
    return [job_row(row) for row in rows.order_by("-id")[:limit]]


def job_row(row: Job) -> JobRow:
    """Return a job as others read it."""
    return JobRow(
        id=row.pk, kind=row.kind, title=row.title, state=row.state, done=row.done, total=row.total, words=row.words,
        result=row.result, error=row.error, started_by=row.started_by, created_at=row.created_at,
        ended_at=row.ended_at, path=row.path, payload=row.payload, stopping=row.stop_asked_at is not None,
    )
