"""Lists of cases for colleagues: the dispatch desk and the search.

Pages go by keys, never by counting; each page costs the same however deep and however many cases there are.
"""

from dataclasses import replace

from django.db.models import Q, QuerySet

from linli.engines.access.public import Role
from linli.engines.cases.figure_parts import part
from linli.engines.cases.lifecycle import ENDED, State
from linli.engines.cases.models import Case
from linli.engines.cases.policies import SEES_AREA, seen_by
from linli.engines.cases.rows import CaseFilter, CaseRow, narrow, rows, with_columns
from linli.engines.cases.search import matching
from linli.engines.territory import public as territory
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.paging import Page, paginate

SIZE = 50
AT_DESK = frozenset({State.SUBMITTED, State.ACCEPTED})
DESK_ROLES = (Role.DISPATCHER, Role.COORDINATOR, Role.SUPERVISOR)
BY_DUE = ("queue_at", "id")
NEWEST = ("-submitted_at", "-id")


def desk_list(
    viewer: Actor,
    filters: CaseFilter | None = None,
    cursor: str | None = None,
    *,
    size: int = SIZE,
) -> Page[CaseRow]:
    """Return what lies on the viewer's dispatch desks: to be accepted or dispatched, the most urgent first.

    Other states are had by asking for them; a list that holds ended cases goes by the newest.
    """
    chosen = filters or CaseFilter()
    states = frozenset(chosen.states) or AT_DESK
    found = Case.objects.filter(_desks(viewer, chosen.path))
    found = narrow(matching(found, chosen.text), replace(chosen, states=states, path=""))
    order = NEWEST if states & ENDED else BY_DUE
    page = paginate(with_columns(found), order=order, cursor=cursor, size=size)
    return page.of(rows(page.items, reason="desk"))


def _desks(viewer: Actor, path: str) -> Q:
    """Return which cases lie on the viewer's desks, or, with a path, in that part of the area."""
    if viewer.kind is ActorKind.SYSTEM:
        return territory.subtree(path) if path else Q()
    condition = Q(pk__in=[])
    for own in viewer.paths(*DESK_ROLES):
        if path.startswith(own):
            condition |= territory.subtree(path)
        elif own.startswith(path):
            condition |= territory.subtree(own, "desk_path")
    return condition


def search(
    viewer: Actor,
    text: str = "",
    filters: CaseFilter | None = None,
    cursor: str | None = None,
    *,
    size: int = SIZE,
) -> Page[CaseRow]:
    """Return the cases the viewer may see that hold every word of the text, the newest first."""
    chosen = filters or CaseFilter()
    found = _measured(visible(viewer, chosen), chosen)
    found = matching(found, text or chosen.text)
    page = paginate(with_columns(found), order=NEWEST, cursor=cursor, size=size)
    return page.of(rows(page.items))


def visible(viewer: Actor, chosen: CaseFilter) -> QuerySet[Case]:
    """Return the cases of a filter that the viewer may see; whoever serves the whole of it needs no further look."""
    found = narrow(Case.objects.all(), chosen)
    if viewer.kind is ActorKind.SYSTEM:
        return found
    wide = viewer.paths(*SEES_AREA)
    if any(chosen.path.startswith(own) for own in wide):
        return found
    return found.filter(seen_by(viewer))


def _measured(found: QuerySet[Case], chosen: CaseFilter) -> QuerySet[Case]:
    return found.filter(part(chosen.measure)) if chosen.measure else found
