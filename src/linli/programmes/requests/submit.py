"""Take a request in: find the place and the class, open the case, and send it where a rule says so."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime

import structlog
from django.db import connection

from linli.engines.cases import public as cases
from linli.engines.cases.public import CategoryRow, Opening, Reporter, Suggestion
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


@dataclass(frozen=True, slots=True)
class Ready:
    """A request of which everything is found out that can be: ready to be opened."""

    opening: Opening
    suggestion: Suggestion | None
    category: CategoryRow | None


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
) -> Submitted:
    """Take a request in, whatever is known of it; what is not known is found, or left to the desk.

    Everything is found out before the one transaction that opens the case, so that nobody waits for it; the case is
    opened by what then holds. `location` is what a caller has found already from the same point and words.
    The same intake key is the same case. A rule that fails, or a class that cannot be found, never keeps a report out.
    Raises: Invalid, NotAllowed.
    """
    if location is None:
        point = {"longitude": longitude, "latitude": latitude}
        location = find_place(**point, place=place, building_id=building_id, area_code=area_code, text=text)
    ready = make_ready(
        by=by,
        text=text,
        origin=origin,
        location=location,
        kind_code=kind_code,
        category_code=category_code,
        photos=photos,
        reporter=reporter,
        intake_key=intake_key,
        title=title,
    )
    return take_in(ready)


def make_ready(
    *,
    by: Actor,
    text: str,
    origin: str,
    location: Location,
    kind_code: str = "",
    category_code: str = "",
    photos: Sequence[str] = (),
    reporter: Reporter | None = None,
    intake_key: str | None = None,
    title: str = "",
    said_at: datetime | None = None,
) -> Ready:
    """Find the class of a request and whom a rule sends it to. `said_at`: when it was said, where it comes from a file.

    Raises: Invalid.
    """
    category, classed = _category(category_code, text)
    kind = kind_of(kind_code, category)
    suggestion = _suggestion(location, kind, category)
    assignee = suggestion.assignee if suggestion is not None and suggestion.automatic else None
    opening = Opening(
        by=by,
        text=text,
        origin=origin,
        kind_code=kind,
        location=location,
        category_code=category.code if category else None,
        photos=tuple(photos),
        reporter=reporter,
        intake_key=intake_key,
        title=title,
        accepted=assignee is not None,
        assignee=assignee.key if assignee is not None else "",
        routed_by=suggestion.reason if suggestion is not None else "",
        classed=classed,
        said_at=said_at,
    )
    return Ready(opening, suggestion, category)


def take_in(ready: Ready) -> Submitted:
    """Open the case, sent where a rule says so by itself; else, or where the assignee cannot get it after all, leave it
    to the desk with the reason.

    Raises: Invalid, NotAllowed.
    """
    opening = ready.opening
    try:
        opened = cases.open_one(opening)
    except LinliError as error:
        refused = set(error.fields) & {"assignee", "matter_id"} or error.code == "matter_needed"
        if not (opening.assignee and refused):
            raise
        log.warning("dispatch_failed", assignee=opening.assignee, why=str(error))
        opened = cases.open_one(replace(opening, accepted=False, assignee=""))
    if not opened.repeated:
        _note_broken([ready])
    return _submitted(ready, opened)


def take_all_in(ready: Sequence[Ready]) -> list[Submitted]:
    """Open many cases, all of them or none: a few statements for all instead of for each.

    Raises: what one of them raises (Busy where it is there already); take each in by itself then.
    """
    opened = cases.open_all([one.opening for one in ready])
    _note_broken(ready)
    return [_submitted(*pair) for pair in zip(ready, opened, strict=True)]


def _note_broken(ready: Iterable[Ready]) -> None:
    """Remember on rules that they could not be followed, on each once."""
    broken = {fault.rule_id: fault for one in ready if one.suggestion for fault in one.suggestion.broken}
    if broken:
        with write():
            cases.note_broken([*broken.values()])


def _submitted(ready: Ready, opened: cases.Opened) -> Submitted:
    return Submitted(
        case=opened.case,
        tracking_code=opened.tracking_code,
        following_id=opened.following_id,
        repeated=opened.repeated,
        suggestion=ready.suggestion,
        emergency=emergency_of(ready.opening.text, ready.category),
    )


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
