"""The same problem nearby: same class, within 100 metres or in the same building, open or closed within 90 days.

Colleagues also see what says nearly the same words where the class or the place is not known. Residents see open cases
of public classes only, compared with what has been released of them, never with their neighbours' words.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from math import asin, cos, radians, sin, sqrt

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from linli.engines.cases.alike.traces import Spot, Wording, candidates
from linli.engines.cases.alike.wording import Grams, grams, likeness, said, shared_words
from linli.engines.cases.lifecycle import ENDED, OPEN, State
from linli.engines.cases.models import Case, Category
from linli.engines.cases.policies import seen_by
from linli.engines.cases.public_lists import PublicRow, public_rows, shown
from linli.engines.cases.rows import CaseRow, row, with_columns
from linli.engines.cases.taxonomy import CategoryRow, taxonomy
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.clock import now

METRES = 100
DAYS = 90
MOST = 8
WORDS_ENOUGH = 0.5  # of the shorter text's pairs in common: the same matter at one place, whatever its class
WORDS_ALONE = 0.7  # the same message where no place is known
PUBLIC_WORDS = 0.34  # of what was typed, found in class and released words
_FEW_PAIRS = 4  # of a text too short to speak for itself
_MANY_PAIRS = 10  # of a text that can speak for a place
_EARTH = 6_371_008.8  # metres
_NOWHERE = METRES + 1
_PLACE = ("longitude", "latitude", "building_id")


@dataclass(frozen=True, slots=True)
class Near:
    """A case that may be the same, and what it has in common. `metres`: 0 in the same building, None: not known."""

    row: CaseRow
    metres: int | None
    same_class: bool
    likeness: int  # percent of the shorter text's pairs of characters
    words: tuple[str, ...] = ()  # that both say

    @property
    def reason(self) -> str:
        """Return what is alike, in one line."""
        parts = [_("same class") if self.same_class else "", metres_words(self.metres)]
        if self.words:
            parts.append(_("both say: %(words)s") % {"words": "、".join(self.words)})
        return " · ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class NearPublic:
    """The same for residents: what the public may see."""

    row: PublicRow
    metres: int


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is compared with: a place, a class, words."""

    longitude: float | None
    latitude: float | None
    building_id: int | None
    category: CategoryRow | None
    wording: Wording
    pairs: Grams


@dataclass(frozen=True, slots=True)
class _Compared:
    """A case beside what was asked."""

    id: int
    text: str
    metres: int  # 101: not known, more: too far
    same_class: bool
    part: float  # of the shorter text's pairs that both have

    @property
    def rank(self) -> tuple[float, int]:
        """Order by place, class and words together, the most alike first."""
        return min(self.metres, 2 * METRES) / METRES - self.part - self.same_class / 2, -self.id

    def shown(self, row: CaseRow, asked: _Asked) -> Near:
        """Return it as colleagues see it."""
        metres = self.metres if self.metres <= METRES else None
        both = shared_words(asked.wording.words, said(self.text))
        return Near(row, metres, self.same_class, round(100 * self.part), both)


def metres_words(metres: int | None) -> str:
    """Say how far away a case is."""
    if metres is None:
        return _("place not known")
    return _("same building or spot") if metres == 0 else _("%(n)d metres away") % {"n": metres}


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
    """Return the cases a message may repeat that the colleague may see, the most alike first.

    At most four queries (one of them: the viewer's posts), however many cases there are.
    """
    asked = _asked(longitude, latitude, building_id, category_code, text)
    if asked is None:
        return []
    found = Case.objects.filter(pk__in=_numbers(asked, exclude)).filter(_recent())
    if viewer.kind is not ActorKind.SYSTEM:
        found = found.filter(seen_by(viewer))
    near = {one.id: one for one in _nearest(asked, found)}
    made = {one.pk: row(one) for one in with_columns(Case.objects.filter(pk__in=near))} if near else {}
    return [one.shown(made[one.id], asked) for one in near.values()]


def similar_public(
    longitude: float | None,
    latitude: float | None,
    *,
    category_code: str = "",
    text: str = "",
    building_id: int | None = None,
) -> list[NearPublic]:
    """Return what neighbours reported of the same type near a place: only open cases of public classes.

    Without a class, the words typed are looked for in the class and the released words of each.
    """
    asked = _asked(longitude, latitude, building_id, category_code, text)
    if asked is None or (asked.category is None and not asked.pairs.size):
        return []
    found = shown(Case.objects.filter(pk__in=_numbers(asked, None)))
    found = found.filter(privacy=Category.Privacy.PUBLIC, state__in=OPEN).select_related("area").order_by("-pk")
    measured = ((_metres(_spot(case), asked), case) for case in found if _same_openly(case, asked))
    near = sorted((one for one in measured if one[0] <= METRES), key=lambda one: (one[0], -one[1].pk))
    near = near[:MOST]
    made = public_rows([case for _metres, case in near])
    return [NearPublic(row, metres) for (metres, _case), row in zip(near, made, strict=True)]


def duplicates_of(case: Case, *, viewer: Actor) -> list[CaseRow]:
    """Return the cases this one may be the same as, the most alike first; each row says why."""
    known = taxonomy().category_by_id.get(case.category_id) if case.category_id else None
    found = similar_nearby(
        case.longitude,
        case.latitude,
        viewer=viewer,
        category_code=known.code if known else "",
        text=case.text,
        building_id=case.building_id,
        exclude=case.pk,
    )
    return [replace(one.row, reason=one.reason) for one in found]


def _asked(
    longitude: float | None, latitude: float | None, building_id: int | None, category_code: str, text: str
) -> _Asked | None:
    """Gather what is compared with; None where nothing says what type, or the class is not known."""
    category = taxonomy().category_by_code.get(category_code) if category_code else None
    if (category_code and category is None) or not (category_code or text.strip()):
        return None
    wording = Wording.of(text)
    return _Asked(longitude, latitude, building_id, category, wording, grams(wording.words))


def _numbers(asked: _Asked, exclude: int | None) -> list[int]:
    found = candidates(asked.wording, asked.longitude, asked.latitude, asked.building_id)
    return [number for number in found if number != exclude]


def _recent() -> Q:
    """Open, or ended within 90 days; refused, withdrawn and joined ones are nobody's twin."""
    lately = Q(state__in=ENDED, closed_at__gte=now() - timedelta(days=DAYS))
    return (~Q(state__in=ENDED) | lately) & ~Q(state__in=(State.REFUSED, State.MERGED, State.WITHDRAWN))


def _nearest(asked: _Asked, found: QuerySet[Case]) -> list[_Compared]:
    compared = [
        _Compared(number, text, _metres(Spot(*place), asked), _is_class(category, asked), _likeness(text, asked))
        for number, text, category, *place in found.values_list("id", "text", "category_id", *_PLACE)
    ]
    return sorted((one for one in compared if _is_same(one, asked)), key=lambda one: one.rank)[:MOST]


def _is_same(one: _Compared, asked: _Asked) -> bool:
    """Say whether a case is offered as the same."""
    if one.metres <= METRES:
        return one.same_class or (one.part >= WORDS_ENOUGH and asked.pairs.size >= _FEW_PAIRS)
    nowhere = asked.longitude is None or one.metres == _NOWHERE
    return nowhere and one.part >= WORDS_ALONE and asked.pairs.size >= _MANY_PAIRS


def _is_class(category_id: int | None, asked: _Asked) -> bool:
    return asked.category is not None and category_id == asked.category.id


def _likeness(text: str, asked: _Asked) -> float:
    own = grams(said(text))
    return likeness(asked.pairs, own) if own.size >= _FEW_PAIRS else 0.0


def _same_openly(case: Case, asked: _Asked) -> bool:
    """Compare with what the public may know of a case: its class and its released words."""
    if asked.category is not None:
        return _is_class(case.category_id, asked)
    known = taxonomy().category_by_id.get(case.category_id) if case.category_id else None
    open_words = grams(said(f"{known.name if known else ''} {case.public_text}"))
    return likeness(asked.pairs, open_words) >= PUBLIC_WORDS


def _spot(case: Case) -> Spot:
    return Spot(case.longitude, case.latitude, case.building_id)


def _metres(case: Spot, asked: _Asked) -> int:
    """Return how far away a case is; 101 where one of the two places is not known."""
    if asked.building_id and case.building_id == asked.building_id:
        return 0
    if None in {asked.longitude, asked.latitude, case.longitude, case.latitude}:
        return _NOWHERE
    here = (asked.longitude or 0, asked.latitude or 0)
    metres = round(distance(here, (case.longitude or 0, case.latitude or 0)))
    return metres if metres <= METRES else max(metres, _NOWHERE + 1)


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the metres between two points given as longitude and latitude."""
    (lon_a, lat_a), (lon_b, lat_b) = ((radians(x), radians(y)) for x, y in (one, other))
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * _EARTH * asin(sqrt(half))
