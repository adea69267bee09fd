"""Whose messages a viewer sees, and who may work on the journal itself."""

from collections.abc import Iterable

from django.db.models import Q

from linli.engines.journal.models import Job
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import NotAllowed, NotFound

AUDITORS = ("auditor", "administrator")      # codes of engines.access.roles, which stands above this engine
LOOK_READERS = ("auditor", "supervisor", "administrator")
JOB_READERS = ("dispatcher", "coordinator", "supervisor", "figures", "administrator", "auditor")
COUNTY_DIGITS = 7    # length of the county's area path


def recipients_of(viewer: Actor) -> list[str]:
    """Return the recipients whose messages are the viewer's own: the account, and each tracking code borne."""
    own = [f"a:{viewer.account_id}"] if viewer.account_id is not None else []
    return own + [f"f:{following}" for following in sorted(viewer.follows)]


def require_auditor(actor: Actor) -> None:
    """Let only auditors, administrators and the system go on. Raises: NotAllowed."""
    if actor.kind != ActorKind.SYSTEM and not actor.paths(*AUDITORS):
        raise NotAllowed


def look_paths(viewer: Actor) -> tuple[str, ...]:
    """Return the area paths whose look log the viewer reads. Raises: NotFound when there are none."""
    paths = viewer.paths(*LOOK_READERS)
    if not paths:
        raise NotFound
    return paths


def within(paths: Iterable[str]) -> Q:
    """Return the condition for rows of these areas; who has the county also reads what belongs to no area."""
    condition = Q()
    for path in paths:
        if len(path) <= COUNTY_DIGITS:
            return Q()
        condition |= Q(path__startswith=path)
    return condition


def is_own_job(viewer: Actor, job: Job) -> bool:
    """Say whether the viewer started the job: the same account, or the same token."""
    if viewer.token_id is not None:
        return bool(job.actor.get("token_id") == viewer.token_id)
    return viewer.account_id is not None and job.account_id == viewer.account_id


def sees_job(viewer: Actor, job: Job) -> bool:
    """Say whether the viewer may know of a job: an own one, or one over an area where the viewer has an office."""
    if viewer.kind == ActorKind.SYSTEM or is_own_job(viewer, job):
        return True
    return any(job.path.startswith(path) for path in viewer.paths(*JOB_READERS))


def may_stop_job(viewer: Actor, job: Job) -> bool:
    """Say whether the viewer may stop a job: its starter, or an administrator or supervisor of its area."""
    if viewer.kind == ActorKind.SYSTEM or is_own_job(viewer, job):
        return True
    return any(job.path.startswith(path) for path in viewer.paths("administrator", "supervisor"))


def jobs_seen(viewer: Actor) -> Q:
    """Return the condition for the jobs a viewer may know of."""
    if viewer.kind == ActorKind.SYSTEM:
        return Q()
    condition = Q(pk__in=[])
    if viewer.account_id is not None:
        condition |= Q(account_id=viewer.account_id)
    for path in viewer.paths(*JOB_READERS):
        condition |= Q(path__startswith=path)
    return condition
