"""Nobody changes history unseen: chains, seals, and rows that refuse."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from tests.factories.journal import an_event, some_events, staff
from tests.factories.moments import SATURDAY
from tests.factories.together import together

from linli.engines.journal import public as journal
from linli.engines.journal.chain import event_hash
from linli.engines.journal.models import Event, Look, Seal
from linli.kernel import clock
from linli.kernel.locks import write

AT_ONCE = timedelta()


def tamper(sql, *values):
    """Change the database behind the product's back."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def sealed_history():
    """Three streams, sealed."""
    some_events("case:1", 4)
    some_events("case:2", 2)
    some_events("account:7", 1)
    assert journal.seal_due(grace=AT_ONCE) == 1
    assert journal.verify() == []


def kinds():
    return [fault.kind for fault in journal.verify()]


@pytest.mark.django_db
class TestTamperingShows:
    @pytest.mark.parametrize(
        "change",
        [
            "kind = 'case.closed'", "actor_name = 'somebody'", "path = '02.'", "data = '{}'", "actor_kind = 'staff'",
            "at = '2026-01-01 00:00:00+00:00'", "hash = 'x'",
        ],
    )
    def test_a_changed_event(self, change):
        some_events("case:1", 3)
        tamper(f"UPDATE journal_event SET {change} WHERE stream = 'case:1' AND number = 2")  # noqa: S608  our own words
        faults = journal.verify()
        assert ("changed", "case:1", 2) in [(fault.kind, fault.stream, fault.number) for fault in faults]

    def test_a_changed_event_with_its_hash_made_to_fit(self):
        sealed_history()
        event = Event.objects.get(stream="case:1", number=4)
        event.kind = "case.closed"
        tamper("UPDATE journal_event SET kind = 'case.closed', hash = %s WHERE id = %s", _right_hash(event), event.pk)
        assert kinds() == ["seal_changed"]

    def test_data_that_cannot_even_be_hashed(self):
        some_events("case:1", 2)
        tamper("UPDATE journal_event SET algorithm = 'rot13' WHERE stream = 'case:1' AND number = 2")
        fault = journal.verify()[0]
        assert (fault.kind, fault.number) == ("changed", 2)
        assert "rot13" in fault.detail

    def test_an_event_removed_in_the_middle(self):
        some_events("case:1", 3)
        tamper("DELETE FROM journal_event WHERE stream = 'case:1' AND number = 2")
        assert [(f.kind, f.number) for f in journal.verify()] == [("missing", 2)]

    def test_an_event_removed_in_the_middle_and_the_rest_renumbered(self):
        some_events("case:1", 3)
        tamper("DELETE FROM journal_event WHERE stream = 'case:1' AND number = 2")
        tamper("UPDATE journal_event SET number = 2 WHERE stream = 'case:1' AND number = 3")
        assert kinds() == ["broken_link", "changed"]

    def test_a_cut_off_end(self):
        sealed_history()
        tamper("DELETE FROM journal_event WHERE stream = 'case:1' AND number > 2")
        assert kinds() == ["seal_missing_events"]

    def test_a_removed_stream(self):
        sealed_history()
        tamper("DELETE FROM journal_event WHERE stream = 'account:7'")
        assert kinds() == ["seal_missing_events"]

    def test_an_event_slipped_in_later(self):
        some_events("case:1", 1)
        late = an_event("case:2")
        tamper("DELETE FROM journal_event WHERE id = %s", late.pk)
        some_events("case:3", 1)
        journal.seal_due(grace=AT_ONCE)
        late._state.adding = True
        late.save()
        assert kinds() == ["seal_added_events"]

    @pytest.mark.parametrize("change", ["hash = 'x'", "sealed_at = '2026-01-01 00:00:00+00:00'", "previous_hash = 'x'"])
    def test_a_changed_seal(self, change):
        sealed_history()
        tamper(f"UPDATE journal_seal SET {change} WHERE number = 1")  # noqa: S608  our own words
        assert set(kinds()) & {"seal_changed", "seal_broken"}

    def test_a_removed_seal(self):
        sealed_history()
        for stream in ("case:8", "case:9"):
            some_events(stream, 1)
            assert journal.seal_due(grace=AT_ONCE) == 1
        tamper("DELETE FROM journal_seal WHERE number = 2")
        assert kinds() == ["seal_missing"]

    def test_a_seal_made_anew_without_the_key(self, settings):
        sealed_history()
        tamper("DELETE FROM journal_event WHERE stream = 'account:7'")
        tamper("DELETE FROM journal_seal")
        real, settings.CRYPTO_KEYS = settings.CRYPTO_KEYS, ["forged:" + "A" * 43 + "="]
        journal.seal_due(grace=AT_ONCE)
        assert journal.verify() == [], "with the forger's key all seems well"
        settings.CRYPTO_KEYS = real
        assert kinds() == ["seal_changed"]


def _right_hash(event):
    return event_hash(event)


@pytest.mark.django_db
class TestSeals:
    def test_the_newest_can_be_kept_elsewhere(self):
        assert journal.newest_seal() is None
        sealed_history()
        assert journal.newest_seal().hash == Seal.objects.get().hash

    def test_only_what_was_there_two_minutes_ago_is_sealed(self):
        with clock.at(SATURDAY):
            some_events("case:1", 2)
            assert journal.seal_due() == 0, "an event of a transaction that is still open may yet come in between"
        with clock.at(SATURDAY + timedelta(minutes=1)):
            late = an_event("case:2")
            assert journal.seal_due() == 0
        with clock.at(SATURDAY + timedelta(minutes=2)):
            assert journal.seal_due() == 1
            assert Seal.objects.get().last_event_id < late.pk
        with clock.at(SATURDAY + timedelta(minutes=3)):
            assert journal.seal_due() == 1
            assert journal.seal_due() == 0, "nothing new"
        assert Seal.objects.latest("number").last_event_id == late.pk
        assert journal.verify() == []

    def test_old_moments_of_an_import_do_not_hurry_the_seal(self):
        with clock.at(SATURDAY - timedelta(days=300)):
            some_events("case:1", 2)
        with clock.at(SATURDAY):
            assert journal.seal_due() == 0

    def test_a_clock_set_back_forgets_what_was_noted_in_its_future(self):
        some_events("case:1", 1)
        with clock.at(SATURDAY):
            journal.seal_due()
        with clock.at(SATURDAY - timedelta(hours=1)):
            assert journal.seal_due() == 0
        with clock.at(SATURDAY - timedelta(minutes=58)):
            assert journal.seal_due() == 1

    def test_many_events_make_several_seals(self, monkeypatch):
        monkeypatch.setattr("linli.engines.journal.verbs.seal.MOST_EVENTS", 3)
        some_events("case:1", 7)
        assert journal.seal_due(grace=AT_ONCE) == 3
        assert [seal.count for seal in Seal.objects.order_by("number")] == [3, 3, 1]
        assert journal.verify() == []

    def test_seals_outlive_a_change_of_keys(self, settings):
        sealed_history()
        settings.CRYPTO_KEYS = ["2030:" + "A" * 43 + "=", *settings.CRYPTO_KEYS]
        some_events("case:5", 1)
        journal.seal_due(grace=AT_ONCE)
        assert journal.verify() == []


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
class TestALateCommit:
    """PostgreSQL numbers an event before its transaction commits; SQLite has one writer and cannot show it."""

    @pytest.fixture(autouse=True)
    def _on_postgresql(self):
        if connection.vendor != "postgresql":
            pytest.skip("one writer: numbers are given in the order of commits")

    def seal_around_a_late_commit(self, grace):
        """One event is numbered, another one is committed and sealed, then the first is committed."""
        numbered, go_on = threading.Event(), threading.Event()

        def slow():
            with write():
                an_event("case:slow")
                numbered.set()
                go_on.wait(10)

        def quick():
            numbered.wait(10)
            an_event("case:quick")
            with clock.at(SATURDAY):
                journal.seal_due(grace=grace)
            go_on.set()

        together(slow, quick)
        with clock.at(SATURDAY + timedelta(minutes=2)):
            journal.seal_due(grace=grace)
        return kinds()

    def test_is_inside_the_seal(self):
        assert self.seal_around_a_late_commit(timedelta(minutes=2)) == []
        assert Seal.objects.get().count == 2

    def test_control_without_grace_it_slips_behind_the_seal(self):
        assert self.seal_around_a_late_commit(AT_ONCE) == ["seal_added_events"]


@pytest.mark.django_db
class TestRowsRefuse:
    def rows(self):
        event = an_event()
        journal.seal_due(grace=AT_ONCE)
        look = journal.look(viewer=staff(), subject="case:1", fields=["phone"], purpose="call back")
        return event, Seal.objects.get(), look

    def test_to_be_saved_again_or_deleted(self):
        for row in self.rows():
            with pytest.raises(journal.Rewritten):
                row.save()
            with pytest.raises(journal.Rewritten):
                row.delete()

    @pytest.mark.parametrize("model", [Event, Seal, Look])
    def test_to_be_changed_in_bulk(self, model):
        self.rows()
        with pytest.raises(journal.Rewritten):
            model.objects.all().delete()
        with pytest.raises(journal.Rewritten):
            model.objects.filter(pk__gt=0).update(id=9)
        with pytest.raises(journal.Rewritten):
            model.objects.bulk_update(list(model.objects.all()), ["id"])
