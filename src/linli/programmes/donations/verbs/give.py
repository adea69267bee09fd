"""A gift is offered on the portal, or written down by the community as it comes."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.crypto import keyed_hash, seal, unseal
from linli.kernel.errors import Invalid, NotAllowed, Text
from linli.kernel.given import fitting_text, needed_text
from linli.kernel.ids import case_number, normalise_tracking_code, tracking_code
from linli.kernel.intake import scoped_key
from linli.kernel.locks import lock_names, write
from linli.kernel.serials import next_serial
from linli.kernel.text import mask_personal
from linli.programmes.donations.lifecycle import Kind, State
from linli.programmes.donations.models import Donation, DonationDay
from linli.programmes.donations.policies import RUNS
from linli.programmes.donations.verbs.turn import record

MOST_FEN = 10_000_000_00  # ten million yuan: more than that is a typing error


@dataclass(frozen=True, slots=True)
class Giver:
    """Who gives. `shown`: the name on the wall, empty without consent."""

    name: str = ""
    phone: str = ""
    shown: str = ""
    unit: bool = False
    account_id: int | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """A gift and its tracking code. `repeated`: it was there already."""

    donation: Donation
    tracking_code: str
    repeated: bool = False


def give(
    *,
    by: Actor,
    area_id: int,
    what: str,
    giver: Giver,
    kind: str = Kind.GOODS,
    quantity: str = "",
    value_fen: int = 0,
    purpose: str = "",
    received: bool = False,
    intake_key: str | None = None,
) -> Given:
    """Take down a gift. Residents offer things; `received` (always so with money) is written by the community alone.

    A residents' committee may not raise money from the public (Charity Law 26, 27; Residents' Committee Law 42): there
    is no way to pay here. Nobody has to give (Charity Law 32). The same intake key is the same gift.
    Raises: Invalid, NotAllowed.
    """
    area = territory.area(area_id)
    _require(by, area.path, kind, received=received)
    key = scoped_key(intake_key, by, "donation")
    with write():
        if key is not None and (again := _before(key)) is not None:
            return again
        _check(area, kind, value_fen, giver, received=received)
        now, code = clock.now(), tracking_code()
        made = Donation(
            number=f"G{case_number(clock.today(), next_serial(DonationDay, clock.today()))}",
            kind=kind,
            state=State.RECEIVED if received else State.OFFERED,
            area_id=area.id,
            path=area.path,
            what=mask_personal(needed_text(what, field="what", longest=120)),
            quantity=fitting_text(quantity, field="quantity", longest=30),
            value_fen=value_fen,
            purpose=mask_personal(fitting_text(purpose, field="purpose", longest=120)),
            **_giver(giver),
            tracking=seal(code, purpose="donation.tracking"),
            tracking_hash=hash_of_code(code),
            intake_key=key,
            received_by_id=by.account_id if received else None,
            received_at=now if received else None,
            offered_at=now,
            last_verb="give",
            last_at=now,
        )
        made.save()
        record(made, "give", by=by, first=True, data={"kind": kind, "received": received})
        return Given(made, code)


def _giver(giver: Giver) -> dict[str, Any]:
    """Return who gives, name and phone sealed. Raises: Invalid."""
    return {
        "unit": giver.unit,
        "account_id": giver.account_id,
        "name": seal(needed_text(giver.name, field="name", longest=40), purpose="donation.name"),
        "phone": seal(fitting_text(giver.phone, field="phone", longest=30), purpose="donation.phone"),
        "shown": wall_name(giver.shown),
    }


def wall_name(shown: str) -> str:
    """Return a name as the wall may show it. Raises: Invalid."""
    said = fitting_text(shown, field="shown", longest=40)
    if mask_personal(said) != said:
        raise Invalid(fields={"shown": _("No phone or identity numbers on the wall, please.")})
    return said


def tracking_code_of(made: Donation) -> str:
    """Return the tracking code of a gift."""
    return unseal(made.tracking, purpose="donation.tracking")


def hash_of_code(code: str) -> str:
    """Return the hash by which a gift's code is found. Raises: Invalid when it can be none."""
    return keyed_hash(normalise_tracking_code(code), purpose="donation.tracking")


def _require(by: Actor, path: str, kind: str, *, received: bool) -> None:
    if kind not in Kind.values:
        raise Invalid(fields={"kind": _("Please choose one of the list.")})
    if kind == Kind.MONEY and not received:
        raise NotAllowed
    if received and by.kind is not ActorKind.SYSTEM and not any(by.has(role, path) for role in RUNS):
        raise NotAllowed


def _check(area: territory.AreaRow, kind: str, value_fen: int, giver: Giver, *, received: bool) -> None:
    fields: dict[str, Text] = {}
    if area.kind != "community":
        fields["area_id"] = _("Please choose the community.")
    if not 0 <= value_fen <= MOST_FEN or (kind == Kind.MONEY and value_fen == 0):
        fields["value"] = _("Please give an amount above zero, in yuan.")
    if not received and not giver.phone.strip() and giver.account_id is None:
        fields["phone"] = _("Please leave a phone number, so that the community can arrange it with you.")
    if fields:
        raise Invalid(fields=fields)


def _before(key: str) -> Given | None:
    lock_names([f"donation:{key}"])
    found = Donation.objects.filter(intake_key=key).first()
    return Given(found, tracking_code_of(found), repeated=True) if found is not None else None
