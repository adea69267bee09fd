"""Reads of the 15-minute circle: kinds and points of service, how many homes they reach."""

from math import cos, hypot, radians
from typing import Any

from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from linli.engines.journal import public as journal
from linli.engines.territory import drafting
from linli.engines.territory.circleinputs import is_of_today
from linli.engines.territory.models import ReachStudy, ServiceKind, ServicePoint
from linli.engines.territory.paths import WIDTH, subtree
from linli.engines.territory.policies import may_draw, require_read_plans
from linli.engines.territory.queries.areas import area as area_row
from linli.engines.territory.queries.circlerows import (
    Circle,
    NeedRow,
    ServiceKindRow,
    ServicePointRow,
    StudyRow,
)
from linli.kernel.actor import SYSTEM, Actor
from linli.kernel.errors import NotFound

METRES_PER_DEGREE = 111_195
DETOUR = 1.3  # ways along streets are about so much longer than the straight line
GROUPS = {"": _("all homes"), "child": _("children"), "elderly": _("older people")}
MOST_POINTS = 2_000


def service_kinds() -> list[ServiceKindRow]:
    """Return the kinds of service in their order, named in the language of the page."""
    english = (get_language() or "").startswith("en")
    return [
        ServiceKindRow(
            row.code, (english and row.name_en) or row.name, row.group, row.minutes, row.source,
            row.name_en, row.name, row.order,
        )
        for row in ServiceKind.objects.order_by("order", "pk")
    ]  # fmt: skip


def service_points(path: str, kind: str = "") -> list[ServicePointRow]:
    """Return the open points of an area, by kind and name. Where a market stands is public knowledge."""
    found = ServicePoint.objects.filter(subtree(path), valid_to__isnull=True)
    return _rows(found.filter(kind=kind) if kind else found)


def points_near(longitude: float, latitude: float, path: str, metres: int) -> list[ServicePointRow]:
    """Return the open points of a county within a walk of a place, the nearest first; ways are straight, times 1.3."""
    up = metres / METRES_PER_DEGREE
    aside = up / max(0.1, cos(radians(latitude)))
    box = Q(longitude__range=(longitude - aside, longitude + aside), latitude__range=(latitude - up, latitude + up))
    here = (longitude, latitude)
    east = (F("longitude") - longitude) * cos(radians(latitude))
    north = F("latitude") - latitude
    near = ServicePoint.objects.filter(subtree(path[:WIDTH]), box, valid_to__isnull=True)
    rows = _rows(near.order_by(east * east + north * north, "pk"), here)
    return sorted((one for one in rows if (one.metres or 0) <= metres), key=lambda one: (one.metres or 0, one.id))


def service_point(point_id: int) -> ServicePointRow:
    """Return an open point. Raises: NotFound."""
    rows = _rows(ServicePoint.objects.filter(pk=point_id, valid_to__isnull=True))
    if not rows:
        raise NotFound
    return rows[0]


def _rows(found: Any, here: tuple[float, float] | None = None) -> list[ServicePointRow]:  # noqa: ANN401 -- a queryset
    kinds = {row.code: (number, row.name) for number, row in enumerate(service_kinds())}
    rows = [
        ServicePointRow(
            one.pk, one.kind, kinds.get(one.kind, (0, one.kind))[1], one.name, one.area_id, one.area.name,
            one.address, one.hours, one.phone, one.source, one.longitude, one.latitude,
            walk_between(here, one.longitude, one.latitude) if here else None,
        )
        for one in found.select_related("area")[:MOST_POINTS]
    ]  # fmt: skip
    return sorted(rows, key=lambda one: (kinds.get(one.kind, (len(kinds), ""))[0], one.name, one.id))


def walk_between(here: tuple[float, float], longitude: float, latitude: float) -> int:
    """Return about how many metres one walks from one place to another: straight, times 1.3."""
    east = (longitude - here[0]) * cos(radians(latitude))
    return round(hypot(east, latitude - here[1]) * METRES_PER_DEGREE * DETOUR)


def circle_of(viewer: Actor, area_id: int) -> Circle:
    """Return a community's circle as it was last worked out. Raises: NotFound."""
    area = area_row(area_id)
    require_read_plans(viewer, area.path)
    of_area = ReachStudy.objects.filter(area_id=area_id).select_related("area").defer("table")
    studies = of_area.order_by("-made_at", "-pk")
    newest = studies.first()
    ready = newest if newest is None or newest.state == "ready" else studies.filter(state="ready").first()
    kinds = service_kinds()
    return Circle(
        area_id=area_id,
        kinds=kinds,
        study=_study_row(ready) if ready else None,
        asked=_study_row(newest) if newest and newest.state != "ready" else None,
        needs=_needs(ready, kinds, area.path),
        may_draw=may_draw(viewer, area.path),
    )


def reach_overview(viewer: Actor, path: str) -> dict[int, list[NeedRow]]:
    """Return the needs of every community below a path as last worked out. Raises: NotFound."""
    require_read_plans(viewer, path)
    kinds = service_kinds()
    found = ReachStudy.objects.filter(subtree(path), state="ready").order_by("made_at", "pk")
    latest = dict(found.values_list("area_id", "report"))
    return {area_id: _rows_of(report, kinds, {}) for area_id, report in latest.items()}


def being_measured(viewer: Actor, path: str) -> set[int]:
    """Return the communities below a path whose reach is being worked out. Raises: NotFound."""
    require_read_plans(viewer, path)
    waiting = ReachStudy.objects.filter(subtree(path), state="planning")
    return {area for area, job in waiting.values_list("area_id", "job_id") if job and journal.job(SYSTEM, job).open}


def _study_row(study: ReachStudy) -> StudyRow:
    return StudyRow(
        study.pk, study.area_id, study.state, study.job_id, study.fault, study.made_at, study.network,
        stale=study.state == "ready" and _stale(study),
    )  # fmt: skip


def _stale(study: ReachStudy) -> bool:
    """Say whether points in or around the community, or its homes, have changed since."""
    return not is_of_today(table_of(study.pk), study.area)


def table_of(study_id: int) -> drafting.ReachTable:
    """Return what a finished study has measured. Raises: NotFound."""
    packed = ReachStudy.objects.filter(pk=study_id, state="ready").values_list("table", flat=True).first()
    if packed is None:
        raise NotFound
    return drafting.ReachTable.from_bytes(bytes(packed))


def _needs(study: ReachStudy | None, kinds: list[ServiceKindRow], path: str) -> list[NeedRow]:
    counts: dict[str, int] = {}
    for kind in ServicePoint.objects.filter(subtree(path), valid_to__isnull=True).values_list("kind", flat=True):
        counts[kind] = counts.get(kind, 0) + 1
    return _rows_of(study.report if study else [], kinds, counts)


def _rows_of(report: list[Any], kinds: list[ServiceKindRow], counts: dict[str, int]) -> list[NeedRow]:
    names = {row.code: row.name for row in kinds}
    return [
        NeedRow(
            row["need"]["kind"], names.get(row["need"]["kind"], ""), row["need"]["age_group"], row["need"]["minutes"],
            counts.get(row["need"]["kind"], 0),
            row["inside"], row["outside"], row["percent"], row["mean_metres"], row["farthest"],
        )
        for row in report
    ]  # fmt: skip
