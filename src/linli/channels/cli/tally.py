"""`./linli tally`: count anew what the figures keep counted; they are made of the cases, so nothing can be lost."""

import argparse
from time import perf_counter

from linli.channels.cli.folder import use_folder
from linli.channels.cli.prepare import start_django
from linli.channels.cli.processes import say


def main(arguments: list[str]) -> int:
    """Count everything anew; say how many days and how long it took."""
    parser = argparse.ArgumentParser(prog="linli tally", description="重算统计。 Counts the figures anew.")
    parser.add_argument("--data", default="", help="数据目录 data folder")
    options = parser.parse_args(arguments)
    use_folder(options.data)
    start_django()
    from linli.engines.cases import public as cases

    began = perf_counter()
    days = cases.rebuild_tallies()
    took = perf_counter() - began
    say(f"重算了 {days} 天，用时 {took:.1f} 秒。 {days} days counted anew in {took:.1f} seconds.")
    return 0
