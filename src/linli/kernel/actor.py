"""Who acts or looks. Plain data, built by `engines.access`, understood by every engine."""

from dataclasses import dataclass, field
from enum import StrEnum


class ActorKind(StrEnum):
    """What sort of actor it is."""

    VISITOR = "visitor"      # not signed in; may hold tracking codes
    RESIDENT = "resident"    # signed in without an appointment
    STAFF = "staff"          # holds at least one appointment
    MACHINE = "machine"      # an API token
    SYSTEM = "system"        # the clock, the router, the generator


@dataclass(frozen=True, slots=True)
class Grant:
    """One role over one area subtree, from an appointment (own or stood in for)."""

    role: str                        # a code of engines.access.roles
    path: str                        # area path; the grant covers every path that starts with it
    post: str = ""                   # the post's code
    area_id: int | None = None
    unit_id: int | None = None       # set for posts inside a unit
    building_id: int | None = None   # set for building heads
    appointment_id: int | None = None
    programme: str = "*"
    stand_in: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts (`by`) or looks (`viewer`)."""

    kind: ActorKind
    name: str = ""
    account_id: int | None = None
    grants: tuple[Grant, ...] = ()
    follows: frozenset[int] = field(default_factory=frozenset)  # ids of followings whose tracking code the bearer holds
    holds: frozenset[str] = field(default_factory=frozenset)  # what else this browser was given a code for: "order:12"
    second_factor: bool = False
    elevated: bool = False           # inside a timed elevated session
    token_id: int | None = None

    def has(self, role: str, path: str, *, programme: str = "*") -> bool:
        """Say whether one of the grants gives the role over the area path."""
        return any(
            g.role == role and path.startswith(g.path) and g.programme in {"*", programme} for g in self.grants
        )

    def paths(self, *roles: str) -> tuple[str, ...]:
        """Return the area paths over which any of the roles is held, widest first, without nested ones."""
        found = sorted({g.path for g in self.grants if g.role in roles}, key=lambda p: (len(p), p))
        kept: list[str] = []
        for path in found:
            if not any(path.startswith(k) for k in kept):
                kept.append(path)
        return tuple(kept)


SYSTEM = Actor(kind=ActorKind.SYSTEM, name="Linli")
VISITOR = Actor(kind=ActorKind.VISITOR)
