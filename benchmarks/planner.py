"""Planner: grids beside METIS, reach beside SciPy and pandana, siting beside CBC, units; the worst of three seeds.

`./linli bench planner [--only 5000|50000|even|small|real|city|reach|site|units]`. Peers are measured where they are
installed; LINLI_PEERS may name the site-packages of an environment that holds them.
"""

import argparse
import os
import sys
from typing import Any

from benchmarks.report import Goal, finish

sys.path += filter(None, [os.environ.get("LINLI_PEERS")])      # last: they bring no other NumPy into the product
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")

import django

django.setup()

from benchmarks.planning import grids, service  # noqa: E402

GOALS = {
    "5000": [
        Goal("5000_quick_search_seconds", "<=", 0.5), Goal("5000_quick_splits", "<=", 84),
        Goal("5000_quick_in_band", "==", 100),
        Goal("5000_long_seconds", "<=", 20), Goal("5000_long_splits", "<=", 34),
        Goal("replan_seconds", "<=", 1), Goal("replan_moved_percent", "<=", 2), Goal("replan_in_band", "==", 100),
    ],
    "50000": [
        Goal("50000_quick_in_band", "==", 100), Goal("50000_quick_multipart", "==", 0),
        Goal("50000_quick_misplaced", "==", 0), Goal("50000_quick_overlap_and_gap", "<=", 0.01),
        Goal("50000_quick_splits_beside_metis", "<=", 0.2), Goal("50000_long_splits_beside_metis", "<=", 0.1),
        Goal("50000_quick_compactness_beside_metis", ">=", 1.2),
    ],
    "even": [
        Goal("even_seconds", "<=", 60), Goal("even_worst_deviation", "<=", 20),
        Goal("even_splits_beside_metis", "<=", 1 / 6),
    ],
    "small": [Goal("small_proved", "==", 5), Goal("small_above_optimum", "==", 0)],
    "real": [Goal("real_outside_band", "==", 0)],
    "city": [
        Goal("city_seconds", "<=", 120), Goal("city_memory_gib", "<=", 4), Goal("city_in_band", "==", 100),
        Goal("city_misplaced", "==", 0), Goal("city_multipart", "==", 0),
    ],
    "reach": [
        Goal("reach_ms", "<=", 30), Goal("open_us", "<=", 50), Goal("close_us", "<=", 50), Goal("reach_exact", "==", 1),
    ],
    "site": [
        Goal("coverage_open", "==", 0), Goal("median_open", "==", 0), Goal("coverage_times_faster", ">=", 15),
        Goal("median_times_faster", ">=", 20), Goal("same_optimum", "==", 1),
    ],
    "units": [Goal("units_s", "<=", 2), Goal("units_proven", "==", 1)],
}


def main() -> int:
    """Measure what was asked for, all of it without `--only`."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", choices=list(GOALS), default="")
    only = parser.parse_args().only
    figures: dict[str, Any] = {}
    if only in {"", "reach"}:
        figures |= service.reach()
    if only in {"", "units"}:
        figures |= service.units()
    if only in {"", "site"}:
        figures |= service.siting(range(3))
    if only in {"", "5000", "50000", "small", "real", "city", "even"}:
        figures |= grids.all_of(only)
    goals = [goal for name, wanted in GOALS.items() if only in {"", name} for goal in wanted]
    return finish("planner", figures, [goal for goal in goals if not _absent(goal, figures)])


def _absent(goal: Goal, figures: dict[str, Any]) -> bool:
    """Say whether a goal is about a peer that is not installed."""
    peers = {"metis": "beside_metis", "cbc": "times_faster"}
    return any(figures.get(peer) == "absent" and mark in goal.figure for peer, mark in peers.items())


if __name__ == "__main__":
    sys.exit(main())
