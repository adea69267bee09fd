"""The whole matching at once, for very many: OR-Tools finds it, prices are then read off. Only in jobs and commands."""

import numpy as np
from ortools.graph.python import min_cost_flow

from linli.engines.matching.compiling import SEARCHES
from linli.engines.matching.market import Market
from linli.engines.matching.network import NONE, Network, Whole


def solve(market: Market) -> None:
    """Match all needs of a market that has nothing matched yet, as well as possible. Locked needs stay."""
    net, edges = market.net, market.edges
    market.by = SEARCHES
    standing = np.flatnonzero(net.weight[:edges] >= 0)
    flow = _flow(market, standing)
    if flow.solve() != flow.OPTIMAL:
        raise RuntimeError("the flow has no best solution")
    arcs = np.arange(market.needs, market.needs + len(standing), dtype=np.int32)
    _take_over(net, standing[flow.flows(arcs) > 0])
    SEARCHES.raise_prices(net, np.zeros(len(net.price) + 1, dtype=np.int64), np.zeros(len(net.price), dtype=np.int64))


def best_value(market: Market) -> int:
    """Return the value of the best matching as OR-Tools alone finds it: a second opinion for tests and benchmarks."""
    flow = _flow(market, np.flatnonzero(market.net.weight[: market.edges] >= 0))
    if flow.solve() != flow.OPTIMAL:
        raise RuntimeError("the flow has no best solution")
    locked = sum(~int(market.net.weight[edge]) for edge in market.locked.values())
    return int(-flow.optimal_cost()) + locked


def _flow(market: Market, standing: Whole) -> min_cost_flow.SimpleMinCostFlow:
    """Make the flow: source -> needs -> resources -> sink, and past the resources for needs that stay without."""
    net, needs, resources = market.net, market.needs, market.resources
    source, sink = needs + resources, needs + resources + 1
    every, ones = np.arange(needs), np.ones(max(needs, len(standing)), dtype=np.int64)
    nothing = np.zeros(max(needs, resources), dtype=np.int64)
    flow = min_cost_flow.SimpleMinCostFlow()
    add = flow.add_arcs_with_capacity_and_unit_cost
    add(np.full(needs, source), every, ones[:needs], nothing[:needs])
    add(
        net.edge_need[standing], needs + net.edge_resource[standing], ones[: len(standing)], -net.weight[standing]
    )
    add(needs + np.arange(resources), np.full(resources, sink), net.capacity[:resources], nothing[:resources])
    add(every, np.full(needs, sink), ones[:needs], nothing[:needs])
    flow.set_nodes_supplies(np.array([source, sink]), np.array([needs, -needs]))
    return flow


def _take_over(net: Network, chosen: Whole) -> None:
    """Write the chosen edges into the network."""
    need, resource = net.edge_need[chosen], net.edge_resource[chosen]
    net.choice[need] = chosen
    net.used[:] = np.bincount(resource, minlength=len(net.used))
    if not len(chosen):
        return
    order = np.argsort(resource, kind="stable")
    guests, hosts = need[order], resource[order]
    same = hosts[:-1] == hosts[1:]
    net.following[guests[:-1]] = np.where(same, guests[1:], NONE)
    net.before[guests[1:]] = np.where(same, guests[:-1], NONE)
    net.following[guests[-1]] = net.before[guests[0]] = NONE
    starts = np.concatenate(([True], ~same))
    net.guest[hosts[starts]] = guests[starts]
