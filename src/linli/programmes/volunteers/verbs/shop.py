"""The points shop: things on the shelf, put aside, fetched, given back. Points only ever thank; they are no money."""

import secrets
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from linli.engines.journal import public as journal
from linli.engines.ledger import public as ledger
from linli.engines.ledger.public import Move
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import SYSTEM, Actor
from linli.kernel.errors import Invalid, NotFound, Text, WrongState
from linli.kernel.locks import locked_row, write
from linli.programmes.volunteers import accounts
from linli.programmes.volunteers.models import Redemption, ShopItem, Volunteer
from linli.programmes.volunteers.policies import is_self, may_steward, require_organiser, require_self_or
from linli.programmes.volunteers.verbs.common import note, own_volunteer, tell

KEPT_DAYS = 14          # so long a thing is kept aside
MOST_STOCK = 100_000
State = Redemption.State


class SoldOut(WrongState):
    """Nothing of it is left."""

    code = "sold_out"
    default = _("Nothing of this is left just now. Your points are as they were.")


def define_item(
    *, area_id: int, name: str, price: int, pick_up: str, by: Actor, about: str = "", most_each: int | None = None,
    active: bool = True, item_id: int | None = None,
) -> ShopItem:
    """Put a thing on the shelf of an area, or change it. Raises: NotAllowed, NotFound, Invalid."""
    area = territory.area(area_id)
    require_organiser(by, area.path)
    faults: dict[str, Text] = {}
    if not 0 < len(name.strip()) <= 40:
        faults["name"] = _("A name is needed.")
    if not 1 <= price <= 100_000:
        faults["price"] = _("Between 1 and 100,000 points.")
    if not pick_up.strip():
        faults["pick_up"] = _("Please say where it is fetched.")
    if faults:
        raise Invalid(fields=faults)
    with write():
        row = locked_row(ShopItem, item_id) if item_id is not None else ShopItem(stock=0)
        if row.pk is not None:
            require_organiser(by, row.path)
        row.area_id, row.path, row.name, row.price = area_id, area.path, name.strip(), price
        row.about, row.pick_up = about.strip()[:120], pick_up.strip()[:80]
        row.most_each, row.active = most_each, active
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError as error:
            raise Invalid(fields={"name": _("There is a thing of this name here already.")}) from error
        kind = "shop.item_changed" if item_id is not None else "shop.item_added"
        journal.record(kind=kind, stream=f"shop:{row.pk}", by=by, path=row.path, data={"price": price})
    return row


def restock(*, item_id: int, count: int, by: Actor) -> ShopItem:
    """Add things to the shelf, or take some off (negative). Raises: NotAllowed, NotFound, Invalid."""
    with write():
        row = locked_row(ShopItem, item_id)
        require_organiser(by, row.path)
        if count == 0 or not 0 <= row.stock + count <= MOST_STOCK:
            raise Invalid(fields={"count": _("There are %(stock)d on the shelf.") % {"stock": row.stock}})
        row.stock += count
        row.save(update_fields=["stock"])
        data = {"count": count, "stock": row.stock}
        journal.record(kind="shop.restocked", stream=f"shop:{row.pk}", by=by, path=row.path, data=data)
    return row


def reserve(*, item_id: int, key: str, by: Actor, volunteer_id: int | None = None) -> Redemption:
    """Put one thing aside for a volunteer; its points go to the shop's account. The same key is the same wish.

    Raises: NotFound, SoldOut, Overdrawn, WrongState (limit of the month, not active).
    """
    with write():
        volunteer = _buyer(by, volunteer_id)
        item = locked_row(ShopItem, item_id)
        if (there := Redemption.objects.filter(key=key).first()) is not None:
            return _same(there, item, volunteer)
        _require_for_sale(item, volunteer)
        own, shop = accounts.several(
            [(accounts.POINTS, volunteer.pk, volunteer.path), (accounts.SHOP, None, item.path)]
        )
        posted = ledger.post(
            key=f"shop:{key}", kind="volunteer.redeemed", moves=[Move(own.id, shop.id, item.price)],
            about=f"shop:{item.pk}", by=by,
        )
        item.stock -= 1
        item.save(update_fields=["stock"])
        row = Redemption(
            item=item, volunteer=volunteer, path=item.path, price=item.price, key=key, transaction_id=posted.id,
            code=_free_code(item.path), reserved_at=clock.now(), until=clock.now() + timedelta(days=KEPT_DAYS),
        )
        row.save()
        note("reserved", volunteer, by, item=item.pk, price=item.price)
    return row


def _buyer(by: Actor, volunteer_id: int | None) -> Volunteer:
    """Return for whom: oneself, or as organiser somebody at the counter. Raises: NotFound."""
    if volunteer_id is None:
        return own_volunteer(by)
    row = Volunteer.objects.filter(pk=volunteer_id).first()
    if row is None:
        raise NotFound
    require_self_or(by, row)
    return row


def _same(there: Redemption, item: ShopItem, volunteer: Volunteer) -> Redemption:
    if (there.item_id, there.volunteer_id) != (item.pk, volunteer.pk):
        raise WrongState
    return there


def _require_for_sale(item: ShopItem, volunteer: Volunteer) -> None:
    if not item.active or volunteer.state != Volunteer.State.ACTIVE:
        raise WrongState
    if item.stock < 1:
        raise SoldOut
    if item.most_each is None:
        return
    month = clock.local().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    had = Redemption.objects.filter(item=item, volunteer=volunteer, reserved_at__gte=month)
    if had.filter(state__in=[State.RESERVED, State.FETCHED]).count() >= item.most_each:
        raise WrongState(_("At most %(most)d of this in a month.") % {"most": item.most_each}, code="month_limit")


def _free_code(path: str) -> str:
    """Return four digits (more when many lie aside) that nobody else at this shop says now."""
    open_codes = set(Redemption.objects.filter(path=path, state=State.RESERVED).values_list("code", flat=True))
    digits = 4 if len(open_codes) < 2000 else 7
    while True:
        code = f"{secrets.randbelow(10**digits):0{digits}d}"
        if code not in open_codes:
            return code


def fetch(*, redemption_id: int, by: Actor) -> Redemption:
    """Hand a thing over at the counter. Handed over twice it is handed over once. Raises: NotFound, WrongState."""
    with write():
        row = locked_row(Redemption, redemption_id)
        if not may_steward(by, row.path) or is_self(by, row.volunteer):
            raise NotFound
        if row.state == State.FETCHED:
            return row
        if row.state != State.RESERVED:
            raise WrongState
        _end(row, State.FETCHED, by)
        note("fetched", row.volunteer, by, item=row.item_id)
    return row


def give_back(*, redemption_id: int, by: Actor) -> Redemption:
    """Cancel what lies aside: the points come back, the thing goes back on the shelf. Raises: NotFound, WrongState."""
    with write():
        row = locked_row(Redemption, redemption_id)
        require_self_or(by, row.volunteer)
        if row.state == State.CANCELLED:
            return row
        if row.state != State.RESERVED:
            raise WrongState
        _undo(row, State.CANCELLED, str(_("cancelled")), by)
    return row


def lapse(moment: datetime | None = None) -> int:
    """Give back what was not fetched in time; the volunteer is told. Return how many."""
    late = Redemption.objects.filter(state=State.RESERVED, until__lt=moment or clock.now()).values_list("pk", flat=True)
    lapsed = 0
    for key in list(late.order_by("pk")[:500]):
        with write():
            row = locked_row(Redemption, key)
            if row.state == State.RESERVED:
                _undo(row, State.LAPSED, str(_("not fetched in time")), SYSTEM)
                lapsed += 1
    return lapsed


def _undo(row: Redemption, state: str, reason: str, by: Actor) -> None:
    item = locked_row(ShopItem, row.item_id)
    ledger.reverse(transaction_id=row.transaction_id, reason=reason, by=by)
    item.stock += 1
    item.save(update_fields=["stock"])
    _end(row, state, by)
    event = note(str(state), row.volunteer, by, item=row.item_id)
    if state == State.LAPSED:
        title = _("Your points are back: %(name)s was not fetched in time.") % {"name": item.name}
        tell(event, row.volunteer, title, link="/volunteer/shop/")


def _end(row: Redemption, state: str, by: Actor) -> None:
    row.state, row.ended_at, row.ended_by_id = state, clock.now(), by.account_id
    row.save(update_fields=["state", "ended_at", "ended_by"])
