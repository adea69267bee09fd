"""Grids of about the same size: the sort of homes is tuned, then blocks move to the lighter neighbour."""

from collections import Counter, defaultdict
from collections.abc import Callable
from random import Random

from linli.patterns.demo.town.build import Built
from linli.patterns.demo.town.network import Network

GOAL = 552  # households of a basic grid
GOALS = {"鼓": 390}  # the old middle of the town is low
LADDER = {"new": ("green", "walkup", "slab", "tower")}
Touching = dict[int, dict[int, float]]
LOW = ("court", "walkup", "slab")  # sorts of homes from thin to dense


def tune(built: list[Built], rebuild: Callable[[Built], Built], seed: int) -> list[Built]:
    """Change the sort of homes of some blocks until every community holds about its goal."""
    result = {item.block.number: item for item in built}
    by_community: dict[str, list[int]] = defaultdict(list)
    for item in built:
        by_community[item.block.quarter.community].append(item.block.number)
    for community, numbers in by_community.items():
        grids = {result[n].block.grid for n in numbers}
        goal = GOALS.get(community, GOAL) * sum(not grid.endswith("special") for grid in grids)
        random = Random(f"{seed}:tune:{community}")  # noqa: S311
        order = [n for n in numbers if result[n].block.built]
        random.shuffle(order)
        for number in order * 2:
            total = sum(result[n].households for n in numbers)
            if abs(total - goal) < goal * 0.04:
                break
            result[number] = _changed(result[number], rebuild, up=total < goal)
    return list(result.values())


def _changed(item: Built, rebuild: Callable[[Built], Built], *, up: bool) -> Built:
    block = item.block
    ladder = LADDER.get(block.quarter.style, LOW)
    rung = ladder.index(block.built) + (1 if up else -1)
    if not 0 <= rung < len(ladder):
        return item
    block.built = ladder[rung]
    return rebuild(item)


def neighbours(built: list[Built], network: Network) -> Touching:
    """Return for each block the blocks it touches along an edge, with the length they share."""
    at_edge: dict[tuple[int, int], int] = {}
    found: Touching = defaultdict(lambda: defaultdict(float))
    for item in built:
        for walk in item.block.quad.ring(network):
            key = (min(walk.start, walk.end), max(walk.start, walk.end))
            other = at_edge.setdefault(key, item.block.number)
            if other != item.block.number:
                found[item.block.number][other] += network.length(walk)
                found[other][item.block.number] += network.length(walk)
    return found


def balance(built: list[Built], network: Network) -> None:
    """Move blocks between the grids of a community until no move makes them more equal."""
    touching = neighbours(built, network)
    by_community: dict[str, dict[int, Built]] = defaultdict(dict)
    for item in built:
        if not item.block.grid.endswith("special"):
            by_community[item.block.quarter.community][item.block.number] = item
    for blocks in by_community.values():
        for _ in range(160):
            if not _move_one(blocks, touching):
                break


def _move_one(blocks: dict[int, Built], touching: Touching) -> bool:
    """Make the move that helps most; say whether there was one."""
    weights: Counter[str] = Counter()
    for item in blocks.values():
        weights[item.block.grid] += item.households
    best: tuple[float, int, str] | None = None
    for number, item in blocks.items():
        for goal in sorted({blocks[n].block.grid for n in touching[number] if n in blocks} - {item.block.grid}):
            gain = _gain(blocks, touching, number, goal, weights)
            if gain > 0 and (best is None or gain > best[0]):
                best = (gain, number, goal)
    if best is None:
        return False
    blocks[best[1]].block.grid = best[2]
    return True


def _gain(blocks: dict[int, Built], touching: Touching, number: int, goal: str, weights: Counter[str]) -> float:
    item = blocks[number]
    own, moved = item.block.grid, item.households
    aim = GOALS.get(item.block.quarter.community, GOAL)
    before = (weights[own] - aim) ** 2 + (weights[goal] - aim) ** 2
    after = (weights[own] - moved - aim) ** 2 + (weights[goal] + moved - aim) ** 2
    if before - after < 900 or not _holds_together(blocks, touching, number):
        return 0.0
    shared = Counter[str]()
    for other, length in touching[number].items():
        if other in blocks:
            shared[blocks[other].block.grid] += length  # type: ignore[assignment]
    return (before - after) * (0.25 + shared[goal] / (sum(shared.values()) or 1))


def _holds_together(blocks: dict[int, Built], touching: Touching, without: int) -> bool:
    """Say whether a grid stays in one piece when a block leaves it."""
    grid = blocks[without].block.grid
    rest = {n for n, item in blocks.items() if item.block.grid == grid and n != without}
    if not rest:
        return False
    seen, waiting = set(), [next(iter(rest))]
    while waiting:
        number = waiting.pop()
        if number in seen:
            continue
        seen.add(number)
        waiting += [n for n in touching[number] if n in rest and n not in seen]
    return seen == rest
