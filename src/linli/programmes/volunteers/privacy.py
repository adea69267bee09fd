"""Which personal data volunteering holds, for what, how long; how it is given out, erased and sealed anew.

- Name, phone, document, birthday, guardian (P1-P2, sealed): to register as the Volunteer Service Regulations ask
  (7, 19); until the volunteer leaves, then erased.
- Skills, times, insurance, vetting: to find a fitting, safe duty; the same time.
- Service, hours, points, stars: the record (19); kept under the number, without a name, as long as the books.
- Certificates (sealed): so that whoever holds the paper can check it; erased when the volunteer leaves.
"""

from typing import Any

from linli.engines.access import public as access
from linli.engines.journal import public as journal
from linli.engines.ledger import public as ledger
from linli.kernel import crypto
from linli.kernel.actor import Actor
from linli.kernel.errors import WrongState
from linli.kernel.locks import locked_row, write
from linli.programmes.volunteers import accounts, personal
from linli.programmes.volunteers.models import (
    Certificate,
    Membership,
    OrderTime,
    Redemption,
    Service,
    SignUp,
    Volunteer,
)
from linli.programmes.volunteers.policies import require_self_or
from linli.programmes.volunteers.verbs.certify import CONTENT, PDF, content_of
from linli.programmes.volunteers.verbs.common import note

FIELDS = (*personal.SEALED, "phone_hash", "call_name")


def export(account_id: int) -> dict[str, Any]:
    """Return everything held about the volunteer behind an account, in plain words; empty for who is none."""
    row = Volunteer.objects.filter(account_id=account_id).first()
    if row is None:
        return {}
    services = Service.objects.filter(volunteer=row).select_related("activity").order_by("starts")
    return {
        "volunteer": {
            "number": row.number, "state": row.state, "call_name": row.call_name,
            **{name: personal.opened(row, name) for name in personal.SEALED}, "skills": row.skills,
            "interests": row.interests, "windows": row.windows, "insured_until": row.insured_until,
            "vetted_until": row.vetted_until, "thanks": row.thanks,
        },
        "services": [
            {"title": one.activity.title, "starts": one.starts, "ends": one.ends, "minutes": one.minutes,
             "state": one.state, "how": one.how, "reason": one.reason}
            for one in services
        ],
        "orders": list(OrderTime.objects.filter(volunteer=row).order_by("starts").values("about", "starts", "ends")),
        "redeemed": list(
            Redemption.objects.filter(volunteer=row).values("item__name", "price", "state", "reserved_at")
        ),
        "certificates": [content_of(one) for one in Certificate.objects.filter(volunteer=row).order_by("id")],
        "looks": [
            {"at": one.at, "by": one.actor_name, "purpose": one.purpose}
            for one in journal.looks(f"volunteer:{row.pk}")
        ],
        "ledger": ledger.export([accounts.owner_of(row.pk)]),
    }


def erase(*, volunteer_id: int, by: Actor) -> Volunteer:
    """Take everything personal off a volunteer who leaves; hours stay in the books under the number.

    Raises: NotFound, WrongState (still checked in, or something lies aside).
    """
    with write():
        row = locked_row(Volunteer, volunteer_id)
        require_self_or(by, row)
        running = Service.objects.filter(volunteer=row, state__in=["running", "ended"]).exists()
        if running or Redemption.objects.filter(volunteer=row, state="reserved").exists():
            raise WrongState
        coming = SignUp.objects.filter(volunteer=row, activity__ends__gt=row.created_at).exclude(state="withdrawn")
        if coming.filter(activity__services=None).exists():
            raise WrongState
        for name in FIELDS:
            setattr(row, name, "")
        row.identity_hash, row.account, row.thanks = None, None, False
        row.skills, row.interests, row.windows = [], [], []
        row.state = Volunteer.State.LEFT
        row.save()
        Membership.objects.filter(volunteer=row, until=None).delete()
        Certificate.objects.filter(volunteer=row).update(content="", pdf="")
        note("erased", row, by)
    return row


def erase_own(account_id: int) -> int:
    """Take everything personal off the volunteer behind an account, unless service or a reward is still open."""
    found = Volunteer.objects.filter(account_id=account_id).values_list("pk", flat=True).first()
    if found is None:
        return 0
    try:
        erase(volunteer_id=found, by=access.actor_of(account_id))
    except WrongState:
        return 0
    return 1


def reseal() -> int:
    """Put every sealed field under the present key; return how many rows changed. Safe to run again."""
    changed = 0
    for row in Volunteer.objects.order_by("id").iterator(500):
        stale = [name for name in personal.SEALED if not crypto.is_present(getattr(row, name))]
        values = {name: crypto.reseal(getattr(row, name), f"volunteer.{name}") for name in stale}
        changed += Volunteer.objects.filter(pk=row.pk).update(**values) if values else 0
    for one in Certificate.objects.order_by("id").iterator(100):
        stale_ones = {"content": CONTENT, "pdf": PDF}
        fresh = {
            name: crypto.reseal(getattr(one, name), purpose) for name, purpose in stale_ones.items()
            if not crypto.is_present(getattr(one, name))
        }
        changed += Certificate.objects.filter(pk=one.pk).update(**fresh) if fresh else 0
    return changed
