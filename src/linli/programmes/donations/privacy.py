"""Personal data of gifts: the giver's name and phone (P1), held to thank and to arrange; each look is recorded.

The phone goes one year after the end; the name stays as long as the certificate can be checked, unless erased.
"""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from linli.engines.journal import public as journal
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.crypto import unseal
from linli.kernel.errors import Invalid, NotAllowed, NotFound
from linli.kernel.locks import write
from linli.programmes.donations.models import Donation
from linli.programmes.donations.policies import Standing

KEPT_AFTER_END = timedelta(days=365)
FIELDS = ("name", "phone")
BATCH = 200


def personal(viewer: Actor, number: str, purpose: str) -> dict[str, str]:
    """Return how to reach the giver; the look is recorded. Raises: NotFound, NotAllowed, Invalid (no purpose)."""
    if not purpose.strip():
        raise Invalid(fields={"purpose": _("Please say what you need it for.")})
    with write():
        found = Donation.objects.filter(number=number).first()
        if found is None or not Standing(viewer, found).sees:
            raise NotFound
        if not Standing(viewer, found).community:
            raise NotAllowed
        journal.look(
            viewer=viewer, subject=f"donation:{found.pk}", fields=FIELDS, purpose=purpose.strip()[:120], path=found.path
        )
        return _opened(found)


def _opened(found: Donation) -> dict[str, str]:
    return {name: unseal(getattr(found, name), purpose=f"donation.{name}") for name in FIELDS}


def export(account_id: int) -> list[dict[str, Any]]:
    """Return everything that gifts hold about an account, in plain words."""
    return [
        {"gift": one.number, "at": one.offered_at.isoformat(), "state": one.state, "what": one.what, **_opened(one)}
        for one in Donation.objects.filter(account_id=account_id).order_by("id")
    ]


def erase(account_id: int) -> int:
    """Take a person out of the gifts that have ended; return how many. The certificates can no longer be checked."""
    gone = {"name": "", "phone": "", "shown": "", "account": None}
    with write():
        return Donation.objects.filter(account_id=account_id, ended_at__isnull=False).update(**gone)


def erase_old(moment: datetime | None = None) -> int:
    """Take out the phones of gifts that ended a year ago; part of the tick."""
    before = (moment or clock.now()) - KEPT_AFTER_END
    old = Donation.objects.filter(ended_at__lt=before).exclude(phone="").order_by("id").values_list("pk", flat=True)
    with write():
        return Donation.objects.filter(pk__in=list(old[:BATCH])).update(phone="")
