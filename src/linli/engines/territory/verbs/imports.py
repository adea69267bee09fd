"""Bringing a file in: draft, dry run, then row by row in the background, to be stopped and gone on with."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.engines.journal import public as journal
from linli.engines.territory.imports.areas import widest_first
from linli.engines.territory.imports.columns import KINDS, known_names, match, missing
from linli.engines.territory.imports.context import Context
from linli.engines.territory.imports.files import digest_of, forget_file, table_of
from linli.engines.territory.imports.tables import Row, read_table
from linli.engines.territory.imports.work import Taken, Taker
from linli.engines.territory.models import Area, ImportFile, ImportRefusal, ImportRun
from linli.engines.territory.policies import require_change
from linli.engines.territory.queries.coverage import coverage
from linli.engines.territory.types import ImportReport
from linli.engines.territory.versions import forget
from linli.kernel import clock
from linli.kernel.actor import Actor, ActorKind, Grant
from linli.kernel.errors import Invalid, NotFound, WrongState
from linli.kernel.locks import locked_one, write

RECEIVER = "territory.import"
AT_ONCE = 200  # rows; more go in the background
TRIED = 500  # rows of a dry run
_PIECE = 200  # rows between two looks at the clock
_SECONDS = 0.5  # that one turn of the worker writes; others wait no longer than this
_MOST_REMARKS = 50
_OPEN = (ImportRun.State.WAITING, ImportRun.State.RUNNING)


def bring_file(
    *, kind: str, file_name: str, content: bytes, area_id: int, by: Actor, options: Mapping[str, Any] | None = None
) -> ImportRun:
    """Read a file and match its columns; nothing is taken in yet.

    Options: `source` (wgs84, gcj02, bd09), `valid_from` (ISO date), `level` (of areas that tell none).

    Raises: NotAllowed, NotFound, Invalid (what is wrong with the file as a whole).
    """
    if kind not in KINDS:
        raise NotFound
    if len(content) > settings.UPLOAD_LIMIT_BYTES:
        raise Invalid(_("The file is larger than 20 MB. Please cut it in parts."), code="too_large")
    with write():
        area = locked_one(Area.objects.filter(pk=area_id, valid_to__isnull=True))
        require_change(by, area.path)
        table = read_table(content, known_names(kind))
        if not table.rows:
            raise Invalid(_("The file has names of columns, but no rows."), code="empty_file")
        run = ImportRun.objects.create(
            kind=kind,
            file_name=file_name.replace("\x00", "")[-160:],
            area=area,
            path=area.path,
            columns=match(kind, table.headers),
            options={**_options(options or {}), "digest": digest_of(content)},
            started_by_id=by.account_id,
            total=len(table.rows),
            created_at=clock.now(),
        )
        ImportFile.objects.create(run=run, content=content)
        journal.record(
            kind="import.brought",
            stream=f"import:{run.pk}",
            by=by,
            path=area.path,
            data={"kind": kind, "rows": run.total},
            first=True,
        )
        return run


def _options(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options that count, checked. Raises: Invalid."""
    source, level = str(given.get("source") or "wgs84"), str(given.get("level") or "")
    if source not in {"wgs84", "gcj02", "bd09"}:
        raise Invalid(fields={"source": _("The coordinate system must be wgs84, gcj02 or bd09.")})
    if level and level not in Area.Kind.values:
        raise Invalid(fields={"level": _("This level is not known. Use county, street, community or grid.")})
    day = given.get("valid_from") or None
    try:
        kept = date.fromisoformat(str(day)).isoformat() if day else None
    except ValueError as error:
        raise Invalid(fields={"valid_from": _("Please write the day like 2026-11-21.")}) from error
    return {"source": source, "level": level, "valid_from": kept}


def _own(run_id: int, by: Actor) -> ImportRun:
    """Lock a run that the actor may change. Raises: NotFound, NotAllowed."""
    run = locked_one(ImportRun.objects.filter(pk=run_id))
    require_change(by, run.path)
    return run


def match_columns(
    run_id: int, *, columns: Mapping[str, int], options: Mapping[str, Any] | None = None, by: Actor
) -> ImportRun:
    """Say which column is which field. Raises: NotAllowed, NotFound, WrongState (begun), Invalid."""
    with write():
        run = _own(run_id, by)
        if run.state != ImportRun.State.DRAFT:
            raise WrongState(_("This import has begun; its columns can no longer change."))
        table = table_of(run)
        known = {field for field, at in columns.items() if 0 <= at < len(table.headers)}
        run.columns = {field: columns[field] for field in known}
        if options is not None:
            run.options = {**run.options, **_options(options)}
        run.save(update_fields=["columns", "options"])
        return run


def try_run(run_id: int, *, by: Actor, most: int = TRIED) -> ImportReport:
    """Take the first rows in and everything back again: what would go in, what would be refused.

    Raises: NotAllowed, NotFound, WrongState (begun), Invalid (a needed column is missing).
    """
    with write():
        run = _own(run_id, by)
        _refuse_without_columns(run)
        if run.state != ImportRun.State.DRAFT:
            raise WrongState(_("This import has begun already."))
        mark = transaction.savepoint()
        try:
            taken = _taker(run, by).take(_rows(run)[:most])
            remarks = _remarks(run)
        finally:
            transaction.savepoint_rollback(mark)
            forget()
        return ImportReport(taken.done, taken.refused, remarks)


def _refuse_without_columns(run: ImportRun) -> None:
    lacking = missing(run.kind, run.columns)
    if lacking:
        names = ", ".join(str(one.label) for one in lacking)
        raise Invalid(_("No column was found for: %(names)s.") % {"names": names}, code="no_column")


def begin_run(run_id: int, *, by: Actor) -> ImportRun:
    """Take a file in, from where it stands: small ones at once, larger ones in the background.

    The rows are taken in with the rights the actor has now. Raises: NotAllowed, NotFound, WrongState, Invalid.
    """
    with write():
        run = _own(run_id, by)
        _refuse_without_columns(run)
        if run.state not in {ImportRun.State.DRAFT, ImportRun.State.STOPPED}:
            raise WrongState(_("This import is under way or done already."))
        run.state = ImportRun.State.WAITING
        run.actor = {**_kept(by), "begun": run.actor.get("begun", 0) + 1}
        run.started_at = run.started_at or clock.now()
        run.save(update_fields=["state", "actor", "started_at"])
        journal.record(
            kind="import.begun",
            stream=f"import:{run.pk}",
            by=by,
            path=run.path,
            data={"kind": run.kind, "rows": run.total, "from": run.position},
        )
        if run.total - run.position <= AT_ONCE:
            while run.state in _OPEN:
                _turn(run)
        else:
            _owe(run)
        return run


def _owe(run: ImportRun) -> None:
    """Owe the next turn to the worker."""
    turn = f"{run.pk}:{run.actor['begun']}:{run.position}"
    journal.enqueue(RECEIVER, payload={"run": run.pk, "begun": run.actor["begun"]}, key=f"{RECEIVER}:{turn}")


def work_run(_event: object, payload: Mapping[str, Any]) -> None:
    """Do one turn of a run (receiver of the outbox: in the transaction that marks the work as done)."""
    with write():
        run = ImportRun.objects.filter(pk=payload["run"], state__in=_OPEN).first()
        if run is None:
            return
        run = locked_one(ImportRun.objects.filter(pk=run.pk))
        if run.state in _OPEN and run.actor["begun"] == payload["begun"]:
            _turn(run)
            if run.state in _OPEN:
                _owe(run)


def _turn(run: ImportRun) -> None:
    """Take rows in for half a second; what was done and how far it got is one transaction."""
    rows = _rows(run)
    taker = _taker(run, _actor(run.actor))
    began = monotonic()
    run.state = ImportRun.State.RUNNING
    while run.position < run.total:
        piece = rows[run.position : run.position + _PIECE]
        _keep(run, taker.take(piece), len(piece))
        if monotonic() - began > _SECONDS:
            break
    if run.position >= run.total:
        _finish(run)
    run.save(update_fields=["state", "position", "done", "refused", "remarks", "ended_at"])


def _keep(run: ImportRun, taken: Taken, looked_at: int) -> None:
    run.position += looked_at
    run.done += taken.done
    run.refused += len(taken.refused)
    ImportRefusal.objects.bulk_create(
        [
            ImportRefusal(
                run=run,
                row=one.row,
                what=one.what[:200],
                why=one.why[:400],
                values=[list(pair) for pair in one.values.items()],
            )
            for one in taken.refused
        ]
    )


def _finish(run: ImportRun) -> None:
    run.state = ImportRun.State.DONE
    run.ended_at = clock.now()
    run.remarks = _remarks(run)
    ImportFile.objects.filter(run=run).delete()
    forget_file(run)
    journal.record(
        kind="import.done",
        stream=f"import:{run.pk}",
        by=_actor(run.actor),
        path=run.path,
        data={"done": run.done, "refused": run.refused},
    )


def _remarks(run: ImportRun) -> list[str]:
    """Return overlaps and gaps left by areas, in words."""
    if run.kind != "areas":
        return []
    return [fault.words() for fault in coverage(run.path)[:_MOST_REMARKS]]


def stop_run(run_id: int, *, by: Actor) -> ImportRun:
    """Stop a run after the rows it is taking in just now; it can go on later.

    Raises: NotAllowed, NotFound, WrongState (not under way).
    """
    with write():
        run = _own(run_id, by)
        if run.state not in _OPEN:
            raise WrongState(_("This import is not under way."))
        run.state = ImportRun.State.STOPPED
        run.save(update_fields=["state"])
        journal.record(
            kind="import.stopped",
            stream=f"import:{run.pk}",
            by=by,
            path=run.path,
            data={"position": run.position, "rows": run.total},
        )
        return run


def remove_run(run_id: int, *, by: Actor) -> None:
    """Remove a draft, or the report of a run with its refused rows. What was taken in stays.

    Raises: NotAllowed, NotFound, WrongState (under way).
    """
    with write():
        run = _own(run_id, by)
        if run.state in _OPEN:
            raise WrongState(_("This import is under way. Please stop it first."))
        journal.record(
            kind="import.removed",
            stream=f"import:{run.pk}",
            by=by,
            path=run.path,
            data={"done": run.done, "refused": run.refused},
        )
        forget_file(run)
        run.delete()


def _rows(run: ImportRun) -> Sequence[Row]:
    rows = table_of(run).rows
    return widest_first(rows, run.columns, run.options["level"]) if run.kind == "areas" else rows


def _taker(run: ImportRun, by: Actor) -> Taker:
    day = run.options.get("valid_from")
    context = Context(
        path=run.path,
        by=by,
        source=run.options["source"],
        valid_from=date.fromisoformat(day) if day else None,
        level=run.options["level"],
        origin=run.file_name[:120],
    )
    return Taker(run.kind, run.columns, table_of(run).headers, context)


def _kept(by: Actor) -> dict[str, Any]:
    """Return an actor as it is kept with a run."""
    return {
        "kind": str(by.kind),
        "name": by.name,
        "account_id": by.account_id,
        "grants": [asdict(one) for one in by.grants],
    }


def _actor(kept: Mapping[str, Any]) -> Actor:
    return Actor(
        kind=ActorKind(kept["kind"]),
        name=kept["name"],
        account_id=kept["account_id"],
        grants=tuple(Grant(**grant) for grant in kept["grants"]),
    )
