"""Areas by GeoJSON: what is wrong with a polygon is said so that it can be mended."""

import pytest
from shapely import affinity
from shapely.geometry import MultiPolygon, Polygon
from tests.factories import territory as make
from tests.factories.files import a_feature, a_geojson

from linli.engines.territory import public as territory
from linli.engines.territory.models import Area, Boundary
from linli.kernel.actor import SYSTEM

pytestmark = pytest.mark.django_db

W, S, D = make.WEST, make.SOUTH, make.SIDE
BOW_TIE = {"type": "Polygon", "coordinates": [[[W, S], [W + D, S + D], [W + D, S], [W, S + D], [W, S]]]}


def done(place: make.County, *features: dict, **options) -> territory.RunRow:
    content = a_geojson(*features)
    run = territory.bring_file(
        kind="areas", file_name="网格.geojson", content=content, area_id=place.county.pk, options=options, by=SYSTEM
    )
    territory.begin_run(run.pk, by=SYSTEM)
    return territory.import_run(SYSTEM, run.pk)


def why(run: territory.RunRow) -> list[str]:
    return [one.why for one in territory.refusals(SYSTEM, run.id)]


def test_new_areas_come_in_widest_first_whatever_their_order_in_the_file():
    place = make.a_county()
    run = done(
        place,
        a_feature(make.square(0.5, 0.5, 0.1, 0.1), name="新网格", code="620399001003001"),
        a_feature(make.square(0.5, 0.5, 0.2, 0.2), name="新社区", code="620399001003"),
    )
    assert (run.done, run.refused) == (2, 0)
    made = Area.objects.get(code="620399001003001")
    assert (made.kind, made.grid_kind, made.parent.name, made.parent.parent.name) == (
        "grid",
        "basic",
        "新社区",
        "滨河路街道",
    )


def test_a_known_area_gets_a_new_boundary_and_keeps_the_old_one():
    place = make.a_county()
    run = done(
        place, a_feature(make.square(0, 0, 1, 0.9), 网格名称="x", 网格编码=place.grids[0].code), valid_from="2026-07-01"
    )
    assert run.done == 1
    assert Boundary.objects.filter(area=place.grids[0]).count() == 2


def test_a_special_grid_shows_in_word_or_number():
    place = make.a_county()
    done(
        place,
        a_feature(make.square(0, 0, 0.1, 0.1), name="商场", code="620399001001802"),
        a_feature(make.square(0, 0.5, 0.1, 0.1), name="园区", code="620399001001050", 网格类型="专属网格"),
    )
    assert set(Area.objects.filter(name__in=["商场", "园区"]).values_list("grid_kind", flat=True)) == {"special"}


def test_holes_and_several_parts_are_fine():
    place = make.a_county()
    ring = Polygon(make.square(0, 0).exterior, [make.square(0.4, 0.4, 0.2, 0.2).exterior])
    parts = MultiPolygon([make.square(1, 0, 0.4, 0.4), make.square(1.5, 0.5, 0.4, 0.4)])
    run = done(
        place, a_feature(ring, name="a", code=place.grids[0].code), a_feature(parts, name="b", code=place.grids[2].code)
    )
    assert run.done == 2
    assert territory.grid_at(*make.middle(0, 0)) is None


def test_a_ring_left_open_is_closed():
    place = make.a_county()
    open_ring = {"type": "Polygon", "coordinates": [[[W, S], [W + D, S], [W + D, S + D], [W, S + D]]]}
    assert done(place, a_feature(open_ring, name="a", code=place.grids[0].code)).done == 1


@pytest.mark.parametrize(
    ("geometry", "said"),
    [
        (BOW_TIE, "crosses itself"),
        (make.square(0, 0).exterior, "must be a Polygon"),
        (None, "no geometry"),
        ({"type": "Polygon", "coordinates": []}, "no points"),
        ({"type": "Polygon", "coordinates": [[[W, S], [W + D, S], [W, S]]]}, "fewer than three"),
        ({"type": "Polygon", "coordinates": [[[W, "x"], [W + D, S], [W, S]]]}, "not a pair of numbers"),
        ({"type": "Polygon", "coordinates": 7}, "no points"),
        ({"type": "Polygon", "coordinates": [[[W, S], [W + D, S], [W + 2 * D, S], [W, S]]]}, ""),
        (Polygon(make.square(0, 0).exterior, [make.square(3, 3).exterior]), "hole lies outside"),
        (affinity.affine_transform(make.square(0, 0), [0, 1, 1, 0, 0, 0]), "swapped"),
        (affinity.translate(make.square(0, 0), 3, 0), "outside the county"),
        (affinity.translate(make.square(0, 0), -100, 10), "outside China"),
        (affinity.affine_transform(make.square(0, 0), [111000, 0, 0, 111000, 0, 0]), "metres of a projection"),
    ],
)
def test_a_polygon_that_cannot_be_used_is_refused_with_the_reason(geometry, said):
    place = make.a_county()
    before = Boundary.objects.count()
    run = done(place, a_feature(geometry, name="a", code=place.grids[0].code))
    assert (run.done, run.refused) == (0, 1)
    assert said in why(run)[0]
    assert Boundary.objects.count() == before


def test_a_crossing_says_where_and_what_mending_would_give():
    place = make.a_county()
    text = why(done(place, a_feature(BOW_TIE, name="a", code=place.grids[0].code)))[0]
    assert f"{W + D / 2:.5f}" in text
    assert "2 pieces" in text


def test_properties_that_are_missing_or_double_are_told():
    place = make.a_county()
    shape = make.square(0, 0)
    run = done(
        place,
        a_feature(shape, name="无代码", code=""),
        a_feature(shape, name="一", code="620399001001001"),
        a_feature(shape, name="一", code="620399001001001"),
        a_feature(shape, name="级别不明", code="77"),
        a_feature(shape, name="别级", code="620399001001", kind="网格"),
    )
    assert (run.done, run.refused) == (1, 4)


def test_overlaps_and_gaps_between_grids_are_remarked():
    place = make.a_county()
    run = done(
        place,
        a_feature(make.square(0, 0, 1, 1.1), name="a", code=place.grids[0].code),
        a_feature(make.square(0, 1.0, 1, 0.9), name="b", code=place.grids[1].code),
    )
    assert run.done == 2
    kinds = {fault.kind for fault in territory.coverage(place.communities[0].path)}
    assert kinds == {"overlap", "gap"}
    assert len(run.remarks) == 2
    assert territory.coverage(place.communities[1].path) == []


def test_gcj02_outlines_are_moved_to_wgs84_and_the_system_is_kept():
    place = make.a_county()
    shape = make.square(0, 0)
    moved = Polygon([territory.convert(x, y, "wgs84", "gcj02") for x, y in shape.exterior.coords])
    assert done(place, a_feature(moved, name="a", code=place.grids[0].code), source="gcj02").done == 1
    found = Boundary.objects.get(area=place.grids[0], valid_to=None)
    assert found.source_system == "gcj02"
    assert (found.west, found.south) == pytest.approx((W, S), abs=1e-9)
