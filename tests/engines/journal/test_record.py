"""History is written once, in order, in the verb's own transaction."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import transaction
from tests.factories.journal import an_account, an_event, bearer, hearing, resident, some_events, staff
from tests.factories.moments import SATURDAY
from tests.factories.together import Meeting, together

from linli.engines.journal import public as journal
from linli.engines.journal.models import Event, Outbox
from linli.engines.journal.verbs import record as recording
from linli.kernel import clock
from linli.kernel.actor import SYSTEM, VISITOR
from linli.kernel.errors import Busy
from linli.kernel.locks import lock_names, write


@pytest.mark.django_db
class TestRecord:
    def test_a_stream_is_numbered_and_chained(self):
        first, second, third = some_events("case:17", 3)
        assert [first.number, second.number, third.number] == [1, 2, 3]
        assert first.previous_hash == ""
        assert [second.previous_hash, third.previous_hash] == [first.hash, second.hash]
        assert an_event("case:18").number == 1, "each stream has its own chain"
        assert journal.verify() == []

    def test_who_when_and_where(self):
        account = an_account()
        with clock.at(SATURDAY), write():
            event = journal.record(
                kind="case.taken", stream="case:1", by=staff(account), path="01.02.", data={"note": "马上到"}
            )
        row = Event.objects.get(pk=event.pk)
        assert (row.at, row.actor_kind, row.actor_name, row.account_id) == (SATURDAY, "staff", "林小满", account)
        assert (row.path, row.data) == ("01.02.", {"note": "马上到"})

    def test_residents_are_not_named_in_what_is_never_erased(self):
        account = an_account(name="张三丰")
        assert an_event("case:1", by=resident(account)).actor_name == ""
        assert an_event("case:1", by=bearer(3)).actor_name == ""
        assert an_event("case:1", by=VISITOR).actor_kind == "visitor"

    def test_data_are_kept_as_both_databases_keep_them(self):
        event = an_event(
            text="a\x00b\ud800", deep=[{"k": "\x00"}], when=datetime(2026, 11, 21, tzinfo=UTC), money=Decimal("1.50"),
            big=1e20, small=1.0, none=None, yes=True, literal="\\u0000",
        )
        assert event.data["text"] == "ab?"
        assert event.data["deep"] == [{"k": ""}]
        assert event.data["literal"] == "\\u0000"
        assert (event.data["when"], event.data["money"]) == ("2026-11-21T00:00:00Z", "1.50")
        assert journal.verify() == []

    def test_what_json_cannot_keep_is_refused(self):
        with write(), pytest.raises(ValueError, match="JSON"):
            journal.record(kind="x", stream="case:1", by=SYSTEM, data={"n": float("nan")})
        with write(), pytest.raises(TypeError):
            journal.record(kind="x", stream="case:1", by=SYSTEM, data={"n": object()})

    def test_names_too_long_for_the_columns_are_a_fault_of_the_program(self):
        with write(), pytest.raises(ValueError, match="48"):
            journal.record(kind="x", stream="case:" + "1" * 50, by=SYSTEM)

    def test_the_chain_can_be_made_with_sm3(self, monkeypatch):
        monkeypatch.setattr(recording, "HASH", "sm3")
        assert an_event().algorithm == "sm3"
        monkeypatch.setattr(recording, "HASH", "sha256")
        an_event()
        assert journal.verify() == [], "a chain may change its hash on the way"

    @pytest.mark.parametrize(("first", "queries"), [(True, 2), (False, 3)])
    def test_costs_three_queries_with_subscribers(self, first, queries, django_assert_num_queries):
        with hearing("case.", "test.one"), hearing("case.opened", "test.two"), write():
            if not first:
                journal.record(kind="case.opened", stream="case:1", by=SYSTEM, first=True)
            with django_assert_num_queries(queries):
                journal.record(kind="case.opened", stream="case:1", by=SYSTEM, first=first)
        assert Outbox.objects.count() == (2 if first else 4)


@pytest.mark.django_db(transaction=True)
class TestTransaction:
    def test_history_is_refused_outside_a_transaction(self):
        with pytest.raises(transaction.TransactionManagementError):
            journal.record(kind="case.opened", stream="case:1", by=SYSTEM)

    def test_history_and_owed_work_fall_with_the_verb(self):
        def verb():
            with write():
                journal.record(kind="case.opened", stream="case:1", by=SYSTEM)
                raise ZeroDivisionError

        with hearing(), pytest.raises(ZeroDivisionError):
            verb()
        assert not Event.objects.exists()
        assert not Outbox.objects.exists()


@pytest.mark.django_db
class TestHistory:
    def test_oldest_first(self):
        some_events("case:1", 3)
        some_events("case:2", 1)
        rows = journal.history("case:1")
        assert [(row.number, row.kind, row.data) for row in rows] == [(n, "case.noted", {"step": n}) for n in (1, 2, 3)]
        assert journal.history("case:9") == []

    def test_several_streams_in_one_query(self, django_assert_num_queries):
        some_events("case:1", 3)
        some_events("case:2", 1)
        with django_assert_num_queries(1):
            found = journal.histories(["case:1", "case:2", "case:3"])
        assert {stream: len(rows) for stream, rows in found.items()} == {"case:1": 3, "case:2": 1, "case:3": 0}


def _record_when_the_other_has_read_too(meeting, monkeypatch):
    """Let both read the end of the stream before either writes; a transaction would keep them apart on SQLite."""
    monkeypatch.setattr(recording, "_inside_transaction", lambda: None)
    make_hash = recording.event_hash

    def waiting_hash(event):
        meeting.wait()
        return make_hash(event)

    monkeypatch.setattr(recording, "event_hash", waiting_hash)
    return lambda: journal.record(kind="case.noted", stream="case:1", by=SYSTEM)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def test_one_place_of_a_stream_is_written_once(self, monkeypatch):
        results = together(*[_record_when_the_other_has_read_too(Meeting(2, 10), monkeypatch)] * 2)
        assert sorted(type(result).__name__ for result in results) == ["Busy", "Event"]
        assert isinstance(next(result for result in results if isinstance(result, Exception)), Busy)
        assert [event.number for event in Event.objects.all()] == [1]
        assert journal.verify() == []

    def test_control_without_the_constraint_the_chain_forks(self, monkeypatch, without_constraint):
        with without_constraint(Event, "event_stream_number"):
            results = together(*[_record_when_the_other_has_read_too(Meeting(2, 10), monkeypatch)] * 2)
            assert [type(result).__name__ for result in results] == ["Event", "Event"]
            assert [event.number for event in Event.objects.all()] == [1, 1]
            assert journal.verify() != []

    def test_under_the_verbs_lock_both_get_their_place(self):
        def verb():
            with write():
                lock_names(["case:1"])
                return journal.record(kind="case.noted", stream="case:1", by=SYSTEM)

        results = together(*[verb] * 4)
        assert sorted(event.number for event in results) == [1, 2, 3, 4]
        assert journal.verify() == []
