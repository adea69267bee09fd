"""Which grid holds a point: exact, one rule for shared edges, dated."""

import itertools
import random
from datetime import date, timedelta

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Point, Polygon, box
from tests.factories import territory as make

from linli.engines.territory import public as territory
from linli.engines.territory.gridindex import GridIndex
from linli.kernel import clock
from linli.kernel.actor import SYSTEM


def naive(shapes, x, y):
    """The first shape in order of rank that has the point inside or on its edge."""
    return next((rank for rank, shape in enumerate(shapes) if shape.intersects(Point(x, y))), -1)


def tiles(seed: int, wide: int = 5, high: int = 4) -> list[Polygon]:
    """Polygons that tile a rectangle, their corners pushed about, a few long edges cut into pieces."""
    chance = random.Random(seed)
    corner = {
        (column, row): (
            column + (chance.uniform(-0.35, 0.35) if 0 < column < wide else 0),
            row + (chance.uniform(-0.35, 0.35) if 0 < row < high else 0),
        )
        for column in range(wide + 1)
        for row in range(high + 1)
    }
    shapes = [
        Polygon([corner[c, r], corner[c + 1, r], corner[c + 1, r + 1], corner[c, r + 1]])
        for c in range(wide)
        for r in range(high)
    ]
    chance.shuffle(shapes)
    return shapes


def probes(shapes, seed: int, many: int = 400) -> np.ndarray:
    """Points anywhere, on vertices, on edges, and a hair beside both."""
    chance = random.Random(seed + 1)
    west, south, east, north = shapely.total_bounds(shapes)
    points = [(chance.uniform(west - 0.2, east + 0.2), chance.uniform(south - 0.2, north + 0.2)) for _ in range(many)]
    for shape in shapes:
        for ring in [shape.exterior, *shape.interiors] if isinstance(shape, Polygon) else []:
            corners = list(ring.coords)
            points += corners
            for a, b in itertools.pairwise(corners):
                part = chance.random()
                points.append((a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part))
                points.append(((a[0] + b[0]) / 2, (a[1] + b[1]) / 2))
    near = [(x + chance.uniform(-1, 1) * 1e-12, y + chance.uniform(-1, 1) * 1e-12) for x, y in points[many:]]
    return np.array(points + near)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_the_index_never_differs_from_a_plain_scan(seed):
    shapes = tiles(seed)
    shapes.insert(
        random.Random(seed).randrange(len(shapes)),
        Polygon(box(1.2, 1.1, 3.7, 2.9).exterior, [box(2, 2, 2.5, 2.4).exterior]),
    )
    index = GridIndex(shapes, range(len(shapes)))
    points = probes(shapes, seed)
    expected = [naive(shapes, x, y) for x, y in points]
    assert list(index.ranks_at(points)) == expected
    assert [index.rank_at(x, y) for x, y in points] == expected


def test_real_coordinates_with_many_corners_agree_too():
    chance = random.Random(5)
    middle = [make.middle(column, row) for column in range(3) for row in range(3)]
    shapes = [Point(x, y).buffer(chance.uniform(0.003, 0.009), quad_segs=90) for x, y in middle]
    shapes.append(MultiPolygon([shapes[0], Point(102.3, 38.6).buffer(0.01)]))
    points = probes(shapes, 5, many=3000)
    index = GridIndex(shapes, range(len(shapes)))
    assert list(index.ranks_at(points)) == [naive(shapes, x, y) for x, y in points]


def test_most_points_need_no_look_at_a_polygon():
    index = GridIndex(tiles(3), range(20))
    assert (index.answer != -2).mean() > 0.7


def test_an_empty_index_answers_nothing():
    index = GridIndex([], [])
    assert index.key_at(1, 1) == 0
    assert list(index.keys_at(np.array([[1.0, 1.0]]))) == [0]


@pytest.mark.django_db
class TestCounty:
    def test_a_point_lies_in_its_grid(self):
        place = make.a_county()
        found = territory.grid_at(*make.middle(0, 0))
        assert (found.id, found.name, found.kind) == (place.grids[0].pk, "兴农社区第一网格", "grid")
        assert territory.grid_at(*make.middle(1, 1)).id == place.grids[3].pk

    def test_on_a_shared_edge_and_corner_the_lower_code_wins(self):
        place = make.a_county()
        edge = (make.WEST + make.SIDE / 2, make.SOUTH + make.SIDE)
        corner = (make.WEST + make.SIDE, make.SOUTH + make.SIDE)
        assert territory.grid_at(*edge).id == place.grids[0].pk
        assert territory.grid_at(*corner).id == place.grids[0].pk
        assert list(territory.grids_at(np.array([edge, corner]))) == [place.grids[0].pk] * 2

    def test_a_special_grid_wins_inside_a_basic_one_and_on_its_edge(self):
        place = make.a_county()
        school = make.an_area(
            "grid",
            "第三小学",
            "620399001001801",
            place.communities[0],
            make.square(0.25, 0.25, 0.5, 0.5),
            grid_kind="special",
        )
        assert territory.grid_at(*make.middle(0, 0)).id == school.pk
        assert territory.grid_at(make.WEST + 0.25 * make.SIDE, make.SOUTH + 0.5 * make.SIDE).id == school.pk
        assert territory.grid_at(make.WEST + 0.1 * make.SIDE, make.SOUTH + 0.1 * make.SIDE).id == place.grids[0].pk

    def test_outside_every_grid_there_is_none(self):
        make.a_county()
        assert territory.grid_at(100.0, 30.0) is None
        assert territory.narrowest_at(100.0, 30.0) is None

    def test_a_hole_belongs_to_nobody(self):
        place = make.a_county()
        ring = Polygon(make.square(0, 0).exterior, [make.square(0.4, 0.4, 0.2, 0.2).exterior])
        territory.set_boundary(area_id=place.grids[0].pk, shape=ring, valid_from=make.START, by=SYSTEM)
        assert territory.grid_at(*make.middle(0, 0)) is None
        assert territory.narrowest_at(*make.middle(0, 0)).id == place.communities[0].pk

    def test_a_case_keeps_the_grid_of_its_day(self):
        place = make.a_county()
        change = date(2026, 7, 1)
        territory.set_boundary(area_id=place.grids[0].pk, shape=make.square(0, 0, 1, 0.4), valid_from=change, by=SYSTEM)
        territory.set_boundary(
            area_id=place.grids[1].pk, shape=make.square(0, 0.4, 1, 1.6), valid_from=change, by=SYSTEM
        )
        point = make.middle(0, 0)
        assert territory.grid_at(*point, on=change - timedelta(days=1)).id == place.grids[0].pk
        assert territory.grid_at(*point, on=change).id == place.grids[1].pk
        assert territory.grid_at(*point, on=make.START - timedelta(days=1)) is None

    def test_points_are_answered_from_memory(self, django_assert_num_queries):
        make.a_county()
        territory.grid_at(*make.middle(0, 0))
        with django_assert_num_queries(0):
            for row in range(2):
                territory.grid_at(*make.middle(0, row))
            territory.grids_at(np.array([make.middle(1, 1)] * 1000))

    def test_the_day_decides_without_reading_again(self, django_assert_num_queries):
        make.a_county()
        territory.grid_at(*make.middle(0, 0))
        with django_assert_num_queries(0):
            for day in range(300):
                territory.grid_at(*make.middle(0, 0), on=clock.today() + timedelta(days=day))
