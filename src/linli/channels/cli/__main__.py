"""`python -m linli.channels.cli`: choose the command, then let it set up Django as it needs."""

import importlib
import os
import sys

COMMANDS = (
    "demo",
    "plan",
    "match",
    "setup",
    "up",
    "worker",
    "check",
    "tally",
    "pattern",
    "backup",
    "reseal",
    "test",
    "tools",
    "guide",
    "hot",
    "bench",
    "learn",
    "classify",
    "job",
)


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    name = arguments[0] if arguments else ""
    if name not in COMMANDS:
        sys.stderr.write(f"没有 {name!r} 这个命令。No such command. ./linli --help\n")
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    module = importlib.import_module(f"linli.channels.cli.{name}")
    return int(module.main(arguments[1:]))


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
