"""Register volunteers, change what they said, keep guardians' consent, insurance and vetting."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Invalid, NotAllowed, Text, WrongState
from linli.kernel.locks import lock_names, locked_row, write
from linli.programmes.volunteers import personal
from linli.programmes.volunteers.models import SchemeItem, Volunteer
from linli.programmes.volunteers.policies import is_self, require_organiser, require_self_or
from linli.programmes.volunteers.verbs.common import note, tell

MINUTES_A_DAY = 24 * 60
State = Volunteer.State


@dataclass(frozen=True, slots=True)
class VolunteerInput:
    """What a volunteer says. Names, phone and document are kept sealed. `windows`: (weekday 0-6, from, to in minutes).

    `born` is needed where the document does not hold the birthday; minors name a guardian.
    """

    call_name: str
    name: str
    phone: str = ""
    identity: str = ""
    born: date | None = None
    skills: Sequence[str] = ()
    interests: Sequence[str] = ()
    windows: Sequence[tuple[int, int, int]] = ()
    thanks: bool = False
    guardian_name: str = ""
    guardian_phone: str = ""
    details: dict[str, str] = field(default_factory=dict)


def register_volunteer(*, area_id: int, given: VolunteerInput, by: Actor, invented: bool = False) -> Volunteer:
    """Register oneself, or as organiser somebody who has no account. Minors wait until a guardian's consent was seen.

    Raises: Invalid, NotAllowed, WrongState (registered already).
    """
    area = territory.area(area_id)
    themselves = by.kind is ActorKind.RESIDENT or (by.account_id is not None and not by.grants)
    if not themselves:
        require_organiser(by, area.path)
    elif by.account_id is None:
        raise NotAllowed
    own_id = by.account_id if themselves and by.account_id is not None else 0
    born = _checked(given)
    with write():
        if own_id and Volunteer.objects.filter(account_id=own_id).exists():
            raise WrongState(_("You are registered already."))
        row = _made(given, born, area_id, area.path, number=next_numbers(1)[0])
        row.account_id, row.invented = own_id or None, invented
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:
            raise Invalid(fields={"identity": _("Somebody is registered with this document already.")}) from error
        note("registered", row, by, themselves=themselves, minor=row.adult_on is not None)
    return row


def _checked(given: VolunteerInput) -> date:
    """Check what was given; return the birthday. Raises: Invalid."""
    faults: dict[str, Text] = {}
    if not given.name.strip():
        faults["name"] = _("A name is needed.")
    if not given.call_name.strip() or len(given.call_name.strip()) > 20:
        faults["call_name"] = _("How should neighbours call you? At most 20 characters.")
    if given.identity and not is_document(given.identity):
        faults["identity"] = _("This number cannot be right. Please look at the document again.")
    born = personal.born_on(given.identity) or given.born
    if born is None or not date(1900, 1, 1) <= born < clock.today():
        faults.setdefault("born", _("Please give the birthday: minors need a guardian's consent."))
    elif _lacks_guardian(given, born):
        faults["guardian_name"] = _("Under 18 a guardian has to agree. Please give the guardian's name and phone.")
    faults |= _list_faults(given)
    if faults or born is None:
        raise Invalid(fields=faults)
    return born


def _lacks_guardian(given: VolunteerInput, born: date) -> bool:
    minor = personal.adult_day(born) > clock.today()
    return minor and not (given.guardian_name.strip() and given.guardian_phone.strip())


def _list_faults(given: VolunteerInput) -> dict[str, Text]:
    faults: dict[str, Text] = {}
    if any(not _is_window(one) for one in given.windows):
        faults["windows"] = _("A time begins before it ends.")
    if given.interests and (unknown := set(given.interests) - set(SchemeItem.objects.values_list("code", flat=True))):
        faults["interests"] = ", ".join(sorted(unknown))
    return faults


def _is_window(window: tuple[int, int, int]) -> bool:
    weekday, starts, ends = window
    return 0 <= weekday <= 6 and 0 <= starts < ends <= MINUTES_A_DAY


def is_document(number: str) -> bool:
    """Say whether a document number can be right: a citizen's number with its check sign, or 5 to 20 other signs.

    Source: GB 11643-1999, check sign by ISO 7064 MOD 11-2.
    """
    plain = personal.plain(number)
    if len(plain) == 18 and plain[:17].isdigit():
        weighed = sum(int(sign) * 2 ** (17 - place) for place, sign in enumerate(plain[:17]))
        return plain[17] == "10X98765432"[weighed % 11] and personal.born_on(plain) is not None
    return 5 <= len(plain) <= 20


def next_numbers(count: int) -> list[str]:
    """Return the next free numbers of volunteers, inside the transaction that uses them."""
    lock_names(["volunteers.number"])
    start = f"V-{clock.today().year}-"
    last = Volunteer.objects.filter(number__startswith=start).aggregate(last=Max("number"))["last"]
    first = int(last.rsplit("-", 1)[1]) + 1 if last else 1
    return [f"{start}{serial:06d}" for serial in range(first, first + count)]


def _made(given: VolunteerInput, born: date, area_id: int, path: str, *, number: str) -> Volunteer:
    adult = personal.adult_day(born)
    minor = adult > clock.today()
    guardian = f"{given.guardian_name.strip()} {given.guardian_phone.strip()}" if minor else ""
    return Volunteer(
        number=number, area_id=area_id, path=path, state=State.WAITING if minor else State.ACTIVE,
        call_name=given.call_name.strip(), name=personal.sealed("name", given.name.strip()),
        phone=personal.sealed("phone", given.phone.strip()), phone_hash=personal.phone_hash(given.phone),
        identity=personal.sealed("identity", personal.plain(given.identity)),
        identity_hash=personal.identity_hash(given.identity), born=personal.sealed("born", born.isoformat()),
        details=personal.sealed_details(given.details), adult_on=adult if minor else None,
        guardian=personal.sealed("guardian", guardian),
        skills=[one.strip()[:20] for one in given.skills if one.strip()],
        interests=list(given.interests), windows=[list(one) for one in given.windows], thanks=given.thanks,
        created_at=clock.now(),
    )


def import_row(given: VolunteerInput, *, area_id: int, path: str, number: str) -> Volunteer:
    """Make the row of a checked line of a spreadsheet. Raises: Invalid."""
    return _made(given, _checked(given), area_id, path, number=number)


def agree_as_guardian(*, volunteer_id: int, by: Actor) -> Volunteer:
    """Note that the guardian's consent was seen: by an organiser, not by the minor. Raises: NotAllowed, WrongState."""
    with write():
        row = locked_row(Volunteer, volunteer_id)
        require_organiser(by, row.path)
        if is_self(by, row):
            raise NotAllowed
        if row.state != State.WAITING:
            raise WrongState
        row.state, row.guardian_agreed_at = State.ACTIVE, clock.now()
        row.save(update_fields=["state", "guardian_agreed_at"])
        event = note("guardian_agreed", row, by)
        tell(event, row, _("Your guardian's consent has been noted. You can sign up now."))
    return row


def change_volunteer(
    *, volunteer_id: int, by: Actor, call_name: str | None = None, phone: str | None = None,
    skills: Sequence[str] | None = None, interests: Sequence[str] | None = None,
    windows: Sequence[tuple[int, int, int]] | None = None, thanks: bool | None = None, paused: bool | None = None,
) -> Volunteer:
    """Change what a volunteer said; what is left out stays. Raises: NotFound, Invalid, WrongState."""
    with write():
        row = locked_row(Volunteer, volunteer_id)
        require_self_or(by, row)
        if row.state == State.LEFT:
            raise WrongState
        if windows is not None and any(not _is_window(one) for one in windows):
            raise Invalid(fields={"windows": _("A time begins before it ends.")})
        if call_name is not None:
            if not 0 < len(call_name.strip()) <= 20:
                raise Invalid(fields={"call_name": _("How should neighbours call you? At most 20 characters.")})
            row.call_name = call_name.strip()
        if phone is not None:
            row.phone, row.phone_hash = personal.sealed("phone", phone.strip()), personal.phone_hash(phone)
        _change_lists(row, skills, interests, windows)
        row.thanks = row.thanks if thanks is None else thanks
        if paused is not None and row.state in {State.ACTIVE, State.PAUSED}:
            row.state = State.PAUSED if paused else State.ACTIVE
        row.save()
        note("changed", row, by, state=row.state)
    return row


def _change_lists(
    row: Volunteer, skills: Sequence[str] | None, interests: Sequence[str] | None,
    windows: Sequence[tuple[int, int, int]] | None,
) -> None:
    if skills is not None:
        row.skills = [one.strip()[:20] for one in skills if one.strip()]
    if interests is not None:
        row.interests = list(interests)
    if windows is not None:
        row.windows = [list(one) for one in windows]


def set_cover(*, volunteer_id: int, insured_until: date | None, vetted_until: date | None, by: Actor) -> Volunteer:
    """Note until when a volunteer is insured and vetted for work with children. Raises: NotAllowed, NotFound."""
    with write():
        row = locked_row(Volunteer, volunteer_id)
        require_organiser(by, row.path)
        if is_self(by, row):
            raise NotAllowed
        row.insured_until, row.vetted_until = insured_until, vetted_until
        row.save(update_fields=["insured_until", "vetted_until"])
        note("cover_set", row, by, insured_until=insured_until, vetted_until=vetted_until)
    return row
