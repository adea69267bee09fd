"""Who may: how an actor stands to an order, and which orders an actor sees."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, Q

from linli.engines.access.public import Role
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor, ActorKind
from linli.programmes.orders.lifecycle import CLOCK, COMMUNITY, ORDERER, STEPS, TAKER, State, Step
from linli.programmes.orders.models import Offer, Order, Service, Taker, Work

RUNS = (Role.DISPATCHER, Role.CHECKER, Role.COORDINATOR, Role.SUPERVISOR)
SERVES = (Role.HANDLER, Role.COLLECTOR)  # staff of an area may take its orders without registering


def held_key(order_id: int) -> str:
    """Return the key by which a browser shows that it was given an order's code."""
    return f"order:{order_id}"


def keys_of(viewer: Actor) -> frozenset[str]:
    """Return under which keys something can be offered to an actor: the own account and each unit served in."""
    units = {f"u{grant.unit_id}" for grant in viewer.grants if grant.unit_id is not None}
    own = {f"a{viewer.account_id}"} if viewer.account_id is not None else set()
    return frozenset(own | units)


@dataclass(frozen=True, slots=True)
class Willing:
    """One way in which an actor may take orders: an area, services (none: all), and what was checked."""

    key: str
    path: str
    services: frozenset[str]
    adult: bool
    vetted: bool
    insured: bool

    def fits(self, service: Service, path: str) -> bool:
        """Say whether an order of this service at this place may be taken this way."""
        return (
            path.startswith(self.path)
            and (not self.services or service.code in self.services)
            and (self.adult or not service.adults)
            and (self.vetted or not service.vetted)
            and (self.insured or not service.insured)
        )


def willing(viewer: Actor) -> list[Willing]:
    """Return every way in which an actor may take orders today. One query."""
    if viewer.account_id is None:
        return []
    units = [grant.unit_id for grant in viewer.grants if grant.unit_id is not None]
    rows = Taker.objects.filter(Q(account_id=viewer.account_id) | Q(unit_id__in=units), active=True)
    found = [_registered(row) for row in rows]
    own = f"a{viewer.account_id}"
    # a post covers accidents; records are checked only of those who registered
    posts = {grant.path for grant in viewer.grants if grant.role in SERVES and grant.unit_id is None}
    in_post = [Willing(own, path, frozenset(), adult=True, vetted=False, insured=True) for path in sorted(posts)]
    return found + in_post


def _registered(row: Taker) -> Willing:
    today = clock.today()
    return Willing(
        key=f"u{row.unit_id}" if row.unit_id is not None else f"a{row.account_id}",
        path=row.path,
        services=frozenset(row.services),
        adult=row.adult,
        vetted=row.vetted_until is not None and row.vetted_until >= today,
        insured=row.insured_until is not None and row.insured_until >= today,
    )


class Standing:
    """How an actor stands to one order."""

    def __init__(self, viewer: Actor, order: Order) -> None:
        self.viewer, self.order = viewer, order

    @cached_property
    def community(self) -> bool:
        """Runs the orders of the place."""
        return self.viewer.kind is ActorKind.SYSTEM or any(self.viewer.has(role, self.order.path) for role in RUNS)

    @cached_property
    def orderer(self) -> bool:
        """Ordered it, had it ordered, or holds its code."""
        own = self.viewer.account_id
        return held_key(self.order.pk) in self.viewer.holds or (
            own is not None and own in {self.order.account_id, self.order.helper_id}
        )

    @cached_property
    def works(self) -> list[Work]:
        """Return who works on it now."""
        return list(Work.objects.filter(order=self.order, back_at=None).order_by("id"))

    @cached_property
    def own_work(self) -> Work | None:
        """Return the actor's own work on it."""
        own = self.viewer.account_id
        return next((one for one in self.works if own is not None and one.account_id == own), None)

    @cached_property
    def offers(self) -> list[Offer]:
        """Return the offers that are still open."""
        return list(Offer.objects.filter(order=self.order, open=True).order_by("id"))

    @cached_property
    def way(self) -> Willing | None:
        """Return how the actor could take it: offered by name, or suitable while it lies in the pool."""
        if self.order.state != State.OFFERED or self.own_work is not None or self.orderer:
            return None
        named = {offer.taker for offer in self.offers} & keys_of(self.viewer)
        for one in willing(self.viewer):
            if one.fits(self.order.service, self.order.path) and (self.order.pooled or one.key in named):
                return one
        return None

    @property
    def sees(self) -> bool:
        """Say whether the actor knows of this order at all."""
        return self.community or self.orderer or self.own_work is not None or self.way is not None

    @property
    def reaches(self) -> bool:
        """Say whether the actor may see name, phone and door: the community, and who took it, while it is open."""
        return self.community or (self.own_work is not None and self.order.ended_at is None)

    def may(self, step: Step) -> bool:
        """Say whether the actor is one of those the table names for a step."""
        if self.viewer.kind is ActorKind.SYSTEM:
            return True
        return any(
            (who == COMMUNITY and self.community and not self._served)
            or (who == ORDERER and self.orderer)
            or (who == TAKER and self._taker(step.verb))
            for who in step.who
            if who != CLOCK
        )

    @property
    def _served(self) -> bool:
        """Whoever did the work does not also confirm it."""
        return self.order.state == State.DONE and self.own_work is not None

    def _taker(self, verb: str) -> bool:
        if verb == "take":
            return self.way is not None
        if verb == "decline":
            return self.way is not None and not self.order.pooled
        return self.own_work is not None

    def verbs(self) -> tuple[str, ...]:
        """Return what the actor may do now, in the table's order."""
        return tuple(
            step.verb
            for step in STEPS.values()
            if self.order.state in step.before and self.may(step) and step.who != (CLOCK,) and self._has_sense(step)
        )

    def _has_sense(self, step: Step) -> bool:
        work = self.own_work
        if step.verb == "start":
            return work is not None and work.started_at is None
        if step.verb == "finish":
            return work is not None and work.started_at is not None and work.finished_at is None
        return step.verb != "rate" or self.order.rating is None


def open_to(viewer: Actor) -> Q:
    """Return the condition for offered orders that the actor could take, by name or from the pool."""
    ways = willing(viewer)
    catalogue = list(Service.objects.all()) if ways else []
    found = Q(pk__in=[])
    for one in ways:
        fitting = [service.pk for service in catalogue if one.fits(service, one.path)]
        named = Q(Exists(Offer.objects.filter(order=OuterRef("pk"), taker=one.key, open=True)))
        found |= territory.subtree(one.path, "path") & Q(service_id__in=fitting) & (Q(pooled=True) | named)
    return found
