"""Personal data of wishes: who wished (name, phone: P1; door: P2; the wish itself may tell of illness or need: P3).

Held to bring what was wished; each look is recorded; taken out one year after the end. The wall holds no name.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from linli.engines.journal import public as journal
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.crypto import unseal
from linli.kernel.errors import Invalid, NotAllowed, NotFound
from linli.kernel.locks import write
from linli.programmes.wishes.models import Wish
from linli.programmes.wishes.policies import Standing

KEPT_AFTER_END = timedelta(days=365)
FIELDS = ("name", "phone", "home")
BATCH = 200


def personal(viewer: Actor, number: str, purpose: str) -> dict[str, str]:
    """Return how to reach who wished; the look is recorded. Raises: NotFound, NotAllowed, Invalid (no purpose)."""
    if not purpose.strip():
        raise Invalid(fields={"purpose": _("Please say what you need it for.")})
    with write():
        wish = Wish.objects.filter(number=number).first()
        if wish is None or not Standing(viewer, wish).sees:
            raise NotFound
        if not Standing(viewer, wish).reaches:
            raise NotAllowed
        journal.look(
            viewer=viewer, subject=f"wish:{wish.pk}", fields=FIELDS, purpose=purpose.strip()[:120], path=wish.path
        )
        return _opened(wish)


def _opened(wish: Wish) -> dict[str, str]:
    return {name: unseal(getattr(wish, name), purpose=f"wish.{name}") for name in FIELDS}


def export(account_id: int) -> list[dict[str, Any]]:
    """Return everything that wishes hold about an account, in plain words."""
    found = Wish.objects.filter(Q(account_id=account_id) | Q(helper_id=account_id) | Q(claimer_id=account_id))
    return [
        {
            "wish": one.number,
            "at": one.wished_at.isoformat(),
            "state": one.state,
            "words": one.words,
            **({**_opened(one), "text": unseal(one.text, purpose="wish.text")} if one.account_id == account_id else {}),
        }
        for one in found.order_by("id")
    ]


def erase(account_id: int) -> int:
    """Take a person out of the wishes that have ended; return how many."""
    return _forget(Wish.objects.filter(account_id=account_id, ended_at__isnull=False).values_list("pk", flat=True))


def erase_old(moment: datetime | None = None) -> int:
    """Take people out of wishes that ended a year ago; part of the tick."""
    before = (moment or clock.now()) - KEPT_AFTER_END
    old = Wish.objects.filter(ended_at__lt=before).exclude(text="").order_by("id").values_list("pk", flat=True)
    return _forget(old[:BATCH])


def _forget(wish_ids: Any) -> int:  # noqa: ANN401 (a lazy list of keys)
    gone = {"text": "", "name": "", "phone": "", "home": "", "account": None, "helper": None, "helper_name": ""}
    with write():
        return Wish.objects.filter(pk__in=list(wish_ids)).update(**gone)
