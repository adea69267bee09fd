"""Open a case: the first word of a resident, or what a collector found on the round."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from linli.engines.cases import clocks, search
from linli.engines.cases.alike import traces
from linli.engines.cases.followings import Opened, Reporter, code_of
from linli.engines.cases.models import Case, DaySerial, Following
from linli.engines.cases.photos import attach
from linli.engines.cases.verbs.drafting import Draft, Opening, draft_of
from linli.engines.cases.verbs.turn import hold, stream_of
from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.kernel import insertions
from linli.kernel.actor import Actor
from linli.kernel.errors import Busy, Invalid
from linli.kernel.ids import case_number
from linli.kernel.locks import write
from linli.kernel.reservations import Reserved, reserve
from linli.kernel.together import Together

PART = 50  # cases to a statement


def open_case(
    *,
    by: Actor,
    text: str,
    origin: str,
    kind_code: str,
    location: territory.Location,
    category_code: str | None = None,
    photos: Sequence[str] = (),
    reporter: Reporter | None = None,
    intake_key: str | None = None,
    title: str = "",
    accepted: bool = False,
    assignee: str = "",
    routed_by: str = "",
    classed: str = "",
    due_at: datetime | None = None,
    said_at: datetime | None = None,
) -> Opened:
    """Open a case at a place and start its clocks: `Opening` says what each thing means.

    Raises: Invalid, NotAllowed.
    """
    return open_one(
        Opening(
            by=by,
            text=text,
            origin=origin,
            kind_code=kind_code,
            location=location,
            category_code=category_code,
            photos=photos,
            reporter=reporter,
            intake_key=intake_key,
            title=title,
            accepted=accepted,
            assignee=assignee,
            routed_by=routed_by,
            classed=classed,
            due_at=due_at,
            said_at=said_at,
        )
    )


def open_one(opening: Opening) -> Opened:
    """Open a case, written together with those that others open at the same time.

    Raises: Invalid, NotAllowed.
    """
    try:
        return _together.serve(draft_of(opening))
    except (_OpenedBeforeError, Invalid):
        if opening.key is not None and (again := _opened_before(opening.key)) is not None:
            return again
        raise


def open_all(openings: Sequence[Opening]) -> list[Opened]:
    """Open many cases, all of them or none.

    Raises: Invalid, NotAllowed, and Busy where one of them is there already: open each by itself then.
    """
    drafts = [draft_of(opening) for opening in openings]
    with write():
        parts = [drafts[at : at + PART] for at in range(0, len(drafts), PART)]
        return [opened for part in parts for opened in _write(part)]


class _OpenedBeforeError(Busy):
    """The key is taken: what was written so far, the serial too, is undone."""


def _write(drafts: Sequence[Draft]) -> list[Opened]:
    """Write cases and all that belongs to them at once. Raises: _OpenedBeforeError, Invalid."""
    cases, followings = [draft.case for draft in drafts], [draft.following for draft in drafts]
    keys = {Case: len(cases), Following: len(cases), journal.Event: len(cases)}
    reserved = reserve(keys, days=DaySerial, serials=Counter(draft.day for draft in drafts))
    _number(drafts, reserved)
    reserved.give(cases)
    reserved.give(followings)
    for draft in drafts:
        draft.belong()
    written = insertions.write(
        [
            insertions.of_rows(cases, unless_there=True),
            insertions.of_rows(followings),
            *clocks.insertion([clock for draft in drafts for clock in draft.clocks]),
            search.insertion(cases),
            traces.insertion((draft.case, draft.wording) for draft in drafts),
            *journal.begin_streams([_first_event(draft) for draft in drafts], reserved.keys(journal.Event)),
        ]
    )
    if written[0] != len(cases):
        raise _OpenedBeforeError
    for draft in drafts:
        hold(draft.case)
        attach(draft.photos, draft.case, stage="report", by=draft.by)
    return [Opened(draft.case, draft.tracking_code, following_id=draft.following.pk) for draft in drafts]


def _first_event(draft: Draft) -> journal.Beginning:
    return journal.Beginning("case.submit", stream_of(draft.case.pk), draft.by, draft.case.path, draft.data)


def _number(drafts: Sequence[Draft], reserved: Reserved) -> None:
    """Give cases the next numbers of their day."""
    serials = {draft.day: iter(reserved.serials(draft.day)) for draft in drafts}
    for draft in drafts:
        draft.case.number = case_number(draft.day, next(serials[draft.day]))


_together: Together[Draft, Opened] = Together(_write)
coming = _together.coming   # said by a door where a case is about to come in


def _opened_before(key: str) -> Opened | None:
    """Return what was opened under a key; whoever else is opening it now has been waited for by then."""
    case = Case.objects.filter(intake_key=key).select_related("kind").first()
    if case is None:
        return None
    following = Following.objects.filter(case=case).order_by("id")[0]
    return Opened(case, code_of(following), following_id=following.pk, repeated=True)
