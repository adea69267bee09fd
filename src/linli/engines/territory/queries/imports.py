"""Reads of imports: runs, what is in a file, what was refused."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from linli.engines.territory.imports.cells import text_of
from linli.engines.territory.imports.columns import FIELDS, KINDS, Field, missing
from linli.engines.territory.imports.files import table_of
from linli.engines.territory.models import ImportRefusal, ImportRun
from linli.engines.territory.paths import subtree
from linli.engines.territory.policies import ADMINISTRATOR, may_change
from linli.engines.territory.types import Refusal
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import NotFound
from linli.kernel.paging import Page, paginate

_SHOWN = 5
_PERCENT = 100


@dataclass(frozen=True, slots=True)
class RunRow:
    """One import as lists and its page show it."""

    id: int
    kind: str
    kind_name: str
    file_name: str
    state: str
    area_name: str
    by_name: str
    total: int
    position: int
    done: int
    refused: int
    remarks: list[str]
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    columns: dict[str, int] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def percent(self) -> int:
        """Return how far the run is."""
        return _PERCENT * self.position // self.total if self.total else 0

    @property
    def under_way(self) -> bool:
        """Say whether rows are being taken in."""
        return self.state in {ImportRun.State.WAITING, ImportRun.State.RUNNING}


@dataclass(frozen=True, slots=True)
class Preview:
    """The columns of a file, which field each is taken for, and its first rows."""

    headers: list[str]
    fields: tuple[Field, ...]
    missing: list[Field]
    rows: list[tuple[int, list[str]]]


def _row(run: ImportRun) -> RunRow:
    return RunRow(
        id=run.pk,
        kind=run.kind,
        kind_name=str(KINDS[run.kind]),
        file_name=run.file_name,
        state=run.state,
        area_name=run.area.name,
        by_name=run.started_by.name if run.started_by is not None else "",
        total=run.total,
        position=run.position,
        done=run.done,
        refused=run.refused,
        remarks=run.remarks,
        created_at=run.created_at,
        started_at=run.started_at,
        ended_at=run.ended_at,
        columns=run.columns,
        options=run.options,
    )


def import_runs(viewer: Actor, cursor: str | None = None, size: int = 20) -> Page[RunRow]:
    """Return the imports of the viewer's areas, newest first."""
    found = ImportRun.objects.select_related("area", "started_by")
    if viewer.kind is not ActorKind.SYSTEM:
        paths = viewer.paths(ADMINISTRATOR)
        if not paths:
            raise NotFound
        scope = subtree(paths[0])
        for path in paths[1:]:
            scope |= subtree(path)
        found = found.filter(scope)
    page = paginate(found, order=("-created_at", "-id"), cursor=cursor, size=size)
    return page.of([_row(run) for run in page.items])


def _seen(viewer: Actor, run_id: int) -> ImportRun:
    found = ImportRun.objects.select_related("area", "started_by").filter(pk=run_id).first()
    if found is None or not may_change(viewer, found.path):
        raise NotFound
    return found


def import_run(viewer: Actor, run_id: int) -> RunRow:
    """Return an import. Raises: NotFound."""
    return _row(_seen(viewer, run_id))


def preview(viewer: Actor, run_id: int) -> Preview:
    """Return the columns and first rows of a draft's file. Raises: NotFound, WrongState (its file is gone)."""
    run = _seen(viewer, run_id)
    table = table_of(run)
    wide = len(table.headers)
    rows = [
        (row.number, [text_of(row.cells[at]) if at < len(row.cells) else "" for at in range(wide)])
        for row in table.rows[:_SHOWN]
    ]
    return Preview(table.headers, FIELDS[run.kind], missing(run.kind, run.columns), rows)


def refusals(viewer: Actor, run_id: int, *, most: int | None = 200) -> list[Refusal]:
    """Return the rows of an import that were refused, in the file's order. Raises: NotFound."""
    return list(each_refusal(viewer, run_id, most=most))


def each_refusal(viewer: Actor, run_id: int, *, most: int | None = None) -> Iterator[Refusal]:
    """Yield the rows of an import that were refused, in the file's order. Raises: NotFound."""
    run = _seen(viewer, run_id)
    found = ImportRefusal.objects.filter(run=run).order_by("row")
    rows = found if most is None else found[:most]
    return (Refusal(one.row, one.what, one.why, dict(one.values)) for one in rows.iterator(chunk_size=1000))
