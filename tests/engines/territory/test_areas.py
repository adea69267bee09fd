"""The tree of areas, their codes and boundaries, and the buildings that follow."""

from datetime import date, timedelta

import pytest
from shapely.geometry import LineString, Polygon
from tests.factories import territory as make

from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.engines.territory.models import Appointment, Area, Boundary, Building
from linli.engines.territory.verbs.rehome import follow_the_day
from linli.kernel import clock
from linli.kernel.actor import SYSTEM
from linli.kernel.errors import Invalid, NotFound, WrongState

pytestmark = pytest.mark.django_db


class TestTree:
    def test_the_tree_answers_from_the_county_down(self):
        place = make.a_county()
        assert territory.county().name == "金澜县"
        assert [row.name for row in territory.ancestors(place.grids[2].path)] == [
            "金澜县",
            "滨河路街道",
            "桂花社区",
            "桂花社区第一网格",
        ]
        assert [row.id for row in territory.children(place.communities[0].pk)] == [place.grids[0].pk, place.grids[1].pk]
        assert len(territory.descendants(place.street.path)) == 7
        assert [row.id for row in territory.descendants("", "community")] == [one.pk for one in place.communities]
        assert territory.area_by_code("620399001002").name == "桂花社区"
        assert territory.area_names([place.street.pk, 999]) == {place.street.pk: "滨河路街道"}

    def test_what_is_not_there_is_not_found(self):
        for question in (territory.county, lambda: territory.area(1), lambda: territory.area_by_code("1")):
            with pytest.raises(NotFound):
                question()

    @pytest.mark.parametrize(
        ("kind", "under", "more", "field"),
        [
            ("community", "county", {}, "parent_id"),
            ("grid", "street", {}, "parent_id"),
            ("street", "grid", {}, "parent_id"),
            ("county", "county", {}, "parent_id"),
            ("village", "street", {}, "kind"),
            ("grid", "community", {"grid_kind": "round"}, "grid_kind"),
            ("grid", "community", {"name": "  "}, "name"),
            ("grid", "community", {"code": "12-3"}, "code"),
            ("grid", "community", {"code": "620399001001001"}, "code"),
        ],
    )
    def test_an_area_that_does_not_fit_is_refused(self, kind, under, more, field):
        place = make.a_county()
        parent = {
            "county": place.county,
            "street": place.street,
            "community": place.communities[0],
            "grid": place.grids[0],
        }
        with pytest.raises(Invalid) as refused:
            territory.add_area(
                **{"kind": kind, "name": "新", "code": "77", "parent_id": parent[under].pk, "by": SYSTEM, **more}
            )
        assert field in refused.value.fields

    def test_a_street_needs_a_county(self):
        with pytest.raises(Invalid):
            territory.add_area(kind="street", name="x", code="1", parent_id=None, by=SYSTEM)

    def test_codes_change_and_the_old_ones_stay_known(self):
        place = make.a_county()
        territory.change_area(
            area_id=place.communities[0].pk, code="620399001900", valid_from=date(2026, 1, 1), by=SYSTEM
        )
        assert territory.area_by_code("620399001900").id == place.communities[0].pk
        assert territory.area_by_code("620399001001", on=date(2025, 6, 1)).id == place.communities[0].pk
        with pytest.raises(NotFound):
            territory.area_by_code("620399001001")
        with pytest.raises(NotFound):
            territory.area_by_code("620399001001", on=date(2026, 1, 1))

    def test_a_code_of_another_is_refused(self):
        place = make.a_county()
        with pytest.raises(Invalid):
            territory.change_area(area_id=place.grids[0].pk, code=place.grids[1].code, by=SYSTEM)

    def test_a_closed_area_is_gone_from_lists_but_not_from_history(self):
        place = make.a_county()
        day = clock.today()
        territory.close_area(area_id=place.grids[3].pk, valid_to=day, by=SYSTEM)
        assert place.grids[3].pk not in {row.id for row in territory.descendants("")}
        assert territory.area(place.grids[3].pk).name
        assert territory.grid_at(*make.middle(1, 1)) is None
        assert territory.grid_at(*make.middle(1, 1), on=day - timedelta(days=1)).id == place.grids[3].pk

    def test_an_area_in_use_cannot_be_closed(self):
        place = make.a_county()
        make.posts()
        make.an_appointment("grid_leader", make.a_person(), place.grids[0])
        for area in (place.communities[1], place.grids[0]):
            with pytest.raises(WrongState):
                territory.close_area(area_id=area.pk, valid_to=clock.today(), by=SYSTEM)

    def test_every_change_stands_in_the_history(self):
        place = make.a_county()
        territory.change_area(area_id=place.street.pk, name="新街道", by=SYSTEM)
        kinds = [row.kind for row in journal.history(f"area:{place.street.pk}")]
        assert kinds == ["area.added", "area.boundary_set", "area.changed"]
        assert territory.area(place.street.pk).name == "新街道"


class TestBoundaries:
    @pytest.mark.parametrize(
        ("shape", "code"),
        [
            (LineString([(0, 0), (1, 1)]), "not_a_polygon"),
            (Polygon(), "not_a_polygon"),
            (Polygon([(0, 0), (1, 1), (1, 0), (0, 1)]), "crossed"),
            (Polygon([(5e5, 4e6), (5e5, 5e6), (6e5, 5e6)]), "not_degrees"),
        ],
    )
    def test_only_sound_polygons_in_degrees(self, shape, code):
        place = make.a_county()
        with pytest.raises(Invalid) as refused:
            territory.set_boundary(area_id=place.grids[0].pk, shape=shape, by=SYSTEM)
        assert refused.value.code == code

    def test_boundaries_follow_one_another_without_gap(self):
        place = make.a_county()
        area = place.grids[0].pk
        for day in (date(2026, 7, 1), date(2025, 7, 1)):
            territory.set_boundary(area_id=area, shape=make.square(0, 0, 0.5, 1), valid_from=day, by=SYSTEM)
        spans = list(Boundary.objects.filter(area_id=area).order_by("valid_from").values_list("valid_from", "valid_to"))
        assert spans == [
            (make.START, date(2025, 7, 1)), (date(2025, 7, 1), date(2026, 7, 1)), (date(2026, 7, 1), None),
        ]  # fmt: skip

    def test_buildings_and_their_heads_follow_the_boundary(self):
        place = make.a_county()
        make.posts()
        building = make.a_building(make.an_estate(place.communities[0]))
        held = make.an_appointment("building_head", make.a_person(), building_id=building.pk)
        today = clock.today()
        territory.set_boundaries(
            [(place.grids[0].pk, make.square(0, 0, 1, 0.4)), (place.grids[1].pk, make.square(0, 0.4, 1, 1.6))],
            valid_from=today, by=SYSTEM,
        )  # fmt: skip
        building.refresh_from_db()
        held.refresh_from_db()
        assert (building.grid, building.path) == (place.grids[1], place.grids[1].path)
        assert (held.area, held.path) == (place.grids[1], place.grids[1].path)

    def test_a_building_outside_every_grid_belongs_to_its_community(self):
        place = make.a_county()
        building = make.a_building(make.an_estate(place.communities[0]))
        territory.set_boundary(
            area_id=place.grids[0].pk, shape=make.square(0, 0, 0.1, 0.1), valid_from=clock.today(), by=SYSTEM
        )
        building.refresh_from_db()
        assert (building.grid, building.path) == (None, place.communities[0].path)

    def test_a_boundary_of_tomorrow_moves_buildings_tomorrow(self):
        place = make.a_county()
        building = make.a_building(make.an_estate(place.communities[0]))
        tomorrow = clock.now() + timedelta(days=1)
        territory.set_boundaries(
            [(place.grids[0].pk, make.square(0, 0, 1, 0.4)), (place.grids[1].pk, make.square(0, 0.4, 1, 1.6))],
            valid_from=clock.local(tomorrow).date(), by=SYSTEM,
        )  # fmt: skip
        building.refresh_from_db()
        assert building.grid == place.grids[0]
        with clock.at(tomorrow):
            assert follow_the_day(tomorrow) == 1
            assert follow_the_day(tomorrow) == 0
        building.refresh_from_db()
        assert building.grid == place.grids[1]


class TestBuildings:
    def test_thousands_with_few_queries(self, django_assert_max_num_queries):
        place = make.a_county()
        estate = make.an_estate(place.communities[0])
        longitude, latitude = make.middle(0, 0)
        rows = [
            territory.NewBuilding(
                place.communities[0].pk, str(number), f"{number}号楼", longitude, latitude, estate_id=estate.pk,
                entrances=2, homes=[("1", 1, "101"), ("3", 2, "201"), ("", 1, "车库")],
            )
            for number in range(1, 501)
        ]  # fmt: skip
        with django_assert_max_num_queries(40):
            made = territory.add_buildings(rows, by=SYSTEM)
        assert len({one.pk for one in made}) == 500
        assert {one.grid_id for one in made} == {place.grids[0].pk}
        assert made[0].households == 3
        assert [number for _key, number in territory.entrances(made[0].pk)] == ["1", "2", "3"]
        assert len(journal.history(f"area:{place.grids[0].pk}")) == 3

    def test_a_number_twice_in_an_estate_is_refused(self):
        place = make.a_county()
        estate = make.an_estate(place.communities[0])
        make.a_building(estate, "3")
        with pytest.raises(Invalid):
            make.a_building(estate, "3")
        make.a_building(None, "3", community=place.communities[0])

    def test_a_grid_of_another_community_is_refused(self):
        place = make.a_county()
        row = territory.NewBuilding(
            place.communities[0].pk, "1", "1号楼", *make.middle(0, 0), grid_id=place.grids[2].pk
        )
        with pytest.raises(Invalid):
            territory.add_building(row, by=SYSTEM)

    def test_homes_count_households_and_come_once(self):
        place = make.a_county()
        building = make.a_building(make.an_estate(place.communities[0]), households=3)
        make.some_homes(building)
        building.refresh_from_db()
        assert building.households == 4
        with pytest.raises(Invalid):
            make.some_homes(building, ("101",))
        make.some_homes(building, ("101",), entrance="2")

    def test_a_building_is_closed_when_nobody_is_appointed_there(self):
        place = make.a_county()
        make.posts()
        building = make.a_building(make.an_estate(place.communities[0]))
        held = make.an_appointment("building_head", make.a_person(), building_id=building.pk)
        with pytest.raises(WrongState):
            territory.close_building(building_id=building.pk, valid_to=clock.today(), by=SYSTEM)
        territory.end_appointment(held.pk, clock.today(), "拆除", by=SYSTEM)
        territory.close_building(building_id=building.pk, valid_to=clock.today(), by=SYSTEM)
        assert Building.objects.get().valid_to == clock.today()
        assert Appointment.objects.count() == 1
        assert territory.find_buildings("兴农小区3号楼") == []


def test_service_hours_and_days_of_the_nearest_area_count():
    place = make.a_county()
    day = date(2026, 11, 23)
    territory.set_service_hours(area_id=place.county.pk, opens=9 * 60, closes=17 * 60, by=SYSTEM)
    territory.set_service_hours(area_id=place.communities[0].pk, opens=8 * 60, closes=20 * 60, by=SYSTEM)
    territory.set_calendar_day(area_id=place.county.pk, day=day, works=False, reason="停电", by=SYSTEM)
    territory.set_calendar_day(area_id=place.grids[0].pk, day=day, works=True, by=SYSTEM)
    assert (territory.calendar_for(place.grids[0].pk).opens, territory.calendar_for(place.grids[2].pk).opens) == (
        480,
        540,
    )
    assert territory.calendar_for(place.grids[0].pk).is_workday(day)
    assert not territory.calendar_for(place.grids[1].pk).is_workday(day)
    territory.set_calendar_day(area_id=place.county.pk, day=day, works=None, by=SYSTEM)
    assert territory.calendar_for(place.grids[1].pk).is_workday(day)
    with pytest.raises(Invalid):
        territory.set_service_hours(area_id=place.county.pk, opens=600, closes=600, by=SYSTEM)


def test_a_calendar_is_held_in_memory(django_assert_num_queries):
    place = make.a_county()
    territory.calendar_for(place.grids[0].pk)
    with django_assert_num_queries(0):
        territory.calendar_for(place.grids[0].pk)


def test_names_reach_every_reader_at_once():
    place = make.a_county()
    territory.grid_at(*make.middle(0, 0))
    territory.change_area(area_id=place.grids[0].pk, name="新名字", by=SYSTEM)
    assert territory.grid_at(*make.middle(0, 0)).name == "新名字"
    assert Area.objects.get(pk=place.grids[0].pk).name == "新名字"
