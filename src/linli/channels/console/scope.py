"""The areas a viewer works in: what choosers offer, and the one that a page is about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from linli.engines.access.public import Role
from linli.engines.territory import public as territory
from linli.engines.territory.public import AreaRow
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound

DEPTH = {"county": 0, "street": 1, "community": 2, "grid": 3}


@dataclass(frozen=True, slots=True)
class AreaChoice:
    """An area as a chooser offers it."""

    id: int
    label: str
    path: str
    kind: str
    depth: int  # below the widest area of the viewer

    @property
    def indented(self) -> str:
        """Return the name, indented by its depth (a plain list has no other means)."""
        return "\u3000" * self.depth + self.label


def _choice(area: AreaRow, top: int) -> AreaChoice:
    label = (area.short_name or area.name) if area.kind == "grid" else area.name
    return AreaChoice(area.id, label, area.path, area.kind, max(0, DEPTH[area.kind] - top))


def areas_of(viewer: Actor, roles: Sequence[Role], *, deepest: str = "grid") -> list[AreaChoice]:
    """Return the areas over which a viewer holds one of the roles, in the order of the tree."""
    found: list[AreaChoice] = []
    for path in viewer.paths(*roles):
        rows = territory.descendants(path)
        top = min((DEPTH[row.kind] for row in rows), default=0)
        found += [_choice(row, top) for row in rows if DEPTH[row.kind] <= DEPTH[deepest]]
    return found


def chosen(choices: Iterable[AreaChoice], text: str) -> AreaChoice | None:
    """Return the area chosen by its key in an address; None when none is chosen. Raises: NotFound for a foreign one."""
    if not text:
        return None
    for choice in choices:
        if str(choice.id) == text:
            return choice
    raise NotFound


def home_path(viewer: Actor, roles: Sequence[Role] = tuple(Role)) -> str:
    """Return the path of the widest area in which a viewer holds one of the roles. Raises: NotFound."""
    paths = viewer.paths(*roles)
    if not paths:
        raise NotFound
    return paths[0]


def home_area(viewer: Actor, roles: Sequence[Role] = tuple(Role)) -> AreaRow:
    """Return the widest area in which a viewer holds one of the roles. Raises: NotFound."""
    line = territory.ancestors(home_path(viewer, roles))
    if not line:
        raise NotFound
    return line[-1]
