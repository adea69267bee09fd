"""Grids: invented towns, planned here and by METIS where that is installed, judged from the files alone."""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import psutil
import shapely

from benchmarks.planning.proof import fewest_extra
from linli.engines.territory.drafting import evaluate
from linli.engines.territory.planner.cells import cut
from linli.engines.territory.planner.graphs import ground_of
from linli.engines.territory.planner.inputs import Town, read_town
from linli.engines.territory.planner.links import connected
from linli.engines.territory.planner.plan import Plan, plan_grids
from linli.engines.territory.planner.wishes import Wishes

try:
    import pymetis
except ImportError:
    pymetis = None

SHARED = Path(os.environ.get("LINLI_SHARED", Path(__file__).resolve().parents[3] / "shared"))
TOOLS = SHARED / "tools"
LARGEST_COMMUNITY = 12_000    # buildings of an invented city's community
CHANGED = 0.02                # of the buildings get other households before a replan


def town_files(buildings: int, seed: int, folder: Path) -> Path:
    """Make a town of about so many buildings."""
    where = folder / f"{buildings}-{seed}"
    if not where.exists():
        command = [sys.executable, "make_town.py", str(buildings), str(seed), str(where)]
        subprocess.run(command, cwd=TOOLS, check=True, capture_output=True)
    return where


def judged(where: Path, plan: Plan) -> dict[str, Any]:
    """Write a plan and let the judge look at the files."""
    rows = [
        {"type": "Feature", "geometry": json.loads(shapely.to_geojson(grid.shape)), "properties": {"code": grid.code}}
        for grid in plan.grids
    ]
    out = where / "plan.geojson"
    out.write_text(json.dumps({"type": "FeatureCollection", "features": rows}), encoding="utf-8")
    command = [sys.executable, str(TOOLS / "check_plan.py"), str(where / "buildings.geojson"), str(out)]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found


def metis(town: Town, plan: Plan) -> tuple[float, int, float]:
    """Return seconds, excess estate pieces and compactness of METIS on the same cells, as many grids."""
    cells = cut(town)
    ground = ground_of(cells, town, Wishes())
    first, second = np.r_[ground.u, ground.v], np.r_[ground.v, ground.u]
    order = np.argsort(first, kind="stable")
    start = np.r_[0, np.cumsum(np.bincount(first, minlength=len(ground)))]
    began = perf_counter()
    part = pymetis.part_graph(
        len(plan.grids), xadj=start.tolist(), adjncy=second[order].tolist(), vweights=ground.load.tolist(),
        contiguous=connected(len(ground), ground.u, ground.v)[0] == 1,     # METIS refuses land in several pieces
    )
    seconds = perf_counter() - began
    label = np.full(len(cells), -1, dtype=np.int32)
    label[ground.node_of >= 0] = np.array(part[1], dtype=np.int32)[ground.node_of[ground.node_of >= 0]]
    figures = evaluate(replace(plan.draft, label=label))
    return seconds, figures.estates_cut, figures.compactness


def _planned(where: Path, wishes: Wishes) -> tuple[Town, Plan, dict[str, float]]:
    """Plan; return the seconds of the whole (cells cut, shapes drawn) and of the search alone, as METIS is measured."""
    town = read_town(where / "buildings.geojson", roads=where / "roads.geojson")
    ticks: list[float] = []

    def tick(_done: int, _all: int) -> bool:
        ticks.append(perf_counter())
        return True

    began = perf_counter()
    plan = plan_grids(town, wishes, tick)
    whole = perf_counter() - began
    search = (ticks[-1] - ticks[0]) * len(ticks) / max(1, len(ticks) - 1)
    return town, plan, {"seconds": round(whole, 2), "search_seconds": round(search, 2)}


def _together(name: str, seen: list[dict[str, Any]]) -> dict[str, Any]:
    """Keep of each figure what is worst over the seeds."""
    best = {"in_band", "compactness", "compactness_beside_metis"}
    keys = {key for one in seen for key in one}
    return {f"{name}_{key}": (min if key in best else max)(one[key] for one in seen if key in one) for key in keys}


def _row(where: Path, plan: Plan, seconds: dict[str, float]) -> dict[str, Any]:
    found = judged(where, plan)
    return seconds | {
        "in_band": found["band_pct"], "worst_deviation": found["max_dev_pct"], "splits": found["excess_splits"],
        "multipart": found["multipart"] + found["invalid"], "compactness": found["pp"],
        "overlap_and_gap": max(found["overlap_pct"], found["gap_pct"]),
        "misplaced": found["unplaced"] + found["doubled"],
    }


def plain(name: str, buildings: int, seeds: range, wishes: Wishes, folder: Path) -> dict[str, Any]:
    """Plan towns; beside METIS where it is installed. The worst of the seeds is told."""
    seen = []
    for seed in seeds:
        where = town_files(buildings, seed, folder)
        town, plan, seconds = _planned(where, replace(wishes, seed=seed + 1))
        row = _row(where, plan, seconds)
        if pymetis is not None:
            took, splits, compactness = metis(town, plan)
            row |= {"metis_seconds": round(took, 2), "metis_splits": splits, "metis_compactness": compactness}
            row |= {"splits_beside_metis": round(row["splits"] / max(1, splits), 3)}
            row |= {"compactness_beside_metis": round(row["compactness"] / compactness, 2)}
        print(name, "seed", seed, row, flush=True)
        seen.append(row)
    return _together(name, seen)


def replanned(buildings: int, seeds: range, folder: Path) -> dict[str, Any]:
    """Change the households of one building in fifty and plan again, keeping what is there."""
    seen = []
    for seed in seeds:
        where = town_files(buildings, seed, folder)
        town, plan, _seconds = _planned(where, Wishes(seconds=2, seed=seed + 1))
        stream = np.random.default_rng(seed)
        chosen = stream.choice(len(town), int(CHANGED * len(town)), replace=False)
        town.households[chosen] = np.maximum(1, town.households[chosen] * stream.uniform(0.5, 2.0, len(chosen)))
        keep, codes = plan.label, plan.draft.codes
        began = perf_counter()
        again = plan_grids(town, Wishes(seconds=0.2, seed=seed + 1, keep=keep, keep_codes=codes))
        seconds = perf_counter() - began
        then = np.array(again.draft.codes)[again.label]
        moved = float((then != np.array(codes)[keep]).mean())
        row = {"seconds": round(seconds, 2), "moved_percent": round(100 * moved, 2),
               "in_band": again.figures["in_band_percent"]}
        print("replan seed", seed, row, flush=True)
        seen.append(row)
    return _together("replan", seen)


def proved(folder: Path, *, wanted: int = 5, among: int = 12) -> dict[str, Any]:
    """Plan towns of a hundred buildings, and prove by CP-SAT that no plan cuts fewer estates.

    A seed for which CP-SAT decides nothing in time is left out and told.
    """
    decided, undecided, above = 0, [], 0
    for seed in range(among):
        where = town_files(100, seed, folder)
        town, plan, _seconds = _planned(where, Wishes(seconds=2, seed=seed + 1))
        ours = int(plan.figures["estates_cut"])
        if plan.figures["in_band_percent"] < 100:
            above += 1
        try:
            fewest = fewest_extra(town, 300, 500, up_to=ours)
        except RuntimeError:
            undecided.append(seed)
            continue
        print("small seed", seed, {"splits": ours, "proved": fewest}, flush=True)
        decided, above = decided + 1, above + (ours > fewest)
        if decided == wanted:
            break
    return {"small_proved": decided, "small_above_optimum": above, "small_undecided_seeds": undecided}


def real() -> dict[str, Any]:
    """Plan real footprints, households by area: all grids in the band where no building is above it, along roads."""
    files = SHARED / "data/osm"
    town = read_town(files / "pyrosm_test_buildings.geojson", roads=files / "pyrosm_test_roads.geojson")
    plan = plan_grids(town, Wishes(seconds=5))
    too_large = {name for name, households in zip(town.ids, town.households, strict=True) if households > 500}
    outside = [grid for grid in plan.grids if not 300 <= grid.households <= 500 and not too_large & set(grid.buildings)]
    return {"real_grids": len(plan.grids), "real_outside_band": len(outside), "real_too_large": len(too_large),
            "real_border_along_roads_percent": round(100 * _along_roads(town, plan), 1)}


def _along_roads(town: Town, plan: Plan) -> float:
    """Return the share of the inner borders that lie within ten metres of a road."""
    shapes = town.projection.to_metres(np.array([grid.shape for grid in plan.grids], dtype=object))
    edges = shapely.line_merge(shapely.union_all(shapely.boundary(shapes)))
    inner = edges.difference(shapely.union_all(shapes).boundary.buffer(0.5))
    near = shapely.union_all(np.array([*town.main_roads, *town.other_roads], dtype=object)).buffer(10)
    return float(inner.intersection(near).length / max(inner.length, 1e-9))


def city(buildings: int, folder: Path) -> dict[str, Any]:
    """Plan a whole city by the command line as a person would, communities beside one another; take time and memory."""
    where = town_files(buildings, 0, folder)
    (where / "communities.geojson").write_text(json.dumps(_communities(where)), encoding="utf-8")
    out = where / "plan.geojson"
    command = [
        *(sys.executable, "-m", "linli.channels.cli", "plan", "grids", "--buildings", str(where / "buildings.geojson")),
        *("--communities", str(where / "communities.geojson"), "--roads", str(where / "roads.geojson")),
        *("--seconds", "0.5", "--out", str(out)),
    ]
    began = perf_counter()
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    most = 0.0
    while run.poll() is None:
        most = max(most, _memory(run.pid))
        try:
            run.wait(0.5)
        except subprocess.TimeoutExpired:
            continue
    seconds = perf_counter() - began
    if run.returncode:
        raise RuntimeError("the city was not planned")
    judge = [sys.executable, str(TOOLS / "check_plan.py"), str(where / "buildings.geojson"), str(out)]
    found = json.loads(subprocess.run(judge, check=True, capture_output=True, text=True).stdout)
    return {"city_seconds": round(seconds, 1), "city_memory_gib": round(most, 2), "city_grids": found["grids"],
            "city_in_band": found["band_pct"], "city_misplaced": found["unplaced"] + found["doubled"],
            "city_multipart": found["multipart"] + found["invalid"]}


def _memory(pid: int) -> float:
    """Return GiB that a process and its children have for themselves, shared pages counted once."""
    total = 0
    try:
        for one in (main := psutil.Process(pid)), *main.children(recursive=True):
            total += one.memory_full_info().pss
    except psutil.NoSuchProcess:
        return 0.0
    return total / 2**30


def _communities(where: Path) -> dict[str, Any]:
    """Draw a city's communities: halves of halves of its superblocks until each has about ten thousand buildings."""
    rows = json.loads((where / "buildings.geojson").read_text(encoding="utf-8"))["features"]
    corners = np.array([np.array(row["geometry"]["coordinates"][0])[[0, 2]].ravel() for row in rows])
    block = np.array([row["properties"]["superblock"] for row in rows])
    names, member = np.unique(block, return_inverse=True)
    several = [corners[member == one] for one in range(len(names))]
    box = np.array([np.r_[some[:, :2].min(axis=0), some[:, 2:].max(axis=0)] for some in several])
    groups = _halved(np.arange(len(names)), (box[:, :2] + box[:, 2:]) / 2, np.bincount(member))
    taken = shapely.Polygon()
    features = []
    for number, group in enumerate(groups):
        outline = shapely.union_all(shapely.buffer(shapely.box(*box[group].T), 1e-5, join_style="mitre"))
        own = outline.difference(taken)
        taken = taken.union(outline)
        features.append({"type": "Feature", "geometry": json.loads(shapely.to_geojson(own)),
                         "properties": {"code": f"{620302001001 + number}"}})
    return {"type": "FeatureCollection", "features": features}


def _halved(group: Any, middle: Any, size: Any) -> list[Any]:  # noqa: ANN401 (arrays of numbers)
    if size[group].sum() <= LARGEST_COMMUNITY or len(group) < 2:
        return [group]
    axis = int(np.ptp(middle[group], axis=0).argmax())
    order = group[np.argsort(middle[group, axis])]
    at = int(np.searchsorted(np.cumsum(size[order]), size[order].sum() / 2)) or 1
    return [*_halved(order[:at], middle, size), *_halved(order[at:], middle, size)]


def all_of(only: str) -> dict[str, Any]:
    """Measure the rows of the table that plan grids."""
    found: dict[str, Any] = {"metis": "here" if pymetis is not None else "absent"}
    seeds = range(3)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plain("warm-up", 500, range(1), Wishes(seconds=0.1), folder)
        if only in {"", "5000"}:
            found |= plain("5000_quick", 5_000, seeds, Wishes(seconds=0.25), folder)
            found |= plain("5000_long", 5_000, seeds, Wishes(seconds=10), folder)
            found |= replanned(5_000, seeds, folder)
        if only in {"", "50000"}:
            found |= plain("50000_quick", 50_000, seeds, Wishes(seconds=1.6), folder)
            found |= plain("50000_long", 50_000, seeds, Wishes(seconds=16), folder)
        if only in {"", "small"}:
            found |= proved(folder)
        if only in {"", "real"}:
            found |= real()
        if only in {"", "city"}:
            found |= city(500_000, folder)
        if only in {"", "even"}:
            found |= plain("even", 50_000, seeds, Wishes(seconds=30, even=True), folder)
    return found
