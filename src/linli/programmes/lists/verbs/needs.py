"""Say a need; put it on the list; refuse it; take it back."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.crypto import keyed_hash, seal, unseal
from linli.kernel.errors import Invalid, NotAllowed, Text
from linli.kernel.given import fitting_text, needed_text
from linli.kernel.ids import normalise_tracking_code, tracking_code
from linli.kernel.intake import scoped_key
from linli.kernel.locks import lock_names, write
from linli.kernel.text import mask_personal
from linli.programmes.lists.lifecycle import NEED_STEPS, Category, NeedState
from linli.programmes.lists.models import Need, Pair
from linli.programmes.lists.policies import COLLECTS
from linli.programmes.lists.verbs.frame import begin, keep, new_number, read_hours, read_skills, record

ORIGINS = ("portal", "case", "visit", "talk", "meeting", "phone")
MOST_PEOPLE = 100_000


@dataclass(frozen=True, slots=True)
class Said:
    """A need and its tracking code. `repeated`: it was there already."""

    need: Need
    tracking_code: str
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks; `helper_account_id` is whoever writes it down for them."""

    name: str = ""
    phone: str = ""
    account_id: int | None = None
    helper_account_id: int | None = None


def say(
    *, by: Actor, text: str, category: str, area_id: int, asker: Asker, origin: str = "portal", hours: str = "",
    skills: str = "", people: int = 1, urgent: bool = False, case_number: str = "", intake_key: str | None = None,
) -> Said:
    """Take a need in. The community looks at it before anybody else reads it. The same intake key is the same need.

    Raises: Invalid, NotAllowed.
    """
    area = territory.area(area_id)
    _require(by, origin, area.path)
    key = scoped_key(intake_key, by, "need")
    with write():
        if key is not None:
            lock_names([f"need:{key}"])
            if (known := Need.objects.filter(intake_key=key).first()) is not None:
                return Said(known, tracking_code_of(known), repeated=True)
        _check(category, people, area, asker)
        code = tracking_code()
        made = Need(
            number=new_number("N"), area_id=area.id, path=area.path, category=category, people=people, urgent=urgent,
            origin=origin, case_number=case_number[:24], account_id=asker.account_id,
            helper_id=asker.helper_account_id, intake_key=key, said_at=clock.now(),
            text=seal(needed_text(text, field="text", longest=500), purpose="need.text"),
            name=seal(fitting_text(asker.name, field="name", longest=20), purpose="need.name"),
            phone=seal(fitting_text(asker.phone, field="phone", longest=30), purpose="need.phone"),
            windows=read_hours(hours), skills=read_skills(skills),
            tracking=seal(code, purpose="need.tracking"), tracking_hash=hash_of_code(code),
        )
        made.save()
        record(made, "say", by=by, data={"origin": origin, "category": category, "case": case_number}, first=True)
    return Said(made, code)


def tracking_code_of(need: Need) -> str:
    """Return the tracking code of a need."""
    return unseal(need.tracking, purpose="need.tracking")


def hash_of_code(code: str) -> str:
    """Return the hash by which a need's code is found. Raises: Invalid when it can be none."""
    return keyed_hash(normalise_tracking_code(code), purpose="need.tracking")


def _require(by: Actor, origin: str, path: str) -> None:
    if origin not in ORIGINS:
        raise NotAllowed
    collected = origin != "portal" and by.kind is not ActorKind.SYSTEM
    if collected and not any(by.has(role, path) for role in COLLECTS):
        raise NotAllowed


def _check(category: str, people: int, area: territory.AreaRow, asker: Asker) -> None:
    fields: dict[str, Text] = {}
    if category not in Category.values:
        fields["category"] = _("Please choose one.")
    if not 1 <= people <= MOST_PEOPLE:
        fields["people"] = _("Please give a number of people, at least one.")
    if area.kind not in {"community", "grid"}:
        fields["area_id"] = _("Please choose the community.")
    if not asker.phone.strip() and asker.account_id is None and asker.helper_account_id is None:
        fields["phone"] = _("Please leave a phone number, so that we can tell you what comes of it.")
    if fields:
        raise Invalid(fields=fields)


def list_need(
    need_id: int, *, by: Actor, words: str, category: str = "", hours: str | None = None, skills: str | None = None,
    people: int | None = None, urgent: bool | None = None,
) -> Need:
    """Put a need on this month's public list, in words by which no neighbour knows who it is.

    Raises: Invalid, NotFound, NotAllowed, WrongState.
    """
    with write():
        need = begin(Need, need_id, NEED_STEPS["list"], by=by)
        said = needed_text(words, field="words", longest=120)
        if mask_personal(said) != said:
            raise Invalid(fields={"words": _("No phone or identity numbers on the list, please.")})
        if category and category not in Category.values:
            raise Invalid(fields={"category": _("Please choose one.")})
        if people is not None and not 1 <= people <= MOST_PEOPLE:
            raise Invalid(fields={"people": _("Please give a number of people, at least one.")})
        return keep(
            need, "list", by=by, data={"words": said}, state=NeedState.LISTED, words=said,
            category=category or need.category, month=need.month or clock.today().replace(day=1),
            windows=need.windows if hours is None else read_hours(hours),
            skills=need.skills if skills is None else read_skills(skills),
            people=people or need.people, urgent=need.urgent if urgent is None else urgent,
        )


def refuse(need_id: int, *, by: Actor, reason: str) -> Need:
    """Say why it does not go onto the list; who asked is told. Raises: Invalid, NotFound, NotAllowed, WrongState."""
    with write():
        need = begin(Need, need_id, NEED_STEPS["refuse"], by=by)
        return _end(need, "refuse", NeedState.REFUSED, by, needed_text(reason, field="reason"))


def withdraw(need_id: int, *, by: Actor) -> Need:
    """Take a need back. Raises: NotFound, NotAllowed, WrongState."""
    with write():
        return _end(begin(Need, need_id, NEED_STEPS["withdraw"], by=by), "withdraw", NeedState.WITHDRAWN, by, "")


def _end(need: Need, verb: str, state: NeedState, by: Actor, reason: str) -> Need:
    Pair.objects.filter(need=need).delete()
    return keep(need, verb, by=by, data={"reason": reason}, state=state, reason=reason, ended_at=clock.now())
