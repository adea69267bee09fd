"""Reach, siting and units beside SciPy, pandana and spopt with CBC where those are installed."""

from time import perf_counter
from typing import Any

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from linli.engines.territory.drafting import GridInput, UnitInput
from linli.engines.territory.planner.network import Floats, Ints, LiveReach, WalkingNet, network_of
from linli.engines.territory.planner.projection import Projection
from linli.engines.territory.planner.siting import choose, cover
from linli.engines.territory.planner.spread import spread_units
from linli.engines.territory.planner.walking import NOWHERE

try:
    import pulp
    from spopt.locate import MCLP, PMedian
except ImportError:
    pulp = None
try:
    import pandana
    import pandas as pd
except ImportError:
    pandana = None

SIDE, POINTS, METRES, LOOKS = 316, 1_000, 1_200, 400
CENTIMETRES = METRES * 100


def _network() -> tuple[WalkingNet, Ints]:
    stream = np.random.default_rng(1)
    number = np.arange(SIDE * SIDE).reshape(SIDE, SIDE)
    places = np.c_[np.repeat(np.arange(SIDE), SIDE), np.tile(np.arange(SIDE), SIDE)] * 80.0
    pairs = np.r_[np.c_[number[:, :-1].ravel(), number[:, 1:].ravel()], np.c_[number[:-1].ravel(), number[1:].ravel()]]
    net = network_of(Projection(102.0, 38.0), places + stream.uniform(-20, 20, places.shape), pairs)
    return net, stream.choice(len(net), POINTS, replace=False).astype(np.int32)


def _by_scipy(net: WalkingNet, sources: Ints) -> Floats:
    matrix = csr_array((net.cost.astype(float), net.to, net.start), shape=(len(net), len(net)))
    return dijkstra(matrix, indices=sources, min_only=True, limit=CENTIMETRES)


def _metres(live: LiveReach) -> Floats:
    return np.where(live.far == NOWHERE, np.inf, live.far.astype(float))


def reach() -> dict[str, Any]:
    """Measure all nodes to their nearest point, then one point opened or closed; both are compared with SciPy's."""
    net, sources = _network()
    live = LiveReach(net, sources, METRES)
    times = []
    for _turn in range(7):
        began = perf_counter()
        live = LiveReach(net, sources, METRES)
        times.append(perf_counter() - began)
    began = perf_counter()
    exact = np.array_equal(_metres(live), _by_scipy(net, sources))
    found: dict[str, Any] = {
        "reach_ms": round(1000 * float(np.median(times)), 1), "scipy_ms": round(1000 * (perf_counter() - began), 1),
    }
    stream = np.random.default_rng(2)
    opening, closing = [], []
    live.open(0)
    live.undo()
    live.close(0)
    live.undo()
    for turn in range(LOOKS):
        node, place = int(stream.integers(len(net))), int(stream.integers(POINTS))
        for many, act, value in ((opening, live.open, node), (closing, live.close, place)):
            began = perf_counter()
            act(value)
            many.append(perf_counter() - began)
            if turn < 5:
                others = np.r_[sources, node] if many is opening else np.delete(sources, place)
                exact = exact and np.array_equal(_metres(live), _by_scipy(net, others.astype(np.int32)))
            live.undo()
    found["open_us"] = round(1e6 * float(np.median(opening)), 1)
    found["close_us"] = round(1e6 * float(np.median(closing)), 1)
    return found | {"reach_exact": int(exact)} | _pandana(net, sources)


def _pandana(net: WalkingNet, sources: Ints) -> dict[str, Any]:
    if pandana is None:
        return {"pandana": "absent"}
    first = np.repeat(np.arange(len(net)), np.diff(net.start))
    once = first < net.to
    x, y = pd.Series(net.places[:, 0]), pd.Series(net.places[:, 1])
    began = perf_counter()
    other = pandana.Network(
        x, y, pd.Series(first[once]), pd.Series(net.to[once]),
        pd.DataFrame({"metres": net.cost[once] / 100}),
    )
    ready = perf_counter()
    other.set_pois("point", METRES, 1, x.iloc[sources], y.iloc[sources])
    other.nearest_pois(METRES, "point", num_pois=1)
    done = perf_counter()
    return {"pandana_ms": round(1000 * (done - ready), 1), "pandana_ready_s": round(ready - began, 1)}


def _town(homes: int, places: int, seed: int) -> tuple[Any, Any]:
    stream = np.random.default_rng(seed)
    here, there = stream.uniform(0, 10_000, (homes, 2)), stream.uniform(0, 10_000, (places, 2))
    metres = np.rint(np.hypot(there[:, None, 0] - here[None, :, 0], there[:, None, 1] - here[None, :, 1]))
    return metres.astype(np.int64), stream.integers(1, 100, homes)


def siting(seeds: range) -> dict[str, Any]:
    """Measure maximum coverage and p-median beside spopt with CBC; the worst of the seeds is told."""
    seen = []
    for seed in range(seeds.start - 1, seeds.stop):         # the first only compiles
        row: dict[str, Any] = {}
        metres, weight = _town(3_000, 400, seed + 1)
        began = perf_counter()
        best = cover(weight, np.where(metres <= 800, 0, weight), 25)
        row |= {"coverage_s": perf_counter() - began, "coverage_open": int(not best.optimal)}
        covered = int(weight.sum()) - best.paid
        walk, people = _town(500, 100, seed + 1)
        began = perf_counter()
        median = choose(people * 20_000, people * walk, 10)
        row |= {"median_s": perf_counter() - began, "median_open": int(not median.optimal)}
        if pulp is not None and seed >= seeds.start:
            row |= _beside_cbc(row, (metres, weight, covered), (walk, people, median.paid))
        if seed >= seeds.start:
            print("siting seed", seed, row, flush=True)
            seen.append(row)
    worst = {"coverage_times_faster": min, "median_times_faster": min, "same_optimum": min}
    return {"cbc": "here" if pulp is not None else "absent"} | {
        key: round(worst.get(key, max)(one[key] for one in seen), 3) for key in seen[0]
    }


def _beside_cbc(row: dict[str, Any], first: tuple[Any, Any, int], second: tuple[Any, Any, int]) -> dict[str, Any]:
    metres, weight, covered = first
    began = perf_counter()
    one = MCLP.from_cost_matrix(metres.T, weight, service_radius=800, p_facilities=25)
    one = one.solve(pulp.PULP_CBC_CMD(msg=False))
    coverage = perf_counter() - began
    walk, people, paid = second
    began = perf_counter()
    two = PMedian.from_cost_matrix(walk.T, people, p_facilities=10).solve(pulp.PULP_CBC_CMD(msg=False))
    median = perf_counter() - began
    same = round(pulp.value(one.problem.objective)) == covered and round(pulp.value(two.problem.objective)) == paid
    return {
        "cbc_coverage_s": coverage, "coverage_times_faster": coverage / row["coverage_s"], "cbc_median_s": median,
        "median_times_faster": median / row["median_s"], "same_optimum": int(same),
    }


def units() -> dict[str, Any]:
    """Measure 2,000 units on 1,000 grids."""
    worst, proven = 0.0, True
    for seed in range(3):
        stream = np.random.default_rng(seed)
        many = [UnitInput(str(i), longitude=102 + stream.uniform(0, 0.2), latitude=38 + stream.uniform(0, 0.2))
                for i in range(2_000)]
        grids = [
            GridInput(f"{i:04d}", str(i // 20), 102 + stream.uniform(0, 0.2), 38 + stream.uniform(0, 0.2),
                      need=int(stream.integers(300, 500)))
            for i in range(1_000)
        ]
        began = perf_counter()
        spread = spread_units(many, grids)
        worst, proven = max(worst, perf_counter() - began), proven and spread.optimal
    return {"units_s": round(worst, 2), "units_proven": int(proven)}
