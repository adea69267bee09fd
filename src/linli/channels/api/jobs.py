"""Long work in the background: how far it is and what came of it."""

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, P, PathEx, Router, Schema

from linli.channels.api.bearers import bearer
from linli.channels.api.schemas import Problem
from linli.engines.journal import public as journal
from linli.engines.journal.public import JobRow

router = Router()
REFUSALS = dict.fromkeys((401, 404, 422, 429, 503), Problem)
JOB_STATES = Literal["waiting", "running", "done", "failed", "stopped"]


class JobOut(Schema):
    """One piece of long work as it stands now."""

    id: int
    kind: str
    title: str
    state: JOB_STATES
    done: int = Field(description="How much is done, of `total`.")
    total: int = Field(description="0: nobody knows yet.")
    words: str = Field(description="What it is doing now.")
    result: dict[str, Any] = Field(description="What came of it, by kind of work; empty until it has ended.")
    error: str = Field(description="Why it failed, in words.")
    created_at: datetime
    ended_at: datetime | None


def job_out(row: JobRow) -> JobOut:
    """Return a job as other systems read it."""
    return JobOut(
        id=row.id, kind=row.kind, title=row.title, state=row.state,  # type: ignore[arg-type]
        done=row.done, total=row.total, words=row.words, result=row.result, error=row.error,
        created_at=row.created_at, ended_at=row.ended_at,
    )


@router.get("/jobs/{job_id}", response={200: JobOut, **REFUSALS}, operation_id="read_job", summary="Read a job")
def read_job(
    request: HttpRequest, job_id: PathEx[int, P(ge=1, le=2**62, description="As given when the work was started.")]
) -> JobOut:
    """Read one piece of long work: of the token's own, or over an area it may see."""
    return job_out(journal.job(bearer(request), job_id))
