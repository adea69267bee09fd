"""Themes: root causes on which many cases hang, each with its own plan (每月一题)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from linli.engines.cases.lifecycle import OPEN
from linli.engines.cases.models import Theme
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme with how much hangs on it."""

    id: int
    title: str
    cause: str
    plan: str
    area_id: int
    area_name: str
    path: str
    lead_unit_id: int | None
    lead_unit_name: str
    due_on: date | None
    public: bool
    opened_at: datetime
    resolved_at: datetime | None
    result: str
    cases: int
    open_cases: int
    people: int


def _counted(themes: QuerySet[Theme]) -> QuerySet[Theme]:
    return themes.select_related("area", "lead_unit").annotate(
        case_count=Count("cases"),
        open_count=Count("cases", filter=Q(cases__state__in=OPEN)),
        people_count=Coalesce(Sum("cases__people"), 0),
    )


def _row(theme: Theme) -> ThemeRow:
    counted: dict[str, int] = vars(theme)
    return ThemeRow(
        id=theme.pk,
        title=theme.title,
        cause=theme.cause,
        plan=theme.plan,
        area_id=theme.area_id,
        area_name=theme.area.name,
        path=theme.path,
        lead_unit_id=theme.lead_unit_id,
        lead_unit_name=theme.lead_unit.name if theme.lead_unit else "",
        due_on=theme.due_on,
        public=theme.public,
        opened_at=theme.opened_at,
        resolved_at=theme.resolved_at,
        result=theme.result,
        cases=counted["case_count"],
        open_cases=counted["open_count"],
        people=counted["people_count"],
    )


def _concerns(viewer: Actor, path: str) -> bool:
    """Say whether a theme of this area lies in, or above, one of the viewer's places."""
    if viewer.kind is ActorKind.SYSTEM:
        return True
    return any(grant.path.startswith(path) or path.startswith(grant.path) for grant in viewer.grants)


def themes(viewer: Actor, *, path: str = "", resolved: bool | None = None) -> list[ThemeRow]:
    """Return the themes of the viewer's areas and of those above: unresolved ones first, by their day."""
    found = _counted(Theme.objects.all())
    if resolved is not None:
        found = found.filter(resolved_at__isnull=not resolved)
    rows = [_row(one) for one in found if _concerns(viewer, one.path)]
    near = [row for row in rows if row.path.startswith(path) or path.startswith(row.path)]
    return sorted(near, key=lambda row: (row.resolved_at is not None, row.due_on or date.max, row.id))


def theme(viewer: Actor, theme_id: int) -> ThemeRow:
    """Return one theme. Raises: NotFound."""
    found = _counted(Theme.objects.filter(pk=theme_id)).first()
    if found is None or not _concerns(viewer, found.path):
        raise NotFound
    return _row(found)


def public_themes(path: str = "") -> list[ThemeRow]:
    """Return the themes that residents may see, the newest first."""
    rows = [_row(one) for one in _counted(Theme.objects.filter(public=True)).order_by("-opened_at", "-id")[:100]]
    return [row for row in rows if row.path.startswith(path) or path.startswith(row.path)]
