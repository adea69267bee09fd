"""Timed elevated sessions: more rights for a stated reason and a short time, every request inside logged."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from linli.engines.access.actors import actor_of
from linli.engines.access.models import ElevatedRequest, ElevatedSession
from linli.engines.access.policies import may_elevate
from linli.engines.access.verbs.accounts import stream
from linli.engines.journal import public as journal
from linli.kernel import clock
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Invalid, NotAllowed
from linli.kernel.locks import locked, write


def elevate(*, account_id: int, reason: str, minutes: int = 30, by: Actor) -> ElevatedSession:
    """Open an elevated session for oneself; one that still runs is ended first.

    Raises: Invalid (no reason, too long), NotAllowed.
    """
    if by.kind is not ActorKind.SYSTEM and (by.account_id != account_id or not may_elevate(by)):
        raise NotAllowed
    longest = settings.ELEVATED_MINUTES_LIMIT
    if len(reason.strip()) < 4:
        raise Invalid(fields={"reason": _("Please say why you need it, in a few words.")})
    if not 1 <= minutes <= longest:
        raise Invalid(fields={"minutes": _("Between 1 and %(longest)d minutes.") % {"longest": longest}})
    now = clock.now()
    with write():
        _end_running(account_id, by=by)
        session = ElevatedSession.objects.create(
            account_id=account_id, reason=reason.strip()[:200], starts=now, ends=now + timedelta(minutes=minutes)
        )
        journal.record(
            kind="account.elevated",
            stream=stream(account_id),
            by=by,
            path=_widest(by, account_id),
            data={"session": session.pk, "reason": session.reason, "minutes": minutes},
        )
    return session


def _widest(by: Actor, account_id: int) -> str:
    actor = by if by.account_id == account_id else actor_of(account_id)
    return next(iter(actor.paths(*{grant.role for grant in actor.grants})), "")


def _end_running(account_id: int, *, by: Actor) -> int:
    now = clock.now()
    running = locked(ElevatedSession.objects.filter(account_id=account_id, ended_at__isnull=True, ends__gt=now))
    for session in running:
        session.ended_at = now
        session.save(update_fields=["ended_at"])
        journal.record(
            kind="account.elevation_ended",
            stream=stream(account_id),
            by=by,
            data={"session": session.pk, "requests": session.requests.count()},
        )
    return len(running)


def end_elevation(*, account_id: int, by: Actor) -> int:
    """End the elevated session of an account before its time; return how many ran. Raises: NotAllowed."""
    if by.kind is not ActorKind.SYSTEM and by.account_id != account_id:
        raise NotAllowed
    with write():
        return _end_running(account_id, by=by)


def record_elevated_request(*, session_id: int, method: str, address: str) -> None:
    """Log one request made inside an elevated session."""
    with write():
        ElevatedRequest.objects.create(session_id=session_id, at=clock.now(), method=method[:8], address=address[:200])
