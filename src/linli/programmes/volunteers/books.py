"""Reads for those who keep the books: accounts of an area, statements, one service, members of a team."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from linli.engines.ledger import public as ledger
from linli.engines.ledger.public import AccountRow, StatementRow
from linli.engines.territory import public as territory
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotFound
from linli.kernel.paging import Page
from linli.programmes.volunteers import accounts
from linli.programmes.volunteers.models import Membership, Service, Team, Volunteer
from linli.programmes.volunteers.own import service_row, with_parts
from linli.programmes.volunteers.policies import CONFIRMERS, ORGANISERS, may_any, require_self_or
from linli.programmes.volunteers.types import MemberRow, ServiceRow

KINDS = {"hours": accounts.HOURS, "points": accounts.POINTS}


@dataclass(frozen=True, slots=True)
class BookRow:
    """An account of an area itself, for its books."""

    id: int
    kind: str                # volunteers.hours_given, volunteers.points_given, volunteers.shop
    area_name: str
    balance: int


def books(viewer: Actor) -> list[BookRow]:
    """Return the accounts of the areas whose books the viewer reads. Two queries."""
    rows = ledger.book_accounts(viewer, kinds=accounts.COMMON)
    names = territory.area_names({territory.ids_of(row.path)[-1] for row in rows})
    return [_book(row, names) for row in rows]


def _book(row: AccountRow, names: dict[int, str]) -> BookRow:
    return BookRow(row.id, row.kind, names.get(territory.ids_of(row.path)[-1], ""), row.balance)


def book(viewer: Actor, account_id: int) -> BookRow:
    """Return an account of an area to who reads its books; volunteers' own are not shown here. Raises: NotFound."""
    row = ledger.account_for(viewer, account_id)
    if row.kind not in accounts.COMMON:
        raise NotFound
    return _book(row, territory.area_names([territory.ids_of(row.path)[-1]]))


def book_statement(
    viewer: Actor, account_id: int, cursor: str | None = None, *, size: int = 50
) -> Page[StatementRow]:
    """Return what came and went on an account of an area, newest first. Raises: NotFound."""
    return ledger.statement(book(viewer, account_id).id, cursor, size=size)


def statement_of(
    viewer: Actor, volunteer_id: int, what: str, cursor: str | None = None, *, size: int = 20
) -> Page[StatementRow]:
    """Return a volunteer's `hours` (in minutes) or `points`, newest first, to them and who runs it there.

    Raises: NotFound.
    """
    row = Volunteer.objects.filter(pk=volunteer_id).first()
    if row is None or what not in KINDS:
        raise NotFound
    require_self_or(viewer, row)
    account = ledger.account(KINDS[what].code, accounts.owner_of(row.pk))
    return ledger.statement(account.id, cursor, size=size) if account is not None else Page([])


def service(viewer: Actor, service_id: int) -> ServiceRow:
    """Return one service to who runs or confirms it there. Raises: NotFound."""
    row = with_parts(Service.objects.filter(pk=service_id)).first()
    if row is None or not may_any(viewer, CONFIRMERS, row.path):
        raise NotFound
    return service_row(row)


def members(viewer: Actor, team_id: int) -> list[MemberRow]:
    """Return who is in a team, its lead first, to who runs volunteering there. Raises: NotFound."""
    team = Team.objects.filter(pk=team_id).first()
    if team is None or not may_any(viewer, ORGANISERS, team.path):
        raise NotFound
    rows = Membership.objects.filter(team=team, until=None).select_related("volunteer").order_by("-lead", "since", "id")
    return [
        MemberRow(row.volunteer_id, row.volunteer.call_name, row.volunteer.number, row.lead, row.since)
        for row in rows[:500]
    ]


def by_number(viewer: Actor, number: str) -> int:
    """Return the key of a volunteer by their number, to who runs volunteering there. Raises: Invalid."""
    row = Volunteer.objects.filter(number=number.strip().upper()).first()
    if row is None or not may_any(viewer, ORGANISERS, row.path):
        raise Invalid(fields={"number": _("No volunteer of your area has this number.")})
    return row.pk
