"""Work owed after commit is done at least once, and what cannot be done is shown."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from tests.factories.journal import an_event, auditor, hearing, some_events, staff
from tests.factories.moments import SATURDAY

from linli.engines.journal import public as journal
from linli.engines.journal.models import Outbox, Tick
from linli.engines.journal.outbox import LEASE
from linli.engines.journal.verbs import deliver
from linli.kernel import clock
from linli.kernel.errors import NotAllowed, NotFound
from linli.kernel.locks import write

pytestmark = pytest.mark.django_db


def leave_behind(count=1):
    """Lease rows and 'die': what a killed worker leaves."""
    rows = deliver._lease(deliver.Q(), left_behind=False, limit=count)
    assert len(rows) == count
    return rows


class TestDelivery:
    def test_a_receiver_hears_of_the_kinds_it_asked_for_once(self):
        with hearing("case.") as heard, hearing("case.opened", "test.other") as other:
            an_event(kind="case.opened")
            an_event(kind="case.taken")
            an_event("account:1", kind="account.created")
            assert journal.deliver_due() == 3
            assert journal.deliver_due() == 0
        assert heard == ["case.opened", "case.taken"]
        assert other == ["case.opened"]

    def test_two_prefixes_of_one_receiver_are_one_delivery(self):
        with hearing("case.") as heard:
            journal.subscribe("case.opened", "test.hears", heard)
            an_event(kind="case.opened")
            assert journal.deliver_due() == 1

    def test_a_name_belongs_to_one_receiver(self):
        with hearing(), pytest.raises(ValueError, match=r"test\.hears"):
            journal.receive("test.hears", print)

    def test_the_same_key_is_the_same_work(self):
        with hearing(None) as heard:
            for _ in range(3):
                journal.enqueue("test.hears", payload={"case": 7}, key="remind:7:80")
            assert journal.deliver_due() == 1
            journal.enqueue("test.hears", payload={"case": 7}, key="remind:7:80")
            assert journal.deliver_due() == 0
        assert heard == [{"case": 7}]

    def test_work_for_later_waits(self):
        with hearing(None) as heard, clock.at(SATURDAY):
            journal.enqueue("test.hears", payload={"n": 1}, key="n1", not_before=SATURDAY + timedelta(hours=1))
            assert journal.deliver_due() == 0
            with clock.at(SATURDAY + timedelta(hours=1)):
                assert journal.deliver_due() == 1
        assert heard == [{"n": 1}]

    def test_first_come_first_served_and_no_more_than_asked(self):
        with hearing(None) as heard:
            journal.enqueue_many("test.hears", [(f"n{n}", {"n": n}) for n in range(7)])
            assert journal.deliver_due(limit=3) == 3
            assert heard == [{"n": 0}, {"n": 1}, {"n": 2}]
            assert journal.deliver_due(limit=100) == 4

    def test_a_clock_set_back_holds_nothing_up(self):
        with hearing() as heard:
            with clock.at(SATURDAY):
                some_events("case:1", 2)
                leave_behind(1)
            with clock.at(SATURDAY - timedelta(days=1)):
                assert journal.deliver_due() == 2
        assert len(heard) == 2

    def test_thousand_rows_cost_few_queries(self, django_assert_max_num_queries, monkeypatch):
        monkeypatch.setattr(deliver, "CHUNK_SECONDS", 3600)   # on a busy machine a chunk ends early, with more queries
        with hearing(None) as heard:
            journal.enqueue_many("test.hears", [(f"n{n}", {"n": n}) for n in range(1000)])
            with django_assert_max_num_queries(20 * 4 + 2 * 1000 + 10) as captured:
                assert journal.deliver_due(limit=1000) == 1000
        assert len(heard) == 1000
        beside_savepoints = [q for q in captured if "SAVEPOINT" not in q["sql"]]
        assert len(beside_savepoints) <= 20 * 2 + 6

    def test_told_to_stop_it_leaves_the_rest_to_others_at_once(self):
        with hearing(None) as heard:
            journal.enqueue_many("test.hears", [(f"n{n}", {"n": n}) for n in range(5)])
            assert journal.deliver_due(should_stop=lambda: len(heard) >= 2) == 2
            assert journal.deliver_due() == 3
        assert [row["n"] for row in heard] == [0, 1, 2, 3, 4]


class TestFailure:
    def test_tried_again_with_longer_pauses_and_at_last_laid_out(self):
        moment, waits = SATURDAY, []
        with hearing() as heard:
            heard.failing = ConnectionError("no answer")
            an_event()
            for _ in range(8):
                with clock.at(moment):
                    assert journal.deliver_due() == 0
                    assert journal.deliver_due() == 0, "not at once again"
                row = Outbox.objects.get()
                if row.next_at:
                    waits.append((row.next_at - moment).total_seconds())
                    moment = row.next_at
            assert waits == [5, 30, 120, 600, 3600, 4 * 3600, 12 * 3600]
            assert len(heard) == 8
            with clock.at(moment + timedelta(days=30)):
                journal.deliver_due()
            assert len(heard) == 8
        letter = journal.dead_letters()[0]
        assert (letter.receiver, letter.event_kind, letter.attempts) == ("test.hears", "case.opened", 8)
        assert letter.last_error == "ConnectionError: no answer"

    def test_one_failure_does_not_hold_up_or_undo_the_others(self):
        def choosy(_event, payload):
            Tick.objects.create(name=str(payload["n"]), last_at=clock.now())
            if payload["n"] == 1:
                raise ZeroDivisionError

        journal.receive("test.choosy", choosy)
        journal.enqueue_many("test.choosy", [(f"n{n}", {"n": n}) for n in range(4)])
        assert journal.deliver_due() == 3
        journal.forget("test.choosy")
        kept = sorted(tick.name for tick in Tick.objects.all())
        assert kept == ["0", "2", "3"], "what the failing one wrote is undone"

    def test_a_receiver_that_swallows_an_error_of_the_database_has_failed(self):
        def careless(_event, _payload):
            with pytest.raises(DatabaseError):
                deliver.transaction.atomic(savepoint=False)(lambda: Tick.objects.create(name=None))()

        journal.receive("test.careless", careless)
        journal.enqueue("test.careless", payload={}, key="k")
        assert journal.deliver_due() == 0
        journal.forget("test.careless")
        assert "swallowed" in Outbox.objects.get().last_error

    def test_a_receiver_that_is_gone_is_shown_in_the_end(self):
        journal.enqueue("nobody", payload={}, key="k")
        for _ in range(8):
            Outbox.objects.update(next_at=SATURDAY)
            with clock.at(SATURDAY):
                journal.deliver_due()
        assert "no receiver is registered as 'nobody'" in journal.dead_letters()[0].last_error


class TestManyAtOnce:
    """A receiver that can take several events at once is given them so, and loses nothing by it."""

    @pytest.fixture
    def notes(self):
        """Note each event as a tick of its own; the event with `bad` in its data cannot be noted."""
        calls: list[list[int]] = []

        def note(event):
            Tick.objects.create(name=str(event.data["step"]), last_at=clock.now())
            if event.data.get("bad"):
                raise ZeroDivisionError

        def alone(event, _payload):
            calls.append([event.data["step"]])
            note(event)

        def together(events):
            calls.append([event.data["step"] for event in events])
            for event in events:
                note(event)

        journal.subscribe("case.", "test.together", alone, together=together)
        yield calls
        journal.forget("test.together")

    def test_several_events_are_one_call_in_their_order(self, notes):
        some_events("case:1", 4)
        assert journal.deliver_due() == 4
        assert notes == [[1, 2, 3, 4]]
        assert journal.deliver_due() == 0

    def test_a_single_event_goes_the_plain_way(self, notes):
        some_events("case:1", 1)
        assert journal.deliver_due() == 1
        assert notes == [[1]]

    def test_when_one_fails_the_others_are_done_one_by_one(self, notes):
        an_event("case:1", step=1)
        an_event("case:2", step=2, bad=True)
        an_event("case:3", step=3)
        assert journal.deliver_due() == 2
        assert notes == [[1, 2, 3], [1], [2], [3]]
        assert sorted(tick.name for tick in Tick.objects.all()) == ["1", "3"], "what the failing one wrote is undone"

    def test_what_failed_before_is_tried_by_itself(self, notes):
        an_event("case:1", step=1, bad=True)
        an_event("case:2", step=2)
        with clock.at(SATURDAY):
            journal.deliver_due()
        notes.clear()
        an_event("case:3", step=3)
        an_event("case:4", step=4)
        Outbox.objects.filter(done_at=None).update(next_at=SATURDAY)
        with clock.at(SATURDAY):
            assert journal.deliver_due() == 2
        assert [3, 4] in notes
        assert [1] in notes

    def test_a_swallowed_error_of_the_database_is_found_out(self, notes):
        def careless(_events):
            with pytest.raises(DatabaseError):
                deliver.transaction.atomic(savepoint=False)(lambda: Tick.objects.create(name=None))()

        journal.forget("test.together")
        journal.subscribe("case.", "test.together", lambda _event, _payload: None, together=careless)
        some_events("case:1", 3)
        assert journal.deliver_due() == 3, "each by itself"


class TestAWorkerDies:
    def test_its_rows_wait_for_the_lease_and_are_done_then(self):
        with hearing() as heard:
            with clock.at(SATURDAY):
                some_events("case:1", 3)
                leave_behind(3)
                assert journal.deliver_due() == 0
            with clock.at(SATURDAY + LEASE):
                assert journal.deliver_due() == 3
        assert len(heard) == 3

    def test_what_it_held_is_run_one_by_one(self, monkeypatch):
        chunks = []
        run = deliver._run_together
        monkeypatch.setattr(deliver, "_run_together", lambda rows, stop: chunks.append(len(rows)) or run(rows, stop))
        with hearing():
            with clock.at(SATURDAY):
                some_events("case:1", 3)
                leave_behind(3)
                some_events("case:2", 2)
            with clock.at(SATURDAY + LEASE):
                assert journal.deliver_due() == 5
        assert chunks == [1, 1, 1, 2]

    def test_a_row_that_kills_every_worker_ends_as_a_dead_letter(self):
        with hearing() as heard:
            an_event()
            moment = SATURDAY
            with clock.at(moment):
                leave_behind()
            for _ in range(7):
                moment += LEASE
                with clock.at(moment):
                    assert deliver._lease(deliver.Q(), left_behind=True, limit=1), "taken, and dies again"
            with clock.at(moment + LEASE):
                assert journal.deliver_due() == 0
            assert heard == []
        assert "again and again" in journal.dead_letters()[0].last_error

    def test_who_lost_the_lease_does_not_run_the_row(self):
        with hearing() as heard:
            with clock.at(SATURDAY):
                an_event()
                slow = leave_behind()
            with clock.at(SATURDAY + LEASE):
                assert journal.deliver_due() == 1
                assert deliver._run_all(slow, deliver.never, deliver._run_inside) == 0
                assert deliver._run_all(slow, deliver.never, deliver._run_outside) == 0
        assert len(heard) == 1

    def test_a_commit_that_is_refused_costs_only_the_guilty_row(self, monkeypatch):
        """A deferred foreign key is looked at when the chunk commits: then each row is tried alone."""
        run = deliver._run_together

        def refused(rows, stop):
            if any(row.payload["n"] == 2 for row in rows):
                raise DatabaseError("foreign key")
            return run(rows, stop)

        monkeypatch.setattr(deliver, "_run_together", refused)
        with hearing(None):
            journal.enqueue_many("test.hears", [(f"n{n}", {"n": n}) for n in range(3)])
            assert journal.deliver_due() == 2
        assert dict(Outbox.objects.values_list("key", "attempts")) == {"n0": 0, "n1": 0, "n2": 1}


class TestOutsideReceivers:
    def test_they_run_in_their_own_lane_without_a_transaction(self):
        with hearing(None, "test.outside", outside=True) as outside, hearing() as inside:
            journal.enqueue("test.outside", payload={"n": 1}, key="n1")
            an_event()
            assert journal.deliver_due() == 1
            assert (len(inside), len(outside)) == (1, 0)
            assert journal.send_mail_due() == 1
            assert outside == [{"n": 1}]

    def test_their_failures_count_the_same(self):
        with hearing(None, "test.outside", outside=True) as outside:
            outside.failing = ConnectionError("away")
            journal.enqueue("test.outside", payload={"n": 1}, key="n1")
            assert journal.send_mail_due() == 0
        assert Outbox.objects.get().last_error == "ConnectionError: away"


class TestDeadLetters:
    @pytest.fixture
    def letter(self):
        with hearing() as heard:
            heard.failing = ValueError("bad")
            an_event()
            Outbox.objects.update(attempts=7)
            journal.deliver_due()
        return journal.dead_letters()[0]

    def test_tried_again_by_a_person(self, letter):
        with hearing() as heard:
            journal.retry_dead_letter(letter.id, by=auditor())
            assert journal.dead_letters() == []
            assert journal.deliver_due() == 1
        assert heard == ["case.opened"]
        assert journal.history("journal:outbox")[-1].kind == "journal.dead_letter_retried"

    def test_laid_aside_with_a_reason(self, letter):
        journal.lay_aside_dead_letter(letter.id, auditor(), "told by phone")
        assert journal.dead_letters(auditor()) == []
        assert journal.history("journal:outbox")[-1].data["reason"] == "told by phone"

    def test_only_once(self, letter):
        journal.retry_dead_letter(letter.id, by=auditor())
        with pytest.raises(NotFound):
            journal.retry_dead_letter(letter.id, by=auditor())

    @pytest.mark.parametrize("role", ["handler", "dispatcher", "figures"])
    def test_not_by_others(self, letter, role):
        with pytest.raises(NotAllowed):
            journal.retry_dead_letter(letter.id, by=staff(role=role))
        with pytest.raises(NotAllowed):
            journal.lay_aside_dead_letter(letter.id, staff(role=role), "x")
        with pytest.raises(NotAllowed):
            journal.dead_letters(staff(role=role))

    @pytest.mark.usefixtures("letter")
    def test_how_the_outbox_stands(self):
        with clock.at(SATURDAY):
            some_events("case:5", 1)
        with hearing(None), clock.at(SATURDAY):
            journal.enqueue("test.hears", payload={}, key="a")
            journal.enqueue("test.hears", payload={}, key="b", not_before=SATURDAY + timedelta(days=1))
            state = journal.outbox_state()
        assert (state.waiting, state.oldest_due, state.dead) == (2, SATURDAY, 1)


def test_batches_run_inside_a_greater_transaction():
    with hearing() as heard, write():
        some_events("case:1", 60)
        assert journal.deliver_due(limit=1000) == 60
    assert len(heard) == 60
