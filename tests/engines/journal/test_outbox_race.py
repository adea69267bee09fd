"""Two workers at once: each row is run by one of them."""

import threading

import pytest
from tests.factories.together import Meeting, together

from linli.engines.journal import public as journal
from linli.engines.journal.models import Outbox
from linli.engines.journal.verbs import deliver
from linli.kernel.clock import now
from linli.kernel.locks import write

ROWS = 40
pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def runs():
    """How often each row was run."""
    counted, guard = {}, threading.Lock()

    def count(_event, payload):
        with guard:
            counted[payload["n"]] = counted.get(payload["n"], 0) + 1

    journal.receive("test.counts", count)
    journal.enqueue_many("test.counts", [(f"n{n}", {"n": n}) for n in range(ROWS)])
    yield counted
    journal.forget("test.counts")


def test_each_row_is_run_once(runs):
    results = together(*[lambda: journal.deliver_due(limit=10)] * 4)
    assert sum(results) == len(runs)
    while journal.deliver_due():
        pass
    assert runs == dict.fromkeys(range(ROWS), 1)
    assert not Outbox.objects.filter(done_at=None).exists()


def test_nobody_waits_for_the_rows_another_is_taking(runs):
    """On PostgreSQL the locked rows are skipped; SQLite has one writer, who is done at once."""
    results = together(*[lambda: len(deliver._lease(deliver.Q(), left_behind=False, limit=10))] * 4)
    assert results == [10] * 4
    assert len(set(Outbox.objects.values_list("lease", flat=True))) == 4


def test_control_a_plain_lease_runs_rows_twice(runs, monkeypatch):
    meeting = Meeting(2, 5)

    def careless_lease(_lane, *, left_behind, limit):
        rows = [] if left_behind else list(Outbox.objects.filter(next_at__lte=now(), lease="")[:limit])
        meeting.wait() if rows else None
        with write():
            Outbox.objects.filter(pk__in=[row.pk for row in rows]).update(lease="mine")
        return rows

    monkeypatch.setattr(deliver, "_lease", careless_lease)
    monkeypatch.setattr(deliver, "_still_ours", lambda rows: Outbox.objects.filter(pk__in=[row.pk for row in rows]))
    together(*[lambda: journal.deliver_due(limit=10)] * 2)
    assert set(runs.values()) == {2}
