"""The one way to write."""

import fcntl
import os
import subprocess
import sys

import pytest
from django.db import OperationalError, connection, transaction
from tests.factories.together import Meeting, together

from linli.engines.journal.models import Outbox, Tick
from linli.kernel import locks
from linli.kernel.clock import now
from linli.kernel.errors import Busy, NotFound
from linli.kernel.locks import lock_names, locked, locked_one, write


@pytest.mark.django_db(transaction=True)
def test_locks_are_refused_outside_a_transaction():
    with pytest.raises(transaction.TransactionManagementError):
        locked(Outbox.objects.all())


@pytest.mark.django_db
def test_what_is_not_there_is_not_found():
    with write(), pytest.raises(NotFound):
        locked_one(Outbox.objects.filter(pk=1))


@pytest.mark.django_db
def test_a_lock_not_had_is_told_as_busy():
    def fails(words):
        with write():
            raise OperationalError(words)

    with pytest.raises(Busy):
        fails("database is locked")
    with pytest.raises(OperationalError):
        fails("disk I/O error")


@pytest.mark.django_db(transaction=True)
def test_a_nested_verb_joins_the_transaction():
    with write():
        Tick.objects.create(name="outer", last_at=now())
        with write():
            Tick.objects.create(name="inner", last_at=now())
        transaction.set_rollback(True)
    assert not Tick.objects.exists()


@pytest.mark.django_db
def test_a_nested_verb_that_fails_undoes_only_itself():
    def fails():
        with write():
            Tick.objects.create(name="inner", last_at=now())
            raise NotFound

    with write():
        Tick.objects.create(name="outer", last_at=now())
        with pytest.raises(NotFound):
            fails()
    assert [tick.name for tick in Tick.objects.all()] == ["outer"]


def _add_one(meeting: Meeting, *, with_lock: bool):
    """Read a number and write it back one larger, as careless code does."""
    if with_lock:
        with write():
            lock_names(["counter"])
            _read_and_write(meeting)
    else:
        _read_and_write(meeting)


def _read_and_write(meeting: Meeting):
    tick = Tick.objects.get(pk="counter")
    meeting.wait()
    tick.memory = {"n": tick.memory["n"] + 1}
    tick.save()
    connection.close() if not connection.in_atomic_block else None


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("with_lock", "counted"), [(True, 2), (False, 1)], ids=["locked", "control"])
def test_two_who_count_at_once(with_lock: bool, counted: int):
    Tick.objects.create(name="counter", last_at=now(), memory={"n": 0})
    meeting = Meeting(2)
    results = together(*[lambda: _add_one(meeting, with_lock=with_lock)] * 2)
    assert results == [None, None]
    assert Tick.objects.get(pk="counter").memory == {"n": counted}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL lets many write at once")
@pytest.mark.django_db(transaction=True)
def test_on_sqlite_the_turn_to_write_is_one_for_all_processes():
    other = f"import fcntl, os, sys; fcntl.flock(os.open({turn_file()!r}, os.O_RDWR), fcntl.LOCK_EX | fcntl.LOCK_NB)"

    def had_by_another_process():
        return subprocess.run([sys.executable, "-c", other], check=False, stderr=subprocess.PIPE).returncode == 0

    with write():
        assert not had_by_another_process()
        with write():
            assert not had_by_another_process()
        assert not had_by_another_process(), "the inner verb gave away what is the outer one's"
    assert had_by_another_process()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL lets many write at once")
@pytest.mark.django_db(transaction=True)
def test_a_turn_not_had_in_time_is_told_as_busy(monkeypatch):
    with write():   # the file is there from now on
        pass
    monkeypatch.setattr(locks, "SQLITE_TIMEOUT", 0)
    file = os.open(turn_file(), os.O_RDONLY)
    fcntl.flock(file, fcntl.LOCK_EX)   # another opening of the file stands for another process
    try:
        with pytest.raises(Busy), write():
            Tick.objects.create(name="never", last_at=now())
    finally:
        os.close(file)
    with write():
        Tick.objects.create(name="after", last_at=now())
    assert [tick.name for tick in Tick.objects.all()] == ["after"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL lets many write at once")
@pytest.mark.django_db(transaction=True)
def test_a_verb_that_fails_gives_its_turn_back():
    with pytest.raises(NotFound), write():
        raise NotFound
    with write():
        Tick.objects.create(name="after", last_at=now())


def turn_file() -> str:
    return f"{connection.settings_dict['NAME']}-turn"
