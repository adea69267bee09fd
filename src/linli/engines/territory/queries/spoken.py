"""Which places a text speaks of, to be offered to whoever wrote it or to the desk: known names and numbers only."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from linli.engines.territory.addresses import normalise, parse_address
from linli.engines.territory.directory import directory
from linli.engines.territory.houses import houses
from linli.engines.territory.models import Building
from linli.engines.territory.names import Named, Names, names
from linli.engines.territory.types import AreaRow, ParsedAddress

if TYPE_CHECKING:
    from django.db.models import QuerySet

LOOKED_AT = 600  # signs from the beginning of a text
_PIECE = 200  # what `normalise` takes at once
_TAIL = 24  # signs behind an estate's name in which its building may stand
MOST = 3
_RANKS = {"building": 0, "point": 1, "estate": 2, "road": 3, "area": 4}
_BETWEEN = re.compile(r"(?:小区|里面|院内|业主|居民|住户|家住|住在|的|里|内|住|在|是|[,，、:：(（\s-])*")
_NUMBERED = re.compile(r"第?[A-Za-z]?[0-9一二两三四五六七八九十百]")
_FLOOR_ONLY = re.compile(r"第?[0-9一二两三四五六七八九十百]+(?:楼|层)")  # 3楼 is a floor as often as a building
_HOUSE = re.compile(r"[0-9一二三四五六七八九十百]{1,5}号(?!楼|线|台|机)")
_END = re.compile(r"[。；;！!？?\n]")
_INSIDE = frozenset("区路街道桥村店园院")  # 兴农小区 is not meant in 新兴农小区店


@dataclass(frozen=True, slots=True)
class SpokenPlace:
    """A place that a text names. Without an area only the words are known, as for a road."""

    words: str  # as people say it: 兴农小区3号楼2单元
    kind: str  # building, point, estate, road, area
    area: AreaRow | None
    building_id: int | None = None
    longitude: float | None = None
    latitude: float | None = None

    @property
    def exact(self) -> bool:
        """Say whether it is one point on the map."""
        return self.longitude is not None

    @property
    def where(self) -> str:
        """Return the areas it lies in, for telling places of one name apart."""
        above = directory().chain(self.area.path)[1:] if self.area is not None else []
        return " ".join(one.short_name for one in above[-2:] if one.short_name not in self.words)


def spoken_places(text: str, *, near: str = "") -> list[SpokenPlace]:
    """Return up to three places a text names, the most exact first; none where no known name stands in it.

    `near`: the path of the area the writer is at; of places with one name those there come alone.
    A flat number is left out: a place is public, a home is not.
    """
    said = _readable(text)
    hits = list(_hits(said, names()))
    areas = [directory().areas[one.key].path for _begin, _end, called in hits for one in called if one.kind == "area"]
    found: dict[tuple[str, int, str], SpokenPlace] = {}
    for place, (_begin, end, called) in enumerate(hits):
        until = hits[place + 1][0] if place + 1 < len(hits) else len(said)
        tail = _END.split(said[end : min(until, end + _TAIL)])[0]
        for one in _meant(called, areas, near):
            spoken = _spoken(one, tail)
            if spoken is not None:
                found.setdefault((spoken.kind, spoken.building_id or one.key, spoken.words), spoken)
    return _best(found.values())


def _readable(text: str) -> str:
    """Return the beginning of a text with half-width signs; as long texts are cut by `normalise`, piece by piece."""
    cut = text[:LOOKED_AT]
    return "".join(normalise(cut[begin : begin + _PIECE]) for begin in range(0, len(cut), _PIECE))


def _hits(said: str, known: Names) -> Iterator[tuple[int, int, list[Named]]]:
    """Return where names stand: begin, end, what is called so."""
    place = 0
    while place < len(said):
        hit = known.at(said, place)
        if hit is None or not _stands_alone(said, place, hit[0]):
            place += 1
            continue
        end = place + len(hit[0])
        yield place, end, hit[1]
        place = end


def _stands_alone(said: str, begin: int, name: str) -> bool:
    """Say whether a name of two signs is more than a part of other words: a number follows it."""
    end = begin + len(name)
    if len(name) > 2:
        return said[end : end + 1] not in _INSIDE or name[-1] in "路街道"
    return _NUMBERED.match(said[end : end + 4]) is not None


def _meant(called: list[Named], areas: Iterable[str], near: str) -> list[Named]:
    """Return which of several places of one name are meant: in an area the text names, else near the writer."""
    if len(called) == 1:
        return called
    inside = [one for one in called if any(_path(one).startswith(path) for path in areas)]
    return inside or [one for one in called if near and _path(one).startswith(near)] or called


def _path(one: Named) -> str:
    row = directory().areas.get(one.area_id)
    return row.path if row is not None else ""


def _spoken(one: Named, tail: str) -> SpokenPlace | None:
    if one.kind == "road":
        number = _HOUSE.match(tail)
        return SpokenPlace(f"{one.name}{number[0] if number else ''}", one.kind, None)
    area = directory().areas.get(one.area_id)
    if one.kind == "estate":
        return _of_estate(one, tail, area) or _plain(one, area)
    return _plain(one, area, one.key if one.kind == "building" else None)


def _plain(one: Named, area: AreaRow | None, building_id: int | None = None) -> SpokenPlace | None:
    if len(one.name) <= 2:  # too short to be meant without a number
        return None
    return SpokenPlace(one.name, one.kind, area, building_id, one.longitude, one.latitude)


def _numbers(rest: str) -> ParsedAddress | None:
    """Return the building a tail begins with: 3号楼2单元, 3-2-501; None for counts and floors."""
    if _NUMBERED.match(rest) is None or _FLOOR_ONLY.match(rest) is not None:
        return None
    parsed = parse_address(rest)
    return parsed if parsed.building else None


def _of_estate(one: Named, tail: str, area: AreaRow | None) -> SpokenPlace | None:
    """Return the building of an estate that the words behind its name tell, by its own name or by its number."""
    begin = _BETWEEN.match(tail)
    rest = tail[begin.end() :] if begin is not None else tail
    if not rest:
        return None
    standing = Building.objects.filter(estate_id=one.key, valid_to__isnull=True)
    key, entrance = _called(standing.filter(name__startswith=rest[0]), rest)
    parsed = _numbers(rest) if not key else None
    if parsed is not None:
        key = standing.filter(number=parsed.building).values_list("pk", flat=True).first() or 0
        entrance = parsed.entrance
    row = houses().row(key) if key else None
    if row is None:
        estate = houses().estate_names.get(one.key, one.name)
        return SpokenPlace(f"{estate}{parsed.building}号楼", "estate", area) if parsed is not None else None
    words = f"{row.label}{entrance}单元" if entrance else row.label
    here = directory().areas[row.grid_id or row.community_id]
    return SpokenPlace(words, "building", here, row.id, row.longitude, row.latitude)


def _called(standing: "QuerySet[Building]", rest: str) -> tuple[int, str]:
    """Return the building whose own name a tail begins with, and the entrance behind it: 1号院2单元."""
    for name, key in sorted(standing.values_list("name", "pk"), key=lambda pair: -len(pair[0])):
        following = rest[len(name) : len(name) + 1]
        if rest.startswith(name) and not (name[-1:].isdigit() and following.isdigit()):
            return key, parse_address(f"1号楼{rest[len(name):]}").entrance
    return 0, ""


def _best(found: Iterable[SpokenPlace]) -> list[SpokenPlace]:
    """Return the most exact; what is exact says already in which estate and area it is."""
    ranked = sorted(found, key=lambda one: (_RANKS[one.kind], -len(one.words)))
    kept: list[SpokenPlace] = []
    for one in ranked:
        if not any(_says_less(one, other) for other in kept):
            kept.append(one)
    return kept[:MOST]


def _says_less(one: SpokenPlace, other: SpokenPlace) -> bool:
    """Say whether a place adds nothing to a more exact one: its estate, an area around it, the same words shorter."""
    if one.kind == "area":
        return True
    same_area = one.area is not None and other.area is not None and other.area.path.startswith(one.area.path)
    return other.words.startswith(one.words) and (one.kind == "road" or same_area)
