"""`./linli match NEEDS RESOURCES --out PAIRS`: the best matching of two files, without a database."""

import argparse
from pathlib import Path

from linli.channels.cli.prepare import start_django
from linli.channels.cli.processes import say

SHOWN = 20


def main(arguments: list[str]) -> int:
    """Read both files, write the pairs, print what came of it and every refused row."""
    parser = argparse.ArgumentParser(prog="linli match", description="需求和资源配对。 Matches needs with resources.")
    parser.add_argument("needs", type=Path, help="需求表 csv/xlsx")
    parser.add_argument("resources", type=Path, help="资源表 csv/xlsx")
    parser.add_argument("--out", type=Path, required=True, help="结果 pairs: csv, or xlsx")
    options = parser.parse_args(arguments)
    start_django()
    from linli.kernel.errors import LinliError
    from linli.programmes.lists import matchfiles

    try:
        found = matchfiles.match_files(options.needs, options.resources, options.out)
    except LinliError as error:
        say(str(error.message))
        return 2
    say(
        f"需求 {found.needs} 件，资源 {found.resources} 项，候选 {found.candidates} 对 → "
        f"配成 {found.pairs} 对，总分 {found.value}"
        f"{'（已证明最优）' if found.proved else ''}",
        f"{found.pairs} of {found.needs} needs matched, value {found.value}{', proved best' if found.proved else ''}",
    )
    for name, row, why in found.refused[:SHOWN]:
        say(f"  {name} 第 {row} 行没有采用：{why}")
    if len(found.refused) > SHOWN:
        say(f"  …… 共 {len(found.refused)} 行")
    return 0
