"""Match two files. Only the command line imports this: it needs the compiled searches and OR-Tools."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from openpyxl import Workbook

from linli.engines.matching import bulk
from linli.engines.matching.compiling import SCORING, SEARCHES
from linli.engines.matching.public import NONE, Asking, Market, Offering, candidate_pairs, fit
from linli.kernel.errors import Invalid
from linli.programmes.lists.reasons import doubts, reasons, why_not_next
from linli.programmes.lists.sheets import Sheet, read_needs, read_resources

EXPLAINED = 5_000       # of more pairs the reasons are not written out one by one


@dataclass(frozen=True, slots=True)
class Matched:
    """What came of it: counts, the value of all pairs, and the refused rows as (file, row, why)."""

    needs: int
    resources: int
    pairs: int
    candidates: int
    value: int
    proved: bool
    refused: list[tuple[str, int, str]]


def match_files(needs_file: Path, resources_file: Path, out: Path) -> Matched:
    """Read needs and resources, match them best for all together, write the pairs (csv, or xlsx by its name).

    Raises: Invalid for files that cannot be used.
    """
    needs, resources = read_needs(_content(needs_file)), read_resources(_content(resources_file))
    capacity = [one.capacity for one in resources.items]
    pairs = candidate_pairs(needs.items, resources.items, by=SCORING)
    market = Market.of_pairs(capacity, pairs, needs=len(needs.items), by=SEARCHES)
    bulk.solve(market)
    rows = _rows(market, needs, resources)
    _write(out, rows)
    return Matched(
        needs=len(needs.items),
        resources=len(resources.items),
        pairs=sum(1 for row in rows if row[1]),
        candidates=len(pairs[0]),
        value=market.value,
        proved=market.value == market.bound(),
        refused=[(needs_file.name, *one) for one in needs.refused]
        + [(resources_file.name, *one) for one in resources.refused],
    )


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Invalid(_("%(path)s cannot be read.") % {"path": path}) from error


def _rows(market: Market, needs: Sheet[Asking], resources: Sheet[Offering]) -> list[tuple[str, str, int, str, str]]:
    """Return a row for each need: its number, the resource's, the points, why, and why not the next."""
    explained = len(needs.items) <= EXPLAINED
    rows = []
    for need, key in enumerate(needs.keys):
        host = market.choice(need)
        if host == NONE:
            rows.append((key, "", 0, "", _why_none(market, need, resources)))
            continue
        found = fit(needs.items[need], resources.items[host]) if explained else None
        why = "；".join([*reasons(found), *doubts(found)]) if found else ""
        weights = dict(market.candidates(need))
        rows.append((key, resources.keys[host], weights[host], why, _why_not(market, need, host, resources)))
    return rows


def _why_none(market: Market, need: int, resources: Sheet[Offering]) -> str:
    candidates = market.candidates(need)
    if not candidates:
        return _("Nothing offered fits.")
    host = candidates[0][0]
    return _("%(name)s would fit, but all its places are needed more elsewhere: one more place would help.") % {
        "name": resources.keys[host]
    }


def _why_not(market: Market, need: int, chosen: int, resources: Sheet[Offering]) -> str:
    other = next((host for host, _weight in market.candidates(need) if host != chosen), NONE)
    if other == NONE:
        return _("Nothing else offered fits.")
    return why_not_next(market, need, other, chosen, resources.keys[other])


def _write(out: Path, rows: Sequence[tuple[str, str, int, str, str]]) -> None:
    header = ["需求 need", "资源 resource", "匹配分 weight", "理由 why", "为什么不是下一个 why not the next"]
    if out.suffix.casefold() == ".xlsx":
        book = Workbook(write_only=True)
        sheet = book.create_sheet("pairs")
        sheet.append(header)
        for row in rows:
            sheet.append([_safe(value) for value in row])
        book.save(out)
        return
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows([_safe(value) for value in row] for row in rows)


def _safe(value: str | int) -> str | int:
    """Keep a spreadsheet from running what a cell begins with."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@")) else value
