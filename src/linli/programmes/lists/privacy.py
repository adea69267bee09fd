"""Personal data of needs: who asked (name, phone: P1), what was said (it may tell of illness: P3); who gives (P1).

Held to meet the need; each look is recorded; taken out one year after the end. Public lists hold no name of an asker.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from linli.engines.journal import public as journal
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.crypto import unseal
from linli.kernel.errors import Invalid, NotAllowed, NotFound
from linli.kernel.locks import write
from linli.programmes.lists.models import Need, Resource
from linli.programmes.lists.policies import runs, sees

KEPT_AFTER_END = timedelta(days=365)
BATCH = 200


def personal(viewer: Actor, number: str, purpose: str) -> dict[str, str]:
    """Return how to reach who asked; the look is recorded. Raises: NotFound, NotAllowed, Invalid (no purpose)."""
    if not purpose.strip():
        raise Invalid(fields={"purpose": _("Please say what you need it for.")})
    with write():
        need = Need.objects.filter(number=number).first()
        if need is None or not sees(viewer, need):
            raise NotFound
        if not runs(viewer, need.path):
            raise NotAllowed
        journal.look(
            viewer=viewer, subject=f"need:{need.pk}", fields=("name", "phone"), purpose=purpose.strip()[:120],
            path=need.path,
        )
        return _opened(need)


def _opened(need: Need) -> dict[str, str]:
    return {name: unseal(getattr(need, name), purpose=f"need.{name}") for name in ("name", "phone")}


def export(account_id: int) -> list[dict[str, Any]]:
    """Return everything that the lists hold about an account, in plain words."""
    needs = Need.objects.filter(Q(account_id=account_id) | Q(helper_id=account_id)).order_by("id")
    found: list[dict[str, Any]] = [
        {
            "need": one.number, "at": one.said_at.isoformat(), "state": one.state, "words": one.words,
            **({**_opened(one), "text": unseal(one.text, purpose="need.text")} if one.account_id == account_id else {}),
        }
        for one in needs
    ]
    return found + [
        {"resource": one.number, "words": one.words, "phone": unseal(one.phone, purpose="resource.phone")}
        for one in Resource.objects.filter(account_id=account_id).order_by("id")
    ]


def erase(account_id: int) -> int:
    """Take a person out of the needs that have ended; return how many."""
    return _forget(Need.objects.filter(account_id=account_id, ended_at__isnull=False))


def erase_old(moment: datetime | None = None) -> int:
    """Take people out of needs that ended a year ago; part of the tick."""
    before = (moment or clock.now()) - KEPT_AFTER_END
    return _forget(Need.objects.filter(ended_at__lt=before).exclude(text="").order_by("id")[:BATCH])


def _forget(found: "QuerySet[Need]") -> int:
    gone = {"text": "", "name": "", "phone": "", "account": None, "helper": None}
    with write():
        return Need.objects.filter(pk__in=list(found.values_list("pk", flat=True))).update(**gone)
