"""Places that a text names: only what the registers know, and never a home."""

import pytest
from shapely.geometry import LineString
from tests.factories.territory import (
    County,
    a_building,
    a_county,
    an_administrator,
    an_estate,
    middle,
)

from linli.engines.territory import public as territory
from linli.engines.territory.public import NewRoad
from linli.engines.territory.verbs.service_points import KindInput, PointGiven, add_service_point, define_service_kinds
from linli.kernel.actor import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def land() -> County:
    land = a_county()
    estate = an_estate(land.communities[0], "兴农小区", aliases=("兴农家属院",))
    a_building(estate, "3")
    a_building(estate, "5", middle(0, 1))
    return land


def words_of(text: str, *, near: str = "") -> list[str]:
    return [one.words for one in territory.spoken_places(text, near=near)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("你好，兴农小区3号楼2单元的灯坏了", "兴农小区3号楼2单元"),
        ("我住在兴农小区的3栋501，楼上漏水", "兴农小区3号楼"),
        ("兴农小区３＃楼垃圾没人收", "兴农小区3号楼"),
        ("兴农小区，三号楼门口", "兴农小区3号楼"),
        ("反映一下兴农家属院3-2-501的下水道", "兴农小区3号楼2单元"),
    ],
)
def test_a_building_is_found_however_it_is_said_and_the_flat_is_left_out(land: County, text: str, words: str) -> None:
    (place,) = territory.spoken_places(text)
    assert place.words == words
    assert place.exact
    assert place.building_id is not None
    assert place.area is not None
    assert place.area.id == land.grids[0].pk


@pytest.mark.parametrize(
    "text",
    ["兴农小区有3栋楼没水", "兴农小区3楼的住户半夜吵", "兴农小区3个月没人扫", "兴农小区的电梯坏了", "在兴农小区门口"],
)
def test_counts_and_floors_are_no_buildings(land: County, text: str) -> None:
    (place,) = territory.spoken_places(text)
    assert (place.words, place.building_id) == ("兴农小区", None)
    assert place.area is not None
    assert place.area.id == land.communities[0].pk, "its buildings stand in two grids"


@pytest.mark.parametrize("text", ["", "路灯坏了", "小区门口", "3号楼的灯坏了", "🙂" * 50, "\x00", "兴", "A" * 100_000])
def test_where_nothing_known_is_named_nothing_is_said(land: County, text: str) -> None:
    assert territory.spoken_places(text) == []


def test_a_number_the_estate_does_not_have_gives_the_estate(land: County) -> None:
    (place,) = territory.spoken_places("兴农小区9号楼的灯坏了")
    assert (place.words, place.building_id, place.exact) == ("兴农小区9号楼", None, False)


def test_a_building_is_known_by_its_own_name_too(land: County) -> None:
    estate = an_estate(land.communities[0], "北苑一坊")
    yard = a_building(estate, "1")
    type(yard).objects.filter(pk=yard.pk).update(name="1号院")
    (place,) = territory.spoken_places("北苑一坊1号院2单元门口的路灯不亮")
    assert (place.words.endswith("2单元"), place.building_id) == (True, yard.pk)
    assert territory.spoken_places("北苑一坊1号线路跳闸")[0].building_id is None


def test_two_places_are_both_offered(land: County) -> None:
    an_estate(land.communities[1], "桂花苑")
    assert words_of("兴农小区3号楼到桂花苑的路灯坏了") == ["兴农小区3号楼", "桂花苑"]


def test_of_two_estates_of_one_name_the_one_in_the_named_area_or_nearby_is_meant(land: County) -> None:
    twin = an_estate(land.communities[1], "兴农小区")
    a_building(twin, "3", middle(1, 0))
    assert len(words_of("兴农小区3号楼的灯")) == 2
    (named,) = territory.spoken_places("桂花社区兴农小区3号楼的灯")
    (near,) = territory.spoken_places("兴农小区3号楼的灯", near=land.communities[1].path)
    assert named == near
    assert named.area is not None
    assert named.area.id == land.grids[2].pk
    assert "桂花社区" in named.where


def test_roads_and_points_of_service_are_known_too(land: County) -> None:
    territory.add_roads(
        [NewRoad("新华路", "primary", LineString([middle(0, 0), middle(1, 0)]))], county_id=land.county.pk, by=SYSTEM
    )
    assert words_of("新华路12号门前井盖没了") == ["新华路12号"]
    assert territory.spoken_places("新华路上有坑")[0].area is None
    define_service_kinds([KindInput("market", "菜市场", "测试")], by=SYSTEM)
    point = PointGiven("market", "城西菜市场", *middle(1, 1))
    add_service_point(given=point, by=an_administrator(land.county))
    (place,) = territory.spoken_places("城西菜市场门口占道")
    assert (place.kind, place.exact, place.longitude) == ("point", True, middle(1, 1)[0])


def test_an_area_is_said_only_where_nothing_narrower_is(land: County) -> None:
    assert words_of("桂花社区的灯坏了") == ["桂花社区"]
    assert words_of("兴农社区兴农小区3号楼的灯坏了") == ["兴农小区3号楼"]
    assert words_of("兴农社区第一网格和桂花社区") == ["兴农社区第一网格"]


def test_new_names_are_known_at_once(land: County) -> None:
    assert words_of("朝阳花园门口") == []
    an_estate(land.communities[0], "朝阳花园")
    assert words_of("朝阳花园门口") == ["朝阳花园"]
