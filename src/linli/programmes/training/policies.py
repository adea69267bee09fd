"""Who runs training where, and whose enrolment is one's own."""

from linli.engines.access.public import Role, may
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed, NotFound
from linli.programmes.training.models import Trainee

RUNS = (Role.DISPATCHER, Role.COORDINATOR, Role.SUPERVISOR, Role.ADMINISTRATOR)
READS = (*RUNS, Role.FIGURES)


def runs(actor: Actor, path: str) -> bool:
    """Say whether the actor runs training over an area path."""
    return any(may(actor, role, path) for role in RUNS)


def require_runner(actor: Actor, path: str) -> None:
    """Let pass who runs training in an area. Raises: NotAllowed."""
    if not runs(actor, path):
        raise NotAllowed


def is_self(actor: Actor, trainee: Trainee) -> bool:
    """Say whether the actor is the one who learns."""
    return actor.account_id is not None and actor.account_id == trainee.account_id


def require_self_or_runner(actor: Actor, trainee: Trainee) -> None:
    """Let pass who learns, and who runs training there. Raises: NotFound."""
    if not is_self(actor, trainee) and not runs(actor, trainee.path):
        raise NotFound
