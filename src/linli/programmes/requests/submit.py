"""Take a request in: find the place and the class, open the case, and send it where a rule says so."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import connection

from linli.engines.cases import public as cases
from linli.engines.cases.public import CategoryRow, Reporter, Suggestion
from linli.engines.territory.public import Location
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, LinliError, NotFound
from linli.kernel.locks import write
from linli.programmes.requests.classes import classed_words, kind_of, suggest_class
from linli.programmes.requests.emergencies import EmergencyWords, emergency_of
from linli.programmes.requests.places import find_place

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Submitted(cases.Opened):
    """An opened case, whom it was or should be sent to and why, and whom to call first where there is danger."""

    suggestion: Suggestion | None = None
    emergency: EmergencyWords | None = None


def submit(
    *,
    by: Actor,
    text: str,
    origin: str,
    kind_code: str = "",
    category_code: str = "",
    longitude: float | None = None,
    latitude: float | None = None,
    place: str = "",
    area_code: str = "",
    building_id: int | None = None,
    photos: Sequence[str] = (),
    reporter: Reporter | None = None,
    intake_key: str | None = None,
    title: str = "",
    location: Location | None = None,
    said_at: datetime | None = None,
) -> Submitted:
    """Take a request in, whatever is known of it; what is not known is found, or left to the desk.

    Everything is found out before the one transaction that opens the case, so that nobody waits for it; the case is
    opened by what then holds. `location` is what a caller has found already from the same point and words,
    `said_at` when it was first said, where it comes from a file.
    The same intake key is the same case. A rule that fails, or a class that cannot be found, never keeps a report out.
    Raises: Invalid, NotAllowed.
    """
    if location is None:
        point = {"longitude": longitude, "latitude": latitude}
        location = find_place(**point, place=place, building_id=building_id, area_code=area_code, text=text)
    category, classed = _category(category_code, text)
    kind = kind_of(kind_code, category)
    suggestion = _suggestion(location, kind, category)
    intake = _Intake(
        by, text, origin, kind, category, location, tuple(photos), reporter, intake_key, title, classed, said_at
    )
    opened = _send(intake, suggestion) if suggestion is not None else _open(intake)
    if suggestion is not None and suggestion.broken and not opened.repeated:
        with write():
            cases.note_broken(suggestion.broken)
    return Submitted(
        case=opened.case,
        tracking_code=opened.tracking_code,
        following_id=opened.following_id,
        repeated=opened.repeated,
        suggestion=suggestion,
        emergency=emergency_of(text, category),
    )


@dataclass(frozen=True, slots=True)
class _Intake:
    """Everything that opens the case."""

    by: Actor
    text: str
    origin: str
    kind_code: str
    category: CategoryRow | None
    location: Location
    photos: tuple[str, ...]
    reporter: Reporter | None
    intake_key: str | None
    title: str
    classed: str        # who gave the class, where no person did
    said_at: datetime | None


def _category(code: str, text: str) -> tuple[CategoryRow | None, str]:
    if not code:
        guess = suggest_class(text)
        return (guess.category if guess else None), classed_words(guess)
    try:
        return cases.category(code), ""
    except NotFound as error:
        raise Invalid(fields={"category_code": error.message}) from error


def _suggestion(location: Location, kind_code: str, category: CategoryRow | None) -> Suggestion | None:
    """Ask the rules. Whatever goes wrong there is logged, and the desk decides."""
    try:
        with _undone_alone():
            wanted = cases.routing_draft(
                location=location, kind_code=kind_code, category_code=category.code if category else ""
            )
            return cases.route(wanted)
    except Exception:
        log.exception("routing_failed", area=location.area.id, kind=kind_code)
        return None


def _undone_alone() -> AbstractContextManager[None]:
    """Let a failure inside a caller's transaction undo only itself; outside of any there is nothing to undo."""
    return write() if connection.in_atomic_block else nullcontext()


def _open(intake: _Intake, *, assignee: str = "", routed_by: str = "") -> cases.Opened:
    return cases.open_case(
        by=intake.by,
        text=intake.text,
        origin=intake.origin,
        kind_code=intake.kind_code,
        category_code=intake.category.code if intake.category else None,
        location=intake.location,
        photos=intake.photos,
        reporter=intake.reporter,
        intake_key=intake.intake_key,
        title=intake.title,
        classed=intake.classed,
        said_at=intake.said_at,
        accepted=bool(assignee),
        assignee=assignee,
        routed_by=routed_by,
    )


def _send(intake: _Intake, suggestion: Suggestion) -> cases.Opened:
    """Open the case, sent where a rule says so by itself; else, or where the assignee cannot get it after all, leave it
    to the desk with the reason.
    """
    assignee = suggestion.assignee
    if assignee is None or not suggestion.automatic:
        return _open(intake, routed_by=suggestion.reason)
    try:
        return _open(intake, assignee=assignee.key, routed_by=suggestion.reason)
    except LinliError as error:
        if not set(error.fields) & {"assignee", "matter_id"} and error.code != "matter_needed":
            raise
        log.warning("dispatch_failed", assignee=assignee.key, why=str(error))
        return _open(intake, routed_by=suggestion.reason)
