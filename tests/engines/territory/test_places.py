"""Where something is, from a point or from words; the map of our own."""

import json

import pytest
from shapely.geometry import LineString, Point
from tests.factories import territory as make

from linli.engines.territory import public as territory
from linli.kernel.actor import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> make.County:
    return make.a_county()


class TestLocate:
    def test_a_point_gives_grid_and_the_building_beside_it(self, place):
        building = make.a_building(make.an_estate(place.communities[0]))
        longitude, latitude = make.middle(0, 0)
        found = territory.locate(longitude=longitude + 0.0002, latitude=latitude)
        assert (found.area.id, found.building_id, found.inside, found.how) == (
            place.grids[0].pk,
            building.pk,
            True,
            "point",
        )
        assert found.place == "Near 兴农小区3号楼"

    def test_a_point_without_a_building_near_gives_the_name_of_the_grid(self, place):
        found = territory.locate(longitude=make.WEST + 0.001, latitude=make.SOUTH + 0.001)
        assert (found.area.id, found.building_id, found.place) == (place.grids[0].pk, None, "兴农社区第一网格")

    def test_the_residents_own_words_are_kept(self, place):
        building = make.a_building(make.an_estate(place.communities[0]))
        longitude, latitude = make.middle(0, 0.4)
        found = territory.locate(longitude=longitude, latitude=latitude, text="兴农小区3号楼 2单元门口")
        assert (found.building_id, found.place) == (building.pk, "兴农小区3号楼 2单元门口")

    def test_outside_the_county_goes_to_the_county(self, place):
        found = territory.locate(longitude=100.0, latitude=30.0, text="路边")
        assert (found.area.id, found.inside, found.how, found.place) == (place.county.pk, False, "outside", "路边")

    def test_an_address_is_enough(self, place):
        estate = make.an_estate(place.communities[0], aliases=("农垦家属院",))
        building = make.a_building(estate)
        for text in ("兴农小区3号楼2单元501", "农垦家属院三号楼", "滨河路街道兴农小区3栋"):
            found = territory.locate(text=text)
            assert (found.area.id, found.building_id, found.how) == (place.grids[0].pk, building.pk, "address"), text

    def test_an_estate_alone_gives_the_grid_its_buildings_share(self, place):
        estate = make.an_estate(place.communities[0])
        make.a_building(estate, "1")
        assert territory.locate(text="兴农小区里面").area.id == place.grids[0].pk
        make.a_building(estate, "2", make.middle(0, 1))
        assert territory.locate(text="兴农小区里面").area.id == place.communities[0].pk

    def test_the_name_of_an_area_is_found_in_a_sentence(self, place):
        assert territory.locate(text="桂花社区门口的路灯").area.id == place.communities[1].pk

    def test_what_cannot_be_found_goes_to_the_county_as_unknown(self, place):
        for text in ("", "不知道在哪", "3号楼"):
            found = territory.locate(text=text)
            assert (found.area.id, found.how, found.inside) == (place.county.pk, "unknown", True), text

    def test_two_buildings_that_fit_are_no_answer(self, place):
        make.a_building(make.an_estate(place.communities[0], "东苑小区"))
        make.a_building(make.an_estate(place.communities[1], "东苑小区"), at=make.middle(1, 0))
        found = territory.locate(text="东苑小区3号楼")
        assert found.building_id is None

    @pytest.mark.parametrize("text", ["'; drop table", "%", "3-2-501", "号楼", "\x00", "🙂" * 300])
    def test_odd_words_do_no_harm(self, place, text):
        assert territory.locate(text=text).area.id == place.county.pk
        territory.find_buildings(text)


def labels(text: str, **more) -> list[str]:
    return [row.label for row in territory.find_buildings(text, **more)]


class TestSuggestions:
    def test_by_name_alias_and_number(self, place):
        estate = make.an_estate(place.communities[0], aliases=("农垦家属院",))
        for number in ("1", "3", "13", "30"):
            make.a_building(estate, number)
        other = make.an_estate(place.communities[1], "桂花苑")
        make.a_building(other, "3", make.middle(1, 0))
        assert labels("兴农小区") == ["兴农小区1号楼", "兴农小区3号楼", "兴农小区13号楼", "兴农小区30号楼"]
        assert labels("农垦家属院3号楼") == ["兴农小区3号楼"]
        assert labels("兴农 3号楼") == ["兴农小区3号楼"]
        assert labels("3-2-501") == ["兴农小区3号楼", "桂花苑3号楼"]
        assert labels("3号楼", within_path=place.communities[1].path) == ["桂花苑3号楼"]
        assert labels("兴农小区", limit=2) == ["兴农小区1号楼", "兴农小区3号楼"]
        assert labels("") == []

    def test_few_queries(self, place, django_assert_max_num_queries):
        estate = make.an_estate(place.communities[0])
        for number in range(1, 9):
            make.a_building(estate, str(number))
        with django_assert_max_num_queries(3):
            assert len(territory.find_buildings("兴农小区")) == 8


class TestSketch:
    def test_outlines_names_and_labels(self, place):
        road = territory.NewRoad("新华路", "primary", LineString([make.middle(0, 0), make.middle(1, 1)]))
        territory.add_roads([road], county_id=place.county.pk, by=SYSTEM)
        found = territory.sketch(place.county.path)
        kinds = [feature["properties"]["kind"] for feature in found["areas"]["features"]]
        assert kinds == ["county", "street", "community", "community", "grid", "grid", "grid", "grid"]
        grid = found["areas"]["features"][4]
        assert (grid["id"], grid["properties"]["name"]) == (place.grids[0].pk, "兴农社区第一网格")
        assert Point(grid["properties"]["label"]).distance(Point(make.middle(0, 0))) < 1e-4
        assert found["roads"]["features"][0]["properties"] == {"name": "新华路", "class": "primary"}
        assert found["bbox"] == [102.18, 38.51, 102.2, 38.53]

    def test_a_part_has_its_own_areas_only(self, place):
        found = territory.sketch(place.communities[0].path)
        assert {feature["id"] for feature in found["areas"]["features"]} == {
            place.communities[0].pk, place.grids[0].pk, place.grids[1].pk,
        }  # fmt: skip

    def test_it_stays_small_however_finely_it_was_drawn(self, place):
        for grid, (column, row) in zip(place.grids, ((0, 0), (0, 1), (1, 0), (1, 1)), strict=True):
            shape = Point(make.middle(column, row)).buffer(0.005, quad_segs=5000)
            territory.set_boundary(area_id=grid.pk, shape=shape, valid_from=make.START, by=SYSTEM)
        assert len(json.dumps(territory.sketch(place.county.path), ensure_ascii=False)) < 200_000

    def test_it_is_made_once_and_its_tag_changes_with_the_boundaries(self, place, django_assert_num_queries):
        first = territory.sketch(place.county.path)
        tag = territory.sketch_tag(place.county.path)
        with django_assert_num_queries(0):
            assert territory.sketch(place.county.path) is first
            assert territory.sketch_tag(place.county.path) == tag
        territory.set_boundary(
            area_id=place.grids[0].pk, shape=make.square(0, 0, 1, 0.5), valid_from=make.START, by=SYSTEM
        )
        assert territory.sketch_tag(place.county.path) != tag

    def test_an_area_without_outline_shows_its_parents(self, place):
        bare = make.an_area("grid", "没画", "620399001001009", place.communities[0])
        assert territory.sketch(bare.path)["areas"]["features"][0]["id"] == place.communities[0].pk


def test_nothing_drawn_is_no_error():
    assert territory.sketch("") == {
        "areas": {"type": "FeatureCollection", "features": []}, "roads": {"type": "FeatureCollection", "features": []},
        "bbox": [0, 0, 0, 0],
    }  # fmt: skip
