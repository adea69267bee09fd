"""Orders: every list page at 1,000,000 orders on both databases, as a person opens it.

`./linli bench orders [--rows 1000000] [--only sqlite|postgresql]`: each database in a child process.
"""

import argparse
import importlib
import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from typing import Any

from benchmarks.report import Goal, finish
from linli.channels.cli import postgres
from linli.channels.cli.prepare import migrate, start_django

PAGES = ("console", "console_open", "console_service_area", "desk", "pool", "mine")
MOST_MS = 60
DATABASES = ("sqlite", "postgresql")


def main() -> int:
    """Measure both databases, or, as a child, the one of the environment."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--only", default="", choices=["", *DATABASES])
    parser.add_argument("--child", action="store_true")
    options = parser.parse_args()
    if options.child:
        start_django(DJANGO_SETTINGS_MODULE="linli.config.settings")
        migrate()
        print(json.dumps(importlib.import_module("benchmarks.inside.orders").measure(options.rows)))
        return 0
    wanted = [options.only] if options.only else list(DATABASES)
    figures: dict[str, Any] = {"rows": options.rows}
    for name in wanted:
        figures |= {f"{name}_{key}": value for key, value in _child(name, options.rows).items()}
    goals = [Goal(f"{name}_{page}_p95_ms", "<=", MOST_MS) for name in wanted for page in PAGES]
    return finish("orders", figures, goals)


def _child(name: str, rows: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as data, ExitStack() as stack:
        environment = {**os.environ, "LINLI_DATA": data, "LINLI_DATABASE": "", "LINLI_SECOND_FACTOR": "0"}
        if name == "postgresql":
            environment["LINLI_DATABASE"] = stack.enter_context(postgres.private_server())
        command = [sys.executable, __file__, "--child", "--rows", str(rows)]
        found = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if found.returncode:
        raise SystemExit(found.stderr[-3000:])
    result: dict[str, Any] = json.loads(found.stdout.strip().splitlines()[-1])
    return result


if __name__ == "__main__":
    sys.exit(main())
