"""A year of messages from a spreadsheet: cases with classes, duplicates and hot issues in a fresh database."""

# ruff: noqa: N999  (the command is named like this)

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import report
from benchmarks.report import Goal
from linli.channels.cli import postgres

ROOT = Path(__file__).resolve().parents[1]
FILE = Path(os.environ.get("LINLI_SHARED", ROOT.parent / "shared")) / "data" / "messages" / "stream.csv"
INSIDE = "import django, runpy; django.setup(); runpy.run_module('benchmarks.inside.bring', run_name='__main__')"


def _apart(file: Path, url: str) -> dict[str, float]:
    """Measure in a process of its own: each database wants its own Django."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {"LINLI_DATABASE": url, "LINLI_DATA": folder, "DJANGO_SETTINGS_MODULE": "linli.config.settings"}
        command = [sys.executable, "-c", INSIDE, str(file)]
        done = subprocess.run(command, env={**os.environ, **settings}, check=True, stdout=subprocess.PIPE, text=True)
        figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
        print(f"{'PostgreSQL' if url else 'SQLite':<11} {figures}", flush=True)
        return figures


def main() -> int:
    """Bring the file into both databases."""
    parser = argparse.ArgumentParser(prog="linli bench import")
    parser.add_argument("--file", type=Path, default=FILE, help="a spreadsheet with title, text and time")
    parser.add_argument("--only", choices=["sqlite", "postgresql"], default="")
    options = parser.parse_args()
    if not options.file.is_file():
        print(f"There is no file {options.file}. Name one with --file.")
        return 2
    figures: dict[str, object] = {}
    goals = []
    if options.only != "postgresql":
        figures |= {f"sqlite_{name}": value for name, value in _apart(options.file, "").items()}
        goals.append(Goal("sqlite_seconds", "<=", 15))
    if options.only != "sqlite" and postgres.binaries() is not None:
        with postgres.private_server() as url:
            figures |= {f"postgresql_{name}": value for name, value in _apart(options.file, url).items()}
        goals.append(Goal("postgresql_seconds", "<=", 15))
    return report.finish("import", figures, goals)


if __name__ == "__main__":
    sys.exit(main())
