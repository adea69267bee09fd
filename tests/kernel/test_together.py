"""Those who come while another writes are written with one transaction; a fault is paid by who brought it."""

import threading
from collections.abc import Sequence
from functools import partial

import pytest
from django.db import connection
from tests.factories.together import together, until

from linli.kernel import together as kernel_together
from linli.kernel.errors import Invalid
from linli.kernel.locks import write
from linli.kernel.together import Together

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


class Desk:
    """Doubles numbers, the first only once all others wait; remembers who was served with whom."""

    def __init__(self, others: int) -> None:
        self.rounds: list[list[int]] = []
        self.desk: Together[int, int] = Together(self.double, most=4)
        self._others, self._bad = others, -1
        self._begun = threading.Event()

    def double(self, given: Sequence[int]) -> list[int]:
        assert connection.in_atomic_block
        first = not self.rounds
        self.rounds.append(list(given))
        if first:
            self._begun.set()
            assert until(lambda: len(self.desk._waiting) >= self._others)
        if self._bad in given:
            raise Invalid(fields={"number": "bad"})
        return [2 * one for one in given]

    def ask(self, number: int) -> int:
        """Ask for a number: all but the first once the first is being served."""
        if number:
            self._begun.wait()
        return self.desk.serve(number)

    def refuse(self, number: int) -> None:
        self._bad = number


def test_everybody_gets_his_own_and_those_who_waited_were_served_together() -> None:
    desk = Desk(others=5)
    results = together(*[partial(desk.ask, number) for number in range(6)])
    assert results == [0, 2, 4, 6, 8, 10]
    assert [len(one) for one in desk.rounds] == [1, 4, 1]  # at most four at once
    assert sorted(number for one in desk.rounds for number in one) == list(range(6))


def test_what_fails_together_is_tried_by_each_alone() -> None:
    desk = Desk(others=3)
    desk.refuse(2)
    results = together(*[partial(desk.ask, number) for number in range(4)])
    assert [one for at, one in enumerate(results) if at != 2] == [0, 2, 6]
    assert isinstance(results[2], Invalid)


def test_after_a_fault_the_next_is_served() -> None:
    desk = Desk(others=0)
    desk.refuse(1)
    with pytest.raises(Invalid):
        desk.desk.serve(1)
    assert desk.desk.serve(3) == 6


def test_nobody_is_answered_before_the_commit() -> None:
    seen: list[bool] = []
    desk: Together[int, int] = Together(list)

    def ask(number: int) -> int:
        made = desk.serve(number)
        seen.append(connection.in_atomic_block)
        return made

    together(*[partial(ask, number) for number in range(4)])
    assert seen == [False] * 4


def test_inside_a_transaction_it_is_part_of_it() -> None:
    inside = threading.Event()
    desk: Together[int, int] = Together(lambda given: inside.set() or list(given))  # type: ignore[func-returns-value]
    with write():
        assert desk.serve(7) == 7
        assert inside.is_set()
        assert connection.in_atomic_block


def rounds_of_two(monkeypatch: pytest.MonkeyPatch, each: int) -> list[list[int]]:
    """Return who was served with whom when two bring so many numbers each, the second always once the first leads.

    The second says beforehand that the first of his numbers is coming, of the others nothing.
    """
    monkeypatch.setattr(kernel_together, "PATIENCE", 30.0)
    monkeypatch.setattr(kernel_together, "BREATH", 30.0)
    rounds: list[list[int]] = []
    desk: Together[int, int] = Together(lambda given: rounds.append(list(given)) or list(given))  # type: ignore[func-returns-value]
    said = threading.Event()

    def first() -> list[int]:
        said.wait(10)
        return [desk.serve(10 + number) for number in range(each)]

    def second() -> list[int]:
        with desk.coming():
            said.set()
            return [desk.serve(20 + number) for number in range(each) if until(lambda: desk._leader is not None)]

    assert together(first, second, timeout=20) == [[10 + at for at in range(each)], [20 + at for at in range(each)]]
    return rounds


def test_who_said_to_be_coming_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert rounds_of_two(monkeypatch, each=1) == [[10, 20]]


def test_as_many_as_there_were_lately_are_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert rounds_of_two(monkeypatch, each=3) == [[10, 20], [11, 21], [12, 22]]


def test_who_is_alone_waits_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel_together, "BREATH", 30.0)
    desk: Together[int, int] = Together(list)
    assert together(lambda: [desk.serve(1), desk.serve(2)], timeout=10) == [[1, 2]]


def test_where_fewer_come_than_lately_they_are_served_all_the_same() -> None:
    desk: Together[int, int] = Together(list)
    desk._lately = 4
    assert together(lambda: [desk.serve(1), desk.serve(2)], timeout=10) == [[1, 2]]
    assert desk._lately == 1


def test_who_goes_away_again_holds_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel_together, "PATIENCE", 30.0)
    desk: Together[int, int] = Together(list)
    said = threading.Event()

    def comes() -> int:
        said.wait(10)
        return desk.serve(1)

    def thinks_better_of_it() -> None:
        with desk.coming():
            said.set()
            assert until(lambda: desk._leader is not None)

    assert together(comes, thinks_better_of_it, timeout=10) == [1, None]
    assert desk._coming == 0
