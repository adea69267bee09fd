"""Who may: how an actor stands to a wish."""


from linli.engines.access.public import Role
from linli.kernel.actor import Actor, ActorKind
from linli.programmes.wishes.lifecycle import ANYBODY, CLAIMER, CLOCK, COMMUNITY, STEPS, WISHER, State, Step
from linli.programmes.wishes.models import Wish

RUNS = (Role.DISPATCHER, Role.CHECKER, Role.COORDINATOR, Role.SUPERVISOR)
COLLECTS = (*RUNS, Role.COLLECTOR, Role.HANDLER)
ON_THE_WALL = (State.POSTED, State.CLAIMED, State.DELIVERED, State.FULFILLED)


def held_key(wish_id: int) -> str:
    """Return the key by which a browser shows that it was given a wish's code."""
    return f"wish:{wish_id}"


def units_of(viewer: Actor) -> list[int]:
    """Return the units in which an actor serves."""
    return sorted({grant.unit_id for grant in viewer.grants if grant.unit_id is not None})


class Standing:
    """How an actor stands to one wish."""

    def __init__(self, viewer: Actor, wish: Wish) -> None:
        self.viewer, self.wish = viewer, wish
        own = viewer.account_id
        self.community = viewer.kind is ActorKind.SYSTEM or any(viewer.has(role, wish.path) for role in RUNS)
        self.wisher = held_key(wish.pk) in viewer.holds or (
            own is not None and own in {wish.account_id, wish.helper_id}
        )
        of_unit = wish.claimer_id is None and wish.claimer_unit_id in units_of(viewer)
        self.claimer = own is not None and (own == wish.claimer_id or of_unit)

    @property
    def sees(self) -> bool:
        """Say whether the actor may open it: what is on the wall is for everybody."""
        return self.community or self.wisher or self.claimer or self.wish.state in ON_THE_WALL

    @property
    def reaches(self) -> bool:
        """Say whether the actor may see name, phone and door: the community, and who claimed it, until it has come."""
        return self.community or (self.claimer and self.wish.state in {State.CLAIMED, State.DELIVERED})

    def may(self, step: Step) -> bool:
        """Say whether the actor is one of those the table names for a step."""
        if self.viewer.kind is ActorKind.SYSTEM:
            return True
        return any(self._is(who) for who in step.who)

    def _is(self, who: str) -> bool:
        if who == ANYBODY:  # whoever has a name, but not for the own wish; the community's system for a unit
            machine = self.viewer.kind is ActorKind.MACHINE and self.community
            return (self.viewer.account_id is not None or machine) and not self.wisher
        if who == COMMUNITY:  # whoever brought it does not also say that it has come
            return self.community and not (self.claimer and self.wish.state == State.DELIVERED)
        return (who == CLAIMER and self.claimer) or (who == WISHER and self.wisher)

    def verbs(self) -> tuple[str, ...]:
        """Return what the actor may do now."""
        return tuple(
            step.verb
            for step in STEPS.values()
            if self.wish.state in step.before
            and step.who != (CLOCK,)
            and self.may(step)
            and not (step.verb == "rise" and self.wish.risen_at is not None)
        )
