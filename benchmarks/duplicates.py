"""Near-duplicates among a million cases: how long the search takes, and what an index row costs at intake."""

import argparse
import json
import os
import subprocess
import sys
import tempfile

from benchmarks import report
from benchmarks.report import Goal
from linli.channels.cli import postgres

SMALL = 10_000
INSIDE = "import django, runpy; django.setup(); runpy.run_module('benchmarks.inside.duplicates', run_name='__main__')"


def _apart(number: int, url: str) -> dict[str, float]:
    """Measure in a process of its own: each database wants its own Django."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ, "LINLI_DATABASE": url, "LINLI_DATA": folder,
            "DJANGO_SETTINGS_MODULE": "linli.config.settings",
        }
        command = [sys.executable, "-c", INSIDE, str(number)]
        done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
        figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
        print(f"{'PostgreSQL' if url else 'SQLite':<11} {number:>9} {figures}", flush=True)
        return figures


def main() -> int:
    """Measure both databases, small and large."""
    parser = argparse.ArgumentParser(prog="linli bench duplicates")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--only", choices=["sqlite", "postgresql"], default="")
    options = parser.parse_args()
    figures: dict[str, object] = {"rows": options.rows}
    goals = []
    for name in ("sqlite", "postgresql"):
        if options.only not in {"", name} or (name == "postgresql" and postgres.binaries() is None):
            continue
        small, large = _both(name, options.rows)
        figures |= {f"{name}_{key}": value for key, value in large.items()}
        figures[f"{name}_growth"] = round(large["staff_p50_ms"] / small["staff_p50_ms"], 2)
        goals += [Goal(f"{name}_staff_p95_ms", "<=", 5), Goal(f"{name}_public_p95_ms", "<=", 5)]
    return report.finish("duplicates", figures, goals)


def _both(name: str, rows: int) -> tuple[dict[str, float], dict[str, float]]:
    sizes = (min(SMALL, rows), rows)
    if name == "sqlite":
        return _apart(sizes[0], ""), _apart(sizes[1], "")
    found = []
    for size in sizes:
        with postgres.private_server() as url:
            found.append(_apart(size, url))
    return found[0], found[1]


if __name__ == "__main__":
    sys.exit(main())
