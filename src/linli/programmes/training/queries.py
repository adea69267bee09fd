"""Reads: courses for everybody, one's own, who learns for those who run it, sums."""

from collections import Counter
from datetime import date

from django.db.models import Count, Q, QuerySet

from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound
from linli.kernel.paging import Page, paginate
from linli.programmes.training.dates import later
from linli.programmes.training.models import MONTHS, Course, Outcome, Trainee
from linli.programmes.training.policies import READS, require_self_or_runner, runs
from linli.programmes.training.types import After, CourseRow, Figures, TraineeRow

State = Trainee.State
FEWEST = 5  # smaller numbers of people are not shown in public


def courses(path: str, cursor: str | None = None, *, past: bool = False, size: int = 20) -> Page[CourseRow]:
    """Return the courses in an area: those not over yet, the next first; or past ones, the newest first."""
    rows = Course.objects.filter(territory.subtree(path))
    rows = rows.filter(ends_on__lt=clock.today()) if past else rows.filter(ends_on__gte=clock.today())
    order = ("-starts_on", "-id") if past else ("starts_on", "id")
    page = paginate(rows, order=order, cursor=cursor, size=size)
    return page.of(_courses(page.items))


def _courses(rows: list[Course]) -> list[CourseRow]:
    names = territory.area_names({row.area_id for row in rows})
    return [
        CourseRow(
            row.pk, row.title, row.skill, row.teacher, row.certificate, row.area_id, names.get(row.area_id, ""),
            row.path, row.place, row.starts_on, row.ends_on, row.places, row.taken, row.about, row.phone, row.state,
            row.why_cancelled,
        )
        for row in rows
    ]  # fmt: skip


def course(course_id: int) -> CourseRow:
    """Return a course: everybody may know of it. Raises: NotFound."""
    row = Course.objects.filter(pk=course_id).first()
    if row is None:
        raise NotFound
    return _courses([row])[0]


def mine(viewer: Actor, course_id: int | None = None) -> list[TraineeRow]:
    """Return the viewer's own enrolments, the newest first."""
    if viewer.account_id is None:
        return []
    rows = Trainee.objects.filter(account_id=viewer.account_id).exclude(state=State.WITHDRAWN)
    if course_id is not None:
        rows = rows.filter(course_id=course_id)
    return trainee_rows(rows.order_by("-id")[:50])


def trainee_rows(rows: "QuerySet[Trainee]") -> list[TraineeRow]:
    """Return enrolments as lists show them. Two queries."""
    today = clock.today()
    return [
        TraineeRow(
            row.pk, row.course_id, row.course.title, row.call_name, row.state, row.certified_on, row.follow,
            row.enrolled_at, row.course.ends_on, tuple(sorted((one.months, one.state) for one in row.outcomes.all())),
            tuple(months for months in MONTHS if later(row.course.ends_on, months) <= today),
            row.account_id is not None,
        )
        for row in rows.select_related("course").prefetch_related("outcomes")
    ]  # fmt: skip


def trainees(viewer: Actor, course_id: int) -> list[TraineeRow]:
    """Return who is in a course, to who runs training there. Raises: NotFound."""
    row = course(course_id)
    if not runs(viewer, row.path):
        raise NotFound
    found = Trainee.objects.filter(course_id=course_id).exclude(state=State.WITHDRAWN)
    return trainee_rows(found.order_by("state", "enrolled_at", "id")[:1000])


def trainee(viewer: Actor, trainee_id: int) -> TraineeRow:
    """Return one enrolment to who learns and who runs training there. Raises: NotFound."""
    row = Trainee.objects.filter(pk=trainee_id).first()
    if row is None:
        raise NotFound
    require_self_or_runner(viewer, row)
    return trainee_rows(Trainee.objects.filter(pk=trainee_id))[0]


def to_ask(viewer: Actor, path: str, *, size: int = 100) -> list[tuple[TraineeRow, int]]:
    """Return who agreed and may be asked by now, with after how many months; the longest waiting first.

    Nobody is asked after the three months any more when the six are over. Raises: NotFound.
    """
    if not runs(viewer, path):
        raise NotFound
    today, scope = clock.today(), Q(pk__in=[])
    for months, nearer in zip(MONTHS, (*MONTHS[1:], 8), strict=True):
        window = Q(course__ends_on__lte=later(today, -months), course__ends_on__gt=later(today, -nearer))
        answered = Outcome.objects.filter(months=months).values("trainee_id")
        scope |= window & ~Q(pk__in=answered)
    rows = Trainee.objects.filter(territory.subtree(path), scope, state=State.TRAINED, follow=True)
    found = trainee_rows(rows.order_by("course__ends_on", "id")[:size])
    return [(row, max(row.due)) for row in found]


def figures(viewer: Actor, path: str, *, since: date, until: date) -> Figures:
    """Return the sums of courses that ended in a time, to who may read figures there. Raises: NotFound."""
    if not any(viewer.has(role, path) for role in READS):
        raise NotFound
    return _figures(path, since, until)


def _figures(path: str, since: date, until: date) -> Figures:
    over = min(until, clock.today())
    held = Course.objects.filter(
        territory.subtree(path), ends_on__gte=since, ends_on__lte=over, state=Course.State.OPEN
    ).order_by()
    trained = Trainee.objects.filter(course__in=held.values("pk"), state=State.TRAINED).order_by()
    skills = trained.values_list("course__skill").annotate(
        n=Count("id"), certified=Count("id", filter=Q(certified_on__isnull=False))
    )
    by_skill = tuple(sorted(((str(row[0]), row[1], row[2]) for row in skills), key=lambda one: (-one[1], one[0])))
    return Figures(
        courses=held.count(), trained=sum(one[1] for one in by_skill), certified=sum(one[2] for one in by_skill),
        after=tuple(_after(trained, months) for months in MONTHS), by_skill=by_skill,
    )  # fmt: skip


def _after(trained: "QuerySet[Trainee]", months: int) -> After:
    agreed = trained.filter(follow=True, course__ends_on__lte=later(clock.today(), -months))
    said = Counter(
        dict(
            Outcome.objects.filter(trainee__in=agreed.values("pk"), months=months)
            .order_by().values_list("state").annotate(Count("id"))
        )
    )  # fmt: skip
    asked = sum(said.values()) - said[Outcome.State.UNREACHED]
    return After(months, agreed.count(), asked, said[Outcome.State.EMPLOYED], said[Outcome.State.OWN])


def public_sums(path: str) -> tuple[int, int] | None:
    """Return how many were trained and certified within a year, for everybody; None below five."""
    today = clock.today()
    found = _figures(path, later(today, -12), today)
    return (found.trained, found.certified) if found.trained >= FEWEST else None
