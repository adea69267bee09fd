"""`./linli check`: proves that the history is whole and the data agree with it."""

import argparse
import os

from linli.channels.cli.prepare import start_django
from linli.channels.cli.processes import say


def main(arguments: list[str]) -> int:
    """Recompute every hash, every balance and every tally; print each fault; exit 1 when there is one."""
    parser = argparse.ArgumentParser(
        prog="linli check", description="检查记录是否完整。 Proves that the history is whole."
    )
    parser.add_argument("--data", default="", help="数据目录 data folder")
    options = parser.parse_args(arguments)
    if options.data:
        os.environ["LINLI_DATA"] = options.data
    start_django()
    from linli.engines.cases import public as cases
    from linli.engines.journal import public as journal
    from linli.engines.ledger import public as ledger
    from linli.programmes.lists import public as lists

    faults = [*journal.verify(), *ledger.verify(), *cases.verify_tallies(), *lists.verify_money()]
    for fault in faults:
        say(f"  · {fault}")
    say(
        "记录、账目和统计完整，没有发现改动。 The history, the books and the figures are whole."
        if not faults
        else f"发现 {len(faults)} 处问题。 {len(faults)} faults."
    )
    return int(bool(faults))
