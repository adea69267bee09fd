"""Orders as their viewers see them. Lists are pages of one query each, whatever their length."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Avg, Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from linli.engines.access import public as access
from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound
from linli.kernel.paging import Page, paginate
from linli.kernel.text import first_words, mask_personal
from linli.programmes.orders.catalogue import service_row
from linli.programmes.orders.codes import BEGIN, END, door_code
from linli.programmes.orders.lifecycle import OPEN, STEPS, State
from linli.programmes.orders.models import Offer, Order, Taker, Work
from linli.programmes.orders.policies import RUNS, Standing, held_key, keys_of, open_to
from linli.programmes.orders.types import OfferRow, OrderDetail, OrderFilter, OrderRow, TakerRow, WorkRow
from linli.programmes.orders.verbs.order import hash_of_code, tracking_code_of
from linli.programmes.orders.verbs.turn import stream_of

NEWEST = ("-ordered_at", "-id")
SOONEST = ("wanted_to", "id")
TITLE = 28
LEAST_RATED = 20  # no average over fewer
FIRST_WORDS = {"order": _("Ordered")}


def orders(viewer: Actor, wanted: OrderFilter, cursor: str | None = None, *, size: int = 30) -> Page[OrderRow]:
    """Return the orders of the areas that the viewer runs, the newest first."""
    found = access.within(Order.objects.all(), viewer, *RUNS)
    if wanted.states:
        found = found.filter(state__in=wanted.states)
    if wanted.service:
        found = found.filter(service__code=wanted.service)
    if wanted.path:
        found = found.filter(territory.subtree(wanted.path))
    return _page(found, viewer, NEWEST, cursor, size)


def to_do(viewer: Actor, *, size: int = 50) -> list[OrderRow]:
    """Return what waits for the community: new orders, and done ones nobody confirmed, by the time they are wanted."""
    waiting = Q(state=State.ORDERED) | Q(state=State.DONE)
    return _page(access.within(Order.objects.filter(waiting), viewer, *RUNS), viewer, SOONEST, None, size).items


def pool(viewer: Actor, cursor: str | None = None, *, size: int = 30) -> Page[OrderRow]:
    """Return what the viewer could take: offered by name or lying in the pool, the soonest first."""
    if viewer.account_id is None:
        return Page([])
    own = Work.objects.filter(order=OuterRef("pk"), account_id=viewer.account_id, back_at=None)
    found = Order.objects.filter(open_to(viewer), state=State.OFFERED).exclude(Exists(own))
    found = found.exclude(Q(account_id=viewer.account_id) | Q(helper_id=viewer.account_id))
    return _page(found, viewer, SOONEST, cursor, size)


def my_work(viewer: Actor, *, size: int = 50) -> list[OrderRow]:
    """Return what the viewer has taken and not finished, the soonest first."""
    if viewer.account_id is None:
        return []
    own = Work.objects.filter(account_id=viewer.account_id, back_at=None, finished_at=None).values("order")
    return _page(Order.objects.filter(pk__in=Subquery(own), state__in=OPEN), viewer, SOONEST, None, size).items


def my_orders(viewer: Actor, *, size: int = 30) -> list[OrderRow]:
    """Return what the viewer ordered, with an account or with this browser, the newest first."""
    own = [int(key.removeprefix("order:")) for key in viewer.holds if key.startswith("order:")]
    if viewer.account_id is not None:  # one index each: an OR over two columns would read the whole table
        for mine in (Q(account_id=viewer.account_id), Q(helper_id=viewer.account_id)):
            own += Order.objects.filter(mine).order_by(*NEWEST).values_list("pk", flat=True)[:size]
    return _page(Order.objects.filter(pk__in=own), viewer, NEWEST, None, size).items


def order_for(viewer: Actor, number: str) -> OrderDetail:
    """Return one order as the viewer may see it. Raises: NotFound."""
    found = Order.objects.select_related("service", "area").filter(number=number.strip().upper()).first()
    if found is None:
        raise NotFound
    standing = Standing(viewer, found)
    if not standing.sees:
        raise NotFound
    return _detail(standing)


def order_id_of(viewer: Actor, number: str) -> int:
    """Return the key of an order that the viewer may see. Raises: NotFound."""
    return order_for(viewer, number).row.id


def by_code(code: str) -> tuple[int, str]:
    """Return key and number of the order that a tracking code belongs to. Raises: Invalid, NotFound."""
    found = Order.objects.filter(tracking_hash=hash_of_code(code)).values_list("pk", "number").first()
    if found is None:
        raise NotFound
    return found


def _page(
    found: "QuerySet[Order]", viewer: Actor, order: tuple[str, ...], cursor: str | None, size: int
) -> Page[OrderRow]:
    """Find the keys of a page first: what is counted beside each row is counted for those of the page only."""
    keys = paginate(found.values(*{"id", *(name.lstrip("-") for name in order)}), order=order, cursor=cursor, size=size)
    on_it = Work.objects.filter(order=OuterRef("pk"), back_at=None).order_by().values("order")
    shown = Order.objects.select_related("service", "area").annotate(
        on_it=Subquery(on_it.annotate(n=Count("pk")).values("n")[:1]),
        named=Exists(Offer.objects.filter(order=OuterRef("pk"), taker__in=keys_of(viewer), open=True)),
    )
    rows = shown.in_bulk([one["id"] for one in keys.items])
    ordered = (rows[one["id"]] for one in keys.items if one["id"] in rows)
    return keys.of([_row(one, viewer, taken=vars(one)["on_it"] or 0, named=vars(one)["named"]) for one in ordered])


def _row(order: Order, viewer: Actor, *, taken: int, named: bool = False) -> OrderRow:
    return OrderRow(
        id=order.pk,
        number=order.number,
        state=order.state,
        state_label=str(State(order.state).label),
        service_code=order.service.code,
        service_name=order.service.name,
        title=first_words(mask_personal(order.text), TITLE) or order.service.name,
        place=order.place,
        area_name=order.area.name,
        path=order.path,
        wanted_from=order.wanted_from,
        wanted_to=order.wanted_to,
        ordered_at=order.ordered_at,
        due_at=_due(order),
        people=order.people,
        taken=taken,
        pooled=order.pooled,
        last_verb=order.last_verb,
        last_at=order.last_at,
        mine=held_key(order.pk) in viewer.holds
        or (viewer.account_id is not None and viewer.account_id in {order.account_id, order.helper_id}),
        offered_to_me=named,
    )


def _due(order: Order) -> datetime | None:
    if order.state == State.OFFERED:
        return order.offer_until
    return order.wanted_to if order.state in {State.ORDERED, State.TAKEN, State.STARTED} else None


def _detail(standing: Standing) -> OrderDetail:
    order, viewer = standing.order, standing.viewer
    row = _row(order, viewer, taken=len(standing.works))
    phase = door_phase(standing) if standing.orderer else ""
    close = standing.community or standing.orderer or standing.own_work is not None
    return OrderDetail(
        row=row,
        service=service_row(order.service),
        text=order.text if close else mask_personal(order.text),
        helper_name=order.helper_name,
        reason=order.reason,
        rating=order.rating,
        thanks=order.thanks,
        works=tuple(_work(one) for one in standing.works) if close else (),
        offers=tuple(_offers(order)) if standing.community else (),
        steps=tuple(_steps(order)) if close else (),
        verbs=standing.verbs(),
        standing=_as(standing),
        version=order.version,
        tracking_code=tracking_code_of(order) if standing.orderer else "",
        door_code=door_code(order.pk, phase) if phase else "",
        door_phase=phase,
    )


def _as(standing: Standing) -> str:
    if standing.own_work is not None:
        return "taker"
    if standing.orderer:
        return "orderer"
    return "community" if standing.community else "pool"


def door_phase(standing: Standing) -> str:
    """Return which code the resident shows now: for beginning while somebody has yet to, else for the end."""
    if standing.order.state == State.TAKEN:
        return BEGIN
    if standing.order.state != State.STARTED:
        return ""
    return BEGIN if any(one.started_at is None for one in standing.works) else END


def _work(one: Work) -> WorkRow:
    return WorkRow(one.account_id, one.name, one.taken_at, one.started_at, one.finished_at, one.minutes, one.note)


def _offers(order: Order) -> Iterable[OfferRow]:
    for one in Offer.objects.filter(order=order).order_by("id"):
        yield OfferRow(one.taker, one.name, one.open, one.declined)


def _steps(order: Order) -> Iterable[journal.StepRow]:
    for event in journal.history(stream_of(order.pk)):
        verb = event.kind.removeprefix("order.")
        words = STEPS[verb].said if verb in STEPS else FIRST_WORDS.get(verb, verb)
        note = str(event.data.get("reason") or event.data.get("note") or "")
        yield journal.StepRow(event.at, words, str(event.data.get("name", "") or event.actor_name), note)


def takers(viewer: Actor, *, path: str = "", active_only: bool = True) -> list[TakerRow]:
    """Return who takes orders in the areas that the viewer runs."""
    found = Taker.objects.select_related("area", "account", "unit").order_by("-active", "path", "id")
    if active_only:
        found = found.filter(active=True)
    near = access.within(found, viewer, *RUNS)
    return [_taker(one) for one in (near.filter(territory.subtree(path)) if path else near)[:500]]


def candidates(viewer: Actor, number: str) -> list[TakerRow]:
    """Return whom an order can be offered to by name: of the place, checked as it needs. Raises: NotFound."""
    found = Order.objects.select_related("service").filter(number=number).first()
    if found is None or not Standing(viewer, found).community:
        raise NotFound
    today = clock.today()
    wanted = Taker.objects.select_related("area", "account", "unit").filter(
        active=True, path__in=list(territory.prefixes(found.path))
    )
    rows = (_taker(one) for one in wanted.order_by("-path", "id"))
    return [row for row in rows if _fits(row, found, today)]


def _fits(row: TakerRow, order: Order, today: date) -> bool:
    service = order.service
    return (
        (not row.services or service.code in row.services)
        and (row.adult or not service.adults)
        and (not service.vetted or (row.vetted_until is not None and row.vetted_until >= today))
        and (not service.insured or (row.insured_until is not None and row.insured_until >= today))
    )


def _taker(one: Taker) -> TakerRow:
    return TakerRow(
        id=one.pk,
        key=f"u{one.unit_id}" if one.unit_id is not None else f"a{one.account_id}",
        name=one.unit.name if one.unit is not None else one.account.name if one.account is not None else "",
        area_id=one.area_id,
        area_name=one.area.name,
        path=one.path,
        services=tuple(one.services),
        adult=one.adult,
        vetted_until=one.vetted_until,
        insured_until=one.insured_until,
        active=one.active,
        since=one.since,
        account_id=one.account_id,
        unit_id=one.unit_id,
    )


def my_taking(viewer: Actor) -> TakerRow | None:
    """Return how the viewer has offered to take orders."""
    if viewer.account_id is None:
        return None
    found = Taker.objects.select_related("area", "account", "unit").filter(account_id=viewer.account_id).first()
    return _taker(found) if found is not None else None


def served_numbers(path: str, since: datetime) -> list[dict[str, object]]:
    """Return for each service how many orders were confirmed in an area since a moment; anonymous, for everybody.

    The average of the stars is left out under 20 answers.
    """
    found = (
        Order.objects.filter(territory.subtree(path), state=State.CONFIRMED, ordered_at__gte=since)
        .values("service__code", "service__name", "service__order")
        .annotate(orders=Count("pk"), rated=Count("rating"), stars=Avg("rating"))
        .order_by("service__order")
    )
    return [
        {
            "code": row["service__code"],
            "name": row["service__name"],
            "orders": row["orders"],
            "stars": row["stars"] if row["rated"] >= LEAST_RATED else None,
        }
        for row in found
    ]
