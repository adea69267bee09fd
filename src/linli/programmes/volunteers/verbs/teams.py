"""Teams and who is in them."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotFound, WrongState
from linli.kernel.locks import locked_row, write
from linli.programmes.volunteers.models import Membership, SchemeItem, Team, Volunteer
from linli.programmes.volunteers.policies import require_organiser, require_self_or
from linli.programmes.volunteers.verbs.common import note


def item_of(code: str) -> SchemeItem | None:
    """Return an item of a scheme by its code; None for no code. Raises: Invalid."""
    if not code:
        return None
    row = SchemeItem.objects.filter(code=code, active=True).first()
    if row is None:
        raise Invalid(fields={"item_code": _("This kind of service is not known any more. Please choose again.")})
    return row


def found_team(
    *, area_id: int, name: str, by: Actor, item_code: str = "", about: str = "", phone: str = "",
    founded_on: date | None = None, team_id: int | None = None,
) -> Team:
    """Found a team in an area, or change one. Raises: NotAllowed, NotFound, Invalid."""
    area = territory.area(area_id)
    require_organiser(by, area.path)
    if not 0 < len(name.strip()) <= 40:
        raise Invalid(fields={"name": _("A name is needed.")})
    with write():
        row = locked_row(Team, team_id) if team_id is not None else Team(founded_on=founded_on or clock.today())
        if row.pk is not None:
            require_organiser(by, row.path)
        row.area_id, row.path, row.name, row.item = area_id, area.path, name.strip(), item_of(item_code)
        row.about, row.phone = about.strip()[:200], phone.strip()[:30]
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError as error:
            raise Invalid(fields={"name": _("There is a team of this name here already.")}) from error
        kind = "team.founded" if team_id is None else "team.changed"
        journal.record(kind=kind, stream=f"team:{row.pk}", by=by, path=row.path, data={"item": item_code})
    return row


def join_team(*, team_id: int, volunteer_id: int, by: Actor, lead: bool = False) -> Membership:
    """Add a volunteer to a team, or make a member its lead. Raises: NotFound, WrongState."""
    with write():
        volunteer = locked_row(Volunteer, volunteer_id)
        team = Team.objects.filter(pk=team_id, active=True).first()
        if team is None:
            raise NotFound
        require_self_or(by, volunteer)
        if lead:
            require_organiser(by, team.path)
        if volunteer.state == Volunteer.State.LEFT:
            raise WrongState
        row = Membership.objects.filter(team=team, volunteer=volunteer, until=None).first()
        row = row or Membership(team=team, volunteer=volunteer, since=clock.today())
        row.lead = lead
        row.save()
        note("joined", volunteer, by, team=team.pk, lead=lead)
    return row


def leave_team(*, team_id: int, volunteer_id: int, by: Actor) -> None:
    """Take a volunteer out of a team. Raises: NotFound."""
    with write():
        volunteer = locked_row(Volunteer, volunteer_id)
        require_self_or(by, volunteer)
        member = Membership.objects.filter(team_id=team_id, volunteer=volunteer, until=None)
        if not member.update(until=clock.today()):
            raise NotFound
        note("left_team", volunteer, by, team=team_id)
