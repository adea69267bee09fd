"""The three lists as their viewers see them. The public lists hold no name of an asker."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from linli.engines.access import public as access
from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.crypto import unseal
from linli.kernel.errors import NotFound
from linli.kernel.paging import Page, paginate
from linli.programmes.lists.hours import hours_text, restored
from linli.programmes.lists.lifecycle import (
    ASKER,
    COMMUNITY,
    FIRST_WORDS,
    LEAD,
    NEED_STEPS,
    PROJECT_STEPS,
    PUBLIC_NEEDS,
    PUBLIC_PROJECTS,
    RESOURCE_STEPS,
    ResourceState,
)
from linli.programmes.lists.models import MonthList, Need, Pair, Project, Resource
from linli.programmes.lists.money import MoneyRow, statement_of
from linli.programmes.lists.policies import RUNS, sees, standing, verbs_for
from linli.programmes.lists.verbs.months import DUE_DAY
from linli.programmes.lists.verbs.needs import hash_of_code, tracking_code_of

STEPS = {**NEED_STEPS, **RESOURCE_STEPS, **PROJECT_STEPS}
MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class NeedDetail:
    """One need as its viewer may see it; `text` only for the community and who asked."""

    need: Need
    text: str
    hours: str
    verbs: tuple[str, ...]
    steps: tuple[journal.StepRow, ...]
    close: bool         # the community, or who asked
    community: bool
    tracking_code: str
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class ResourceDetail:
    """One resource as its viewer may see it."""

    resource: Resource
    hours: str
    serves: str
    verbs: tuple[str, ...]
    steps: tuple[journal.StepRow, ...]
    phone: str
    projects: tuple[Project, ...]


@dataclass(frozen=True, slots=True)
class ProjectDetail:
    """One project as its viewer may see it."""

    project: Project
    needs: tuple[Need, ...]
    resources: tuple[Resource, ...]
    left: tuple[tuple[str, str], ...]       # resources that left, and why
    milestones: tuple[tuple[int, str, date, datetime | None, str], ...]
    verbs: tuple[str, ...]
    steps: tuple[journal.StepRow, ...]
    community: bool
    money: tuple[MoneyRow, ...] = ()        # for the community and the lead, the newest first


def public_needs(path: str, *, cursor: str | None = None, size: int = 30, category: str = "") -> Page[Need]:
    """Return the needs on the public list of an area, the newest first."""
    found = Need.objects.filter(territory.subtree(path), state__in=PUBLIC_NEEDS)
    return _page(found.filter(category=category) if category else found, ("-said_at", "-id"), cursor, size)


def public_resources(path: str, *, cursor: str | None = None, size: int = 30) -> Page[Resource]:
    """Return the resources that serve an area or a part of it, the newest first."""
    reach = territory.subtree(path, "serves") | Q(serves__in=territory.prefixes(path)) if path else Q()
    found = Resource.objects.filter(reach, state=ResourceState.LISTED)
    return _page(found, ("-offered_at", "-id"), cursor, size)


def public_projects(path: str, *, cursor: str | None = None, size: int = 30) -> Page[Project]:
    """Return the projects of an area that everybody may see, the newest first."""
    found = Project.objects.filter(territory.subtree(path), state__in=PUBLIC_PROJECTS)
    return _page(found, ("-made_at", "-id"), cursor, size)


def needs(
    viewer: Actor, *, states: tuple[str, ...] = (), path: str = "", category: str = "", cursor: str | None = None,
    size: int = 30,
) -> Page[Need]:
    """Return the needs of the areas whose lists the viewer keeps, the newest first."""
    found = access.within(Need.objects.filter(territory.subtree(path)), viewer, *RUNS).select_related("project")
    found = found.filter(state__in=states) if states else found
    return _page(found.filter(category=category) if category else found, ("-said_at", "-id"), cursor, size)


def resources(
    viewer: Actor, *, states: tuple[str, ...] = (), path: str = "", cursor: str | None = None, size: int = 30
) -> Page[Resource]:
    """Return the resources of the areas whose lists the viewer keeps, the newest first."""
    found = access.within(Resource.objects.filter(territory.subtree(path)), viewer, *RUNS)
    return _page(found.filter(state__in=states) if states else found, ("-offered_at", "-id"), cursor, size)


def projects(
    viewer: Actor, *, states: tuple[str, ...] = (), path: str = "", cursor: str | None = None, size: int = 30
) -> Page[Project]:
    """Return the projects of the areas whose lists the viewer keeps, the newest first."""
    found = access.within(Project.objects.filter(territory.subtree(path)), viewer, *RUNS)
    return _page(found.filter(state__in=states) if states else found, ("-made_at", "-id"), cursor, size)


def my_needs(viewer: Actor, *, size: int = 30) -> list[Need]:
    """Return what the viewer asked for, with an account or in this browser."""
    held = [int(key.removeprefix("need:")) for key in viewer.holds if key.startswith("need:")]
    own = Q(pk__in=held)
    if viewer.account_id is not None:
        own |= Q(account_id=viewer.account_id)
    return list(Need.objects.filter(own).select_related("area", "project").order_by("-said_at")[:size])


def my_projects(viewer: Actor, *, size: int = 30) -> list[Project]:
    """Return the running projects that the viewer leads."""
    if viewer.account_id is None:
        return []
    found = Project.objects.filter(lead_id=viewer.account_id, state="running")
    return list(found.select_related("area").order_by("ends_on")[:size])


def need_for(viewer: Actor, number: str) -> NeedDetail:
    """Return one need as the viewer may see it, with its whole life. Raises: NotFound."""
    need = Need.objects.select_related("area", "project").filter(number=number.strip().upper()).first()
    if need is None or not sees(viewer, need):
        raise NotFound
    being = standing(viewer, need)
    close, community = bool(being), COMMUNITY in being
    pairs = Pair.objects.filter(need=need).select_related("resource") if community else Pair.objects.none()
    streams = [f"need:{need.pk}"]
    if need.project is not None and need.project.state in PUBLIC_PROJECTS:
        streams.append(f"project:{need.project.pk}")
    return NeedDetail(
        need=need, text=unseal(need.text, purpose="need.text") if close and need.text else "",
        hours=hours_text(restored(need.windows)), verbs=verbs_for(viewer, need, NEED_STEPS),
        steps=tuple(_steps(streams)), close=close, community=community,
        tracking_code=tracking_code_of(need) if ASKER in being else "",
        pairs=tuple(pairs.order_by("state", "-weight")),
    )


def resource_for(viewer: Actor, number: str) -> ResourceDetail:
    """Return one resource as the viewer may see it. Raises: NotFound."""
    found = Resource.objects.select_related("area").filter(number=number.strip().upper()).first()
    if found is None or not sees(viewer, found):
        raise NotFound
    being = standing(viewer, found)
    at_work = Project.objects.filter(shares__resource=found, shares__left_at=None, state__in=PUBLIC_PROJECTS)
    return ResourceDetail(
        resource=found, hours=hours_text(restored(found.windows)),
        serves=territory.area(territory.ids_of(found.serves)[-1]).name, verbs=verbs_for(viewer, found, RESOURCE_STEPS),
        steps=tuple(_steps([f"resource:{found.pk}"])) if being else (),
        phone=unseal(found.phone, purpose="resource.phone") if being and found.phone else "", projects=tuple(at_work),
    )


def project_for(viewer: Actor, number: str) -> ProjectDetail:
    """Return one project as the viewer may see it. Raises: NotFound."""
    found = Project.objects.select_related("area").filter(number=number.strip().upper()).first()
    if found is None or not sees(viewer, found):
        raise NotFound
    shares = list(found.shares.select_related("resource").order_by("id"))
    being = standing(viewer, found)
    return ProjectDetail(
        project=found, needs=tuple(found.needs.select_related("area").order_by("id")),
        resources=tuple(one.resource for one in shares if one.left_at is None or found.state == "done"),
        left=tuple((one.resource.words, one.left_why) for one in shares if one.left_at is not None),
        milestones=tuple(
            (one.pk, one.title, one.due_on, one.done_at, one.note) for one in found.milestones.order_by("due_on", "id")
        ),
        verbs=verbs_for(viewer, found, PROJECT_STEPS), steps=tuple(_steps([f"project:{found.pk}"])),
        community=COMMUNITY in being or LEAD in being,
        money=statement_of(found) if COMMUNITY in being or LEAD in being else (),
    )


def proposals(viewer: Actor, *, cursor: str | None = None, size: int = 50) -> Page[Pair]:
    """Return the pairs of the viewer's areas that are proposed or locked, the heaviest first."""
    keeps = access.within(Need.objects.all(), viewer, *RUNS)
    found = Pair.objects.filter(need__in=keeps, state__in=("proposed", "locked"))
    rows = found.select_related("need", "need__area", "resource", "resource__area")
    return paginate(rows, order=("-weight", "-id"), cursor=cursor, size=size)


def unmatched(viewer: Actor, *, size: int = 50) -> list[Need]:
    """Return listed needs of the viewer's areas for which nothing is proposed, the oldest first."""
    found = access.within(Need.objects.filter(state="listed"), viewer, *RUNS)
    rows = found.exclude(pairs__state__in=("proposed", "locked")).select_related("area")
    return list(rows.order_by("said_at", "id")[:size])


def by_code(code: str) -> tuple[int, str]:
    """Return key and number of the need that a tracking code belongs to. Raises: Invalid, NotFound."""
    found = Need.objects.filter(tracking_hash=hash_of_code(code)).values_list("pk", "number").first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month of a community: whether its lists are published, and until when they should be."""

    area: territory.AreaRow
    month: date
    due_on: date
    published: MonthList | None
    review_due: bool        # the last month of a quarter


def months(area_id: int) -> list[MonthRow]:
    """Return the last twelve months of a community, the newest first."""
    area = territory.area(area_id)
    found = {one.month: one for one in MonthList.objects.filter(area_id=area.id)}
    month, rows = clock.today().replace(day=1), []
    for _number in range(MONTHS_SHOWN):
        rows.append(MonthRow(area, month, month.replace(day=DUE_DAY), found.get(month), month.month % 3 == 0))
        month = (month - timedelta(days=1)).replace(day=1)
    return rows


def _page(found: "QuerySet[Any]", order: tuple[str, ...], cursor: str | None, size: int) -> "Page[Any]":
    return paginate(found.select_related("area"), order=order, cursor=cursor, size=size)


def _steps(streams: list[str]) -> Iterable[journal.StepRow]:
    events = [event for stream in streams for event in journal.history(stream)]
    for event in sorted(events, key=lambda one: one.at):
        kind, _dot, verb = event.kind.partition(".")
        if kind == "pair" or (kind == "project" and verb == "release"):
            continue
        words = STEPS[verb].said if verb in STEPS else FIRST_WORDS.get(verb, verb)
        note = str(event.data.get("note") or event.data.get("reason") or "")
        yield journal.StepRow(event.at, words, event.actor_name, note)
