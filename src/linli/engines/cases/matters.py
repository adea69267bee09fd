"""Which matters may be put on a community (事项准入): what a dispatch has to cite, and what is on the lists."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.engines.access.public import Role
from linli.engines.cases.models import Application, Matter
from linli.engines.cases.taxonomy import TAXONOMY, MatterRow, taxonomy, touch
from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import SYSTEM, Actor, ActorKind
from linli.kernel.errors import NotFound

LISTS = {
    Matter.ListKind.STATUTORY: _("Duties by law"),
    Matter.ListKind.ASSISTING: _("Help owed by law"),
    Matter.ListKind.DELEGATED: _("Done for others by agreement"),
}
UNDECIDED = (Application.State.DRAFT, Application.State.OPINION)
DECIDES = (Role.COORDINATOR, Role.SUPERVISOR)
SPEAKS = (Role.HANDLER, Role.DISPATCHER, Role.COORDINATOR)  # for a community
APPLIES = (Role.DISPATCHER, Role.COORDINATOR, Role.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """An application for admission, as the console shows it."""

    id: int
    title: str
    case_id: int | None
    case_number: str
    category_code: str
    category_name: str
    parties: str
    reason: str
    money_fen: int
    people: int
    period_from: date
    period_to: date
    area_id: int
    area_name: str
    path: str
    state: str
    asked_by: str
    asked_by_id: int
    asked_at: datetime
    opinion: str
    decided_by: str
    decided_at: datetime | None
    decision: str
    matter_code: str


def matters(list_kind: str = "", *, on: date | None = None) -> list[MatterRow]:
    """Return the matters of one list or of all three that hold on a day (default: today)."""
    day = on or clock.today()
    return [row for row in taxonomy().matters if row.holds(day) and list_kind in {"", row.list_kind}]


def listed_matter(category_id: int | None, *, on: date | None = None) -> MatterRow | None:
    """Return the matter that a case of this class is, where a list holds one: the own class before its parent."""
    known = taxonomy()
    own = known.category_by_id.get(category_id) if category_id else None
    if own is None:
        return None
    listed = matters(on=on)
    for wanted in (own.id, own.parent_id):
        found = next((row for row in listed if wanted in row.category_ids), None)
        if found is not None:
            return found
    return None


def applications(viewer: Actor, states: tuple[str, ...] = ()) -> list[ApplicationRow]:
    """Return the applications for admission in the viewer's areas, those that wait first, then the newest."""
    found = Application.objects.select_related("case", "category", "area", "asked_by", "decided_by", "matter")
    found = found.filter(_open_to(viewer))
    if states:
        found = found.filter(state__in=states)
    rows = [_application_row(row) for row in found.order_by("-asked_at", "-id")[:200]]
    return sorted(rows, key=lambda row: row.state not in UNDECIDED)


def _open_to(viewer: Actor) -> Q:
    """Return which applications concern a viewer: those of the own areas, and those that would touch the own place."""
    if viewer.kind is ActorKind.SYSTEM:
        return Q()
    condition = Q(pk__in=[])
    for path in viewer.paths(*DECIDES, *APPLIES, *SPEAKS):
        condition |= territory.subtree(path)
    above = {one for grant in viewer.grants if grant.role in SPEAKS for one in territory.prefixes(grant.path)}
    return condition | Q(path__in=above)


def application(viewer: Actor, application_id: int) -> ApplicationRow:
    """Return one application. Raises: NotFound."""
    for row in applications(viewer):
        if row.id == application_id:
            return row
    raise NotFound


def _application_row(row: Application) -> ApplicationRow:
    return ApplicationRow(
        id=row.pk,
        title=row.title,
        case_id=row.case_id,
        case_number=row.case.number if row.case else "",
        category_code=row.category.code if row.category else "",
        category_name=row.category.name if row.category else "",
        parties=row.parties,
        reason=row.reason,
        money_fen=row.money_fen,
        people=row.people,
        period_from=row.period_from,
        period_to=row.period_to,
        area_id=row.area_id,
        area_name=row.area.name,
        path=row.path,
        state=row.state,
        asked_by=row.asked_by.name,
        asked_by_id=row.asked_by_id,
        asked_at=row.asked_at,
        opinion=row.opinion,
        decided_by=row.decided_by.name if row.decided_by else "",
        decided_at=row.decided_at,
        decision=row.decision,
        matter_code=row.matter.code if row.matter else "",
    )


def expire_matters() -> int:
    """Take matters off their lists whose time has come to its end; part of the tick."""
    over = list(Matter.objects.filter(state=Matter.State.LISTED, valid_to__lt=clock.today()).order_by("id")[:200])
    for matter in over:
        matter.state = Matter.State.EXPIRED
        matter.save(update_fields=["state"])
        journal.record(kind="matter.expired", stream=f"matter:{matter.pk}", by=SYSTEM, data={"code": matter.code})
    if over:
        touch(TAXONOMY)
    return len(over)


def expire_applications() -> int:
    """Let applications lapse that nobody decided before their period ended; part of the tick."""
    over = Application.objects.filter(state__in=UNDECIDED, period_to__lt=clock.today()).order_by("id")
    done = 0
    for row in list(over[:200]):
        row.state = Application.State.EXPIRED
        row.save(update_fields=["state"])
        journal.record(
            kind="application.expired",
            stream=f"application:{row.pk}",
            by=SYSTEM,
            path=row.path,
            data={"title": row.title},
        )
        done += 1
    return done
