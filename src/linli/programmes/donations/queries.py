"""Gifts as their viewers see them. The wall is for everybody and holds only names that agreed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from linli.engines.access import public as access
from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.kernel.actor import Actor
from linli.kernel.crypto import keyed_hash, unseal
from linli.kernel.errors import NotFound
from linli.kernel.paging import Page, paginate
from linli.programmes.donations.lifecycle import GIVEN, STEPS, State
from linli.programmes.donations.models import Donation
from linli.programmes.donations.policies import RUNS, Standing
from linli.programmes.donations.verbs.give import hash_of_code, tracking_code_of
from linli.programmes.donations.verbs.turn import stream_of

NEWEST = ("-offered_at", "-id")
FIRST_WORDS = {"give": pgettext_lazy("a gift", "Offered")}


@dataclass(frozen=True, slots=True)
class DonationRow:
    """A gift in a list. `shown`: the name that agreed, or a neighbour, or a unit."""

    id: int
    number: str
    state: str
    state_label: str
    kind: str
    what: str
    quantity: str
    value_fen: int
    left_fen: int
    purpose: str
    shown: str
    named: bool
    area_name: str
    path: str
    offered_at: datetime
    received_at: datetime | None
    counted: bool
    outcome: str
    mine: bool


@dataclass(frozen=True, slots=True)
class UseRow:
    """What became of it, and for how much of the money (fen)."""

    at: datetime
    note: str
    fen: int


@dataclass(frozen=True, slots=True)
class DonationDetail:
    """One gift as its viewer may see it."""

    row: DonationRow
    charity: str
    receipt_number: str
    reason: str
    uses: tuple[UseRow, ...]
    verbs: tuple[str, ...]
    steps: tuple[journal.StepRow, ...]
    standing: str  # giver, community, neighbour
    certificate: bool
    tracking_code: str = ""


@dataclass(frozen=True, slots=True)
class Certificate:
    """What is printed on the thank-you certificate."""

    number: str
    code: str
    name: str
    what: str
    quantity: str
    money_fen: int
    purpose: str
    community: str
    received_at: datetime


def wall(viewer: Actor, path: str = "", *, cursor: str | None = None, size: int = 30) -> Page[DonationRow]:
    """Return what was given in an area, the newest first."""
    found = Donation.objects.filter(territory.subtree(path), state__in=GIVEN)
    return _page(found, viewer, cursor, size)


def donations(
    viewer: Actor, *, states: tuple[str, ...] = (), path: str = "", cursor: str | None = None, size: int = 30
) -> Page[DonationRow]:
    """Return the gifts of the areas that the viewer runs, the newest first."""
    found = access.within(Donation.objects.filter(territory.subtree(path)), viewer, *RUNS)
    return _page(found.filter(state__in=states) if states else found, viewer, cursor, size)


def my_donations(viewer: Actor, *, size: int = 30) -> list[DonationRow]:
    """Return what the viewer gave, with an account or in this browser."""
    held = [int(key.removeprefix("gift:")) for key in viewer.holds if key.startswith("gift:")]
    own = Q(pk__in=held)
    if viewer.account_id is not None:
        own |= Q(account_id=viewer.account_id)
    return _page(Donation.objects.filter(own), viewer, None, size).items


def donation_for(viewer: Actor, number: str) -> DonationDetail:
    """Return one gift as the viewer may see it. Raises: NotFound."""
    found = _found(number)
    standing = Standing(viewer, found)
    if not standing.sees:
        raise NotFound
    return DonationDetail(
        row=_row(found, viewer),
        charity=found.charity if standing.close else "",
        receipt_number=found.receipt_number if standing.close else "",
        reason=found.reason if standing.close else "",
        uses=tuple(UseRow(one.at, one.note, one.fen) for one in found.uses.order_by("id")),
        verbs=standing.verbs(),
        steps=tuple(_steps(found)) if standing.close else (),
        standing="giver" if standing.giver else "community" if standing.community else "neighbour",
        certificate=standing.close and found.state in GIVEN,
        tracking_code=tracking_code_of(found) if standing.giver else "",
    )


def by_code(code: str) -> tuple[int, str]:
    """Return key and number of the gift that a tracking code belongs to. Raises: Invalid, NotFound."""
    found = Donation.objects.filter(tracking_hash=hash_of_code(code)).values_list("pk", "number").first()
    if found is None:
        raise NotFound
    return found


def certificate_for(viewer: Actor, number: str) -> Certificate:
    """Return what the certificate says to the giver, or to the community: then the look at the name is recorded.

    Raises: NotFound.
    """
    found = _found(number)
    standing = Standing(viewer, found)
    if not standing.close or found.state not in GIVEN:
        raise NotFound
    if not standing.giver:
        purpose = _("Certificate of thanks")
        subject = f"donation:{found.pk}"
        journal.look(viewer=viewer, subject=subject, fields=("name",), purpose=purpose, path=found.path)
    return _certificate(found)


def verified(number: str, code: str) -> Certificate:
    """Return what is printed on a certificate to whoever holds it, and nothing more. Raises: NotFound."""
    found = Donation.objects.select_related("area").filter(number=number.strip().upper(), state__in=GIVEN).first()
    if found is None or not found.name or check_code(found) != code.strip().upper():
        raise NotFound
    return _certificate(found)


def check_code(found: Donation) -> str:
    """Return the 16 signs printed beside the number: nobody without the key can make them for another gift."""
    text = f"{found.number}|{found.kind}|{found.what}|{found.quantity}|{found.value_fen}|{found.name}"
    return keyed_hash(text, purpose="donation.check")[:16].upper()


def _certificate(found: Donation) -> Certificate:
    at = found.received_at
    if at is None:
        raise NotFound
    return Certificate(
        number=found.number,
        code=check_code(found),
        name=unseal(found.name, purpose="donation.name"),
        what=found.what,
        quantity=found.quantity,
        money_fen=found.value_fen if found.kind == "money" else 0,
        purpose=found.purpose,
        community=found.area.name,
        received_at=at,
    )


def _found(number: str) -> Donation:
    found = Donation.objects.select_related("area").filter(number=number.strip().upper()).first()
    if found is None:
        raise NotFound
    return found


def _page(found: "QuerySet[Donation]", viewer: Actor, cursor: str | None, size: int) -> Page[DonationRow]:
    page = paginate(found.select_related("area"), order=NEWEST, cursor=cursor, size=size)
    return page.of([_row(one, viewer) for one in page.items])


def _row(one: Donation, viewer: Actor) -> DonationRow:
    return DonationRow(
        id=one.pk,
        number=one.number,
        state=one.state,
        state_label=str(State(one.state).label),
        kind=one.kind,
        what=one.what,
        quantity=one.quantity,
        value_fen=one.value_fen,
        left_fen=one.value_fen - one.spent_fen if one.kind == "money" else 0,
        purpose=one.purpose,
        shown=one.shown or (_("a unit") if one.unit else _("a neighbour")),
        named=bool(one.shown),
        area_name=one.area.name,
        path=one.path,
        offered_at=one.offered_at,
        received_at=one.received_at,
        counted=one.counted,
        outcome=one.outcome,
        mine=Standing(viewer, one).giver,
    )


def _steps(one: Donation) -> Iterable[journal.StepRow]:
    for event in journal.history(stream_of(one.pk)):
        verb = event.kind.removeprefix("donation.")
        words = STEPS[verb].said if verb in STEPS else FIRST_WORDS.get(verb, verb)
        if verb == "give" and event.data.get("received"):
            words = _("Written down as it came")
        note = str(event.data.get("reason") or event.data.get("note") or "")
        yield journal.StepRow(event.at, words, event.actor_name, note)
