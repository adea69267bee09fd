"""The same problem nearby: same class, within 100 metres or in the same building, open or closed within 90 days."""

from dataclasses import dataclass, replace
from datetime import timedelta
from math import asin, cos, radians, sin, sqrt

from django.db.models import Q, QuerySet

from linli.engines.cases.lifecycle import OPEN, State
from linli.engines.cases.models import Case, Category
from linli.engines.cases.policies import seen_by
from linli.engines.cases.public_lists import PublicRow, public_rows, shown
from linli.engines.cases.rows import CaseRow, rows, with_columns
from linli.engines.cases.search import matching
from linli.engines.cases.taxonomy import taxonomy
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.clock import now

METRES = 100
DAYS = 90
MOST = 8
_LOOKED_AT = 200  # of the box around the place, newest first
_EARTH = 6_371_008.8  # metres
_DEGREE = 111_195.0  # metres of latitude


@dataclass(frozen=True, slots=True)
class Near:
    """A case of the same type with its distance in metres; 0 in the same building."""

    row: CaseRow
    metres: int


@dataclass(frozen=True, slots=True)
class NearPublic:
    """The same for residents: what the public may see."""

    row: PublicRow
    metres: int


def similar_nearby(
    longitude: float | None,
    latitude: float | None,
    *,
    viewer: Actor,
    category_code: str = "",
    text: str = "",
    building_id: int | None = None,
    exclude: int | None = None,
) -> list[Near]:
    """Return cases of the same type near a place that the colleague may see, the nearest first.

    Without a class the words of the text are looked for instead.
    """
    found = _alike(category_code, text)
    if found is None:
        return []
    if viewer.kind is not ActorKind.SYSTEM:
        found = found.filter(seen_by(viewer))
    found = with_columns(found.exclude(pk=exclude)) if exclude else with_columns(found)
    near = _near(found, longitude, latitude, building_id)
    return [Near(row, metres) for (metres, _case), row in zip(near, rows(case for _m, case in near), strict=True)]


def similar_public(
    longitude: float | None,
    latitude: float | None,
    *,
    category_code: str = "",
    text: str = "",
    building_id: int | None = None,
) -> list[NearPublic]:
    """Return what neighbours reported of the same type near a place: only open cases of public classes."""
    found = _alike(category_code, text, public=True)
    if found is None:
        return []
    found = shown(found).filter(privacy=Category.Privacy.PUBLIC, state__in=OPEN)
    near = _near(found, longitude, latitude, building_id)
    made = public_rows([case for _metres, case in near])
    return [NearPublic(row, metres) for (metres, _case), row in zip(near, made, strict=True)]


def duplicates_of(case: Case, *, viewer: Actor) -> list[CaseRow]:
    """Return the cases this one may be the same as, the nearest first; each row names the distance as its reason."""
    known = taxonomy().category_by_id.get(case.category_id) if case.category_id else None
    found = similar_nearby(
        case.longitude,
        case.latitude,
        viewer=viewer,
        category_code=known.code if known else "",
        text=case.title,
        building_id=case.building_id,
        exclude=case.pk,
    )
    return [replace(one.row, reason=f"{one.metres} m") for one in found]


def _alike(category_code: str, text: str, *, public: bool = False) -> QuerySet[Case] | None:
    """Return recent cases of the same type; None where nothing says what type."""
    recent = Case.objects.filter(submitted_at__gte=now() - timedelta(days=DAYS))
    recent = recent.exclude(state__in=(State.REFUSED, State.MERGED, State.WITHDRAWN))
    if category_code:
        known = taxonomy().category_by_code.get(category_code)
        return recent.filter(category_id=known.id) if known else None
    return matching(recent, text[:30], public=public) if text.strip() else None


def _near(
    found: QuerySet[Case],
    longitude: float | None,
    latitude: float | None,
    building_id: int | None,
) -> list[tuple[int, Case]]:
    places = Q(building_id=building_id) if building_id else Q(pk__in=[])
    if longitude is not None and latitude is not None:
        places |= _box(longitude, latitude)
    measured = (
        (_metres(case, longitude, latitude, building_id), case)
        for case in found.filter(places).order_by("-submitted_at", "-id")[:_LOOKED_AT]
    )
    return sorted((one for one in measured if one[0] <= METRES), key=lambda one: (one[0], -one[1].pk))[:MOST]


def _box(longitude: float, latitude: float) -> Q:
    high = METRES / _DEGREE
    wide = high / max(0.01, cos(radians(latitude)))
    return Q(
        latitude__range=(latitude - high, latitude + high),
        longitude__range=(longitude - wide, longitude + wide),
    )


def _metres(case: Case, longitude: float | None, latitude: float | None, building_id: int | None) -> int:
    if building_id and case.building_id == building_id:
        return 0
    if None in {longitude, latitude, case.longitude, case.latitude}:
        return METRES + 1
    return round(distance((longitude or 0, latitude or 0), (case.longitude or 0, case.latitude or 0)))


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the metres between two points given as longitude and latitude."""
    (lon_a, lat_a), (lon_b, lat_b) = ((radians(x), radians(y)) for x, y in (one, other))
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * _EARTH * asin(sqrt(half))
