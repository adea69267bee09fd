"""Free courses and what came of them: places, waiting, certificates, in work after three and six months by consent."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from tests.factories.training import MONDAY, School

from linli.engines.journal import public as journal
from linli.kernel import clock
from linli.kernel.actor import VISITOR
from linli.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from linli.programmes.training import public as training
from linli.programmes.training.dates import later
from linli.programmes.training.models import Outcome, Trainee
from linli.programmes.training.privacy import erase_old

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(db: None) -> Iterator[School]:
    with clock.at(MONDAY):
        yield School()


class TestEnrolling:
    def test_places_fill_then_people_wait_and_move_up(self, here: School):
        course = here.course(places=1)
        first, second = here.learner(course), here.learner(course)
        assert (first.state, second.state) == ("coming", "waiting")
        training.withdraw(trainee_id=first.pk, by=here.worker)
        second.refresh_from_db()
        assert second.state == "coming"
        assert training.course(course.pk).taken == 1

    def test_enrolled_twice_is_enrolled_once(self, here: School):
        course, who = here.course(), here.resident()
        for _twice in (1, 2):
            here.learner(course, by=who, phone="13900001111")
        assert Trainee.objects.count() == 1
        with pytest.raises(Invalid):  # another account with the phone of somebody enrolled
            here.learner(course, by=here.resident("王芳"), phone="13900001111")

    def test_withdrawn_and_back_again(self, here: School):
        course, who = here.course(), here.resident()
        row = here.learner(course, by=who)
        training.withdraw(trainee_id=row.pk, by=who)
        assert here.learner(course, by=who).pk == row.pk
        assert training.course(course.pk).taken == 1

    def test_nothing_personal_lies_open_and_each_look_is_recorded(self, here: School):
        row = here.learner(here.course(), name="诸葛试", phone="13909350001")
        stored = Trainee.objects.values().get(pk=row.pk)
        assert not any("诸葛试" in str(value) or "13909350001" in str(value) for value in stored.values())
        opened = training.personal_of(here.worker, row.pk, "通知开课")
        assert opened == {"name": "诸葛试", "phone": "13909350001"}
        assert [one.purpose for one in journal.looks(f"trainee:{row.pk}")] == ["通知开课"]
        with pytest.raises(Invalid):
            training.personal_of(here.worker, row.pk, " ")

    def test_what_is_called_off_or_over_takes_nobody(self, here: School):
        course, over = here.course(), here.course(starts=clock.today() - timedelta(days=9))
        training.cancel_course(course_id=course.pk, why="老师病了", by=here.worker)
        for one in (course, over):
            with pytest.raises(WrongState):
                here.learner(one)

    def test_a_plan_that_cannot_be(self, here: School):
        with pytest.raises(Invalid) as refused:
            here.course(days=-1, places=0)
        assert set(refused.value.fields) == {"ends_on", "places"}

    def test_who_may(self, here: School):
        course = here.course()
        row = here.learner(course, by=here.resident())
        with pytest.raises(NotAllowed):
            here.learner(course, by=VISITOR)
        for by in (here.stranger, here.resident("王芳"), here.grid_leader):
            with pytest.raises(NotFound):
                training.withdraw(trainee_id=row.pk, by=by)
            with pytest.raises(NotFound):
                training.trainees(by, course.pk)
            with pytest.raises(NotFound):
                training.personal_of(by, row.pk, "看看")
            with pytest.raises(NotAllowed):
                training.cancel_course(course_id=course.pk, why="x", by=by)


class TestFinishing:
    def test_a_certificate_only_for_who_was_trained(self, here: School):
        row = here.learner(here.course())
        with pytest.raises(Invalid):
            training.finish(trainee_id=row.pk, trained=False, certified_on=clock.today(), by=here.worker)
        with pytest.raises(Invalid):
            training.finish(
                trainee_id=row.pk, trained=True, certified_on=clock.today() + timedelta(days=1), by=here.worker
            )
        done = training.finish(trainee_id=row.pk, trained=True, certified_on=clock.today(), by=here.worker)
        assert (done.state, done.certified_on) == ("trained", clock.today())

    def test_not_before_it_begins_not_from_the_waiting_list_not_oneself(self, here: School):
        coming = here.learner(here.course(starts=clock.today() + timedelta(days=3)))
        full = here.course(places=1)
        who = here.resident()
        own, waiting = here.learner(full, by=who), here.learner(full)
        for row in (coming, waiting):
            with pytest.raises(WrongState):
                training.finish(trainee_id=row.pk, trained=True, by=here.worker)
        with pytest.raises(NotAllowed):
            training.finish(trainee_id=own.pk, trained=True, by=who)


class TestAfterwards:
    def test_asked_after_three_and_six_months_by_consent(self, here: School):
        row = here.trained(ended_days_ago=100)
        quiet = here.trained(ended_days_ago=100, follow=False)
        assert [(one.id, months) for one, months in training.to_ask(here.worker, here.community.path)] == [(row.pk, 3)]
        training.note_outcome(trainee_id=row.pk, months=3, state="employed", by=here.worker)
        assert training.to_ask(here.worker, here.community.path) == []
        with pytest.raises(WrongState):
            training.note_outcome(trainee_id=quiet.pk, months=3, state="employed", by=here.worker)
        with pytest.raises(WrongState):
            training.note_outcome(trainee_id=row.pk, months=6, state="employed", by=here.worker)
        with pytest.raises(Invalid):
            training.note_outcome(trainee_id=row.pk, months=4, state="employed", by=here.worker)
        with clock.at(MONDAY + timedelta(days=100)):
            assert [months for _one, months in training.to_ask(here.worker, here.community.path)] == [6]

    def test_consent_taken_back_erases_what_was_noted(self, here: School):
        who = here.resident()
        row = here.trained(ended_days_ago=100, by=who)
        training.note_outcome(trainee_id=row.pk, months=3, state="own", by=who)
        with pytest.raises(NotAllowed):
            training.agree(trainee_id=row.pk, follow=False, by=here.worker)  # whose consent it is
        training.agree(trainee_id=row.pk, follow=False, by=who)
        assert not Outcome.objects.exists()
        assert training.to_ask(here.worker, here.community.path) == []

    def test_sums_with_honest_denominators(self, here: School):
        rows = [here.trained(ended_days_ago=100, certified=number > 0) for number in range(3)]
        here.trained(ended_days_ago=100, follow=False, skill="面点")
        for row, state in zip(rows, ("employed", "own", "unreached"), strict=True):
            training.note_outcome(trainee_id=row.pk, months=3, state=state, by=here.worker)
        today = clock.today()
        found = training.figures(here.head, here.community.path, since=later(today, -12), until=today)
        assert (found.trained, found.certified, found.courses) == (4, 3, 4)
        three, six = found.after
        assert (three.agreed, three.asked, three.employed, three.own, three.at_work) == (3, 2, 1, 1, 2)
        assert six.agreed == 0
        assert found.by_skill == (("家政", 3, 2), ("面点", 1, 1))
        assert training.public_sums(here.community.path) is None  # below five
        here.trained(ended_days_ago=10)
        assert training.public_sums(here.community.path) == (5, 4)
        with pytest.raises(NotFound):
            training.figures(here.stranger, here.community.path, since=today, until=today)

    def test_names_go_when_nobody_asks_any_more(self, here: School):
        old, new = here.trained(ended_days_ago=260), here.trained(ended_days_ago=100)
        assert erase_old() == 1
        old.refresh_from_db()
        new.refresh_from_db()
        assert (old.name, old.phone, old.phone_hash) == ("", "", None)
        assert new.name

    def test_ones_own_copy_and_erasure(self, here: School):
        who = here.resident()
        row = here.trained(ended_days_ago=100, by=who, name="诸葛试")
        training.note_outcome(trainee_id=row.pk, months=3, state="own", by=who)
        assert who.account_id is not None
        (copy,) = training.export(who.account_id)
        assert (copy["name"], copy["outcomes"]) == ("诸葛试", {3: "own"})
        assert training.erase(who.account_id) == 1
        assert training.export(who.account_id) == []
        assert not Outcome.objects.exists()


@given(day=some.dates(), months=some.integers(-48, 48))
def test_months_later_is_in_that_month_and_never_past_the_day(day, months):
    if not 2 <= day.year <= 9990:
        return
    found = later(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day <= day.day
