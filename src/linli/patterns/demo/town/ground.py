"""From flat paper to the ground: gentle bends that keep what touches touching, then degrees."""

from math import cos, exp, pi, radians, sin

from linli.patterns.demo.town.network import Network, Point, Walk

LONGITUDE, LATITUDE = 102.19, 38.52  # an empty spot; the county is invented
EAST = 111_320 * cos(radians(LATITUDE))  # metres of a degree of longitude here
NORTH = 110_574.0
MIDDLE = (1515.0, 1120.0)  # of the flat paper
RIVER = 785.0  # y of the river on the flat paper
TURN = radians(-6)
STEP = 40.0  # metres between vertices of a bent street


def bend(point: Point) -> Point:
    """Bend the flat paper: roads swing a little, the river swings most."""
    x, y = point
    near = exp(-(((y - RIVER) / 480) ** 2))
    dx = 42 * sin(2 * pi * y / 2000 + 0.6) + 18 * sin(2 * pi * (x + 0.8 * y) / 1350 + 1.1)
    dy = 36 * sin(2 * pi * x / 2600 + 2.2) + 16 * sin(2 * pi * (x - 0.6 * y) / 1100 + 0.4)
    dy += near * (54 * sin(2 * pi * x / 1550 + 0.9) + 13 * sin(2 * pi * x / 640 + 2.0))
    x, y = x + dx - MIDDLE[0], y + dy - MIDDLE[1]
    return x * cos(TURN) - y * sin(TURN), x * sin(TURN) + y * cos(TURN)


def degrees(point: Point) -> Point:
    """Turn metres around the middle into longitude and latitude, to a centimetre."""
    return round(LONGITUDE + point[0] / EAST, 7), round(LATITUDE + point[1] / NORTH, 7)


def metres(point: Point) -> Point:
    """Turn longitude and latitude into metres around the middle."""
    return (point[0] - LONGITUDE) * EAST, (point[1] - LATITUDE) * NORTH


class Ground:
    """The vertices of every edge on the ground, made once for each edge and used by all who touch it."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self._made: dict[tuple[int, int], list[Point]] = {}

    def point(self, node: int) -> Point:
        """Return a node in degrees."""
        return degrees(bend(self.network.points[node]))

    def line(self, walk: Walk) -> list[Point]:
        """Return the vertices along an edge as it is walked, both ends included, in degrees."""
        low, high = sorted((walk.start, walk.end))
        made = self._made.get((low, high))
        if made is None:
            made = self._made[low, high] = self._make(low, high)
        return made if walk.start == low else made[::-1]

    def _make(self, low: int, high: int) -> list[Point]:
        (x0, y0), (x1, y1) = self.network.points[low], self.network.points[high]
        pieces = max(1, round(max(abs(x1 - x0), abs(y1 - y0)) / STEP))
        return [degrees(bend((x0 + (x1 - x0) * i / pieces, y0 + (y1 - y0) * i / pieces))) for i in range(pieces + 1)]

    def ring(self, walks: list[Walk]) -> list[Point]:
        """Return the closed ring of vertices along a walk that comes back to its beginning."""
        ring: list[Point] = []
        for walk in walks:
            ring += self.line(walk)[:-1]
        return [*ring, ring[0]]
