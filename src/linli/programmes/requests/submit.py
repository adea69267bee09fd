"""Take a request in: find the place and the class, open the case, and send it where a rule says so. One transaction."""

from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from linli.engines.cases import public as cases
from linli.engines.cases.public import CategoryRow, Reporter, Suggestion
from linli.engines.territory.public import Location
from linli.kernel import rows
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
) -> Submitted:
    """Take a request in, whatever is known of it; what is not known is found, or left to the desk.

    The same intake key is the same case. A rule that fails, or a class that cannot be found, never keeps a report out.
    Raises: Invalid, NotAllowed.
    """
    with write():
        location = find_place(
            longitude=longitude,
            latitude=latitude,
            place=place,
            building_id=building_id,
            area_code=area_code,
            text=text,
        )
        category, classed = _category(category_code, text)
        kind = kind_of(kind_code, category)
        suggestion = _suggestion(location, kind, category)
        sent = suggestion is not None and suggestion.automatic and suggestion.assignee is not None
        intake = _Intake(
            by, text, origin, kind, category, location, tuple(photos), reporter, intake_key, title, classed
        )
        opened = _send(intake, suggestion) if suggestion and sent else _open(intake)
        if suggestion is not None and not opened.repeated:
            _note(opened.case, suggestion)
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
        with write():
            wanted = cases.routing_draft(
                location=location, kind_code=kind_code, category_code=category.code if category else ""
            )
            return cases.route(wanted)
    except Exception:
        log.exception("routing_failed", area=location.area.id, kind=kind_code)
        return None


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
        accepted=bool(assignee),
        assignee=assignee,
        routed_by=routed_by,
    )


def _send(intake: _Intake, suggestion: Suggestion) -> cases.Opened:
    """Open the case already sent; where the assignee cannot get it after all, leave it to the desk."""
    assignee = suggestion.assignee
    if assignee is None:
        return _open(intake)
    try:
        return _open(intake, assignee=assignee.key, routed_by=suggestion.reason)
    except LinliError as error:
        if not set(error.fields) & {"assignee", "matter_id"} and error.code != "matter_needed":
            raise
        log.warning("dispatch_failed", assignee=assignee.key, why=str(error))
        return _open(intake)


def _note(case: cases.Case, suggestion: Suggestion) -> None:
    """Keep the reason on a case that the desk decides, and the fault on a rule that could not be followed."""
    if not case.assignee and suggestion.reason:
        case.routed_by = suggestion.reason[:200]
        rows.update(case, ["routed_by"])
    if suggestion.broken:
        cases.note_broken(suggestion.broken)
