"""Long work: started and stopped by a person, taken by one process, ended once."""

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from linli.engines.journal.chain import plain
from linli.engines.journal.jobs import RunningJob, is_registered, work_of
from linli.engines.journal.models import Job
from linli.engines.journal.models.job import ATTEMPTS, actor_data, actor_from
from linli.engines.journal.policies import may_stop_job, sees_job
from linli.engines.journal.queries import job_row
from linli.engines.journal.types import JobRow
from linli.engines.journal.verbs.record import record
from linli.kernel.actor import SYSTEM, Actor
from linli.kernel.clock import now
from linli.kernel.errors import Invalid, LinliError, NotAllowed, NotFound, WrongState
from linli.kernel.locks import locked_one, write

log = structlog.get_logger(__name__)
JOB_LEASE = timedelta(seconds=45)          # a process not heard of for so long is taken for dead
STOP_PATIENCE = timedelta(minutes=2)   # work that does not listen is broken off after so long
State = Job.State
ENDED = {"lease": "", "beat_at": None}


def start_job(*, kind: str, path: str, payload: Mapping[str, Any], by: Actor, title: str) -> JobRow:
    """Let long work be done in the background over an area. The caller has checked that `by` may.

    The payload is kept as it is: JSON without personal data in plain words; large things go into a file or a table.
    Raises: Invalid when nobody does this kind of work.
    """
    if not is_registered(kind):
        raise Invalid(_("There is no such work."), code="job_kind")
    with write():
        row = Job.objects.create(
            kind=kind, path=path, title=title[:120], payload=plain(payload), account_id=by.account_id,
            started_by=by.name[:80], actor=actor_data(by), created_at=now(),
        )
        record(kind="job.started", stream=_stream(row), by=by, path=path, data={"kind": kind, "title": row.title})
    return job_row(row)


def stop_job(job_id: int, *, by: Actor) -> JobRow:
    """Ask a job to stop: one that waits ends now, one that runs ends soon and keeps the best it has.

    Raises: NotFound, NotAllowed, WrongState when it has ended.
    """
    with write():
        row = locked_one(Job.objects.filter(pk=job_id))
        if not sees_job(by, row):
            raise NotFound
        if not may_stop_job(by, row):
            raise NotAllowed
        if row.state not in {State.WAITING, State.RUNNING}:
            raise WrongState
        row.stop_asked_at = row.stop_asked_at or now()
        if row.state == State.WAITING:
            row.state, row.ended_at = State.STOPPED, now()
        row.save(update_fields=["stop_asked_at", "state", "ended_at"])
        record(kind="job.stop_asked", stream=_stream(row), by=by, path=row.path, data={"state": row.state})
    return job_row(row)


def claim_job(job_id: int | None = None) -> tuple[int, str] | None:
    """Take the next job that waits (or the one asked for) for a process; return its id and lease.

    Jobs whose process is not heard of any more are given back first: to be run once more, or failed.
    """
    if not transaction.get_connection().in_atomic_block and not _open(job_id).exists():
        return None      # costs no write lock while there is nothing to do
    give_up_lost()
    waiting = _open(job_id).filter(state=State.WAITING).order_by("id").values_list("pk", flat=True)
    for key in list(waiting[:5]):
        lease, moment = uuid.uuid4().hex, now()
        taken = {"state": State.RUNNING, "lease": lease, "beat_at": moment, "attempts": F("attempts") + 1}
        with write():
            had = Job.objects.filter(pk=key, state=State.WAITING).update(**taken, began_at=moment, done=0, words="")
        if had:
            return key, lease
    return None


def _open(job_id: int | None) -> QuerySet[Job]:
    rows = Job.objects.filter(state__in=[State.WAITING, State.RUNNING])
    return rows if job_id is None else rows.filter(pk=job_id)


def give_up_lost() -> int:
    """Give back the jobs whose process has not been heard of for 45 seconds; return how many."""
    moment = now()
    # a beat from the future was written before the clock was set back
    silent = Q(beat_at__lt=moment - JOB_LEASE) | Q(beat_at__gt=moment + JOB_LEASE)
    rows = Job.objects.filter(silent, state=State.RUNNING).values_list("pk", "lease")
    return sum(job_was_lost(key, lease) for key, lease in list(rows))


def job_was_lost(job_id: int, lease: str, how: str = "") -> bool:
    """Give back a job whose process ended before the work was done: it is run once more, then it has failed."""
    with write():
        row = Job.objects.filter(pk=job_id, state=State.RUNNING, lease=lease).first()
        if row is None:
            return False
        if row.stop_asked_at is not None:
            return _end(row, State.STOPPED)
        if row.attempts < ATTEMPTS:
            log.warning("job_lost", job=job_id, kind=row.kind, how=how)
            return bool(Job.objects.filter(pk=job_id, lease=lease).update(state=State.WAITING, **ENDED))
        words = _("Its process ended by itself twice. Perhaps the computer has too little memory for it.")
        return _end(row, State.FAILED, error=f"{words} {how}".strip())


def give_back_job(job_id: int, lease: str) -> None:
    """Let a job wait again, as if it had not been begun: its worker was told to stop."""
    with write():
        mine = Job.objects.filter(pk=job_id, state=State.RUNNING, lease=lease)
        mine.update(state=State.WAITING, attempts=F("attempts") - 1, **ENDED)


def beat(job_id: int, lease: str) -> bool:
    """Say that the job's process is alive; return False when it is to end at once.

    That is so when the job is not its own any more, or when it was asked to stop and does not listen.
    """
    with write():
        if not Job.objects.filter(pk=job_id, lease=lease).update(beat_at=now()):
            return False
    asked = Job.objects.filter(pk=job_id).values_list("stop_asked_at", flat=True).first()
    return asked is None or now() - asked < STOP_PATIENCE


def run_job(job_id: int, lease: str = "") -> JobRow:
    """Do a job's work in this process and keep what comes of it; an error becomes words, and is logged.

    Raises: NotFound, WrongState when the job does not wait or its lease is another's.
    """
    if not lease:
        claimed = claim_job(job_id)
        if claimed is None:
            raise WrongState if Job.objects.filter(pk=job_id).exists() else NotFound
        lease = claimed[1]
    row = Job.objects.filter(pk=job_id, lease=lease, state=State.RUNNING).first()
    if row is None:
        raise WrongState
    job = RunningJob(row.pk, row.kind, row.path, row.payload, actor_from(row.actor), lease)
    try:
        result = plain(work_of(row.kind)(job) or {})
    except Exception as error:
        _keep(job, State.FAILED, error=_words(error))
        if not isinstance(error, LinliError):
            log.exception("job_failed", job=job_id, kind=row.kind)
    else:
        _keep(job, State.STOPPED if job.stopped else State.DONE, result=result)
    return job_row(Job.objects.get(pk=job_id))


def _words(error: Exception) -> str:
    if isinstance(error, LinliError):
        return "\n".join([str(error.message), *(str(words) for words in error.fields.values())])
    words = _("This could not be finished; the fault is in the software.")
    return f"{words} ({type(error).__name__}: {error})"[:2000]


def _keep(job: RunningJob, state: str, **values: Any) -> None:
    with write():
        row = Job.objects.filter(pk=job.id, lease=job.lease, state=State.RUNNING).first()
        if row is not None:
            _end(row, state, **values)


def _end(row: Job, state: str, **values: Any) -> bool:
    """End a job once; the lease decides whose end counts."""
    if state == State.DONE and row.total:
        values["done"] = row.total
    mine = Job.objects.filter(pk=row.pk, lease=row.lease, state=State.RUNNING)
    if not mine.update(state=state, ended_at=now(), **values, **ENDED):
        return False
    record(kind="job.ended", stream=_stream(row), by=SYSTEM, path=row.path, data={"kind": row.kind, "state": state})
    return True


def _stream(row: Job) -> str:
    return f"job:{row.pk}"
