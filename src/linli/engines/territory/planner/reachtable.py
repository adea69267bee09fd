"""How far every home walks to every point of service: a table from which opening and closing points is read at once."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from django.utils.translation import gettext as _

from linli.kernel.errors import Invalid

FAR = 65_535                  # metres: farther than the table looks, or no way at all
METRES_A_MINUTE = 80          # walking; 15 minutes are 1,200 m
FIFTEEN_MINUTES = 1_200

Metres = npt.NDArray[np.uint16]
Longs = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class HomeInput:
    """A building people live in."""

    id: str
    longitude: float
    latitude: float
    households: int
    people: Mapping[str, int] | None = None      # by age group: child, adult, elderly, …


@dataclass(frozen=True, slots=True)
class PointInput:
    """A point of service, or a place where one could be."""

    id: str
    kind: str
    longitude: float
    latitude: float
    name: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """A kind of service that should be within so many minutes on foot; empty age group: for everybody."""

    kind: str
    minutes: int = 15
    age_group: str = ""

    @property
    def metres(self) -> int:
        """Return how far one may have to walk."""
        return self.minutes * METRES_A_MINUTE


@dataclass(frozen=True, slots=True)
class ReachTable:
    """Metres walked from each point (rows) to each home (columns); the same for places a new point could be."""

    homes: tuple[str, ...]
    households: Longs
    groups: tuple[str, ...]                      # age groups counted
    people: Longs                                # a row for each age group
    points: tuple[PointInput, ...]
    metres: Metres                               # point x home
    candidates: tuple[PointInput, ...]
    candidate_metres: Metres                     # candidate x home

    def to_bytes(self) -> bytes:
        """Pack the table to be stored."""
        buffer = io.BytesIO()
        np.savez_compressed(
            buffer, allow_pickle=False, homes=np.array(self.homes, dtype=str), households=self.households,
            groups=np.array(self.groups, dtype=str), people=self.people,
            points=_packed(self.points), metres=self.metres,
            candidates=_packed(self.candidates), candidate_metres=self.candidate_metres,
        )
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, packed: bytes) -> "ReachTable":
        """Unpack a stored table."""
        with np.load(io.BytesIO(packed), allow_pickle=False) as stored:
            found = {name: stored[name] for name in stored.files}
        return cls(
            homes=tuple(map(str, found["homes"])), households=found["households"],
            groups=tuple(map(str, found["groups"])), people=found["people"],
            points=_unpacked(found["points"]), metres=found["metres"],
            candidates=_unpacked(found["candidates"]), candidate_metres=found["candidate_metres"],
        )

    def rows_of(self, kind: str) -> npt.NDArray[np.intp]:
        """Return the rows of the points of a kind."""
        return np.flatnonzero([point.kind == kind for point in self.points])


@dataclass(frozen=True, slots=True)
class Change:
    """What opening or closing one point does to homes."""

    nearer: tuple[str, ...]       # homes that walk less
    farther: tuple[str, ...]      # homes that walk more
    households_before: int        # within the limit
    households_after: int
    gained: tuple[str, ...]       # homes that come within the limit
    lost: tuple[str, ...]
    mean_before: float            # metres walked by a household, those without any way left out
    mean_after: float


@dataclass(frozen=True, slots=True)
class NeedReport:
    """How far a need is met."""

    need: Need
    homes: int
    inside: int                   # households, or people of the age group
    outside: int
    percent: float
    mean_metres: float
    farthest: int                 # metres, of homes with any way
    gaps: tuple[str, ...]         # homes outside with somebody in need, the most people first


def _packed(points: Sequence[PointInput]) -> npt.NDArray[np.str_]:
    rows = [(p.id, p.kind, repr(float(p.longitude)), repr(float(p.latitude)), p.name) for p in points]
    return np.array(rows, dtype=str).reshape(-1, 5)


def _unpacked(rows: npt.NDArray[np.str_]) -> tuple[PointInput, ...]:
    return tuple(PointInput(str(i), str(k), float(x), float(y), str(n)) for i, k, x, y, n in rows)


def nearest(table: ReachTable, kind: str) -> Metres:
    """Return how far each home walks to the nearest point of a kind; FAR where there is none."""
    return _nearest(table.metres[table.rows_of(kind)], len(table.homes))


def _nearest(rows: Metres, homes: int) -> Metres:
    return rows.min(axis=0) if len(rows) else np.full(homes, FAR, dtype=np.uint16)


def if_opened(table: ReachTable, kind: str, candidate: str, limit: int = FIFTEEN_MINUTES) -> Change:
    """Return what a point of a kind at a candidate place would do. Raises: Invalid for an unknown place."""
    row = _row(table.candidates, candidate)
    before = nearest(table, kind)
    return _change(table, before, np.minimum(before, table.candidate_metres[row]), limit)


def if_closed(table: ReachTable, point: str, limit: int = FIFTEEN_MINUTES) -> Change:
    """Return what closing a point would do. Raises: Invalid for an unknown point."""
    row = _row(table.points, point)
    rows = table.rows_of(table.points[row].kind)
    before = _nearest(table.metres[rows], len(table.homes))
    return _change(table, before, _nearest(table.metres[rows[rows != row]], len(table.homes)), limit)


def opened(table: ReachTable, kind: str, candidate: str) -> ReachTable:
    """Return the table with a point of a kind at a candidate place, so that changes can be tried one after another."""
    row = _row(table.candidates, candidate)
    point = replace(table.candidates[row], kind=kind)
    metres = np.r_[table.metres, table.candidate_metres[row : row + 1]]
    return replace(table, points=(*table.points, point), metres=metres)


def closed(table: ReachTable, point: str) -> ReachTable:
    """Return the table without a point."""
    row = _row(table.points, point)
    points = table.points[:row] + table.points[row + 1 :]
    return replace(table, points=points, metres=np.delete(table.metres, row, axis=0))


def candidate_near(table: ReachTable, longitude: float, latitude: float) -> str:
    """Return the candidate place nearest to a spot on the map. Raises: Invalid when the table has none."""
    if not table.candidates:
        raise Invalid(_("There are no places to choose from here."))
    east = np.array([point.longitude for point in table.candidates]) - longitude
    north = np.array([point.latitude for point in table.candidates]) - latitude
    return table.candidates[int(np.argmin((east * np.cos(np.radians(latitude))) ** 2 + north**2))].id


def _row(points: Sequence[PointInput], name: str) -> int:
    for row, point in enumerate(points):
        if point.id == name:
            return row
    raise Invalid(_("This place is not in the table."))


def _change(table: ReachTable, before: Metres, after: Metres, limit: int) -> Change:
    def names(which: npt.NDArray[np.bool_]) -> tuple[str, ...]:
        return tuple(table.homes[home] for home in np.flatnonzero(which))

    inside_before, inside_after = before <= limit, after <= limit
    return Change(
        nearer=names(after < before), farther=names(after > before),
        households_before=int(table.households[inside_before].sum()),
        households_after=int(table.households[inside_after].sum()),
        gained=names(inside_after & ~inside_before), lost=names(inside_before & ~inside_after),
        mean_before=_mean(before, table.households), mean_after=_mean(after, table.households),
    )


def _mean(metres: Metres, weight: Longs) -> float:
    known = metres < FAR
    total = int(weight[known].sum())
    return round(float((metres[known].astype(np.int64) * weight[known]).sum()) / total, 1) if total else 0.0


def reach_report(table: ReachTable, needs: Sequence[Need]) -> tuple[NeedReport, ...]:
    """Say of each need how many are within reach, how far it is, and which homes are not. Raises: Invalid."""
    return tuple(_report(table, need) for need in needs)


def _report(table: ReachTable, need: Need) -> NeedReport:
    if need.age_group and need.age_group not in table.groups:
        raise Invalid(_("The table does not count the age group %(name)s.") % {"name": need.age_group})
    weight = table.people[table.groups.index(need.age_group)] if need.age_group else table.households
    metres = nearest(table, need.kind)
    inside = metres <= need.metres
    known = metres < FAR
    gaps = np.flatnonzero(~inside & (weight > 0))
    gaps = gaps[np.argsort(-weight[gaps], kind="stable")]
    within, all_in = int(weight[inside].sum()), int(weight.sum())
    return NeedReport(
        need=need, homes=len(table.homes), inside=within, outside=all_in - within,
        percent=round(100 * within / all_in, 1) if all_in else 100.0, mean_metres=_mean(metres, weight),
        farthest=int(metres[known].max(initial=0)), gaps=tuple(table.homes[home] for home in gaps),
    )
