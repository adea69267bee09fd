"""Who could take over: for buildings without a head, or whose head has too many households, the nearest with room."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import cos, hypot, radians

from linli.engines.territory.models import Appointment, Building, Post
from linli.engines.territory.paths import in_path
from linli.engines.territory.policies import may_see_people
from linli.engines.territory.queries.buildings import label_of
from linli.engines.territory.queries.posts import vacancies
from linli.engines.territory.queries.serving import in_force
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound

DEGREE = 111_320  # metres
MOST_VACANT = 300


@dataclass(frozen=True, slots=True)
class TakeOver:
    """A building that wants another head, and who could be that; nobody near has room when `to` is empty."""

    post_code: str
    post_name: str
    area_id: int  # of the building's grid, else its community
    area_name: str
    building_id: int
    building: str
    households: int
    away_from: str  # whose buildings are too many; empty: nobody heads it
    to_account_id: int | None
    to: str
    metres: int | None  # to the nearest building of who could take over
    load: int  # households of who could take over, this building and those suggested before it included
    limit: int


@dataclass
class _Head:
    """A holder with the buildings headed now and those suggested."""

    account_id: int
    name: str
    community_id: int
    limit: int
    load: int = 0
    houses: dict[int, Building] = field(default_factory=dict)
    shares: dict[int, int] = field(default_factory=dict)  # building -> households that count for this holder

    def take(self, house: Building, households: int) -> None:
        """Count a building in."""
        self.houses[house.pk], self.shares[house.pk] = house, households
        self.load += households

    def metres_to(self, house: Building) -> int:
        """Return the way from the nearest of the holder's buildings, straight."""
        return round(min(_metres(own, house) for own in self.houses.values()))


def _metres(one: Building, other: Building) -> float:
    east = (one.longitude - other.longitude) * cos(radians(one.latitude))
    return hypot(east, one.latitude - other.latitude) * DEGREE


def take_overs(viewer: Actor, path: str, *, limit: int = 100) -> list[TakeOver]:
    """Return suggestions that fit together, for the heads of buildings of an area. Raises: NotFound.

    Only holders of the same post in the same community are asked, and nobody beyond the post's limit of households.
    """
    if not may_see_people(viewer, path):
        raise NotFound
    serving = in_path(
        Appointment.objects.filter(in_force(), building__isnull=False, post__household_limit__isnull=False), path
    )
    by_post: dict[str, list[Appointment]] = defaultdict(list)
    fetched = serving.select_related("post", "account", "building__estate", "building__grid", "building__community")
    for one in fetched.order_by("path", "pk"):
        by_post[one.post.code].append(one)
    empty = _without_head(path)
    rows: list[TakeOver] = []
    for held in by_post.values():
        heads = _heads(held)
        post = held[0].post
        wanted = [*_too_much(heads), *((house, house.households, None) for house in empty[post.code])]
        rows += [_suggest(post, heads, *one) for one in wanted]
    return rows[:limit]


def _without_head(path: str) -> dict[str, list[Building]]:
    missing = [row for row in vacancies(path, limit=MOST_VACANT) if row.building_id]
    found = Building.objects.select_related("estate", "grid", "community").in_bulk([row.building_id for row in missing])
    empty: dict[str, list[Building]] = defaultdict(list)
    for row in missing:
        if row.building_id in found:
            empty[row.post_code].append(found[row.building_id])
    return empty


def _heads(held: list[Appointment]) -> list[_Head]:
    """Return the holders of a post with their loads; those who share a building count an equal part of it each."""
    sharing: dict[int, set[int]] = defaultdict(set)
    for one in held:
        sharing[one.building_id or 0].add(one.account_id)
    heads: dict[int, _Head] = {}
    for one in held:
        house = one.building
        if house is None:
            continue
        limit = one.post.household_limit or 0
        head = heads.setdefault(one.account_id, _Head(one.account_id, one.account.name, house.community_id, limit))
        if house.pk not in head.houses:
            head.take(house, -(-house.households // len(sharing[house.pk])))
    return list(heads.values())


def _too_much(heads: Iterable[_Head]) -> list[tuple[Building, int, _Head | None]]:
    """Return the buildings that holders beyond the limit should give up: as few as do, the rest stays with them."""
    found: list[tuple[Building, int, _Head | None]] = []
    for head in sorted(heads, key=lambda one: (one.limit - one.load, one.account_id)):
        while head.load > head.limit and len(head.houses) > 1:
            over = head.load - head.limit
            enough = [key for key, share in head.shares.items() if share >= over]
            key = min(enough, key=lambda one: (head.shares[one], one)) if enough else max(
                head.shares, key=lambda one: (head.shares[one], -one)
            )
            share = head.shares.pop(key)
            head.load -= share
            found.append((head.houses.pop(key), share, head))
    return found


def _suggest(
    post: Post, heads: list[_Head], house: Building, households: int, away_from: _Head | None
) -> TakeOver:
    room = [
        one
        for one in heads
        if one is not away_from
        and one.houses
        and one.community_id == house.community_id
        and one.load + households <= one.limit
    ]
    chosen = min(room, key=lambda one: (one.metres_to(house), one.account_id), default=None)
    metres = chosen.metres_to(house) if chosen else None
    if chosen:
        chosen.take(house, households)
    place = house.grid or house.community
    return TakeOver(
        post_code=post.code,
        post_name=post.name,
        area_id=place.pk,
        area_name=place.short_name or place.name,
        building_id=house.pk,
        building=label_of(house),
        households=households,
        away_from=away_from.name if away_from else "",
        to_account_id=chosen.account_id if chosen else None,
        to=chosen.name if chosen else "",
        metres=metres,
        load=chosen.load if chosen else 0,
        limit=heads[0].limit,
    )
