"""The history of a whole area, for those who audit it."""

from collections.abc import Collection

from linli.engines.journal.models import Event
from linli.engines.journal.policies import AUDITORS, within
from linli.engines.journal.queries import event_row
from linli.engines.journal.types import EventRow
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound
from linli.kernel.paging import Page, paginate


def events(
    viewer: Actor,
    cursor: str | None = None,
    *,
    streams: Collection[str] = (),
    prefix: str = "",
    account_id: int | None = None,
    size: int = 50,
) -> Page[EventRow]:
    """Return what happened in the areas the viewer audits, newest first; of some streams, one kind or person if asked.

    Raises: NotFound when the viewer audits nothing.
    """
    paths = viewer.paths(*AUDITORS)
    if not paths:
        raise NotFound
    rows = Event.objects.filter(within(paths))
    if streams:
        rows = rows.filter(stream__in=streams)
    if prefix:
        rows = rows.filter(kind__startswith=prefix)
    if account_id is not None:
        rows = rows.filter(account_id=account_id)
    page = paginate(rows, order=("-id",), cursor=cursor, size=size)
    return page.of([event_row(event) for event in page.items])
