"""Who may: those who run the place call meetings and send tasks; its units read; everybody reads what is published."""

from django.db.models import Q, QuerySet

from linli.engines.access.public import Role
from linli.engines.territory import public as territory
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import NotAllowed, NotFound
from linli.kernel.locks import locked_one
from linli.programmes.meetings.models import Body, Meeting, Seat

RUNS = (Role.DISPATCHER, Role.CHECKER, Role.COORDINATOR, Role.SUPERVISOR)
READS = (*RUNS, Role.FIGURES)


def runs(viewer: Actor, path: str) -> bool:
    """Say whether an actor calls the meetings of a place."""
    return viewer.kind is ActorKind.SYSTEM or any(viewer.has(role, path) for role in RUNS)


def reads(viewer: Actor, path: str) -> bool:
    """Say whether an actor reads all tasks of the meetings of a place; a unit reads its own."""
    return viewer.kind is ActorKind.SYSTEM or any(viewer.has(role, path) for role in READS)


def units_of(viewer: Actor) -> list[int]:
    """Return the units in which an actor serves."""
    return sorted({grant.unit_id for grant in viewer.grants if grant.unit_id is not None})


def readable(bodies: "QuerySet[Body]", viewer: Actor) -> "QuerySet[Body]":
    """Keep the joint meetings an actor may read: of the own places, and those in which the own unit sits."""
    if viewer.kind is ActorKind.SYSTEM:
        return bodies
    scope = Q(pk__in=[])
    for path in viewer.paths(*READS):
        scope |= territory.subtree(path, "path")
    if own := units_of(viewer):
        scope |= Q(pk__in=Seat.objects.filter(unit_id__in=own, left_on=None).values("body_id"))
    return bodies.filter(scope)


def body_of(viewer: Actor, body_id: int) -> Body:
    """Return a joint meeting the actor may read. Raises: NotFound."""
    found = readable(Body.objects.select_related("area"), viewer).filter(pk=body_id).first()
    if found is None:
        raise NotFound
    return found


def run_body(by: Actor, body_id: int) -> Body:
    """Return a joint meeting the actor calls. Raises: NotFound, NotAllowed."""
    found = body_of(by, body_id)
    if not runs(by, found.path):
        raise NotAllowed
    return found


def run_meeting(by: Actor, meeting_id: int) -> Meeting:
    """Lock a meeting that the actor runs. Raises: NotFound, NotAllowed."""
    meeting = locked_one(Meeting.objects.filter(pk=meeting_id))
    body_of(by, meeting.body_id)
    if not runs(by, meeting.path):
        raise NotAllowed
    return meeting
