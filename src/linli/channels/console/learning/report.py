"""What was measured of one version: figures by class, what it takes for what, how sure it is and how often right."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from linli.channels.console.exports import Sheet, spreadsheet
from linli.channels.console.frame import SETUP, ConsoleRequest, page_for
from linli.channels.console.learning.home import SOURCES, levels_of
from linli.engines.cases import public as cases
from linli.engines.cases.public import VersionRow

MIXED_UP = 12          # pairs of classes shown


@dataclass(frozen=True, slots=True)
class ClassLine:
    """One class and what was measured of it; shares from 0 to 1."""

    code: str
    name: str
    texts: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class MixUp:
    """Texts of one class that were taken for another."""

    name: str
    taken_for: str
    texts: int
    of: int


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """One class of the table of confusion: how many of its texts were given each class."""

    name: str
    cells: tuple[tuple[int, bool], ...]      # texts, and whether that is the right class


def lines_of(report: dict[str, Any]) -> list[ClassLine]:
    """Return the classes in the order of their codes, with their names of today."""
    names = {row.code: row.name for row in cases.categories(active_only=False)}
    return [
        ClassLine(
            code=row["label"], name=names.get(row["label"], row["label"]), texts=row["texts"],
            precision=row["precision"], recall=row["recall"], f1=row["f1"],
        )
        for row in report["classes"]
    ]


def mix_ups(report: dict[str, Any], lines: list[ClassLine]) -> list[MixUp]:
    """Return which classes are most often taken for which others."""
    found = [
        MixUp(lines[at].name, lines[other].name, count, lines[at].texts)
        for at, row in enumerate(report["confusion"])
        for other, count in enumerate(row)
        if count and at != other
    ]
    return sorted(found, key=lambda one: -one.texts)[:MIXED_UP]


def _tenths(report: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "name": f"{round(row['from'] * 100)}–{round(row['from'] * 100) + 10} %",
            "texts": row["texts"], "said": row["said"] * 100, "right": row["right"] * 100,
        }
        for row in report["calibration"]
    ]


def _matrix(report: dict[str, Any], lines: list[ClassLine]) -> list[MatrixLine]:
    return [
        MatrixLine(lines[at].name, tuple((count, at == other) for other, count in enumerate(row)))
        for at, row in enumerate(report["confusion"])
    ]


@require_safe
@page_for(*SETUP)
def report(request: ConsoleRequest, version_id: int) -> HttpResponse:
    """Show the report of a version."""
    row = cases.classifier_version(request.viewer, version_id)
    state = cases.classifier_state(request.viewer)
    lines = lines_of(row.report)
    levels = [one for one in levels_of(row, state.confidence) if one.share is not None]
    context = {
        "row": row,
        "source": SOURCES[row.source],
        "state": state,
        "lines": lines,
        "mix_ups": mix_ups(row.report, lines),
        "matrix": _matrix(row.report, lines),
        "tenths": _tenths(row.report),
        "levels": levels,
        "right": row.report["right"],
        "notes": row.report["notes"],
    }
    return render(request, "console/learning/report.html", context)


@require_safe
@page_for(*SETUP)
def export(request: ConsoleRequest, version_id: int) -> HttpResponse:
    """Answer with the report of a version as a workbook."""
    row = cases.classifier_version(request.viewer, version_id)
    name = _("learned-%(number)d") % {"number": row.id}
    return spreadsheet(name, *_sheets(row))


def _sheets(row: VersionRow) -> list[Sheet]:
    lines = lines_of(row.report)
    texts = pgettext("learned", "Texts")
    classes = [
        (_("Class"), 24), (texts, 10), (_("Evenness (F1) %"), 12), (_("Of those it named, right %"), 16),
        (_("Of those there are, found %"), 16),
    ]  # fmt: skip
    sure = [(_("How sure it said it was"), 20), (texts, 10), (_("Said %"), 10), (_("Right %"), 10)]
    trust = [(_("How sure it must be %"), 16), (_("By itself %"), 12), (_("Right of these %"), 14)]
    confusion = [[one.name, *row.report["confusion"][at]] for at, one in enumerate(lines)]
    tenths = [[one["name"], one["texts"], round(one["said"], 1), round(one["right"], 1)] for one in _tenths(row.report)]
    figures = [[one.name, one.texts, *_percents(one.f1, one.precision, one.recall)] for one in lines]
    levels = [_percents(one["confidence"], one["share"], one["right"]) for one in row.report["confidences"]]
    return [
        Sheet(_("By class"), classes, figures),
        Sheet(_("Taken for what"), [(_("Class"), 24), *((one.name, 10) for one in lines)], confusion),
        Sheet(_("How sure, how right"), sure, tenths),
        Sheet(_("Confidence"), trust, levels),
        Sheet(_("Remarks"), [(_("Remark"), 80)], [[note] for note in row.report["notes"]]),
    ]


def _percents(*shares: float | None) -> list[object]:
    return [None if one is None else round(one * 100, 1) for one in shares]
