"""The ledger's accounts of projects: the grant that comes in, what is paid out of it, what goes back unspent.

A grant is kept apart for the project it was given for and spent on nothing else.
"""

from hashlib import sha256

from linli.engines.ledger import public as ledger
from linli.engines.ledger.public import AccountKind, AccountRow, Asset, Entry, Move, Owner
from linli.kernel.actor import Actor
from linli.programmes.lists.models import Project

GRANTED = AccountKind("lists.granted", Asset.FEN, floor=None)
PROJECT = AccountKind("lists.project", Asset.FEN)
SPENT = AccountKind("lists.spent", Asset.FEN, floor=None)
GRANT, PAY, PAID_BEFORE, GIVE_BACK = "lists.grant", "lists.pay", "lists.paid_before", "lists.give_back"


def declare() -> None:
    """Make the kinds known to the ledger."""
    for kind in (GRANTED, PROJECT, SPENT):
        ledger.declare(kind)


def account_of(project: Project) -> AccountRow | None:
    """Return the account of a project; None before a grant came in."""
    return ledger.account(PROJECT.code, _owner(project))


def grant(project: Project, *, by: Actor) -> None:
    """Let the grant come in, once. What had been paid before there was an account is paid out of it at once.

    Raises: PeriodClosed, Busy.
    """
    if not project.planned_fen or account_of(project) is not None:
        return
    granted, own, spent = _accounts(project)
    entries = [_entry(project, "grant", GRANT, Move(granted.id, own.id, project.planned_fen))]
    if project.paid_fen:
        entries.append(_entry(project, "before", PAID_BEFORE, Move(own.id, spent.id, project.paid_fen)))
    ledger.post_many(entries, by=by)


def is_paid(project: Project, fen: int, *, key: str) -> bool:
    """Say whether a payment of this key stands in the ledger. Raises: KeyUsed where it was another amount."""
    found = ledger.find_transaction(f"{_owner(project)}:{_payment(project, key)}")
    if found is not None and ledger.transaction(found.id).moves[0].amount != fen:
        raise ledger.KeyUsed
    return found is not None


def pay(project: Project, fen: int, *, by: Actor, key: str = "") -> None:
    """Pay out of the grant; `project` is locked and as it was before. Raises: Overdrawn, PeriodClosed, Busy."""
    grant(project, by=by)
    _granted, own, spent = _accounts(project)
    ledger.post_many([_entry(project, _payment(project, key), PAY, Move(own.id, spent.id, fen))], by=by)


def _payment(project: Project, key: str) -> str:
    """Return the name of a payment: from the sender's key, else one of its own."""
    return f"pay:{sha256(key.encode()).hexdigest()[:32]}" if key else f"pay:{project.version + 1}"


def give_back(project: Project, *, by: Actor) -> int:
    """Give back what was not spent; return how much (fen). Raises: PeriodClosed, Busy."""
    if not project.planned_fen:
        return 0
    grant(project, by=by)
    granted, own, _spent = _accounts(project)
    if own.balance:
        ledger.post_many([_entry(project, "back", GIVE_BACK, Move(own.id, granted.id, own.balance))], by=by)
    return own.balance


def _entry(project: Project, key: str, kind: str, move: Move) -> Entry:
    owner = _owner(project)
    return Entry(f"{owner}:{key}", kind, (move,), owner)


def _accounts(project: Project) -> tuple[AccountRow, AccountRow, AccountRow]:
    area = f"area:{project.path[-42:]}"
    wanted = [(GRANTED, area), (PROJECT, _owner(project)), (SPENT, area)]
    granted, own, spent = ledger.open_accounts([Owner(kind.code, owner, project.path) for kind, owner in wanted])
    return granted, own, spent


def _owner(project: Project) -> str:
    return f"project:{project.pk}"
