"""Personal data of cases: what is held, why and how long; each look is logged; how it is given out, erased and sealed
anew.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.engines.cases import search
from linli.engines.cases.followings import SEALED, hash_of_phone, opened
from linli.engines.cases.lifecycle import ENDED
from linli.engines.cases.models import Agreement, CallBack, Case, Following
from linli.engines.cases.policies import Standing, sees_personal
from linli.engines.journal import public as journal
from linli.kernel import clock, crypto
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotAllowed, NotFound
from linli.kernel.locks import locked, write
from linli.kernel.text import mask_personal

KEPT_AFTER_END = timedelta(days=3 * 365)
_PERSONAL = ("name", "phone", "email", "home")


@dataclass(frozen=True, slots=True)
class Held:
    """One kind of personal data: its class (P1 contact, P2 exact home, P3 sensitive), purpose and time."""

    field: str
    privacy_class: str
    purpose: str | Promise
    kept: str | Promise


HELD: tuple[Held, ...] = (
    Held(
        "following.name",
        "P1",
        gettext_lazy("To address the resident"),
        gettext_lazy("Three years after the case ended"),
    ),
    Held(
        "following.phone",
        "P1",
        gettext_lazy("To call the resident back"),
        gettext_lazy("Three years after the case ended"),
    ),
    Held(
        "following.email",
        "P1",
        gettext_lazy("To write to the resident"),
        gettext_lazy("Three years after the case ended"),
    ),
    Held(
        "following.home",
        "P2",
        gettext_lazy("To find the home where the work is"),
        gettext_lazy("Three years after the case ended"),
    ),
    Held("case.text", "P3", gettext_lazy("To know what is asked for"), gettext_lazy("As long as the case")),
    Held("agreement.text", "P3", gettext_lazy("The record of a mediation"), gettext_lazy("As long as the case")),
)


@dataclass(frozen=True, slots=True)
class Personal:
    """Who asked, as far as they said."""

    name: str
    phone: str
    email: str
    home: str
    helper_name: str
    helper_account_id: int | None
    agreement: str = ""


def personal(viewer: Actor, case_id: int, purpose: str) -> Personal:
    """Return who asked, for a stated purpose; the look is written down and the resident can see it.

    Raises: NotFound (the case is not the viewer's to know), NotAllowed, Invalid (no purpose).
    """
    why = purpose.strip()
    if not why:
        raise Invalid(fields={"purpose": _("Please say what you need it for.")})
    with write():
        case = Case.objects.select_related("kind").filter(pk=case_id).first()
        standing = Standing(viewer, case) if case is not None else None
        if case is None or standing is None or not standing.sees:
            raise NotFound
        if not sees_personal(standing):
            raise NotAllowed
        following = Following.objects.filter(case=case).order_by("-reporter", "id").first()
        agreement = Agreement.objects.filter(case=case).first() if case.kind.needs_agreement else None
        fields = [*_PERSONAL, "agreement"] if agreement else list(_PERSONAL)
        journal.look(viewer=viewer, subject=f"case:{case_id}", fields=fields, purpose=why[:120], path=case.path)
        return _opened(following, crypto.unseal(agreement.text, purpose="agreement.text") if agreement else "")


def _opened(following: Following | None, agreement: str) -> Personal:
    if following is None:
        return Personal("", "", "", "", "", None, agreement)
    values = {name: opened(name, getattr(following, name)) for name in _PERSONAL}
    return Personal(
        **values, helper_name=following.helper_name, helper_account_id=following.helper_id, agreement=agreement
    )


def _of(account_id: int | None, phone: str) -> Q:
    wanted = Q(pk__in=[])
    if account_id is not None:
        wanted |= Q(account_id=account_id)
    if hashed := hash_of_phone(phone):
        wanted |= Q(phone_hash=hashed)
    return wanted


def export(*, account_id: int | None = None, phone: str = "") -> list[dict[str, Any]]:
    """Return everything held about one person, who is known by account or phone, in plain words."""
    found = Following.objects.filter(_of(account_id, phone)).select_related("case").order_by("id")
    return [
        {
            "case": following.case.number,
            "reported": following.author,
            "at": following.at.isoformat(),
            **{name: opened(name, getattr(following, name)) for name in _PERSONAL},
            "reported_by": following.helper_name,
            "text": following.case.text if following.author else "",
            "answers": list(CallBack.objects.filter(case=following.case).values_list("words", flat=True))
            if following.reporter
            else [],
        }
        for following in found
    ]


def erase(*, account_id: int | None = None, phone: str = "") -> int:
    """Erase names, phones and homes of one person from cases that have ended; open ones still need them.

    The matter itself stays, as the office must be able to show what it did (Personal Information Protection Law,
    articles 13 and 47); in its words and in the answers, what names the person is starred out. Return how many.
    """
    with write():
        found = locked(Following.objects.filter(_of(account_id, phone), case__state__in=ENDED))
        return _blank(found)


def export_own(account_id: int) -> list[dict[str, Any]]:
    """Return everything held about the person behind an account."""
    return export(account_id=account_id)


def erase_own(account_id: int) -> int:
    """Erase the person behind an account from cases that have ended."""
    return erase(account_id=account_id)


def erase_old(_moment: datetime | None = None) -> int:
    """Erase the personal data of cases that ended long ago; part of the tick."""
    before = clock.now() - KEPT_AFTER_END
    with write():
        old = Following.objects.filter(case__state__in=ENDED, case__last_at__lt=before).exclude(
            name="", phone="", email="", home=""
        )
        return _blank(
            locked(Following.objects.filter(pk__in=list(old.order_by("id").values_list("id", flat=True)[:200])))
        )


def _blank(found: Iterable[Following]) -> int:
    count = 0
    for following in found:
        if following.author:
            _star_out(following)
        following.name = following.phone = following.email = following.home = following.phone_hash = ""
        following.account = None
        following.save(update_fields=[*_PERSONAL, "phone_hash", "account"])
        count += 1
    return count


def _star_out(following: Following) -> None:
    """Star out, in the words a case keeps, the name and home of who wrote them, and all numbers and addresses."""
    case = following.case
    named = [opened(name, getattr(following, name)).strip() for name in ("name", "home")]
    case.text, case.title = _starred(case.text, named), _starred(case.title, named)
    case.public_text = _starred(case.public_text, named)
    case.save(update_fields=["text", "title", "public_text"])
    search.index(case)
    for answer in CallBack.objects.filter(case=case).exclude(words=""):
        answer.words = _starred(answer.words, named)
        answer.save(update_fields=["words"])


def _starred(text: str, named: Iterable[str]) -> str:
    for one in named:
        text = text.replace(one, "*" * len(one)) if len(one) > 1 else text
    return mask_personal(text)


def reseal() -> int:
    """Seal every sealed field again with the present key; return how many rows changed. Safe to run again."""
    changed = 0
    for following in Following.objects.order_by("id").iterator(500):
        renewed = {name: getattr(following, name) for name in SEALED}
        renewed = {
            name: crypto.reseal(value, purpose=f"following.{name}")
            for name, value in renewed.items()
            if value and not crypto.is_present(value)
        }
        changed += bool(renewed and Following.objects.filter(pk=following.pk).update(**renewed))
    for agreement in Agreement.objects.order_by("id").iterator(500):
        if not crypto.is_present(agreement.text):
            renewed_text = crypto.reseal(agreement.text, purpose="agreement.text")
            changed += Agreement.objects.filter(pk=agreement.pk).update(text=renewed_text)
    return changed
