"""Mark messages as read."""

from collections.abc import Iterable

from linli.engines.journal.models import Message
from linli.engines.journal.policies import recipients_of
from linli.kernel.actor import Actor
from linli.kernel.clock import now
from linli.kernel.locks import write


def mark_read(viewer: Actor, ids: Iterable[int] | None = None) -> int:
    """Mark the viewer's own messages as read, all of them without `ids`; return how many were unread."""
    unread = Message.objects.filter(recipient__in=recipients_of(viewer), read_at=None)
    if ids is not None:
        unread = unread.filter(pk__in=list(ids))
    with write():
        return unread.update(read_at=now())
