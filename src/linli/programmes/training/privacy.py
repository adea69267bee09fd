"""Personal data of training: name and phone (P1, sealed) to invite and to ask later; outcomes (P2) only by consent.

Each look is recorded. Names and phones go 8 months after the end of the course: after the last question. What they do
is kept without a name for the sums; taking the consent back erases it at once.
"""

from datetime import datetime
from typing import Any

from linli.engines.journal import public as journal
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotFound
from linli.kernel.locks import write
from linli.programmes.training import personal
from linli.programmes.training.dates import later
from linli.programmes.training.models import Outcome, Trainee
from linli.programmes.training.policies import runs

KEPT_MONTHS = 8
BATCH = 200


def personal_of(viewer: Actor, trainee_id: int, purpose: str) -> dict[str, str]:
    """Return name and phone for a stated purpose; the look is recorded. Raises: NotFound, Invalid (no purpose)."""
    if not purpose.strip():
        raise Invalid(fields={"purpose": Invalid.default})
    with write():
        row = Trainee.objects.filter(pk=trainee_id).first()
        if row is None or not runs(viewer, row.path):
            raise NotFound
        journal.look(
            viewer=viewer, subject=f"trainee:{row.pk}", fields=personal.FIELDS, purpose=purpose.strip()[:120],
            path=row.path,
        )  # fmt: skip
        return personal.opened(row)


def export(account_id: int) -> list[dict[str, Any]]:
    """Return everything training holds about an account, in plain words."""
    rows = Trainee.objects.filter(account_id=account_id).select_related("course").prefetch_related("outcomes")
    return [
        {
            "course": row.course.title, "state": row.state, "enrolled_at": row.enrolled_at.isoformat(),
            "certified_on": row.certified_on, "agreed": row.follow, **personal.opened(row),
            "outcomes": {one.months: one.state for one in row.outcomes.all()},
            "looks": [
                {"at": one.at, "by": one.actor_name, "purpose": one.purpose}
                for one in journal.looks(f"trainee:{row.pk}")
            ],
        }
        for row in rows.order_by("id")
    ]  # fmt: skip


def erase(account_id: int) -> int:
    """Take a person out of all courses; what they said they do is erased. Return how many enrolments."""
    with write():
        rows = Trainee.objects.filter(account_id=account_id)
        Outcome.objects.filter(trainee__in=rows.values("pk")).delete()
        gone = {"name": "", "phone": "", "phone_hash": None, "call_name": "", "account": None, "follow": False}
        return rows.update(**gone)


def erase_old(moment: datetime | None = None) -> int:
    """Take out names and phones 8 months after the course; part of the tick."""
    before = later(clock.local(moment).date(), -KEPT_MONTHS)
    old = Trainee.objects.filter(course__ends_on__lt=before).exclude(phone="").order_by("id")
    with write():
        keys = list(old.values_list("pk", flat=True)[:BATCH])
        return Trainee.objects.filter(pk__in=keys).update(name="", phone="", phone_hash=None)
