"""Ledger: postings a second with 8 writers on both databases, no drift; a statement of 1,000,000 postings.

`./linli bench ledger [--seconds 8] [--postings 1000000] [--only sqlite|postgresql]`: each database in a child process.
"""

import argparse
import importlib
import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from time import perf_counter
from typing import Any

from benchmarks.report import Goal, finish
from linli.channels.cli import postgres
from linli.channels.cli.prepare import migrate, start_django

WRITERS = 8
GOALS = [
    Goal("sqlite_postings_per_second", ">=", 300), Goal("postgresql_postings_per_second", ">=", 300),
    Goal("sqlite_drift", "==", 0), Goal("postgresql_drift", "==", 0),
    Goal("sqlite_statement_ms", "<=", 50), Goal("postgresql_statement_ms", "<=", 50),
]


def main() -> int:
    """Measure both databases, or, as a child, the one of the environment."""
    options = _options()
    if options.child:
        print(json.dumps(_measure(options)))
        return 0
    figures: dict[str, Any] = {"writers": WRITERS, "statement_postings": options.postings}
    wanted = [options.only] if options.only else ["sqlite", "postgresql"]
    for name in wanted:
        figures |= {f"{name}_{key}": value for key, value in _child(name, options).items()}
    return finish("ledger", figures, [goal for goal in GOALS if goal.figure.split("_")[0] in wanted])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--postings", type=int, default=1_000_000)
    parser.add_argument("--only", default="", choices=["", "sqlite", "postgresql"])
    parser.add_argument("--child", action="store_true")
    return parser.parse_args()


def _child(name: str, options: argparse.Namespace) -> dict[str, Any]:
    """Measure on one database in a process of its own; PostgreSQL flushes every commit, as in service."""
    command = [
        sys.executable, __file__, "--child", "--seconds", str(options.seconds), "--postings", str(options.postings),
    ]
    with tempfile.TemporaryDirectory() as data, ExitStack() as stack:
        environment = {**os.environ, "LINLI_DATA": data, "LINLI_DATABASE": ""}
        if name == "postgresql":
            postgres.OPTIONS.update(fsync="on", synchronous_commit="on", full_page_writes="on")
            environment["LINLI_DATABASE"] = stack.enter_context(postgres.private_server())
        found = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if found.returncode:
        raise SystemExit(found.stderr[-2000:])
    result: dict[str, Any] = json.loads(found.stdout.strip().splitlines()[-1])
    return result


def _measure(options: argparse.Namespace) -> dict[str, Any]:
    """Make the tables, let the writers write, prove the books, read a long statement."""
    start_django(DJANGO_SETTINGS_MODULE="linli.config.settings")
    migrate()
    books = importlib.import_module("benchmarks.inside.ledger")
    started = perf_counter()
    written = books.write_for(options.seconds, WRITERS)
    seconds = perf_counter() - started
    faults = books.drift()
    worst = books.statement_ms(options.postings)
    return {
        "postings_per_second": round(written / seconds), "postings": written, "drift": faults,
        "statement_ms": round(worst, 2),
    }


if __name__ == "__main__":
    sys.exit(main())
