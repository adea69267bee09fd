"""Quarters parted into blocks: what stands on each, and which grid it belongs to."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from linli.patterns.demo.town.layout import BRIDGES, COLUMNS, RIVER_ROW, ROWS, Lattice, Quarter
from linli.patterns.demo.town.names import LANES
from linli.patterns.demo.town.network import Network, Point, Quad, Side, split_across, split_along

BANK = 70.0  # metres from the middle of the river to the road on its bank
PLOT = 33_000.0  # m2 of a plot that takes a feature
BLOCK = {"old": 9_800.0, "estate": 19_000.0, "new": 24_000.0, "mixed": 15_500.0, "village": 19_000.0}
HOMES: dict[str, tuple[tuple[str, float], ...]] = {
    "old": (("walkup", 0.34), ("court", 0.46), ("slab", 0.20)),
    "estate": (("slab", 0.56), ("walkup", 0.26), ("court", 0.18)),
    "new": (("tower", 0.52), ("slab", 0.30), ("walkup", 0.10), ("green", 0.08)),
    "mixed": (("slab", 0.42), ("walkup", 0.24), ("court", 0.34)),
    "village": (("court", 0.72), ("walkup", 0.16), ("slab", 0.12)),
}
STEMS = {
    "泉": "泉湖",
    "北": "北苑",
    "南": "南苑",
    "站": "站前",
    "文": "文庙",
    "鼓": "鼓楼",
    "门": "北门",
    "东": "东关",
    "杏": "杏园",
    "滨": "滨河",
    "新": "新城",
}


@dataclass(slots=True)
class Block:
    """A piece of land between streets."""

    number: int
    quad: Quad
    quarter: Quarter
    grid: str  # key of its grid, unique in the town
    use: str  # homes, bank, or a feature of the layout
    built: str = ""  # slab, tower, walkup, court for homes
    middle: Point = (0.0, 0.0)  # on the flat paper


@dataclass(slots=True)
class Parted:
    """All blocks of the town."""

    network: Network
    blocks: list[Block] = field(default_factory=list)


def middle(network: Network, quad: Quad) -> Point:
    """Return the mean of the corners, on the flat paper."""
    corners = [network.points[walk.start] for walk in quad.ring(network)]
    return sum(x for x, _ in corners) / len(corners), sum(y for _, y in corners) / len(corners)


class _Parter:
    """Parts one quarter."""

    def __init__(self, network: Network, quarter: Quarter, random: Random, lanes: Iterator[str]) -> None:
        self.network, self.quarter, self.random, self.lanes = network, quarter, random, lanes

    def run(self, quad: Quad) -> list[Block]:
        """Return the blocks of the quarter, not yet numbered."""
        land, bank = self._bank(quad)
        halves, banks = self._halves(land, bank)
        blocks = [self._block(piece, number, "bank") for number, piece in banks]
        plots = [(number, plot) for number, half in enumerate(halves) for plot in self._split(half, PLOT, named=True)]
        for feature in self.quarter.features:
            chosen = self._choose(feature, [plot for _, plot in plots])
            number = next(n for n, plot in plots if plot is chosen)
            plots = [(n, plot) for n, plot in plots if plot is not chosen]
            blocks.append(self._block(chosen, number, feature))
        for number, plot in plots:
            blocks += [
                self._block(piece, number, "homes")
                for piece in self._split(plot, BLOCK[self.quarter.style], named=False)
            ]
        return blocks

    def _halves(self, land: Quad, bank: Quad | None) -> tuple[list[Quad], list[tuple[int, Quad]]]:
        """Part land for two grids where the quarter has two; the bank goes with the half behind it."""
        banks = [] if bank is None else [(0, bank)]
        if self.quarter.grids - bool(self.quarter.special) == 1:
            return [land], banks
        cut = self.random.uniform(0.45, 0.55)
        name = next(self.lanes, "")
        if land.width(self.network) < land.height(self.network):
            halves = split_along(self.network, land, (cut, cut), "residential", name)
            return list(halves), [(int(self.quarter.row < RIVER_ROW), piece) for _, piece in banks]
        halves = split_across(self.network, land, (cut, cut), "residential", name)
        if bank is not None:
            banks = list(enumerate(split_across(self.network, bank, (cut, cut), "")))
        return list(halves), banks

    def _bank(self, quad: Quad) -> tuple[Quad, Quad | None]:
        height = quad.height(self.network)
        if self.quarter.row == RIVER_ROW:
            bank, land = split_along(self.network, quad, (BANK / height, BANK / height), "secondary", "滨河北路")
        elif self.quarter.row == RIVER_ROW - 1:
            land, bank = split_along(
                self.network, quad, (1 - BANK / height, 1 - BANK / height), "secondary", "滨河南路"
            )
        else:
            return quad, None
        for side in (bank.west, bank.east):
            self._over_water(side)
        return land, bank

    def _over_water(self, side: Side) -> None:
        """A street ends at the bank unless a bridge carries it."""
        for walk in self.network.leaves(side):
            x = self.network.points[walk.start][0]
            bridge = next((name for column, name in BRIDGES.items() if abs(COLUMNS[column] - x) < 1), "")
            walk.edge.road = walk.edge.road if bridge else ""
            walk.edge.name = bridge

    def _split(self, quad: Quad, largest: float, *, named: bool) -> list[Quad]:
        width, height = quad.width(self.network), quad.height(self.network)
        if quad.area(self.network) <= largest * self.random.uniform(0.8, 1.35) or min(width, height) < 70:
            return [quad]
        first = self.random.uniform(0.42, 0.58)
        second = min(0.62, max(0.38, first + self.random.uniform(-0.035, 0.035)))
        name = next(self.lanes, "") if named else ""
        road = "residential" if named or self.quarter.style in {"old", "estate", "new"} else "path"
        split = split_across if width > height * 1.02 else split_along
        return [
            piece
            for part in split(self.network, quad, (first, second), road, name)
            for piece in self._split(part, largest, named=named)
        ]

    def _choose(self, feature: str, plots: list[Quad]) -> Quad:
        """Pick the plot that suits a feature: fields outside, a station far north, a mall in the middle of town."""
        outer = feature in {"field", "works", "depot", "station"}

        def distance(plot: Quad) -> float:
            x, y = middle(self.network, plot)
            return max(abs(x - (COLUMNS[0] + COLUMNS[-1]) / 2) / 1900, abs(y - (ROWS[0] + ROWS[-1]) / 2) / 1400)

        if feature == "market":
            return max(plots, key=lambda plot: plot.area(self.network))
        return (max if outer else min)(plots, key=distance)

    def _block(self, quad: Quad, number: int, use: str) -> Block:
        special = use == self.quarter.special
        grid = f"{self.quarter.community}:{self.quarter.column}:{self.quarter.row}:{'special' if special else number}"
        kinds, weights = zip(*HOMES[self.quarter.style], strict=True)
        built = self.random.choices(kinds, weights)[0] if use == "homes" else ""
        return Block(0, quad, self.quarter, grid, use, built)


def part(lattice: Lattice, quarters: tuple[Quarter, ...], seed: int) -> Parted:
    """Part all quarters into blocks."""
    parted = Parted(lattice.network)
    lanes = iter(LANES)
    for quarter in quarters:
        random = Random(f"{seed}:blocks:{quarter.column}:{quarter.row}")  # noqa: S311
        parted.blocks += _Parter(lattice.network, quarter, random, lanes).run(
            lattice.quads[quarter.column, quarter.row]
        )
    for number, block in enumerate(parted.blocks, start=1):
        block.number = number
        block.middle = middle(lattice.network, block.quad)
    return parted
