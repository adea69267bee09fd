"""`./linli check`: proves that the history is whole and the data agree with it."""

import argparse

from linli.channels.cli.folder import use_folder
from linli.channels.cli.prepare import start_django
from linli.channels.cli.processes import say

WITHOUT_KEYS = (
    "这里没有封签用的密钥，不能检查封签：请给出设置文件（LINLI_SETTINGS），或写明 LINLI_KEYS。",
    "The keys the seals were made with are not here: name the settings file (LINLI_SETTINGS), or LINLI_KEYS.",
)


def main(arguments: list[str]) -> int:
    """Recompute every hash, every balance and every tally; print each fault; exit 1 when there is one.

    Without any keys nothing can be said of the seals; where that is all, exit 2.
    """
    parser = argparse.ArgumentParser(
        prog="linli check", description="检查记录是否完整。 Proves that the history is whole."
    )
    parser.add_argument("--data", default="", help="数据目录 data folder")
    options = parser.parse_args(arguments)
    use_folder(options.data)
    start_django()
    from linli.config import safety
    from linli.engines.cases import public as cases
    from linli.engines.journal import public as journal
    from linli.engines.ledger import public as ledger
    from linli.programmes.lists import public as lists

    found = [*journal.verify(), *ledger.verify(), *cases.verify_tallies(), *lists.verify_money()]
    unsure = safety.without_keys() and any(_needs_keys(one) for one in found)
    faults = [one for one in found if not (unsure and _needs_keys(one))]
    for fault in faults:
        say(f"  · {fault}")
    if unsure:
        say(*WITHOUT_KEYS)
    if faults:
        say(f"发现 {len(faults)} 处问题。 {len(faults)} faults.")
    elif not unsure:
        say("记录、账目和统计完整，没有发现改动。 The history, the books and the figures are whole.")
    return 1 if faults else 2 * unsure


def _needs_keys(fault: object) -> bool:
    """Say whether a fault may only mean that the keys are not those the seal was made with."""
    return getattr(fault, "kind", "") == "seal_changed"
