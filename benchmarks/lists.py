"""Lists and figures at 1,000,000 cases on both databases, as a person opens their pages, beside the same at 10,000.

`--data FOLDER` keeps the filled databases for the next run; `--rows` and `--only` make a trial short.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.inside import county
from benchmarks.inside.databases import database, engines, temporary
from benchmarks.report import Goal, finish

FEW = 10_000
MOST_MS, MOST_MS_FIGURES, MOST_GROWTH = 60, 150, 2
SHOWN = ("p50_ms", "kib")  # of the few
LISTS = (
    *("desk", "desk_county", "console", "console_rare"),
    *("search", "search_rare", "search_often", "map", "map_all"),
)
# a rare word finds fifty cases of a million and three of ten thousand: pages of other lengths are not compared
GROWING = tuple(name for name in LISTS if name != "search_rare")


def main() -> int:
    """Measure each database twice, few rows and many, each in a process of its own."""
    parser = argparse.ArgumentParser(prog="linli bench lists")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--only", default="", choices=["", "sqlite", "postgresql"])
    parser.add_argument("--data", type=Path)
    parser.add_argument("--child", nargs=2, default=None)
    options = parser.parse_args()
    if options.child:
        return _child(options.child[0], Path(options.child[1]), options.rows)
    figures: dict[str, Any] = {"rows": options.rows}
    wanted = engines(options.only)
    with temporary() as place:
        for engine in wanted:
            few, many = (_measured(engine, options.data or place, rows) for rows in (FEW, options.rows))
            figures |= {f"{engine}_{key}": value for key, value in many.items()}
            figures |= {f"{engine}_few_{name}_{key}": few[f"{name}_{key}"] for name in LISTS for key in SHOWN}
            grown = {f"{engine}_{name}_growth": _ratio(many, few, name) for name in LISTS}
            figures |= grown
    return finish("lists", figures, _goals(wanted))


def _ratio(many: dict[str, Any], few: dict[str, Any], name: str) -> float:
    return round(float(many[f"{name}_p50_ms"]) / float(few[f"{name}_p50_ms"]), 2)


def _goals(wanted: list[str]) -> list[Goal]:
    goals = []
    for engine in wanted:
        goals += [Goal(f"{engine}_{name}_p95_ms", "<=", MOST_MS) for name in LISTS]
        goals += [Goal(f"{engine}_{name}_growth", "<=", MOST_GROWTH) for name in GROWING]
        goals.append(Goal(f"{engine}_figures_p95_ms", "<=", MOST_MS_FIGURES))
    return goals


def _measured(engine: str, folder: Path, rows: int) -> dict[str, Any]:
    home = folder / f"{engine}-{rows}"
    home.mkdir(parents=True, exist_ok=True)
    with database(engine, home) as url:
        command = [sys.executable, __file__, "--child", url, str(home), "--rows", str(rows)]
        environment = {**os.environ, "LINLI_SECOND_FACTOR": "0"}
        found = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    if found.returncode:
        raise SystemExit(f"{engine}, {rows} cases: it did not end well")
    result: dict[str, Any] = json.loads(found.stdout.strip().splitlines()[-1])
    shown = {key.removesuffix("_p95_ms"): value for key, value in result.items() if key.endswith("p95_ms")}
    print(f"{engine:<11} {rows:>9}", shown, flush=True)
    return result


def _child(url: str, home: Path, rows: int) -> int:
    county.start(url, home)
    from benchmarks.inside import fill, lists  # noqa: PLC0415 (Django stands by now)
    from linli.channels.cli.prepare import migrate  # noqa: PLC0415
    from linli.engines.cases import public as cases  # noqa: PLC0415

    begun, ready = perf_counter(), home / "filled"
    if ready.exists():
        migrate()
    else:
        county.found()
        fill.fill(rows)
        ready.touch()
    took = round(perf_counter() - begun, 1)
    begun = perf_counter()
    if not (home / "counted").exists():
        cases.rebuild_tallies()
        (home / "counted").touch()
    tallied = round(perf_counter() - begun, 1)
    print(json.dumps({"fill_seconds": took, "tally_seconds": tallied, **lists.measure()}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
