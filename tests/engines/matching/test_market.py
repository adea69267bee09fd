"""The matching is the best there is, and stays so through every event."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.engines.matching import bulk
from linli.engines.matching.public import NONE, Market, NoPlace

Weights = dict[tuple[int, int], int]


def market_of(capacity: list[int], weights: Weights, needs: int) -> Market:
    rows = sorted((need, host, weight) for (need, host), weight in weights.items())
    columns = tuple(np.array([row[part] for row in rows], dtype=np.int64) for part in range(3))
    made = Market.of_pairs(capacity, columns, needs=needs)
    made.fill()
    return made


def best_of_all(capacity: list[int], weights: Weights, needs: int, locks: dict[int, int] | None = None) -> int:
    """Try everything."""
    best = 0
    for choice in product(*([NONE, *range(len(capacity))] for _need in range(needs))):
        pairs = [(need, host) for need, host in enumerate(choice) if host != NONE]
        kept = all(choice[need] == host for need, host in (locks or {}).items())
        if kept and all(pair in weights for pair in pairs) and all(
            choice.count(host) <= places for host, places in enumerate(capacity)
        ):
            best = max(best, sum(weights[pair] for pair in pairs))
    return best


@st.composite
def instances(draw: st.DrawFn) -> tuple[list[int], Weights, int]:
    needs, hosts = draw(st.integers(1, 5)), draw(st.integers(1, 3))
    capacity = draw(st.lists(st.integers(0, 3), min_size=hosts, max_size=hosts))
    every = list(product(range(needs), range(hosts)))
    chosen = draw(st.lists(st.sampled_from(every), unique=True, max_size=len(every)))
    return capacity, {pair: draw(st.integers(0, 30)) for pair in chosen}, needs


def check(market: Market, weights: Weights) -> None:
    """Nobody twice, no place twice, only candidates; and the prices prove that nothing is better."""
    assert market.value == market.bound()
    for host in range(market.resources):
        places = int(market.net.capacity[host]) + sum(
            int(market.net.edge_resource[edge]) == host for edge in market.locked.values()
        )
        assert len(market.guests(host)) <= places
    total = 0
    for need in range(market.needs):
        host = market.choice(need)
        if host != NONE:
            total += weights[need, host]
            assert need in market.guests(host)
    assert market.value == total


@given(instances())
@settings(max_examples=150, deadline=None)
def test_no_assignment_is_better(instance):
    capacity, weights, needs = instance
    market = market_of(capacity, weights, needs)
    check(market, weights)
    assert market.value == best_of_all(capacity, weights, needs)


@given(instances())
@settings(max_examples=60, deadline=None)
def test_the_bulk_solver_and_the_searches_agree(instance):
    capacity, weights, needs = instance
    one = market_of(capacity, weights, needs)
    rows = sorted((*pair, weight) for pair, weight in weights.items())
    other = Market.of_pairs(
        capacity, tuple(np.array([row[part] for row in rows], dtype=np.int64) for part in range(3)), needs=needs
    )
    bulk.solve(other)
    assert other.value == other.bound() == one.value == bulk.best_value(one)


class Rounds:
    """A market, and beside it what was asked of it, in plain numbers."""

    def __init__(self, capacity: list[int], weights: Weights, needs: int) -> None:
        self.capacity, self.weights, self.needs = capacity, weights, needs
        self.market = market_of(capacity, weights, needs)
        self.gone: set[int] = set()
        self.locks: dict[int, int] = {}

    def drop(self, need: int, _host: int, _number: int) -> None:
        self.market.drop_need(need)
        self.gone.add(need)
        self.locks.pop(need, None)

    def come_back(self, need: int, _host: int, _number: int) -> None:
        self.market.return_need(need)
        self.gone.discard(need)

    def resize(self, _need: int, host: int, number: int) -> None:
        places = number % 4
        if places >= list(self.locks.values()).count(host):
            self.market.set_capacity(host, places)
            self.capacity[host] = places

    def forbid(self, need: int, host: int, _number: int) -> None:
        self.market.forbid(need, host)
        self.weights.pop((need, host), None)
        if self.locks.get(need) == host:
            del self.locks[need]

    def allow(self, need: int, host: int, number: int) -> None:
        self.weights[need, host] = number
        self.market.allow(need, host, number)

    def lock(self, need: int, host: int, _number: int) -> None:
        taken = sum(1 for one, at in self.locks.items() if at == host and one != need)
        known = need not in self.gone and (need, host) in self.weights
        if known and self.capacity[host] > taken and self.locks.get(need) != host:
            self.market.lock(need, host)
            self.locks[need] = host

    def unlock(self, need: int, _host: int, _number: int) -> None:
        self.market.unlock(need)
        self.locks.pop(need, None)


EVENTS = (Rounds.drop, Rounds.come_back, Rounds.resize, Rounds.forbid, Rounds.allow, Rounds.lock, Rounds.unlock)


@given(instances(), st.data())
@settings(max_examples=200, deadline=None)
def test_after_every_event_the_value_is_that_of_a_new_start(instance, data):
    rounds = Rounds(*instance)
    for _step in range(data.draw(st.integers(1, 6))):
        event = data.draw(st.sampled_from(EVENTS))
        need, host = data.draw(st.integers(0, rounds.needs - 1)), data.draw(st.integers(0, len(rounds.capacity) - 1))
        event(rounds, need, host, data.draw(st.integers(0, 30)))
        check(rounds.market, rounds.weights)
        present = {pair: weight for pair, weight in rounds.weights.items() if pair[0] not in rounds.gone}
        assert rounds.market.value == best_of_all(rounds.capacity, present, rounds.needs, rounds.locks)
        assert all(rounds.market.choice(one) == at for one, at in rounds.locks.items())


@given(instances(), st.data())
@settings(max_examples=100, deadline=None)
def test_newcomers_on_either_side(instance, data):
    capacity, weights, needs = instance
    market = market_of(capacity, weights, needs)
    pairs = {host: data.draw(st.integers(0, 30)) for host in range(len(capacity)) if data.draw(st.booleans())}
    number = market.add_need(pairs.items())
    weights |= {(number, host): weight for host, weight in pairs.items()}
    offers = {need: data.draw(st.integers(0, 30)) for need in range(needs + 1) if data.draw(st.booleans())}
    places = data.draw(st.integers(0, 3))
    host = market.add_resource(places, offers.items())
    weights |= {(need, host): weight for need, weight in offers.items()}
    check(market, weights)
    assert market.value == best_of_all([*capacity, places], weights, needs + 1)


def test_greedy_would_lose_here():
    """Two want the teacher; the one who has nobody else gets her."""
    market = market_of([1, 1], {(0, 0): 10, (0, 1): 9, (1, 0): 8}, 2)
    assert [market.choice(0), market.choice(1)] == [1, 0]
    assert market.worth_of_place(0) == 1      # with one more place, the first would have her too


def test_a_copy_shows_what_a_lock_costs_and_nothing_has_happened():
    market = market_of([1, 1], {(0, 0): 10, (0, 1): 9, (1, 0): 8}, 2)
    tried = market.copy()
    tried.lock(0, 0)
    assert market.value - tried.value == 7
    assert market.value == 17
    assert market.cost_at_least(0, 0) <= 7


def test_capacity_below_zero_is_refused():
    with pytest.raises(NoPlace):
        Market.of_pairs([-1], (np.zeros(0, np.int64),) * 3, needs=0)
    market = market_of([1], {(0, 0): 5}, 1)
    with pytest.raises(NoPlace):
        market.set_capacity(0, -1)
    market.lock(0, 0)
    with pytest.raises(NoPlace):
        market.set_capacity(0, 0)
    with pytest.raises(NoPlace):
        market.lock(market.add_need([(0, 9)]), 0)
