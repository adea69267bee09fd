"""Offer duties, take them, report them done; the community confirms, never who reported."""

from datetime import date

from django.utils.translation import gettext as _

from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from linli.kernel.given import needed_text
from linli.kernel.locks import locked_one, write
from linli.programmes.registration.models import Duty, Kind, Progress, Registration, State, Undertaking
from linli.programmes.registration.policies import locked, runs
from linli.programmes.registration.verbs.record import record

MOST_PLACES = 500
TAKEN = (Progress.TAKEN, Progress.REPORTED, Progress.CONFIRMED)


def offer_duty(
    *, area_id: int, title: str, text: str, places: int, by: Actor, kind: str = "", until: date | None = None
) -> Duty:
    """Offer something to do. `kind`: for units or members only. Raises: Invalid, NotFound, NotAllowed."""
    area = territory.area(area_id)
    if not runs(by, area.path):
        raise NotAllowed
    if not 1 <= places <= MOST_PLACES:
        raise Invalid(fields={"places": _("Between 1 and %(most)d, please.") % {"most": MOST_PLACES}})
    if kind not in {"", *Kind.values}:
        raise Invalid(fields={"kind": _("Please choose one of the list.")})
    if until is not None and until < clock.today():
        raise Invalid(fields={"until": _("This lies in the past.")})
    with write():
        made = Duty.objects.create(
            area_id=area.id,
            path=area.path,
            title=needed_text(title, field="title", longest=40),
            text=needed_text(text, field="text", longest=300),
            places=places,
            kind=kind,
            until=until,
            offered_at=clock.now(),
        )
        journal.record(kind="registration.offer", stream="registrations", by=by, path=area.path, data={"duty": made.pk})
        return made


def close_duty(duty_id: int, *, by: Actor) -> Duty:
    """Offer it no more; who has taken it keeps it. Raises: NotFound, WrongState."""
    with write():
        duty = locked_one(Duty.objects.filter(pk=duty_id))
        if not runs(by, duty.path):
            raise NotFound
        if duty.closed_at is not None:
            raise WrongState
        duty.closed_at = clock.now()
        duty.save(update_fields=["closed_at"])
        journal.record(kind="registration.close", stream="registrations", by=by, path=duty.path, data={"duty": duty_id})
        return duty


def take_duty(duty_id: int, *, registration_id: int, by: Actor) -> Undertaking:
    """Take a duty of one's community; taken twice it is the same. The last place is had by one.

    Raises: Invalid (not for these, elsewhere, all places taken), NotFound, NotAllowed, WrongState.
    """
    with write():
        row = locked(by, registration_id, as_own=True)
        duty = locked_one(Duty.objects.filter(pk=duty_id))
        if row.state != State.CONFIRMED:
            raise WrongState(_("The community confirms your registration first."))
        again = Undertaking.objects.filter(duty=duty, registration=row, progress__in=TAKEN).first()
        if again is not None:
            return again
        _require_open(duty, row)
        made = Undertaking.objects.create(duty=duty, registration=row, taken_at=clock.now())
        record(row, "take", by=by, duty=duty_id)
        return made


def _require_open(duty: Duty, row: Registration) -> None:
    over = duty.closed_at is not None or (duty.until is not None and duty.until < clock.today())
    if over or not row.path.startswith(duty.path) or duty.kind not in {"", row.kind}:
        raise Invalid(_("This duty is not offered to you. Please choose another."))
    if Undertaking.objects.filter(duty=duty, progress__in=TAKEN).count() >= duty.places:
        raise Invalid(_("All places are taken. Please choose another."))


def _begin(undertaking_id: int, by: Actor, *states: Progress, own: bool) -> tuple[Undertaking, Registration]:
    """Lock the registration of an undertaking, and read it after that. Raises: NotFound, NotAllowed, WrongState."""
    key = Undertaking.objects.filter(pk=undertaking_id).values_list("registration_id", flat=True).first()
    if key is None:
        raise NotFound
    row = locked(by, key, as_own=own, as_community=not own)
    found = Undertaking.objects.get(pk=undertaking_id)
    if found.progress not in states:
        raise WrongState
    return found, row


def give_back(undertaking_id: int, *, reason: str, by: Actor) -> Undertaking:
    """Give a duty back: its place is free again. Raises: Invalid, NotFound, NotAllowed, WrongState."""
    with write():
        found, row = _begin(undertaking_id, by, Progress.TAKEN, own=True)
        found.progress, found.reason = Progress.GIVEN_BACK, needed_text(reason, field="reason")
        found.save(update_fields=["progress", "reason"])
        record(row, "give_back", by=by, duty=found.duty_id)
        return found


def report_duty(undertaking_id: int, *, note: str, by: Actor) -> Undertaking:
    """Say what was done. Raises: Invalid, NotFound, NotAllowed, WrongState."""
    with write():
        found, row = _begin(undertaking_id, by, Progress.TAKEN, own=True)
        found.progress, found.note = Progress.REPORTED, needed_text(note, field="note")
        found.reported_at, found.reported_by_id = clock.now(), by.account_id
        found.save(update_fields=["progress", "note", "reported_at", "reported_by"])
        record(row, "report", by=by, duty=found.duty_id)
        return found


def confirm_duty(undertaking_id: int, *, by: Actor) -> Undertaking:
    """Confirm what was reported, by somebody of the community who did not report it.

    Raises: NotFound, NotAllowed, WrongState.
    """
    with write():
        found, row = _begin(undertaking_id, by, Progress.REPORTED, own=False)
        if by.account_id is not None and by.account_id in {found.reported_by_id, row.account_id}:
            raise NotAllowed(_("Somebody else confirms your own."))
        found.progress, found.confirmed_at, found.confirmed_by_id = Progress.CONFIRMED, clock.now(), by.account_id
        found.save(update_fields=["progress", "confirmed_at", "confirmed_by"])
        record(row, "confirm_duty", by=by, duty=found.duty_id)
        return found


def return_duty(undertaking_id: int, *, reason: str, by: Actor) -> Undertaking:
    """Ask to look at it again. Raises: Invalid, NotFound, NotAllowed, WrongState."""
    with write():
        found, row = _begin(undertaking_id, by, Progress.REPORTED, own=False)
        found.progress, found.reason = Progress.TAKEN, needed_text(reason, field="reason")
        found.save(update_fields=["progress", "reason"])
        record(row, "return", by=by, duty=found.duty_id)
        return found
