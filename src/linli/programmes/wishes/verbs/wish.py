"""Say a wish: on the portal, by phone, into the box, on a visit; for oneself or for somebody."""

from dataclasses import dataclass

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
from linli.programmes.wishes.models import Wish, WishDay
from linli.programmes.wishes.policies import COLLECTS
from linli.programmes.wishes.rules import rules
from linli.programmes.wishes.verbs.turn import record

ORIGINS = ("portal", "box", "visit", "phone", "helper")
SEALED = ("text", "name", "phone", "home")
LONGEST = {"text": 500, "name": 20, "phone": 30, "home": 60}


@dataclass(frozen=True, slots=True)
class Wisher:
    """Who wishes; `helper_*` is whoever says it for them (代办)."""

    name: str = ""
    phone: str = ""
    home: str = ""
    account_id: int | None = None
    helper_account_id: int | None = None
    helper_name: str = ""


@dataclass(frozen=True, slots=True)
class Wished:
    """A wish and its tracking code. `repeated`: it was there already."""

    wish: Wish
    tracking_code: str
    repeated: bool = False


def wish(
    *,
    by: Actor,
    text: str,
    value_fen: int,
    area_id: int,
    wisher: Wisher,
    origin: str = "portal",
    intake_key: str | None = None,
) -> Wished:
    """Take a wish in. The community looks at it before anybody else reads it. The same intake key is the same wish.

    Raises: Invalid (nothing said, too dear, nowhere), NotAllowed.
    """
    area = territory.area(area_id)
    _require(by, origin, area.path)
    key = scoped_key(intake_key, by, "wish")
    with write():
        if key is not None and (again := _before(key)) is not None:
            return again
        known = rules()
        _check(text, value_fen, known.value_fen, area, wisher)
        now, code = clock.now(), tracking_code()
        given = {"text": text, "name": wisher.name, "phone": wisher.phone, "home": wisher.home}
        fitting = {name: fitting_text(said, field=name, longest=LONGEST[name]) for name, said in given.items()}
        made = Wish(
            number=f"W{case_number(clock.today(), next_serial(WishDay, clock.today()))}",
            area_id=area.id,
            path=area.path,
            value_fen=value_fen,
            cap_fen=known.value_fen,
            origin=origin,
            account_id=wisher.account_id,
            helper_id=wisher.helper_account_id,
            helper_name=wisher.helper_name[:40],
            intake_key=key,
            tracking=seal(code, purpose="wish.tracking"),
            tracking_hash=hash_of_code(code),
            wished_at=now,
            last_verb="wish",
            last_at=now,
            **{name: seal(said, purpose=f"wish.{name}") for name, said in fitting.items()},
        )
        made.save()
        record(made, "wish", by=by, first=True, data={"origin": origin, "value_fen": value_fen})
        return Wished(made, code)


def tracking_code_of(made: Wish) -> str:
    """Return the tracking code of a wish."""
    return unseal(made.tracking, purpose="wish.tracking")


def hash_of_code(code: str) -> str:
    """Return the hash by which a wish's code is found. Raises: Invalid when it can be none."""
    return keyed_hash(normalise_tracking_code(code), purpose="wish.tracking")


def _require(by: Actor, origin: str, path: str) -> None:
    if origin not in ORIGINS:
        raise NotAllowed
    collected = origin in {"box", "visit", "phone"} and by.kind is not ActorKind.SYSTEM
    if collected and not any(by.has(role, path) for role in COLLECTS):
        raise NotAllowed


def _check(text: str, value_fen: int, cap_fen: int, area: territory.AreaRow, wisher: Wisher) -> None:
    needed_text(text, field="text", longest=LONGEST["text"])
    fields: dict[str, Text] = {}
    if not 0 < value_fen <= cap_fen:
        words = _("A small wish costs at most %(yuan)d yuan. For more, please say it as a need.")
        fields["value"] = words % {"yuan": cap_fen // 100}
    if area.kind not in {"community", "grid"}:
        fields["area_id"] = _("Please choose the community.")
    if not wisher.phone.strip() and wisher.account_id is None and not wisher.helper_name.strip():
        fields["phone"] = _("Please leave a phone number, so that it can be brought.")
    if fields:
        raise Invalid(fields=fields)


def _before(key: str) -> Wished | None:
    lock_names([f"wish:{key}"])
    found = Wish.objects.filter(intake_key=key).first()
    return Wished(found, tracking_code_of(found), repeated=True) if found is not None else None
