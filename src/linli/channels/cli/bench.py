"""`./linli bench NAME`: runs one file of `benchmarks/`; its last line is one JSON object."""

import os
import subprocess
import sys
from pathlib import Path

from linli.channels.cli.processes import say
from linli.config import messages


def main(arguments: list[str]) -> int:
    """Run the benchmark in a process of its own; without a name, list what there is."""
    root = Path(os.environ.get("LINLI_ROOT", Path.cwd()))
    known = {path.stem: path for path in sorted((root / "benchmarks").glob("[a-z]*.py")) if path.stem != "report"}
    name = arguments[0] if arguments else ""
    if name not in known:
        say("用法 Usage: ./linli bench 名称 NAME", *(f"  {one:<12} {_first_line(path)}" for one, path in known.items()))
        return 2 if name and name not in {"-h", "--help"} else 0
    messages.compile_all()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root / "src"), str(root)])}
    return subprocess.run(  # noqa: S603
        [sys.executable, str(known[name]), *arguments[1:]], cwd=root, env=environment, check=False
    ).returncode


def _first_line(path: Path) -> str:
    return path.read_text(encoding="utf-8").splitlines()[0].strip('"')
