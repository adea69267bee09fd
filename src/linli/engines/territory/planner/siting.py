"""Where the next k points of service stand best: most homes within reach (maximum coverage) or short walks (p-median).

Church, ReVelle, The Maximal Covering Location Problem (1974); Hakimi (1964); ReVelle, Swain (1970). Both are one
problem here: choose k places so that homes together pay least. A good choice and a bound come from `facility`; places
the bound rules out are dropped. What is left is divided by one place after another until the bound proves the best
choice (branch and bound: Land, Doig 1960) or, for coverage, proven by an integer program (HiGHS).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from django.utils.translation import gettext as _
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from linli.engines.territory.planner import facility
from linli.engines.territory.planner.facility import Bytes, Costs, Floats, Longs
from linli.engines.territory.planner.reachtable import FAR, FIFTEEN_MINUTES, ReachTable, nearest
from linli.kernel.errors import Invalid

STEPS = 600                   # of the first bound
BRANCH_STEPS, BRANCH_LENGTH = 30, 1.0
COVER_STEPS = 300             # enough to rule most places out where an integer program decides on the rest
COVER_PRICE = 0.8             # of its weight is a home's first price there: near the prices that bound best
PROMISING = 1.03              # choices met while bounding that are at most so much dearer are improved
SECONDS = 60.0                # an integer program may take
NODES = 20_000                # branches looked at before the gap is told instead of a proof
EXACTLY = 1e-4                # costs are whole numbers: a bound is rounded up but for this
WITHOUT_WAY = 10_000          # metres counted for a home without any way, so that it weighs

Metres = npt.NDArray[np.uint16]
Reaches = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Site:
    """A place for a new point and what it adds to those before it."""

    candidate: str
    longitude: float
    latitude: float
    households: int               # that come within the limit
    metres_saved: int             # households x metres


@dataclass(frozen=True, slots=True)
class Sites:
    """The best places for the next points."""

    chosen: tuple[Site, ...]      # the one that adds most first
    optimal: bool                 # proven: no other choice is better
    gap: float                    # how much better another could be at most, as a share
    households: int               # all
    before: int                   # households within the limit now
    after: int
    mean_before: float            # metres a household walks
    mean_after: float


@dataclass(frozen=True, slots=True)
class Choice:
    """Places chosen by number, what is paid in all and at least."""

    places: tuple[int, ...]
    paid: int
    least: int

    @property
    def optimal(self) -> bool:
        """Say whether no choice is cheaper."""
        return self.least >= self.paid


def best_sites(
    table: ReachTable, kind: str, k: int, *, method: str = "coverage", limit: int = FIFTEEN_MINUTES
) -> Sites:
    """Choose the best candidate places for k more points of a kind.

    `method`: coverage (most households within `limit` metres) or median (shortest walks). Raises: Invalid.
    """
    if method not in {"coverage", "median"}:
        raise Invalid(_("Places are chosen by coverage or by median."))
    if not 0 < k <= len(table.candidates):
        raise Invalid(_("There are %(n)d places to choose from.") % {"n": len(table.candidates)})
    now = nearest(table, kind)
    if method == "coverage":
        base = table.households * (now > limit)
        cost = np.where(table.candidate_metres <= limit, 0, base)
    else:
        base = table.households * _counted(now)
        cost = table.households * _counted(table.candidate_metres)
    choice = (cover if method == "coverage" else choose)(base, np.asarray(cost), k)
    return _told(table, now, choice, limit, by_median=method == "median")


def _counted(metres: Metres) -> Longs:
    return np.where(metres < FAR, metres.astype(np.int64), WITHOUT_WAY)


@dataclass(slots=True)
class _Hunt:
    """The best choice so far, and the numbers it is hunted with."""

    costs: Costs
    k: int
    opened: npt.NDArray[np.bool_]
    paid: int
    nodes: int = 0

    def look(self, state: Bytes, prices: Floats, steps: int, length: float) -> tuple[int, Floats, Floats]:
        """Bound the choices a state allows; return bound, worth of places, prices. A better choice met is kept."""
        highest, worth, prices, found, paid = facility.bound(
            self.costs, state, self.k, prices, self.paid, steps, length,
            PROMISING if not self.nodes else 1.0,
        )
        self.nodes += 1
        if paid < self.paid:
            self.opened, self.paid = found, int(paid)
        return int(np.ceil(highest - EXACTLY)), worth, prices

    def leaf(self, opened: npt.NDArray[np.bool_]) -> None:
        """Keep a choice if it is better."""
        paid = int(facility.exchange(self.costs, opened))
        if paid < self.paid:
            self.opened, self.paid = opened, paid

    def settled(self, state: Bytes) -> bool:
        """Say whether a state allows one choice only; that one is kept if it is better."""
        free, wanted = np.flatnonzero(state == 0), self.k - int((state < 0).sum())
        if 0 < wanted < len(free):
            return False
        opened = state < 0
        opened[free] = wanted > 0
        self.leaf(opened)
        return True

    def ruled(self, state: Bytes, least: float, worth: Floats) -> Bytes:
        """Rule places out, or in, without which, or with which, no better choice is left."""
        free = np.flatnonzero(state == 0)
        wanted = self.k - int((state < 0).sum())
        if not 0 < wanted < len(free):
            return state
        ordered = np.sort(worth[free])
        last_in, first_out = ordered[wanted - 1], ordered[wanted]
        most = self.paid - 1 + EXACTLY
        state = state.copy()
        state[free[(worth[free] > last_in) & (least - 1 + worth[free] - last_in > most)]] = 1
        state[free[(worth[free] < first_out) & (least - 1 + first_out - worth[free] > most)]] = -1
        return state


def choose(base: Longs, cost: Longs, k: int, nodes: int = NODES) -> Choice:
    """Choose k rows of `cost` (place x home) so that the sum over homes of the least of `base` and theirs is smallest.

    Looks at `nodes` branches at most, so the answer is the same on any machine.
    """
    costs = _costs(base, cost)
    opened = facility.greedy(costs, len(cost), k)
    hunt = _Hunt(costs, k, opened, int(facility.exchange(costs, opened)))
    nothing = np.zeros(len(cost), dtype=np.int8)
    least, worth, prices = hunt.look(nothing, facility.first_prices(costs), STEPS, 1.0)
    open_ends = [(least, nothing, worth, prices)]
    while open_ends and hunt.nodes < nodes:
        least, state, worth, prices = open_ends.pop()
        if least < hunt.paid:
            open_ends += _branches(hunt, state, worth, prices, least)
    least = min([hunt.paid, *(end[0] for end in open_ends)])
    return Choice(tuple(np.flatnonzero(hunt.opened).tolist()), hunt.paid, least)


def _branches(
    hunt: _Hunt, state: Bytes, worth: Floats, prices: Floats, least: int
) -> list[tuple[int, Bytes, Floats, Floats]]:
    """Divide what a state allows by one place: without it, and with it (looked at first)."""
    state = hunt.ruled(state, least, worth)
    if hunt.settled(state):
        return []
    free = np.flatnonzero(state == 0)
    place = free[np.argmin(worth[free])]
    found = []
    for side in (1, -1):
        child = state.copy()
        child[place] = side
        bound = hunt.look(child, prices, BRANCH_STEPS, BRANCH_LENGTH)
        if bound[0] < hunt.paid:
            found.append((bound[0], child, bound[1], bound[2]))
    return found


def cover(base: Longs, cost: Longs, k: int, seconds: float = SECONDS) -> Choice:
    """Choose like `choose` where a place costs a home all or nothing.

    What the bound leaves open is an integer program, proven by HiGHS; `seconds` it may take.
    """
    weight, reach = _together(base, ((cost == 0) & (base > 0)).T)
    never = int(base.sum() - weight.sum())
    costs = _costs(weight, np.where(reach.T, 0, weight))
    opened = facility.greedy(costs, len(cost), k)
    hunt = _Hunt(costs, k, opened, int(facility.exchange(costs, opened)))
    nothing = np.zeros(len(cost), dtype=np.int8)
    least, worth, _prices = hunt.look(nothing, (weight * COVER_PRICE).astype(np.float64), COVER_STEPS, 1.0)
    if least < hunt.paid:
        least = max(least, _left_open(hunt, hunt.ruled(nothing, least, worth), weight, reach, seconds))
    return Choice(
        tuple(np.flatnonzero(hunt.opened).tolist()), never + hunt.paid, never + max(0, min(hunt.paid, least))
    )


def _together(base: Longs, reach: Reaches) -> tuple[Longs, Reaches]:
    """Take homes together that the same places reach (home x place); leave out those that none does."""
    near = np.flatnonzero(reach.any(axis=1))
    packed = np.packbits(reach[near], axis=1)
    _names, first, number = np.unique(
        packed.view(f"V{packed.shape[1]}").ravel(), return_index=True, return_inverse=True
    )
    weight = np.bincount(number, weights=base[near], minlength=len(first)).astype(np.int64)
    return weight, reach[near[first]]


def _left_open(hunt: _Hunt, state: Bytes, weight: Longs, reach: Reaches, seconds: float) -> int:
    """Choose among the places a state leaves open; keep a better choice; return what any choice pays at least."""
    if hunt.settled(state):
        return hunt.paid
    free, chosen = np.flatnonzero(state == 0), state < 0
    outside = ~reach[:, chosen].any(axis=1)
    weight, reach = _together(weight[outside], reach[outside][:, free])
    never, places, homes = int(hunt.costs.base[outside].sum() - weight.sum()), len(free), len(weight)
    rows, columns = np.nonzero(reach)
    matrix = csr_array(
        (np.ones(len(rows) + homes + places),
         (np.r_[rows, np.arange(homes), np.full(places, homes)],
          np.r_[columns, places + np.arange(homes), np.arange(places)])),
        shape=(homes + 1, places + homes),
    )
    ones, wanted = np.ones(homes), hunt.k - int(chosen.sum())
    found = milp(
        np.r_[np.zeros(places), weight], integrality=np.r_[np.ones(places), np.zeros(homes)],
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(matrix, np.r_[ones, wanted], np.r_[ones * np.inf, wanted]),
        options={"time_limit": seconds, "mip_rel_gap": 0},
    )
    picked = np.zeros(0, dtype=np.int64) if found.x is None else free[found.x[:places] > 0.5]
    if len(picked) == wanted:
        chosen[picked] = True
        hunt.leaf(chosen)
    dual = found.mip_dual_bound
    return 0 if dual is None else never + int(np.ceil(dual - EXACTLY))


def _costs(base: Longs, cost: Longs) -> Costs:
    home, place = np.nonzero(base[:, None] > cost.T)
    amount = cost[place, home]
    order = np.lexsort((place, amount, home))
    back = np.lexsort((home, place))
    return Costs(
        base=base.astype(np.int64), place=place[order].astype(np.int32), cost=amount[order].astype(np.int64),
        start=np.r_[0, np.cumsum(np.bincount(home, minlength=len(base)))].astype(np.int64),
        first=np.r_[0, np.cumsum(np.bincount(place, minlength=len(cost)))].astype(np.int64),
        home=home[back].astype(np.int32), paid=amount[back].astype(np.int64),
    )


def _told(table: ReachTable, now: Metres, choice: Choice, limit: int, *, by_median: bool) -> Sites:
    """Put the chosen places in the order of what each adds, and say what."""
    left, metres, found = list(choice.places), now, []
    while left:
        added = [_added(table, metres, place, limit) for place in left]
        best = max(range(len(left)), key=lambda i: (added[i][by_median], added[i][not by_median], -left[i]))
        place = left.pop(best)
        at = table.candidates[place]
        found.append(Site(at.id, at.longitude, at.latitude, *added[best]))
        metres = np.minimum(metres, table.candidate_metres[place])
    return Sites(
        chosen=tuple(found), optimal=choice.optimal, gap=(choice.paid - choice.least) / max(1, choice.paid),
        households=int(table.households.sum()),
        before=int(table.households[now <= limit].sum()), after=int(table.households[metres <= limit].sum()),
        mean_before=_mean(now, table.households), mean_after=_mean(metres, table.households),
    )


def _added(table: ReachTable, metres: Metres, place: int, limit: int) -> Sequence[int]:
    here = np.minimum(metres, table.candidate_metres[place])
    gained = int(table.households[(here <= limit) & (metres > limit)].sum())
    return gained, int((table.households * (_counted(metres) - _counted(here))).sum())


def _mean(metres: Metres, households: Longs) -> float:
    known = metres < FAR
    total = int(households[known].sum())
    return round(float((metres[known].astype(np.int64) * households[known]).sum()) / total, 1) if total else 0.0
