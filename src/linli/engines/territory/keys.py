"""Keys of assignees: a post at an area or building, or a unit."""

from dataclasses import dataclass

from linli.kernel.actor import Actor, Grant
from linli.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class AssigneeKey:
    """A key in its parts; exactly one of the three ids is set."""

    post: str = ""
    area_id: int | None = None
    building_id: int | None = None
    unit_id: int | None = None

    def __str__(self) -> str:
        if self.unit_id is not None:
            return f"u:{self.unit_id}"
        if self.building_id is not None:
            return f"p:{self.post}:b{self.building_id}"
        return f"p:{self.post}:a{self.area_id}"


def parse_key(key: str) -> AssigneeKey:
    """Read a key. Raises: NotFound when it is none."""
    parts = key.split(":")
    if len(parts) == 2 and parts[0] == "u" and _is_number(parts[1]):
        return AssigneeKey(unit_id=int(parts[1]))
    if len(parts) == 3 and parts[0] == "p" and parts[1] and _is_number(parts[2][1:]):
        place, number = parts[2][0], int(parts[2][1:])
        if place == "a":
            return AssigneeKey(post=parts[1], area_id=number)
        if place == "b":
            return AssigneeKey(post=parts[1], building_id=number)
    raise NotFound


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def post_key(post: str, *, area_id: int | None = None, building_id: int | None = None) -> str:
    """Return the key of a post at an area, or at a building."""
    return str(AssigneeKey(post=post, area_id=area_id, building_id=building_id))


def unit_key(unit_id: int) -> str:
    """Return the key of a unit."""
    return str(AssigneeKey(unit_id=unit_id))


def key_of_grant(grant: Grant) -> str | None:
    """Return the key under which work for a grant's post arrives; None for grants without a place."""
    if grant.unit_id is not None:
        return unit_key(grant.unit_id)
    if not grant.post:
        return None
    if grant.building_id is not None:
        return post_key(grant.post, building_id=grant.building_id)
    if grant.area_id is not None:
        return post_key(grant.post, area_id=grant.area_id)
    return None


def assignee_keys(actor: Actor) -> frozenset[str]:
    """Return the keys of everything the actor serves in, own and stood in for. Asks no database."""
    return frozenset(key for grant in actor.grants if (key := key_of_grant(grant)) is not None)
