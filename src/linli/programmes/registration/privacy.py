"""Personal data of members: name and phone (P1), kept with consent to agree on duties; the community reads them, each
look is recorded; taken out one year after the end. The own unit reads the name only where the member agreed to it.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from linli.engines.journal import public as journal
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.crypto import unseal
from linli.kernel.errors import Invalid, NotAllowed
from linli.kernel.locks import write
from linli.programmes.registration.models import Kind, Registration, State
from linli.programmes.registration.policies import is_own, locked, runs

if TYPE_CHECKING:
    from django.db.models import QuerySet

KEPT_AFTER_END = timedelta(days=365)
FIELDS = ("name", "phone")
BATCH = 200


def opened(row: Registration) -> dict[str, str]:
    """Return name and phone of a member in plain words."""
    return {name: unseal(getattr(row, name), purpose=f"registration.{name}") for name in FIELDS}


def personal(viewer: Actor, registration_id: int, purpose: str) -> dict[str, str]:
    """Return how to reach a member; the look is recorded. Raises: NotFound, NotAllowed, Invalid (no purpose)."""
    if not purpose.strip():
        raise Invalid(fields={"purpose": _("Please say what you need it for.")})
    with write():
        row = locked(viewer, registration_id)
        if row.kind != Kind.MEMBER or not (runs(viewer, row.path) or is_own(viewer, row)):
            raise NotAllowed
        subject = f"registration:{row.pk}"
        journal.look(viewer=viewer, subject=subject, fields=FIELDS, purpose=purpose.strip()[:120], path=row.path)
        return opened(row)


def export(account_id: int) -> list[dict[str, Any]]:
    """Return everything that registrations hold about an account, in plain words."""
    return [
        {
            "community": row.area.name,
            "since": row.registered_at.isoformat(),
            "state": row.state,
            **opened(row),
            "duties": [
                {"duty": one.duty.title, "progress": one.progress, "note": one.note}
                for one in row.undertakings.select_related("duty").order_by("pk")
            ],
            "reports": [{"year": one.year, "text": one.text} for one in row.reports.order_by("year")],
        }
        for row in Registration.objects.filter(account_id=account_id).select_related("area").order_by("pk")
    ]


def erase(account_id: int) -> int:
    """Take a person out of the registrations that have ended; return how many."""
    return _forget(Registration.objects.filter(account_id=account_id, state=State.ENDED))


def erase_old(moment: datetime | None = None) -> int:
    """Take people out of registrations that ended a year ago; part of the tick."""
    before = (moment or clock.now()) - KEPT_AFTER_END
    return _forget(Registration.objects.filter(ended_at__lt=before, kind=Kind.MEMBER).exclude(name=""))


def _forget(rows: "QuerySet[Registration]") -> int:
    keys = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
    with write():
        return Registration.objects.filter(pk__in=keys).update(name="", phone="", account=None)
