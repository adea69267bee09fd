"""Register a unit or oneself; the community confirms; it ends when either wants."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.crypto import seal
from linli.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from linli.kernel.given import needed_text
from linli.kernel.locks import write
from linli.programmes.registration.models import Kind, Registration, State
from linli.programmes.registration.policies import locked, runs, units_of
from linli.programmes.registration.verbs.record import record


def register_unit(*, unit_id: int, area_id: int, by: Actor) -> Registration:
    """Register a unit with a community: by who serves in it, or by the community. Raises: Invalid, NotAllowed."""
    area = _community(area_id)
    unit = territory.unit(unit_id)
    if unit.id not in units_of(by) and not runs(by, area.path):
        raise NotAllowed
    return _add(Registration(kind=Kind.UNIT, unit_id=unit.id), area, by)


def register_member(
    *,
    area_id: int,
    name: str,
    phone: str,
    agrees: bool,
    by: Actor,
    unit_id: int | None = None,
    tells_unit: bool = False,
) -> Registration:
    """Register oneself with the community where one lives. Name and phone are sealed; `agrees`: to keep them.

    `tells_unit`: the own unit may read the name in its statement; else it reads numbers only.
    Raises: Invalid, NotAllowed (not signed in).
    """
    if by.account_id is None:
        raise NotAllowed
    area = _community(area_id)
    said = {
        "name": needed_text(name, field="name", longest=20),
        "phone": needed_text(phone, field="phone", longest=30),
    }
    if not agrees:
        raise Invalid(fields={"agrees": _("Without it the community cannot reach you.")})
    if unit_id is not None:
        territory.unit(unit_id)
    row = Registration(
        kind=Kind.MEMBER,
        account_id=by.account_id,
        unit_id=unit_id,
        tells_unit=tells_unit and unit_id is not None,
        agreed_at=clock.now(),
        **{field: seal(text, purpose=f"registration.{field}") for field, text in said.items()},
    )
    return _add(row, area, by)


def _community(area_id: int) -> territory.AreaRow:
    try:
        area = territory.area(area_id)
    except NotFound as error:
        raise Invalid(fields={"area_id": _("Please choose the community.")}) from error
    if area.kind != "community":
        raise Invalid(fields={"area_id": _("Please choose the community.")})
    return area


def _add(row: Registration, area: territory.AreaRow, by: Actor) -> Registration:
    row.area_id, row.path, row.registered_at = area.id, area.path, clock.now()
    with write():
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError as error:
            raise Invalid(fields={"area_id": _("You have registered here already.")}) from error
        record(row, "register", by=by, first=True, unit=row.unit_id)
        return row


def confirm_registration(registration_id: int, *, by: Actor) -> Registration:
    """Confirm, by the community. Raises: NotFound, NotAllowed (the own one), WrongState."""
    with write():
        row = locked(by, registration_id, as_community=True)
        if row.state != State.WAITING:
            raise WrongState
        if by.account_id is not None and row.account_id == by.account_id:
            raise NotAllowed(_("Somebody else confirms your own."))
        row.state, row.confirmed_at, row.confirmed_by_id = State.CONFIRMED, clock.now(), by.account_id
        row.save(update_fields=["state", "confirmed_at", "confirmed_by"])
        record(row, "confirm", by=by)
        return row


def end_registration(registration_id: int, *, by: Actor) -> Registration:
    """End it: moved away, retired, the unit has left. Raises: NotFound, WrongState."""
    with write():
        row = locked(by, registration_id)
        if row.state == State.ENDED:
            raise WrongState
        row.state, row.ended_at = State.ENDED, clock.now()
        row.save(update_fields=["state", "ended_at"])
        record(row, "end", by=by)
        return row
