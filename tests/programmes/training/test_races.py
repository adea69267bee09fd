"""Two at the very same time around a course, and controls that show the race without the lock."""

from collections.abc import Iterator
from functools import partial

import pytest
from tests.factories.together import Meeting, at_once, one_writer, unlocked_row
from tests.factories.training import MONDAY, School

from linli.engines.journal.models import Event
from linli.kernel import clock
from linli.kernel.errors import LinliError
from linli.programmes.training import public as training
from linli.programmes.training.models import Course, Trainee
from linli.programmes.training.verbs import enrol

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def here(transactional_db: None) -> Iterator[School]:
    with clock.at(MONDAY):
        yield School()


def without_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enrol, "locked_row", unlocked_row(Meeting(2, seconds=15)))


def coming() -> int:
    return Trainee.objects.filter(state=Trainee.State.COMING).count()


def two_enrol(here: School, course: Course) -> list[object]:
    people = [here.resident("何平"), here.resident("周静")]
    return at_once(MONDAY, *[partial(here.learner, course, by=one) for one in people])


def test_the_last_place_is_had_by_one_and_the_other_waits(here: School) -> None:
    course = here.course(places=1)
    results = two_enrol(here, course)
    assert sorted(one.state for one in results) == ["coming", "waiting"]  # type: ignore[attr-defined]
    course.refresh_from_db()
    assert course.taken == coming() == 1


@one_writer
def test_control_without_the_lock_both_have_the_last_place(here: School, monkeypatch: pytest.MonkeyPatch) -> None:
    course = here.course(places=1)
    without_lock(monkeypatch)
    two_enrol(here, course)
    course.refresh_from_db()
    assert (course.taken, coming()) == (1, 2)


def two_withdraw(here: School, monkeypatch: pytest.MonkeyPatch | None = None, *, waiting: int = 0) -> Course:
    course = here.course(places=2)
    learners = [here.learner(course) for _each in range(2 + waiting)]
    if monkeypatch is not None:
        meeting, note = Meeting(2, seconds=15), enrol.note
        without_lock(monkeypatch)
        monkeypatch.setattr(enrol, "note", lambda *given, **more: (meeting.wait(), note(*given, **more))[1])
    at_once(MONDAY, *[partial(training.withdraw, trainee_id=one.pk, by=here.worker) for one in learners[:2]])
    course.refresh_from_db()
    return course


def test_two_give_their_places_back_and_two_move_up(here: School) -> None:
    assert two_withdraw(here, waiting=2).taken == coming() == 2
    assert Event.objects.filter(kind="training.moved_up").values("stream").distinct().count() == 2


def test_two_give_their_places_back_and_both_are_free(here: School) -> None:
    assert two_withdraw(here).taken == coming() == 0


@one_writer
def test_control_without_the_lock_only_one_of_the_places_is_free(here: School, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (two_withdraw(here, monkeypatch).taken, coming()) == (1, 0)


def cancel_and_finish(here: School) -> list[object]:
    course = here.course()
    row = here.learner(course)
    return at_once(
        MONDAY,
        partial(training.cancel_course, course_id=course.pk, why="老师病了", by=here.worker),
        partial(training.finish, trainee_id=row.pk, trained=True, by=here.worker),
    )


def test_the_end_is_noted_before_a_course_is_called_off_or_not_at_all(here: School) -> None:
    results = cancel_and_finish(here)
    at = {one.kind: one.pk for one in Event.objects.filter(kind__in=["course.cancelled", "training.finished"])}
    refused = [one for one in results if isinstance(one, LinliError)]
    assert refused or at["training.finished"] < at["course.cancelled"]


def test_enrolled_from_two_phones_at_once_is_enrolled_once(here: School) -> None:
    course, who = here.course(places=2), here.resident()
    results = at_once(MONDAY, *[partial(here.learner, course, by=who, phone="13900001111")] * 2)
    assert len({one.pk for one in results}) == 1  # type: ignore[attr-defined]
    assert coming() == 1
