"""Shortest augmenting paths over prices: plain loops over arrays that run as they are, or compiled (`compiling.py`).

Two searches are all that is needed. `push` finds the cheapest way to make room for a need that came in, or out of a
resource that lost a place. `pull` finds who gains most by a place that came free. Each keeps the prices right, so that
the matching after one event is exactly as good as one made anew (successive shortest paths; Ahuja, Magnanti and
Orlin, Network Flows, 1993, chapter 9.7).
"""

from heapq import heappop, heappush

from linli.engines.matching.network import FAR, NONE, Network, Whole

Heap = list[tuple[int, int]]


def link(net: Network, need: int, edge: int) -> None:
    """Match a need by an edge."""
    resource = net.edge_resource[edge]
    follower = net.guest[resource]
    net.choice[need], net.following[need], net.before[need] = edge, follower, NONE
    if follower != NONE:
        net.before[follower] = need
    net.guest[resource] = need
    net.used[resource] += 1


def unlink(net: Network, need: int) -> int:
    """Take a need's match away; return the resource it had, or NONE."""
    edge = net.choice[need]
    if edge == NONE:
        return NONE
    resource = net.edge_resource[edge]
    before, following = net.before[need], net.following[need]
    if before == NONE:
        net.guest[resource] = following
    else:
        net.following[before] = following
    if following != NONE:
        net.before[following] = before
    net.choice[need] = NONE
    net.used[resource] -= 1
    return int(resource)


def come_to(net: Network, heap: Heap, resource: int, distance: int, edge: int) -> None:
    """Note a shorter way to a resource."""
    if net.distance[resource] == FAR:
        net.touched[net.touched[-1]] = resource
        net.touched[-1] += 1
    net.distance[resource], net.via[resource] = distance, edge
    heappush(heap, (distance, resource))


def settle(net: Network, length: int, sign: int) -> None:
    """Move the prices of all resources nearer than `length` (up for a push, down for a pull), and forget the search."""
    for place in range(net.touched[-1]):
        resource = net.touched[place]
        if net.settled[resource] and net.distance[resource] < length:
            net.price[resource] += sign * (length - net.distance[resource])
        net.distance[resource], net.settled[resource] = FAR, 0
    net.touched[-1] = 0


def gain_of(net: Network, need: int) -> int:
    """Return what the best candidate gives a need at today's prices; at least nothing."""
    best = 0
    for edge in range(net.first[need], net.first[need] + net.many[need]):
        best = max(best, net.weight[edge] - net.price[net.edge_resource[edge]])
    return best


def leave_for(net: Network, heap: Heap, need: int, gain: int, so_far: int, best: int) -> None:
    """Go from a need to all its candidates: each costs what the need would gain less there."""
    for edge in range(net.first[need], net.first[need] + net.many[need]):
        if net.weight[edge] < 0 or edge == net.choice[need]:
            continue
        resource = net.edge_resource[edge]
        distance = so_far + gain + net.price[resource] - net.weight[edge]
        if distance < best and distance < net.distance[resource]:
            come_to(net, heap, resource, distance, edge)


def visit_guests(net: Network, heap: Heap, resource: int, best: int) -> tuple[int, int]:
    """Ask each need of a full resource what leaving would cost; return the best end so far and who would go without."""
    leaver = NONE
    so_far = net.distance[resource]
    need = net.guest[resource]
    while need != NONE:
        gain = net.weight[net.choice[need]] - net.price[resource]
        if so_far + gain < best:
            best, leaver = so_far + gain, need
        leave_for(net, heap, need, gain, so_far, best)
        need = net.following[need]
    return best, leaver


def spread(net: Network, heap: Heap, best: int) -> tuple[int, int, int]:
    """Search on until the cheapest end is sure. Return its cost, the resource with a place left, or the need to go."""
    room, leaver = NONE, NONE
    while len(heap) > 0:
        distance, resource = heappop(heap)
        if distance >= best:
            break
        if net.settled[resource] or distance > net.distance[resource]:
            continue
        net.settled[resource] = 1
        if net.used[resource] < net.capacity[resource]:
            return distance, resource, NONE
        found, goes = visit_guests(net, heap, resource, best)
        if goes != NONE:
            best, leaver = found, goes
    return best, room, leaver


def shift(net: Network, room: int, leaver: int) -> None:
    """Carry a push out, from its end back to its beginning."""
    place = unlink(net, leaver) if leaver != NONE else room
    while place != NONE and net.via[place] != NONE:
        edge = net.via[place]
        need = net.edge_need[edge]
        place_before = unlink(net, need)
        link(net, need, edge)
        place = place_before


def push_need(net: Network, need: int) -> None:
    """Match a need that is there and has no place, if all together gain by it."""
    gain = gain_of(net, need)
    if gain == 0:
        return
    heap = [(0, 0)]
    heap.pop()
    leave_for(net, heap, need, gain, 0, gain)
    length, room, leaver = spread(net, heap, gain)
    if room != NONE or leaver != NONE:
        shift(net, room, leaver)
    settle(net, length, 1)


def push_resource(net: Network, resource: int) -> None:
    """Take one need off a resource that has more needs than places: the one whose leaving costs least."""
    heap = [(0, 0)]
    heap.pop()
    come_to(net, heap, resource, 0, NONE)
    length, room, leaver = spread(net, heap, FAR)
    shift(net, room, leaver)
    settle(net, length, 1)


def visit_askers(net: Network, heap: Heap, resource: int, best: int) -> tuple[int, int]:
    """Ask all who have a resource as candidate what coming would cost; return the best end, and who would come new."""
    newcomer = NONE
    edge = net.last_edge[resource]
    here = net.distance[resource] + net.price[resource]
    while edge != NONE:
        need = net.edge_need[edge]
        chosen = net.choice[need]
        if net.weight[edge] >= 0 and chosen != edge:
            if chosen == NONE:
                if here - net.weight[edge] < best:
                    best, newcomer = here - net.weight[edge], edge
            else:
                place = net.edge_resource[chosen]
                distance = here - net.weight[edge] + net.weight[chosen] - net.price[place]
                if distance < best and distance < net.distance[place]:
                    come_to(net, heap, place, distance, edge)
        edge = net.next_edge[edge]
    return best, newcomer


def draw(net: Network, end: int, newcomer: int) -> None:
    """Carry a pull out, from its end to the place that came free."""
    place = end
    if newcomer != NONE:
        place = net.edge_resource[newcomer]
        link(net, net.edge_need[newcomer], newcomer)
    while net.via[place] != NONE:
        edge = net.via[place]
        need = net.edge_need[edge]
        unlink(net, need)
        link(net, need, edge)
        place = net.edge_resource[edge]


def pull(net: Network, resource: int) -> None:
    """Fill a place that came free with whoever gains most by it, perhaps by a chain of moves; or leave it empty."""
    if net.price[resource] == 0:
        return
    heap = [(0, 0)]
    heap.pop()
    come_to(net, heap, resource, 0, NONE)
    best, end, newcomer = net.price[resource], resource, NONE
    while len(heap) > 0:
        distance, place = heappop(heap)
        if distance >= best:
            break
        if net.settled[place] or distance > net.distance[place]:
            continue
        net.settled[place] = 1
        if distance + net.price[place] < best:
            best, end, newcomer = distance + net.price[place], place, NONE
        found, comes = visit_askers(net, heap, place, best)
        if comes != NONE:
            best, end, newcomer = found, NONE, comes
    draw(net, end, newcomer)
    settle(net, best, -1)


def fill(net: Network, order: Whole) -> None:
    """Match needs one after another: from nothing, this is the whole matching."""
    for place in range(len(order)):
        push_need(net, order[place])


def worth(net: Network) -> int:
    """Return the sum of the weights of all matches."""
    total = 0
    for need in range(len(net.choice)):
        if net.choice[need] != NONE:
            total += net.weight[net.choice[need]]
    return total


def best_newcomer(net: Network, resource: int) -> int:
    """Return what the best need without a place would gain at a resource."""
    best, edge = 0, net.last_edge[resource]
    while edge != NONE:
        if net.choice[net.edge_need[edge]] == NONE:
            best = max(best, net.weight[edge])
        edge = net.next_edge[edge]
    return best


def pass_on(net: Network, need: int, waiting: Whole, queued: Whole, tail: int) -> int:
    """Let a need whose own place became dearer raise the prices of its other candidates; return the ring's new end."""
    chosen = net.choice[need]
    gain = net.weight[chosen] - net.price[net.edge_resource[chosen]]
    for edge in range(net.first[need], net.first[need] + net.many[need]):
        resource = net.edge_resource[edge]
        if net.weight[edge] >= 0 and net.weight[edge] - gain > net.price[resource]:
            net.price[resource] = net.weight[edge] - gain
            if not queued[resource]:
                waiting[tail], queued[resource] = resource, 1
                tail = (tail + 1) % len(waiting)
    return tail


def raise_prices(net: Network, waiting: Whole, queued: Whole) -> None:
    """Find the lowest prices that prove a matching best: each the worth of one more place, spread until nothing moves.

    `waiting` is a ring of resources, one longer than there are; `queued` says who stands in it. What those without a
    place would gain begins it.
    """
    size, head, tail = len(waiting), 0, len(waiting) - 1
    for resource in range(len(net.price)):
        net.price[resource] = best_newcomer(net, resource)
        waiting[resource], queued[resource] = resource, 1
    while head != tail:
        resource = waiting[head]
        head, queued[resource] = (head + 1) % size, 0
        need = net.guest[resource]
        while need != NONE:
            tail = pass_on(net, need, waiting, queued, tail)
            need = net.following[need]
