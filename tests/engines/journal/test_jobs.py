"""Long work: started, told of, stopped, failed in words, run again once when its process was lost."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from tests.factories import works
from tests.factories.journal import an_account, resident, staff
from tests.factories.moments import SATURDAY
from tests.factories.together import Meeting, together

from linli.engines.journal import public as journal
from linli.engines.journal.jobs import RunningJob
from linli.engines.journal.models import Event, Job
from linli.engines.journal.verbs import jobs as verbs
from linli.kernel import clock
from linli.kernel.actor import SYSTEM, Actor, ActorKind
from linli.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from linli.kernel.locks import write

COUNTY, STREET, OTHER = "0000001", "00000010000002", "0000009"


@pytest.fixture(autouse=True)
def kinds():
    yield from works.registered()


def started(kind="test.counts", *, by=SYSTEM, path=COUNTY, **payload):
    return journal.start_job(kind=kind, path=path, payload=payload, by=by, title="数一数")


@pytest.mark.django_db
class TestRun:
    def test_it_waits_is_done_and_keeps_its_result(self):
        with clock.at(SATURDAY):
            row = started(steps=3)
            assert (row.state, row.open, row.percent) == ("waiting", True, None)
            ended = journal.run_job(row.id)
        assert (ended.state, ended.done, ended.total, ended.result) == ("done", 3, 3, {"counted": 3})
        assert ended.ended_at == SATURDAY
        assert ended.percent == 100
        kinds = Event.objects.filter(stream=f"job:{row.id}").order_by("number").values_list("kind", flat=True)
        assert list(kinds) == ["job.started", "job.ended"]

    def test_it_works_with_the_rights_of_whoever_started_it(self):
        by = staff(an_account(), role="administrator", path=COUNTY)
        ended = journal.run_job(started("test.says_who", by=by).id)
        assert ended.result == {"name": by.name, "may": True, "path": COUNTY}
        assert ended.started_by == by.name

    def test_a_refusal_is_told_in_its_own_words(self):
        ended = journal.run_job(started("test.refuses").id)
        assert (ended.state, ended.error) == ("failed", "没有标签列。\n第 3 行是空的。")

    def test_a_fault_of_the_software_is_told_too(self):
        ended = journal.run_job(started("test.breaks").id)
        assert ended.state == "failed"
        assert "ZeroDivisionError" in ended.error
        assert "软件" in ended.error

    def test_an_unknown_kind_is_refused(self):
        with pytest.raises(Invalid):
            started("test.nobody_does_this")

    def test_a_kind_belongs_to_one_package(self):
        with pytest.raises(ValueError, match=r"test\.counts"):
            journal.register_job("test.counts", "elsewhere:work")

    def test_it_is_run_once(self):
        row = started(steps=1)
        journal.run_job(row.id)
        with pytest.raises(WrongState):
            journal.run_job(row.id)
        with pytest.raises(NotFound):
            journal.run_job(row.id + 1)
        assert journal.claim_job() is None

    def test_the_first_that_waits_comes_first(self):
        first, second = started(), started()
        assert journal.claim_job()[0] == first.id
        assert journal.claim_job()[0] == second.id
        assert journal.claim_job() is None


@pytest.mark.django_db
class TestProgress:
    def running(self, **payload):
        row = started(**payload)
        _id, lease = journal.claim_job(row.id)
        return RunningJob(row.id, "test.counts", COUNTY, {}, SYSTEM, lease)

    def test_it_tells_how_far_it_is(self):
        job = self.running()
        assert job.tell(1, 4, "读表格")
        seen = journal.job(SYSTEM, job.id)
        assert (seen.state, seen.done, seen.total, seen.words, seen.percent) == ("running", 1, 4, "读表格", 25)

    def test_telling_often_writes_seldom(self, django_assert_max_num_queries):
        job = self.running()
        job.tell(0, 10_000)
        with django_assert_max_num_queries(0):
            for step in range(1, 50):
                assert job.tell(step, 10_000)

    def test_it_learns_that_it_should_stop_and_keeps_the_best(self):
        row = started("test.counts_until_stopped")
        ended = journal.run_job(row.id)
        assert (ended.state, ended.result) == ("stopped", {"best": 2})

    def test_waiting_it_ends_at_once(self):
        row = journal.stop_job(started().id, by=SYSTEM)
        assert row.state == "stopped"
        assert journal.claim_job() is None
        with pytest.raises(WrongState):
            journal.stop_job(row.id, by=SYSTEM)

    def test_work_that_does_not_listen_is_broken_off_after_two_minutes(self):
        with clock.at(SATURDAY):
            job = self.running()
            journal.stop_job(job.id, by=SYSTEM)
            assert journal.beat(job.id, job.lease)
        with clock.at(SATURDAY + timedelta(minutes=3)):
            assert not journal.beat(job.id, job.lease)
            assert journal.job_was_lost(job.id, job.lease)
        assert journal.job(SYSTEM, job.id).state == "stopped"


@pytest.mark.django_db
class TestLost:
    def test_a_killed_process_is_followed_by_one_more_try_and_then_it_has_failed(self):
        row = started()
        _id, lease = journal.claim_job()
        assert journal.job_was_lost(row.id, lease, how="(SIGKILL)")
        assert journal.job(SYSTEM, row.id).state == "waiting"
        _id, lease = journal.claim_job()
        assert journal.job_was_lost(row.id, lease, how="(SIGKILL)")
        ended = journal.job(SYSTEM, row.id)
        assert ended.state == "failed"
        assert "(SIGKILL)" in ended.error
        assert "内存" in ended.error
        assert journal.claim_job() is None

    def test_a_killed_worker_is_noticed_by_the_next(self):
        with clock.at(SATURDAY):
            row = started()
            journal.claim_job()
            assert journal.claim_job() is None
        with clock.at(SATURDAY + verbs.JOB_LEASE + timedelta(seconds=1)):
            assert journal.claim_job()[0] == row.id

    def test_also_when_the_clock_was_set_back(self):
        with clock.at(SATURDAY):
            row = started()
            journal.claim_job()
        with clock.at(SATURDAY - timedelta(hours=1)):
            assert journal.claim_job()[0] == row.id

    def test_while_it_beats_it_is_left_alone(self):
        with clock.at(SATURDAY):
            row = started()
            _id, lease = journal.claim_job()
        with clock.at(SATURDAY + timedelta(seconds=40)):
            assert journal.beat(row.id, lease)
        with clock.at(SATURDAY + timedelta(seconds=80)):
            assert journal.claim_job() is None

    def test_the_end_of_a_process_that_lost_its_lease_does_not_count(self):
        row = started()
        _id, old = journal.claim_job()
        journal.job_was_lost(row.id, old)
        _id, new = journal.claim_job()
        with pytest.raises(WrongState):
            journal.run_job(row.id, old)
        assert not journal.job_was_lost(row.id, old)
        assert not journal.beat(row.id, old)
        assert journal.run_job(row.id, new).state == "done"

    def test_given_back_by_a_worker_that_stops_it_has_all_its_tries(self):
        row = started()
        for _ in range(4):
            _id, lease = journal.claim_job()
            journal.give_back_job(row.id, lease)
        assert Job.objects.get(pk=row.id).attempts == 0

    def test_the_database_refuses_a_third_try(self):
        row = started()
        with pytest.raises(IntegrityError), write():
            Job.objects.filter(pk=row.id).update(attempts=3)


@pytest.mark.django_db
class TestWhoSees:
    def test_a_job_of_the_county_is_seen_by_its_offices_and_by_whoever_started_it(self):
        own = an_account()
        row = started(by=staff(own, role="handler", path=STREET), path=STREET)
        for viewer in (staff(own), staff(role="dispatcher", path=STREET), staff(role="supervisor", path=COUNTY)):
            assert journal.job(viewer, row.id).id == row.id
            assert [one.id for one in journal.jobs(viewer, kind="test.counts")] == [row.id]

    def test_the_others_do_not_know_of_it(self):
        row = started(path=COUNTY)
        others = (
            staff(role="supervisor", path=OTHER), staff(role="administrator", path=STREET),
            staff(role="handler", path=COUNTY), resident(an_account()), Actor(kind=ActorKind.VISITOR),
        )
        for viewer in others:
            with pytest.raises(NotFound):
                journal.job(viewer, row.id)
            with pytest.raises(NotFound):
                journal.stop_job(row.id, by=viewer)
            assert journal.jobs(viewer) == []

    def test_who_only_watches_may_not_stop_it(self):
        row = started()
        with pytest.raises(NotAllowed):
            journal.stop_job(row.id, by=staff(role="figures", path=COUNTY))
        assert journal.stop_job(row.id, by=staff(role="supervisor", path=COUNTY)).state == "stopped"

    def test_a_person_gets_a_copy_and_is_erased(self):
        own = an_account()
        row = started(by=staff(own))
        journal.run_job(row.id)
        assert [one["title"] for one in journal.export(own)["jobs"]] == ["数一数"]
        journal.erase(own, by=SYSTEM)
        assert not Job.objects.exists()

    def test_ended_ones_are_tidied_away_after_400_days(self):
        with clock.at(SATURDAY):
            journal.run_job(started().id)
            started()
        with clock.at(SATURDAY + timedelta(days=401)):
            journal.tidy()
        assert Job.objects.count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
class TestTwoWorkers:
    @pytest.fixture
    def two_claims(self, monkeypatch):
        """Two workers that both see the job wait before either takes it."""
        started()
        meeting = Meeting(2, 3)
        monkeypatch.setattr(verbs, "write", lambda: meeting.wait() or write())
        return [verbs.claim_job] * 2

    def test_one_of_them_has_it(self, two_claims):
        had = together(*two_claims)
        assert sum(one is not None for one in had) == 1, had

    def test_control_a_plain_update_gives_it_to_both(self, two_claims, monkeypatch):
        def careless():
            key = Job.objects.filter(state="waiting").values_list("pk", flat=True).first()
            with verbs.write():
                Job.objects.filter(pk=key).update(state="running", lease="mine", beat_at=clock.now())
            return key

        assert None not in together(careless, careless)
