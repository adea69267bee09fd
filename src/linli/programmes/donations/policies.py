"""Who may: how an actor stands to a gift."""


from linli.engines.access.public import Role
from linli.kernel.actor import Actor, ActorKind
from linli.programmes.donations.lifecycle import COMMUNITY, GIVEN, GIVER, SECOND, STEPS, Kind, Step
from linli.programmes.donations.models import Donation

RUNS = (Role.DISPATCHER, Role.CHECKER, Role.COORDINATOR, Role.SUPERVISOR)


def held_key(donation_id: int) -> str:
    """Return the key by which a browser shows that it was given a gift's code."""
    return f"gift:{donation_id}"


class Standing:
    """How an actor stands to one gift."""

    def __init__(self, viewer: Actor, donation: Donation) -> None:
        self.viewer, self.donation = viewer, donation
        own = viewer.account_id
        self.community = viewer.kind is ActorKind.SYSTEM or any(viewer.has(role, donation.path) for role in RUNS)
        self.giver = held_key(donation.pk) in viewer.holds or (own is not None and own == donation.account_id)

    @property
    def sees(self) -> bool:
        """Say whether the actor may open it: what was received is for everybody, without a name."""
        return self.community or self.giver or self.donation.state in GIVEN

    @property
    def close(self) -> bool:
        """Say whether the actor sees everything but name and phone."""
        return self.community or self.giver

    def may(self, step: Step) -> bool:
        """Say whether the actor is one of those the table names for a step."""
        return any(self._is(who) for who in step.who)

    def _is(self, who: str) -> bool:
        if who == SECOND:  # never whoever took it in
            return self.community and self.viewer.account_id != self.donation.received_by_id
        return (who == COMMUNITY and self.community) or (who == GIVER and self.giver)

    def verbs(self) -> tuple[str, ...]:
        """Return what the actor may do now."""
        return tuple(
            step.verb
            for step in STEPS.values()
            if self.donation.state in step.before
            and step.only in {"", self.donation.kind}
            and self.may(step)
            and self._now(step.verb)
        )

    def _now(self, verb: str) -> bool:
        money = self.donation.kind == Kind.MONEY
        if verb == "count":
            return not self.donation.counted
        return verb != "use" or not money or self.donation.counted
