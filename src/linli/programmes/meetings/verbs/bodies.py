"""Found a joint meeting, and say which units sit in it and where each works."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.engines.cases import public as cases
from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from linli.kernel.given import needed_text
from linli.kernel.locks import locked_one, write
from linli.programmes.meetings.models import Body, Seat
from linli.programmes.meetings.policies import run_body, runs

LEVELS = frozenset({"community", "street"})


def found_body(*, area_id: int, name: str, by: Actor) -> Body:
    """Found the joint meeting of a community or street. Raises: Invalid, NotAllowed, NotFound."""
    area = territory.area(area_id)
    if not runs(by, area.path):
        raise NotAllowed
    if area.kind not in LEVELS:
        raise Invalid(fields={"area_id": _("A joint meeting belongs to a community or a street.")})
    said = needed_text(name, field="name", longest=60)
    with write():
        try:
            with transaction.atomic():
                made = Body.objects.create(name=said, area_id=area.id, path=area.path)
        except IntegrityError as error:
            raise Invalid(fields={"name": _("There is one of this name already.")}) from error
        journal.record(kind="meeting.found", stream=f"meetings:{made.pk}", by=by, path=made.path, data={"name": said})
        return made


def add_seat(*, body_id: int, unit_id: int, area_id: int, by: Actor) -> Seat:
    """Give a unit its seat, with the grid or community where it works. The same again is the same seat.

    Raises: Invalid (it does not serve there), NotFound, NotAllowed.
    """
    with write():
        body = run_body(by, body_id)
        locked_one(Body.objects.filter(pk=body.pk))
        unit, area = _placed(body, unit_id, area_id)
        made, fresh = Seat.objects.get_or_create(
            body_id=body.pk,
            unit_id=unit.id,
            area_id=area.id,
            left_on=None,
            defaults={"path": area.path, "since": clock.today()},
        )
        if fresh:
            data = {"unit": unit.id, "area": area.id}
            journal.record(kind="meeting.seat", stream=f"meetings:{body.pk}", by=by, path=body.path, data=data)
        return made


def _placed(body: Body, unit_id: int, area_id: int) -> tuple[territory.UnitRow, territory.AreaRow]:
    """Return the unit and the area, where work can be sent to the one in the other. Raises: Invalid."""
    try:
        unit, area = territory.unit(unit_id), territory.area(area_id)
    except NotFound as error:
        raise Invalid(fields={"unit_id": _("This unit is not known any more. Please choose another.")}) from error
    if not area.path.startswith(body.path):
        raise Invalid(fields={"area_id": _("This place is not a part of the joint meeting's area.")})
    serves = area.path.startswith(unit.path) or unit.path.startswith(cases.desk_for(area.path).path)
    if not (unit.active and serves):
        raise Invalid(fields={"unit_id": _("This unit does not serve here. Please choose another.")})
    return unit, area


def end_seat(seat_id: int, *, by: Actor) -> Seat:
    """Let a unit leave; its tasks stay. Raises: NotFound, NotAllowed, WrongState."""
    with write():
        seat = locked_one(Seat.objects.filter(pk=seat_id))
        body = run_body(by, seat.body_id)
        if seat.left_on is not None:
            raise WrongState
        seat.left_on = clock.today()
        seat.save(update_fields=["left_on"])
        data = {"unit": seat.unit_id, "area": seat.area_id}
        journal.record(kind="meeting.seat_end", stream=f"meetings:{body.pk}", by=by, path=body.path, data=data)
        return seat
