"""Memory: the demo county as it is started, after its people have gone through its pages."""

import argparse
import sys

import psutil

from benchmarks.inside.demo import Person, demo_county
from benchmarks.inside.servers import family
from benchmarks.report import Goal, finish

GOALS = [Goal("web_worker_mb", "<=", 250), Goal("demo_mb", "<=", 700)]
MIB = 2**20
WALKS = {"": "/", "resident": "/", "gridleader": "/desk/", "street": "/console/", "county": "/console/board/",
         "admin": "/console/"}  # fmt: skip
KINDS = {"granian": "web", ".cli worker": "worker", ".cli job": "job", ".cli demo": "watch"}  # by what is started


def main() -> int:
    """Start the demo, walk through its pages as everybody, and weigh every process.

    Resident memory of several processes is the sum of their proportional shares: pages two of them hold count once.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=3050)
    parser.add_argument("--pages", type=int, default=60, help="of each person")
    options = parser.parse_args()
    with demo_county(options.cases) as (address, root):
        fresh = _weigh(root)
        opened = sum(len(Person(address, name).walk(start, options.pages)) for name, start in WALKS.items())
        used = _weigh(root)
    for name, (resident, share) in used.items():
        print(f"  {name:<28} {resident:7.0f} MiB resident, {share:7.0f} MiB its share")
    figures = {
        "web_worker_mb": round(max(resident for name, (resident, _share) in used.items() if name.startswith("web"))),
        "demo_mb": round(sum(share for _resident, share in used.values())),
        "demo_sum_of_resident_mb": round(sum(resident for resident, _share in used.values())),
        "demo_mb_before_any_page": round(sum(share for _resident, share in fresh.values())),
        "processes": len(used),
        "pages_opened": opened,
        "cases": options.cases,
    }
    return finish("memory", figures, GOALS)


def _weigh(root: psutil.Process) -> dict[str, tuple[float, float]]:
    """Return of each process its resident memory and its proportional share, in MiB."""
    made: dict[str, tuple[float, float]] = {}
    for one in family(root):
        try:
            memory, command = one.memory_full_info(), " ".join(one.cmdline())
        except psutil.Error:
            continue
        made[f"{_kind(command)} {one.pid}"] = (memory.rss / MIB, memory.pss / MIB)
    return made


def _kind(command: str) -> str:
    """Say what a process is by its command line; a job is one of the worker's, and ends by itself."""
    return next((kind for mark, kind in KINDS.items() if mark in command), "other")


if __name__ == "__main__":
    sys.exit(main())
