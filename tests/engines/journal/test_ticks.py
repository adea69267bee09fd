"""The minute tick runs each task once a minute, whatever clocks and workers do."""

from datetime import timedelta

import pytest
from tests.factories.moments import SATURDAY
from tests.factories.together import Meeting, together

from linli.engines.journal import public as journal
from linli.engines.journal import ticks
from linli.engines.journal.models import Tick
from linli.kernel import clock
from linli.kernel.locks import write

NAME = "test.task"


@pytest.fixture(autouse=True)
def ran(monkeypatch):
    """The moments at which a task ran."""
    monkeypatch.setattr(ticks, "_tasks", {})
    moments = []
    journal.on_tick(NAME, moments.append)
    return moments


def tick(*minutes, seconds=0):
    """Let the clock stand at so many minutes after a Saturday afternoon and tick."""
    for minute in minutes:
        with clock.at(SATURDAY + timedelta(minutes=minute, seconds=seconds)):
            journal.run_ticks()


@pytest.mark.django_db
class TestTick:
    def test_once_a_minute(self, ran):
        tick(0, 0, 1, 1, 1, 2)
        tick(2, seconds=59)
        assert len(ran) == 3

    def test_an_outage_is_followed_by_one_run_that_gets_the_present_moment(self, ran):
        tick(0, 300)
        assert ran == [SATURDAY, SATURDAY + timedelta(minutes=300)]

    def test_a_clock_set_back_does_not_fire_twice(self, ran):
        tick(0, 1, 2, 3, 4, 5)
        tick(2, 3, 4, 5)
        assert len(ran) == 6
        tick(6)
        assert len(ran) == 7

    def test_a_clock_that_was_far_ahead_does_not_stop_the_ticks_for_ever(self, ran):
        tick(60 * 24 * 365, 0, 1)
        assert len(ran) == 3

    def test_a_failing_task_holds_up_no_other_and_is_tried_next_minute(self, ran):
        def fails(_moment):
            raise ZeroDivisionError

        journal.on_tick("test.a_fails", fails)
        with clock.at(SATURDAY):
            assert journal.run_ticks() == [NAME]
        tick(1)
        assert len(ran) == 2

    def test_some_tasks_run_seldom(self, ran):
        daily = []
        journal.on_tick("test.daily", daily.append, minutes=24 * 60)
        tick(0, 1, 60, 24 * 60 - 1)
        assert len(daily) == 1
        tick(24 * 60)
        assert len(daily) == 2
        assert len(ran) == 5

    def test_a_name_belongs_to_one_task(self):
        with pytest.raises(ValueError, match=NAME):
            journal.on_tick(NAME, print)
        journal.forget_tick(NAME)
        journal.on_tick(NAME, print)

    def test_the_worker_was_seen(self):
        assert journal.outbox_state().worker_seen is None
        tick(0)
        assert journal.outbox_state().worker_seen == SATURDAY


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
class TestTwoWorkers:
    @pytest.fixture
    def two_ticks(self, monkeypatch):
        """Two workers that both find the minute due before either takes it."""
        Tick.objects.create(name=NAME, last_at=SATURDAY)
        meeting = Meeting(2, 3)
        monkeypatch.setattr(ticks, "write", lambda: meeting.wait() or write())
        return [lambda: tick(1)] * 2

    def test_one_of_them_runs_the_minute(self, ran, two_ticks):
        assert together(*two_ticks) == [None, None]
        assert len(ran) == 1

    def test_the_very_first_minute_too(self, ran, two_ticks):
        Tick.objects.all().delete()
        assert together(*two_ticks) == [None, None]
        assert len(ran) == 1

    def test_control_a_plain_update_lets_both_run(self, ran, two_ticks, monkeypatch):
        def careless(name, minute, _every):
            last = Tick.objects.get(pk=name).last_at
            with ticks.write():
                Tick.objects.filter(pk=name).update(last_at=minute)
            return last < minute

        monkeypatch.setattr(ticks, "_claim", careless)
        together(*two_ticks)
        assert len(ran) == 2
