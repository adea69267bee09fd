"""What lies where in the invented county town: streets, communities and the character of each quarter."""

from dataclasses import dataclass

from linli.patterns.demo.town.network import Edge, Network, Quad, Side, Walk

COUNTY = ("629901000000", "云泉县", "云泉")

# flat paper, metres; the third line of y is the middle of the river
COLUMNS = (0.0, 485.0, 925.0, 1310.0, 1700.0, 2135.0, 2550.0, 3035.0)
ROWS = (0.0, 365.0, 785.0, 1195.0, 1540.0, 1875.0, 2245.0)
RIVER_ROW = 2

COLUMN_ROADS = (
    ("西环路", "secondary"),
    ("泉湖路", "secondary"),
    ("建设路", "primary"),
    ("文昌路", "secondary"),
    ("鼓楼大街", "primary"),
    ("北门路", "secondary"),
    ("东关路", "secondary"),
    ("东环路", "secondary"),
)
ROW_ROADS = (
    ("南环路", "secondary"),
    ("杏园路", "primary"),
    ("", ""),
    ("和平路", "secondary"),
    ("人民路", "primary"),
    ("站前路", "secondary"),
    ("北环路", "secondary"),
)
BRIDGES = {2: "建设路大桥", 4: "鼓楼桥", 6: "东关桥"}


EDGE = {  # crossings at the edge of town that lie off the regular lines
    (0, 2): (26.0, 0.0),
    (0, 3): (-38.0, 8.0),
    (0, 4): (14.0, -10.0),
    (0, 5): (46.0, -34.0),
    (1, 5): (0.0, 12.0),
    (1, 6): (52.0, -26.0),
    (2, 6): (0.0, 34.0),
    (3, 6): (6.0, -12.0),
    (4, 6): (0.0, 26.0),
    (5, 6): (-44.0, -8.0),
    (5, 5): (0.0, 8.0),
    (6, 5): (34.0, 22.0),
    (6, 4): (0.0, -8.0),
    (7, 4): (-46.0, 18.0),
    (7, 3): (40.0, 6.0),
    (7, 2): (-12.0, 0.0),
    (7, 1): (-52.0, 22.0),
    (6, 0): (-60.0, 26.0),
    (5, 0): (0.0, -22.0),
    (4, 0): (0.0, 16.0),
    (3, 0): (8.0, -30.0),
    (2, 0): (36.0, 24.0),
    (2, 1): (0.0, -10.0),
    (1, 1): (44.0, 12.0),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A street or a community of the plan."""

    key: str
    name: str
    code: str
    parent: str = ""


STREETS = (
    Place("清泉", "清泉街道", "629901001000"),
    Place("鼓楼", "鼓楼街道", "629901002000"),
    Place("滨河", "滨河街道", "629901003000"),
)
COMMUNITIES = (
    Place("泉", "泉湖社区", "629901001001", "清泉"),
    Place("北", "北苑社区", "629901001002", "清泉"),
    Place("南", "南苑社区", "629901001003", "清泉"),
    Place("站", "站前社区", "629901001004", "清泉"),
    Place("文", "文庙社区", "629901002001", "鼓楼"),
    Place("鼓", "鼓楼社区", "629901002002", "鼓楼"),
    Place("门", "北门社区", "629901002003", "鼓楼"),
    Place("东", "东关社区", "629901002004", "鼓楼"),
    Place("杏", "杏园社区", "629901003001", "滨河"),
    Place("滨", "滨河社区", "629901003002", "滨河"),
    Place("新", "新城社区", "629901003003", "滨河"),
)


@dataclass(frozen=True, slots=True)
class Quarter:
    """One field of the lattice: whose it is, how many grids it makes, how it is built, what else stands in it."""

    column: int
    row: int  # from the south
    community: str
    grids: int
    style: str  # old, estate, new, mixed, village
    features: tuple[str, ...] = ()  # one block each
    special: str = ""  # the feature that is a grid of its own


QUARTERS = (
    Quarter(1, 5, "泉", 1, "village", ("field", "field")),
    Quarter(2, 5, "泉", 1, "mixed", ("depot",)),
    Quarter(0, 4, "泉", 1, "village", ("field", "field", "field")),
    Quarter(1, 4, "泉", 1, "mixed", ("lake",)),
    Quarter(3, 5, "站", 1, "mixed", ("works",)),
    Quarter(4, 5, "站", 1, "village", ("station", "field")),
    Quarter(4, 4, "站", 2, "estate", ("school",)),
    Quarter(2, 4, "北", 2, "estate", ("garden",)),
    Quarter(3, 4, "北", 1, "estate"),
    Quarter(2, 3, "北", 1, "estate", ("school",)),
    Quarter(0, 3, "南", 1, "village", ("field",)),
    Quarter(1, 3, "南", 2, "estate", ("market",)),
    Quarter(0, 2, "南", 1, "village", ("works",)),
    Quarter(1, 2, "南", 1, "estate"),
    Quarter(3, 3, "文", 1, "old", ("temple",)),
    Quarter(2, 2, "文", 1, "estate"),
    Quarter(3, 2, "文", 2, "old", ("campus",), "campus"),
    Quarter(4, 3, "鼓", 2, "old", ("square",)),
    Quarter(4, 2, "鼓", 2, "old", ("mall",), "mall"),
    Quarter(5, 4, "门", 1, "mixed", ("works",)),
    Quarter(5, 3, "门", 2, "mixed", ("school",)),
    Quarter(6, 3, "门", 1, "village", ("depot",)),
    Quarter(5, 2, "东", 3, "mixed", ("hospital",), "hospital"),
    Quarter(6, 2, "东", 1, "village", ("garden",)),
    Quarter(1, 1, "杏", 1, "village", ("field",)),
    Quarter(2, 1, "杏", 2, "mixed", ("school",)),
    Quarter(2, 0, "杏", 1, "mixed", ("field",)),
    Quarter(3, 1, "滨", 1, "new", ("garden",)),
    Quarter(4, 1, "滨", 1, "new", ("sports",)),
    Quarter(3, 0, "滨", 1, "mixed", ("field",)),
    Quarter(4, 0, "滨", 1, "new", ("school",)),
    Quarter(5, 1, "新", 2, "new", ("government",), "government"),
    Quarter(6, 1, "新", 1, "new", ("field",)),
    Quarter(5, 0, "新", 1, "new", ("field",)),
)


@dataclass(slots=True)
class Lattice:
    """The main roads."""

    network: Network
    quads: dict[tuple[int, int], Quad]


def _moved(i: int, j: int) -> tuple[float, float]:
    """Return a crossing of main roads; those at the edge of town lie less regularly."""
    dx, dy = EDGE.get((i, j), (0.0, 0.0))
    return COLUMNS[i] + dx, ROWS[j] + dy


def lattice() -> Lattice:
    """Lay the main roads and return the land between them."""
    network = Network()
    nodes = [[network.node(*_moved(i, j)) for j in range(len(ROWS))] for i in range(len(COLUMNS))]
    along = {
        (i, j): Edge(nodes[i][j], nodes[i + 1][j], ROW_ROADS[j][1], ROW_ROADS[j][0])
        for i in range(len(COLUMNS) - 1)
        for j in range(len(ROWS))
    }
    across = {
        (i, j): Edge(nodes[i][j], nodes[i][j + 1], COLUMN_ROADS[i][1], COLUMN_ROADS[i][0])
        for i in range(len(COLUMNS))
        for j in range(len(ROWS) - 1)
    }

    def quad(i: int, j: int) -> Quad:
        south: Side = [Walk(along[i, j])]
        east: Side = [Walk(across[i + 1, j])]
        north: Side = [Walk(along[i, j + 1], forward=False)]
        west: Side = [Walk(across[i, j], forward=False)]
        return Quad(south, east, north, west)

    return Lattice(network, {(quarter.column, quarter.row): quad(quarter.column, quarter.row) for quarter in QUARTERS})
