"""Cases as marks on the sketch map."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from linli.channels.ui.clockwords import clock_words
from linli.engines.cases.public import CaseDetail, CaseRow


def mark_of(row: CaseRow | CaseDetail) -> dict[str, Any]:
    """Return the mark of a case, coloured and shaped by its clock; without a point it lies on the name of its area."""
    return {
        "id": row.number,
        "title": row.title,
        "longitude": row.longitude,
        "latitude": row.latitude,
        "area": row.area_id,
        "tone": clock_words(row).tone,
        "people": row.people,
        "href": reverse("console:case", args=[row.number]),
    }


def marks_of(rows: Iterable[CaseRow]) -> list[dict[str, Any]]:
    """Return a mark for each case."""
    return [mark_of(row) for row in rows]
