"""Wishes as their viewers see them. The wall is for everybody and holds no name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from linli.engines.access import public as access
from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.kernel.actor import Actor
from linli.kernel.crypto import unseal
from linli.kernel.errors import NotFound
from linli.kernel.paging import Page, paginate
from linli.programmes.wishes.lifecycle import STEPS, State
from linli.programmes.wishes.models import Wish
from linli.programmes.wishes.policies import ON_THE_WALL, RUNS, Standing, units_of
from linli.programmes.wishes.verbs.turn import stream_of
from linli.programmes.wishes.verbs.wish import hash_of_code, tracking_code_of

NEWEST = ("-wished_at", "-id")
FIRST_WORDS = {"wish": _("Wished")}


@dataclass(frozen=True, slots=True)
class WishRow:
    """A wish in a list, in the words of the wall (before it is there: without words)."""

    id: int
    number: str
    state: str
    state_label: str
    words: str
    shown: str
    where: str
    area_name: str
    path: str
    value_fen: int
    wished_at: datetime
    posted_at: datetime | None
    due_at: datetime | None
    risen: bool
    claimer_name: str
    thanks: str
    mine: bool
    promised: bool  # by the viewer


@dataclass(frozen=True, slots=True)
class WishDetail:
    """One wish as its viewer may see it; `text` only for the community and who wished."""

    row: WishRow
    text: str
    note: str
    reason: str
    helper_name: str
    verbs: tuple[str, ...]
    steps: tuple[journal.StepRow, ...]
    standing: str  # wisher, claimer, community, neighbour
    reaches: bool
    tracking_code: str = ""


def wall(
    viewer: Actor, path: str = "", *, state: str = State.POSTED, cursor: str | None = None, size: int = 30
) -> Page[WishRow]:
    """Return what is on the wall of an area: what waits, or what has come true."""
    if state not in ON_THE_WALL:
        raise NotFound
    found = Wish.objects.filter(territory.subtree(path), state=state)
    return _page(found, viewer, cursor, size)


def wishes(
    viewer: Actor, *, states: tuple[str, ...] = (), path: str = "", cursor: str | None = None, size: int = 30
) -> Page[WishRow]:
    """Return the wishes of the areas that the viewer runs, the newest first."""
    found = access.within(Wish.objects.filter(territory.subtree(path)), viewer, *RUNS)
    return _page(found.filter(state__in=states) if states else found, viewer, cursor, size)


def my_wishes(viewer: Actor, *, size: int = 30) -> list[WishRow]:
    """Return what the viewer wished, with an account or in this browser."""
    own = [int(key.removeprefix("wish:")) for key in viewer.holds if key.startswith("wish:")]
    if viewer.account_id is not None:  # one index each: an OR over two columns would read the whole table
        for mine in (Q(account_id=viewer.account_id), Q(helper_id=viewer.account_id)):
            own += Wish.objects.filter(mine).order_by(*NEWEST).values_list("pk", flat=True)[:size]
    return _page(Wish.objects.filter(pk__in=own), viewer, None, size).items


def my_promises(viewer: Actor, *, size: int = 30) -> list[WishRow]:
    """Return what the viewer promised (or a system for the unit) and has not brought, or was not thanked for."""
    if viewer.account_id is None:
        return []
    mine = Q(claimer_id=viewer.account_id)
    if units := units_of(viewer):
        mine |= Q(claimer=None, claimer_unit_id__in=units)
    open_ones = Wish.objects.filter(mine, state__in=[State.CLAIMED, State.DELIVERED])
    return _page(open_ones, viewer, None, size).items


def risen(viewer: Actor, *, size: int = 30) -> list[WishRow]:
    """Return the wishes that rose to the units in which the viewer serves."""
    scope = Q(pk__in=[])
    for grant in viewer.grants:
        if grant.unit_id is not None:
            scope |= territory.subtree(grant.path, "path") | Q(path__in=list(territory.prefixes(grant.path)))
    found = Wish.objects.filter(scope, state=State.POSTED, risen_at__isnull=False)
    return _page(found, viewer, None, size).items


def wish_for(viewer: Actor, number: str) -> WishDetail:
    """Return one wish as the viewer may see it. Raises: NotFound."""
    found = Wish.objects.select_related("area").filter(number=number.strip().upper()).first()
    if found is None:
        raise NotFound
    standing = Standing(viewer, found)
    if not standing.sees:
        raise NotFound
    close = standing.community or standing.wisher
    return WishDetail(
        row=_row(found, viewer),
        text=unseal(found.text, purpose="wish.text") if close else "",
        note=found.note,
        reason=found.reason if close or standing.claimer else "",
        helper_name=found.helper_name if close else "",
        verbs=standing.verbs(),
        steps=tuple(_steps(found)) if close or standing.claimer else (),
        standing=_as(standing),
        reaches=standing.reaches,
        tracking_code=tracking_code_of(found) if standing.wisher else "",
    )


def _as(standing: Standing) -> str:
    if standing.claimer:
        return "claimer"
    if standing.wisher:
        return "wisher"
    return "community" if standing.community else "neighbour"


def by_code(code: str) -> tuple[int, str]:
    """Return key and number of the wish that a tracking code belongs to. Raises: Invalid, NotFound."""
    found = Wish.objects.filter(tracking_hash=hash_of_code(code)).values_list("pk", "number").first()
    if found is None:
        raise NotFound
    return found


def fulfilled_count(path: str) -> int:
    """Return how many wishes have come true in an area: anonymous, for everybody."""
    return Wish.objects.filter(territory.subtree(path), state=State.FULFILLED).count()


def _page(found: "QuerySet[Wish]", viewer: Actor, cursor: str | None, size: int) -> Page[WishRow]:
    page = paginate(found.select_related("area"), order=NEWEST, cursor=cursor, size=size)
    return page.of([_row(one, viewer) for one in page.items])


def _row(one: Wish, viewer: Actor) -> WishRow:
    standing = Standing(viewer, one)
    return WishRow(
        id=one.pk,
        number=one.number,
        state=one.state,
        state_label=str(State(one.state).label),
        words=one.words,
        shown=one.shown,
        where=one.where,
        area_name=one.area.name,
        path=one.path,
        value_fen=one.value_fen,
        wished_at=one.wished_at,
        posted_at=one.posted_at,
        due_at=one.claim_until if one.state == State.CLAIMED else None,
        risen=one.risen_at is not None,
        claimer_name=one.claimer_name,
        thanks=one.thanks,
        mine=standing.wisher,
        promised=standing.claimer,
    )


def _steps(one: Wish) -> Iterable[journal.StepRow]:
    for event in journal.history(stream_of(one.pk)):
        verb = event.kind.removeprefix("wish.")
        words = STEPS[verb].said if verb in STEPS else FIRST_WORDS.get(verb, verb)
        note = str(event.data.get("reason") or event.data.get("note") or "")
        yield journal.StepRow(event.at, words, event.actor_name, note)
