"""Standing in for somebody, and turns at a duty desk."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from linli.engines.journal import public as journal
from linli.engines.territory.directory import DIRECTORY
from linli.engines.territory.models import Appointment, Area, DutyShift, StandIn
from linli.engines.territory.policies import require_change
from linli.engines.territory.versions import renew
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, WrongState
from linli.kernel.locks import locked_one, write


def stand_in(appointment_id: int, account_id: int, starts: date, ends: date, *, reason: str, by: Actor) -> StandIn:
    """Let somebody act for the holder of an appointment from a day until (not on) another.

    Raises: NotAllowed, NotFound, Invalid.
    """
    with write():
        found = locked_one(Appointment.objects.filter(pk=appointment_id))
        require_change(by, found.path)
        _check(found, account_id, starts, ends, reason)
        made = StandIn.objects.create(
            appointment=found, account_id=account_id, starts=starts, ends=ends, reason=reason.strip()
        )
        renew(DIRECTORY)
        journal.record(
            kind="appointment.stand_in",
            stream=f"appointment:{found.pk}",
            by=by,
            path=found.path,
            data={"account": account_id, "starts": starts, "ends": ends, "reason": reason},
        )
        return made


def _check(found: Appointment, account_id: int, starts: date, ends: date, reason: str) -> None:
    if ends <= starts:
        raise Invalid(fields={"ends": _("The last day lies before the first.")})
    if account_id == found.account_id:
        raise Invalid(fields={"account_id": _("Nobody stands in for themselves.")})
    if starts < found.starts or (found.ends is not None and ends > found.ends):
        raise Invalid(fields={"starts": _("The time lies outside the appointment.")})
    if not reason.strip():
        raise Invalid(fields={"reason": _("Please say why.")})


def end_stand_in(stand_in_id: int, *, ends: date | None = None, by: Actor) -> None:
    """End a stand-in early (default: today). Raises: NotAllowed, NotFound."""
    with write():
        found = locked_one(StandIn.objects.select_related("appointment").filter(pk=stand_in_id))
        require_change(by, found.appointment.path)
        day = ends or clock.today()
        if day <= found.starts:
            found.delete()
        else:
            found.ends = min(day, found.ends)
            found.save(update_fields=["ends"])
        renew(DIRECTORY)
        journal.record(
            kind="appointment.stand_in_ended",
            stream=f"appointment:{found.appointment_id}",
            by=by,
            path=found.appointment.path,
            data={"account": found.account_id, "ends": day},
        )


def plan_shift(*, area_id: int, account_id: int, starts: datetime, ends: datetime, by: Actor) -> DutyShift:
    """Put somebody on the duty list of an area's desk. Raises: NotAllowed, NotFound, Invalid."""
    with write():
        area = locked_one(Area.objects.filter(pk=area_id, valid_to__isnull=True))
        require_change(by, area.path)
        if ends <= starts:
            raise Invalid(fields={"ends": _("The turn ends before it begins.")})
        if DutyShift.objects.filter(area=area, account_id=account_id, starts__lt=ends, ends__gt=starts).exists():
            raise Invalid(fields={"starts": _("This person is on duty here at that time already.")}, code="twice")
        made = DutyShift.objects.create(area=area, account_id=account_id, starts=starts, ends=ends)
        journal.record(
            kind="shift.planned",
            stream=f"area:{area.pk}",
            by=by,
            path=area.path,
            data={"shift": made.pk, "account": account_id, "starts": starts, "ends": ends},
        )
        return made


def cancel_shift(*, shift_id: int, reason: str = "", by: Actor) -> None:
    """Take a turn off the duty list. Raises: NotAllowed, NotFound, WrongState (over already)."""
    with write():
        found = locked_one(DutyShift.objects.select_related("area").filter(pk=shift_id))
        require_change(by, found.area.path)
        if found.ends <= clock.now():
            raise WrongState(_("This turn is over already."))
        data = {"shift": found.pk, "account": found.account_id, "starts": found.starts, "ends": found.ends}
        found.delete()
        journal.record(
            kind="shift.cancelled",
            stream=f"area:{found.area_id}",
            by=by,
            path=found.area.path,
            data={**data, "reason": reason},
        )
