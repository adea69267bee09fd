"""The ledger's accounts of volunteering: minutes served, points given as thanks, points held by the shop."""

from linli.engines.ledger import public as ledger
from linli.engines.ledger.public import AccountKind, AccountRow, Asset, Owner

HOURS = AccountKind("volunteers.hours", Asset.MINUTES)
HOURS_GIVEN = AccountKind("volunteers.hours_given", Asset.MINUTES, floor=None)
POINTS = AccountKind("volunteers.points", Asset.POINTS)
POINTS_GIVEN = AccountKind("volunteers.points_given", Asset.POINTS, floor=None)
SHOP = AccountKind("volunteers.shop", Asset.POINTS)
COMMON = (HOURS_GIVEN.code, POINTS_GIVEN.code, SHOP.code)


def declare() -> None:
    """Make the kinds known to the ledger."""
    for kind in (HOURS, HOURS_GIVEN, POINTS, POINTS_GIVEN, SHOP):
        ledger.declare(kind)


def owner_of(volunteer_id: int) -> str:
    """Return a volunteer as owner of accounts."""
    return f"volunteer:{volunteer_id}"


def own(kind: AccountKind, volunteer_id: int, path: str) -> AccountRow:
    """Return a volunteer's account, opened in the book of an area when it is new."""
    return ledger.open_account(kind=kind.code, owner=owner_of(volunteer_id), path=path)


def common(kind: AccountKind, path: str) -> AccountRow:
    """Return an account of an area itself."""
    return ledger.open_account(kind=kind.code, owner=_area(path), path=path)


def several(wanted: list[tuple[AccountKind, int | None, str]]) -> list[AccountRow]:
    """Return accounts of volunteers (kind, volunteer, area) and of areas (no volunteer); one query if all exist."""
    return ledger.open_accounts(
        [Owner(kind.code, owner_of(who) if who is not None else _area(path), path) for kind, who, path in wanted]
    )


def _area(path: str) -> str:
    """Return an area as owner: the last two keys of its path are enough to be unique and short."""
    return f"area:{path[-42:]}"
