"""All data back to those who made them: the cases of a list as rows of a spreadsheet, without personal data."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from linli.engines.cases.figure_parts import part
from linli.engines.cases.lifecycle import Exit, State
from linli.engines.cases.lists import visible
from linli.engines.cases.models import Case
from linli.engines.cases.rows import CaseFilter
from linli.engines.cases.search import matching
from linli.kernel.actor import Actor
from linli.kernel.clock import local
from linli.kernel.text import mask_personal

CHUNK = 1000


def export_columns() -> list[str]:
    """Return the headings of an export, in its order."""
    return [
        pgettext("column", "Number"),
        pgettext("column", "State"),
        pgettext("column", "Kind"),
        pgettext("column", "Class"),
        pgettext("column", "Urgency"),
        pgettext("column", "Reported at"),
        pgettext("column", "Area"),
        pgettext("column", "Place"),
        pgettext("column", "Longitude"),
        pgettext("column", "Latitude"),
        pgettext("column", "Title"),
        pgettext("column", "Words"),
        pgettext("column", "Sent to"),
        pgettext("column", "First contact at"),
        pgettext("column", "Done at"),
        pgettext("column", "Closed at"),
        pgettext("column", "Due at"),
        pgettext("column", "Done in time"),
        pgettext("column", "Solved"),
        pgettext("column", "Rating"),
        pgettext("column", "Settled at"),
        pgettext("column", "Exit"),
        pgettext("column", "People"),
        pgettext("column", "Origin"),
        pgettext("column", "Handed back"),
        pgettext("column", "Reopened"),
    ]


def export_rows(viewer: Actor, filters: CaseFilter) -> Iterator[list[Any]]:
    """Yield a row for each case of a filter that the viewer may see, the newest first, in steady memory."""
    found = matching(visible(viewer, filters), filters.text)
    if filters.measure:
        found = found.filter(part(filters.measure))
    found = found.select_related("kind", "category", "area").order_by("-submitted_at", "-id")
    last: Case | None = None
    while True:
        chunk = list((found if last is None else _after(found, last))[:CHUNK])
        yield from (_row(case) for case in chunk)
        if len(chunk) < CHUNK:
            return
        last = chunk[-1]


def _after(found: QuerySet[Case], last: Case) -> QuerySet[Case]:
    return found.filter(submitted_at__lte=last.submitted_at).exclude(submitted_at=last.submitted_at, id__gte=last.pk)


def _row(case: Case) -> list[Any]:
    return [
        case.number,
        str(State(case.state).label),
        case.kind.name,
        case.category.name if case.category else "",
        case.urgency,
        _moment(case.submitted_at),
        case.area.name,
        case.place,
        case.longitude,
        case.latitude,
        mask_personal(case.title),
        mask_personal(case.text),
        case.assignee_name,
        _moment(case.contacted_at),
        _moment(case.handled_at),
        _moment(case.closed_at),
        _moment(case.due_at),
        _yes(case.on_time),
        _yes(case.solved),
        case.rating,
        case.settled_level,
        str(Exit(case.exit_code).label) if case.exit_code else "",
        case.people,
        case.origin,
        case.ping_pongs,
        case.reopened,
    ]


def _moment(moment: datetime | None) -> str:
    return f"{local(moment):%Y-%m-%d %H:%M}" if moment else ""


def _yes(answer: bool | None) -> str:
    return "" if answer is None else _("yes") if answer else _("no")
