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
import shapely

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
        if only in {"", "even"}:
            found |= plain("even", 50_000, seeds, Wishes(seconds=30, even=True), folder)
    return found
