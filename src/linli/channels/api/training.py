"""Free courses for other systems: what is offered, enrolling, sums."""

from datetime import date

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status
from pydantic import ConfigDict

from linli.channels.api.activities import wide_path
from linli.channels.api.bearers import bearer
from linli.channels.api.schemas import REFUSALS
from linli.kernel import clock
from linli.kernel.errors import NotAllowed
from linli.programmes.training import public as training

router = Router(tags=["Training"])


class CourseOut(Schema):
    """A course that costs nothing."""

    id: int
    title: str
    skill: str
    teacher: str
    certificate: str
    area_name: str
    place: str
    starts_on: date
    ends_on: date
    places: int
    taken: int
    state: str


class CourseListOut(Schema):
    """A page of courses."""

    items: list[CourseOut]
    next_cursor: str | None


class LearnerIn(Schema):
    """Who wants to learn. Name and phone are sealed and never read back."""

    model_config = ConfigDict(extra="forbid")

    call_name: str = Field(..., min_length=1, max_length=20)
    name: str = Field(..., min_length=1, max_length=40)
    phone: str = Field(..., min_length=7, max_length=30)
    follow: bool = Field(False, description="Agrees to be asked after 3 and 6 months. Their free choice.")


class LearnerOut(Schema):
    """An enrolment."""

    id: int
    state: str = Field(description="coming, or waiting for a place")


class AfterOut(Schema):
    """How those who agreed do so many months later."""

    months: int
    agreed: int
    asked: int
    employed: int
    own: int = Field(description="Have a business of their own.")


class TrainingFiguresOut(Schema):
    """Sums of courses that ended in a year."""

    courses: int
    trained: int
    certified: int
    after: list[AfterOut]
    by_skill: list[tuple[str, int, int]] = Field(description="What is learnt, trained, certified.")


@router.get("/courses", response={200: CourseListOut, **REFUSALS}, operation_id="list_courses")
def list_courses(request: HttpRequest, area: str = "", cursor: str = "") -> CourseListOut:
    """List the courses of an area that are not over yet, the next first."""
    del request
    page = training.courses(wide_path(area), cursor or None, size=100)
    names = CourseOut.model_fields
    items = [CourseOut(**{name: getattr(row, name) for name in names}) for row in page.items]
    return CourseListOut(items=items, next_cursor=page.next_cursor)


@router.post("/courses/{course}/learners", response={201: LearnerOut, **REFUSALS}, operation_id="enrol_learner")
def enrol_learner(request: HttpRequest, course: int, given: LearnerIn) -> Status[LearnerOut]:
    """Enrol somebody; with no place left they wait. The same phone is the same person."""
    by, row = bearer(request), training.course(course)
    if not training.runs(by, row.path):
        raise NotAllowed
    made = training.enrol(course_id=course, given=training.TraineeInput(**given.model_dump()), by=by)
    return Status(201, LearnerOut(id=made.pk, state=made.state))


@router.get("/training/figures", response={200: TrainingFiguresOut, **REFUSALS}, operation_id="read_training_figures")
def read_training_figures(request: HttpRequest, area: str = "", year: int = 0) -> TrainingFiguresOut:
    """Read trained, certified, and in work after 3 and 6 months."""
    today = clock.today()
    wanted = year if 2000 <= year <= today.year else today.year
    since, until = date(wanted, 1, 1), date(wanted, 12, 31)
    found = training.figures(bearer(request), wide_path(area), since=since, until=until)
    after = [AfterOut(**{name: getattr(one, name) for name in AfterOut.model_fields}) for one in found.after]
    return TrainingFiguresOut(
        courses=found.courses,
        trained=found.trained,
        certified=found.certified,
        after=after,
        by_skill=list(found.by_skill),
    )
