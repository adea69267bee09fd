"""`./linli pattern check|diff|load FILE`: a county's practice as a file."""

import argparse
from pathlib import Path

from linli.channels.cli.folder import use_folder
from linli.channels.cli.prepare import migrate, start_django
from linli.channels.cli.processes import say


def main(arguments: list[str]) -> int:
    """Check a pattern file, compare it with what is loaded, or load it."""
    parser = argparse.ArgumentParser(prog="linli pattern", description="一县做法。 A county's practice.")
    parser.add_argument("action", choices=["check", "diff", "load"])
    parser.add_argument("file", type=Path)
    parser.add_argument("--data", default="", help="数据目录 data folder")
    options = parser.parse_args(arguments)
    use_folder(options.data)
    start_django()
    from linli.patterns import public as patterns

    if not options.file.exists():
        say(f"没有找到 {options.file}。 Not found.")
        return 2
    problems = patterns.check(options.file)
    for problem in problems:
        say(f"  · {problem}")
    if problems:
        say(f"发现 {len(problems)} 处问题，没有装入。 {len(problems)} problems; nothing was loaded.")
        return 1
    if options.action == "check":
        say("没有问题。 No problems.")
        return 0
    migrate()
    changes = patterns.diff(options.file) if options.action == "diff" else patterns.load(options.file).changes
    for change in changes:
        say(f"  {change}")
    say("没有不同。 No difference." if not changes else f"共 {len(changes)} 处。 {len(changes)} in all.")
    return 0
