"""What the county learned about its classes, as the console shows it; and the clock that lets it learn anew."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from linli.engines.access import public as access
from linli.engines.access.public import Role
from linli.engines.cases.models import ClassifierSettings, ClassifierVersion, Correction, LessonFile
from linli.engines.cases.models.classifier import NEVER
from linli.engines.cases.taxonomy import categories
from linli.engines.cases.verbs.classifier import LEARN, learn_from_cases
from linli.engines.journal import public as journal
from linli.engines.journal.public import JobRow
from linli.engines.territory import public as territory
from linli.kernel.actor import SYSTEM, Actor
from linli.kernel.clock import now
from linli.kernel.errors import NotFound, WrongState
from linli.kernel.paging import Page, paginate

if TYPE_CHECKING:
    from django.db.models import QuerySet

READERS = (Role.ADMINISTRATOR, Role.COORDINATOR, Role.SUPERVISOR, Role.DISPATCHER)
KEEP_FILES = timedelta(days=2)
COUNTED = 1000      # corrections are counted up to this


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of the classifier. The report is as `learning.reports.report_of` makes it."""

    id: int
    source: str
    file_name: str
    created_at: datetime
    created_by: str
    texts: int
    macro_f1: float
    live: bool
    report: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ClassifierState:
    """How the classifier stands."""

    live_id: int | None
    confidence: int             # percent; 100: never by itself
    renews: bool
    corrections_needed: int
    corrections: int            # since the newest version, at most 1000
    by_machine: int             # of these, classes that the machine had given
    job: JobRow | None          # the newest learning
    may_change: bool


def classifier_state(viewer: Actor) -> ClassifierState:
    """Return how the classifier stands. Raises: NotFound for who has no office in it."""
    path = _county_path(viewer)
    row = ClassifierSettings.objects.filter(pk=1).first() or ClassifierSettings(pk=1)
    recent = list(_since_newest().values_list("by_machine", flat=True)[:COUNTED])
    jobs = journal.jobs(SYSTEM, kind=LEARN, limit=1)
    return ClassifierState(
        live_id=row.live_id, confidence=row.confidence, renews=row.renews, corrections_needed=row.corrections_needed,
        corrections=len(recent), by_machine=sum(recent), job=jobs[0] if jobs else None,
        may_change=access.may(viewer, Role.ADMINISTRATOR, path),
    )


def classifier_versions(viewer: Actor, *, limit: int = 30) -> list[VersionRow]:
    """Return the newest versions. Raises: NotFound."""
    _county_path(viewer)
    live = ClassifierSettings.objects.filter(pk=1).values_list("live_id", flat=True).first()
    return [_row(one, live) for one in ClassifierVersion.objects.order_by("-id")[:limit]]


def classifier_version(viewer: Actor, version_id: int) -> VersionRow:
    """Return one version. Raises: NotFound."""
    _county_path(viewer)
    live = ClassifierSettings.objects.filter(pk=1).values_list("live_id", flat=True).first()
    found = ClassifierVersion.objects.filter(pk=version_id).first()
    if found is None:
        raise NotFound
    return _row(found, live)


def _row(one: ClassifierVersion, live: int | None) -> VersionRow:
    return VersionRow(
        one.pk, one.source, one.file_name, one.created_at, one.created_by, one.texts, one.macro_f1, one.pk == live,
        one.report,
    )


def _county_path(viewer: Actor) -> str:
    """Return the county's path for who works with classes anywhere in it. Raises: NotFound."""
    path = territory.county().path
    if viewer.kind != SYSTEM.kind and not any(one.startswith(path) for one in viewer.paths(*READERS)):
        raise NotFound
    return path


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """A class that a person changed."""

    id: int
    number: str
    title: str
    was: str
    became: str
    by_machine: bool
    at: datetime


def corrections(viewer: Actor, cursor: str | None = None, *, size: int = 50) -> Page[CorrectionRow]:
    """Return what people corrected in cases the viewer's office sees, the newest first. Raises: NotFound, Invalid."""
    _county_path(viewer)
    rows = Correction.objects.select_related("case")
    if viewer.kind != SYSTEM.kind:
        under = [Q(case__path__startswith=path) for path in viewer.paths(*READERS)]
        rows = rows.filter(reduce(or_, under))
    page = paginate(rows, order=("-at", "-id"), cursor=cursor, size=size)
    names = {row.code: row.name for row in categories()}
    return page.of(
        [
            CorrectionRow(
                id=one.pk, number=one.case.number, title=one.case.title, was=names.get(one.was, one.was),
                became=names.get(one.became, one.became), by_machine=one.by_machine, at=one.at,
            )
            for one in page.items
        ]
    )


def _since_newest() -> "QuerySet[Correction]":
    newest = ClassifierVersion.objects.order_by("-id").values_list("created_at", flat=True).first()
    rows = Correction.objects.order_by("-id")
    return rows.filter(at__gt=newest) if newest else rows


def renew(_moment: datetime | None = None) -> bool:
    """Learn anew when enough corrections have come since the newest version.

    Asked after each correction, and once an hour by the clock for what came while it was learning.
    Files of learnings that never ended are removed by the way.
    """
    LessonFile.objects.filter(created_at__lt=now() - KEEP_FILES).delete()
    row = ClassifierSettings.objects.filter(pk=1).first()
    if row is None or not row.renews or row.live_id is None:
        return False
    needed = row.corrections_needed
    if len(_since_newest().values_list("pk", flat=True)[:needed]) < needed:
        return False
    try:
        learn_from_cases(by=SYSTEM, source=ClassifierVersion.Source.CORRECTIONS)
    except WrongState:      # it is learning just now
        return False
    return True


def acts_by_itself(state: ClassifierState) -> bool:
    """Say whether classes are given without asking."""
    return state.live_id is not None and state.confidence < NEVER
