"""Who serves here now (X1: one leader and two members in a grid; W2: building heads of at most 100 households)."""

from datetime import date, datetime, timedelta

import pytest
from tests.factories import territory as make

from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import SYSTEM, VISITOR, Actor, ActorKind, Grant
from linli.kernel.errors import Invalid, NotFound, WrongState

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> make.County:
    made = make.a_county()
    make.posts()
    return made


def names(rows) -> list[tuple[str, str]]:
    return [(row.post_code, row.public_name) for row in rows if not row.vacant]


class TestWhoServes:
    def test_from_the_building_up_to_the_county(self, place):
        building = make.a_building(make.an_estate(place.communities[0]))
        make.an_appointment("county_supervisor", make.a_person("县一"), place.county)
        make.an_appointment("community_worker", make.a_person("社一"), place.communities[0])
        make.an_appointment("grid_member", make.a_person("员一"), place.grids[0])
        make.an_appointment("grid_leader", make.a_person("长一"), place.grids[0])
        make.an_appointment("building_head", make.a_person("楼一"), building_id=building.pk)
        make.an_appointment("grid_leader", make.a_person("别处"), place.grids[1])
        found = territory.who_serves(place.grids[0].pk, building_id=building.pk)
        assert names(found) == [
            ("building_head", "楼师傅"), ("grid_leader", "长师傅"), ("grid_member", "员师傅"),
            ("community_worker", "社师傅"), ("county_supervisor", "县师傅"),
        ]  # fmt: skip

    def test_an_entrance_knows_its_own_head_only(self, place):
        building = make.a_building(make.an_estate(place.communities[0]))
        for number in ("1", "2"):
            entrance = make.an_entrance(building, number)
            make.an_appointment("entrance_head", make.a_person(f"{number}单元"), entrance_id=entrance.pk)
        first = make.an_entrance(building, "1")
        one = territory.who_serves(place.grids[0].pk, building_id=building.pk, entrance_id=first.pk)
        assert names(one) == [("entrance_head", "1师傅")]
        assert len(names(territory.who_serves(place.grids[0].pk, building_id=building.pk))) == 2

    def test_posts_that_nobody_holds_are_shown_as_vacant(self, place):
        vacant = [row.post_code for row in territory.who_serves(place.grids[0].pk) if row.vacant]
        assert vacant == ["grid_leader", "grid_member", "community_worker"]

    def test_a_stand_in_comes_before_the_holder(self, place):
        held = make.an_appointment("grid_leader", make.a_person("长一"), place.grids[0])
        today = clock.today()
        territory.stand_in(held.pk, make.a_person("代一"), today, today + timedelta(days=3), reason="培训", by=SYSTEM)
        rows = territory.who_serves(place.grids[0].pk)
        assert [(row.public_name, row.stand_in) for row in rows[:2]] == [("代师傅", True), ("长师傅", False)]

    @pytest.mark.usefixtures("place")
    def test_an_unknown_area_is_not_found(self):
        with pytest.raises(NotFound):
            territory.who_serves(999_999)

    def test_two_queries_whoever_serves(self, place, django_assert_max_num_queries):
        for number in range(6):
            make.an_appointment("grid_member", make.a_person(f"{number}员"), place.grids[0])
        territory.county()
        with django_assert_max_num_queries(2):
            territory.who_serves(place.grids[0].pk)


class TestHolders:
    def test_holders_and_stand_ins_of_today(self, place):
        today = clock.today()
        person, other, later, former = (make.a_person() for _ in range(4))
        held = make.an_appointment("grid_leader", person, place.grids[0])
        make.an_appointment("grid_leader", later, place.grids[0], starts=today + timedelta(days=1))
        make.an_appointment("grid_leader", former, place.grids[0], ends=today)
        territory.stand_in(held.pk, other, today, today + timedelta(days=1), reason="休假", by=SYSTEM)
        key = territory.post_key("grid_leader", area_id=place.grids[0].pk)
        assert territory.holders(key) == [person, other]
        with clock.at(clock.now() + timedelta(days=1)):
            assert territory.holders(key) == [person, later]

    def test_those_of_a_unit_and_of_a_building(self, place):
        unit = make.a_unit(place.communities[0])
        building = make.a_building(make.an_estate(place.communities[0]))
        first, second = make.a_person(), make.a_person()
        make.an_appointment("unit_handler", first, unit_id=unit.pk)
        make.an_appointment("building_head", second, building_id=building.pk)
        assert territory.holders(territory.unit_key(unit.pk)) == [first]
        assert territory.holders(territory.post_key("building_head", building_id=building.pk)) == [second]

    @pytest.mark.parametrize(
        "key", ["", "u:", "u:x", "p:a", "p:grid_leader:a", "p:grid_leader:c1", "q:1", "u:99999999999999999999", "u:٣"]
    )
    @pytest.mark.usefixtures("place")
    def test_what_is_no_key_has_no_holders_and_no_name(self, key):
        assert territory.holders(key) == []
        with pytest.raises(NotFound):
            territory.assignee(key)

    def test_no_query_from_memory(self, place, django_assert_num_queries):
        make.an_appointment("grid_leader", make.a_person(), place.grids[0])
        key = territory.post_key("grid_leader", area_id=place.grids[0].pk)
        territory.holders(key)
        with django_assert_num_queries(0):
            assert len(territory.holders(key)) == 1
            assert territory.assignee(key).name
            territory.post_assignee("grid_leader", place.grids[0].pk)
            territory.ancestors(place.grids[0].path)


class TestAssignees:
    def test_names_paths_and_levels(self, place):
        unit = make.a_unit(place.street, kind="street.sanitation", name="环卫所")
        building = make.a_building(make.an_estate(place.communities[0]))
        keys = [
            territory.unit_key(unit.pk), territory.post_key("building_head", building_id=building.pk),
            territory.post_key("grid_leader", area_id=place.grids[0].pk),
        ]  # fmt: skip
        found = territory.assignees([*keys, "u:999"])
        assert set(found) == set(keys)
        assert (found[keys[0]].name, found[keys[0]].kind, found[keys[0]].level) == ("环卫所", "unit", "street")
        assert (found[keys[1]].name, found[keys[1]].path, found[keys[1]].level) == (
            "兴农小区3号楼 楼栋长",
            building.path,
            "grid",
        )
        assert found[keys[2]].name == "兴农社区第一网格 网格长"

    def test_an_inactive_unit_and_a_closed_area_are_gone(self, place):
        unit = make.a_unit(place.street)
        territory.change_unit(unit_id=unit.pk, active=False, by=SYSTEM)
        with pytest.raises(NotFound):
            territory.assignee(territory.unit_key(unit.pk))
        territory.close_area(area_id=place.grids[3].pk, valid_to=clock.today(), by=SYSTEM)
        with pytest.raises(NotFound):
            territory.assignee(territory.post_key("grid_leader", area_id=place.grids[3].pk))

    def test_a_post_answers_at_the_nearest_area_where_somebody_serves(self, place):
        make.an_appointment("community_worker", make.a_person(), place.communities[0])
        found = territory.post_assignee("community_worker", place.grids[0].pk)
        assert found.path == place.communities[0].path
        assert territory.post_assignee("grid_leader", place.grids[0].pk) is None
        assert territory.post_assignee("community_worker", place.grids[2].pk) is None
        assert territory.post_assignee("nobody", place.grids[0].pk) is None

    def test_the_property_firm_of_the_estate_goes_first(self, place):
        first, second = make.a_unit(place.communities[0]), make.a_unit(place.communities[0])
        one = make.a_building(make.an_estate(place.communities[0], "甲小区", firm=first), "1")
        two = make.a_building(make.an_estate(place.communities[0], "乙小区", firm=second), "1", make.middle(0, 1))
        none = make.a_building(make.an_estate(place.communities[0], "丙小区"), "1")
        community = place.communities[0].path
        assert territory.unit_for("property", one.path, one.pk).key == f"u:{first.pk}"
        assert territory.unit_for("property", two.path, two.pk).key == f"u:{second.pk}"
        assert territory.unit_for("property", none.path, none.pk) is None
        assert territory.unit_for("property", place.grids[1].path).key == f"u:{second.pk}"
        assert territory.unit_for("property", community) is None

    def test_other_units_answer_from_the_nearest_area_upwards(self, place):
        county = make.a_unit(place.county, kind="utility.power")
        assert territory.unit_for("utility.power", place.grids[0].path).key == f"u:{county.pk}"
        street = make.a_unit(place.street, kind="utility.power")
        assert territory.unit_for("utility.power", place.grids[0].path).key == f"u:{street.pk}"
        assert territory.unit_for("utility.water", place.grids[0].path) is None

    def test_candidates_nearest_first_for_staff_only(self, place):
        building = make.a_building(make.an_estate(place.communities[0]))
        make.a_unit(place.street, kind="street.sanitation", name="环卫所")
        make.an_appointment("grid_leader", make.a_person(), place.grids[0])
        make.an_appointment("grid_leader", make.a_person(), place.grids[2])
        make.an_appointment("building_head", make.a_person(), building_id=building.pk)
        make.an_appointment("street_dispatcher", make.a_person(), place.street)
        viewer = make.a_member("dispatcher", place.street)
        in_grid = [one.name for one in territory.candidates(viewer=viewer, path=place.grids[0].path)]
        assert in_grid == ["兴农社区第一网格 网格长", "环卫所"]
        in_street = [one.name for one in territory.candidates(viewer=viewer, path=place.street.path)]
        assert in_street == ["环卫所", "兴农社区第一网格 网格长", "桂花社区第一网格 网格长"]
        assert [one.name for one in territory.candidates(viewer=viewer, path=place.street.path, text="3号楼")] == [
            "兴农小区3号楼 楼栋长"
        ]
        assert territory.candidates(viewer=VISITOR, path=place.street.path) == []

    def test_keys_of_an_actor_come_from_the_grants(self, django_assert_num_queries):
        actor = Actor(kind=ActorKind.STAFF, grants=(
            Grant("handler", "0000001", "grid_leader", area_id=1),
            Grant("collector", "0000001", "grid_leader", area_id=1),
            Grant("handler", "0000001", "building_head", area_id=1, building_id=7, stand_in=True),
            Grant("handler", "0000001", "unit_handler", area_id=1, unit_id=5), Grant("figures", "0000001"),
        ))  # fmt: skip
        with django_assert_num_queries(0):
            assert territory.assignee_keys(actor) == {"p:grid_leader:a1", "p:building_head:b7", "u:5"}


class TestContact:
    def test_the_narrowest_post_that_somebody_serves_in(self, place):
        make.an_appointment("grid_leader", make.a_person("长一", phone="0935-1111111"), place.grids[0])
        make.an_appointment("community_worker", make.a_person("社一", phone="0935-2222222"), place.communities[0])
        found = territory.contact_of(place.grids[0].pk)
        assert (found.post_name, found.public_name, found.phone) == ("网格长", "长师傅", "0935-1111111")
        assert "8:30–18:00" in found.hours_text
        assert territory.contact_of(place.grids[1].pk).public_name == "社师傅"

    def test_the_office_where_nobody_serves(self, place):
        assert territory.contact_of(place.grids[0].pk) is None
        make.a_unit(place.communities[0], kind="community", name="兴农社区居委会", phone="0935-3333333")
        found = territory.contact_of(place.grids[0].pk)
        assert (found.public_name, found.phone) == ("兴农社区居委会", "0935-3333333")

    def test_volunteers_are_not_named(self, place):
        building = make.a_building(make.an_estate(place.communities[0]))
        make.an_appointment("building_head", make.a_person("楼一"), building_id=building.pk)
        assert territory.contact_of(place.grids[0].pk) is None


class TestStaffing:
    def test_vacancies_by_plan(self, place):
        make.an_appointment("grid_leader", make.a_person(), place.grids[0])
        make.an_appointment("grid_member", make.a_person(), place.grids[0])
        missing = {(row.post_code, row.area_id): row.missing for row in territory.vacancies(place.communities[0].path)}
        assert missing == {
            ("community_worker", place.communities[0].pk): 1,
            ("grid_member", place.grids[0].pk): 1,
            ("grid_leader", place.grids[1].pk): 1,
            ("grid_member", place.grids[1].pk): 2,
        }

    def test_a_building_without_a_head_is_a_vacancy(self, place):
        building = make.a_building(make.an_estate(place.communities[0]), households=150)
        row = next(row for row in territory.vacancies(place.grids[0].path) if row.building_id)
        assert (row.building_name, row.wanted, row.filled) == ("兴农小区3号楼", 2, 0)
        assert territory.vacancy_counts(place.grids[0].path)["building_head"] == 1
        make.an_appointment("building_head", make.a_person(), building_id=building.pk)
        assert "building_head" not in territory.vacancy_counts(place.grids[0].path)

    def test_a_plan_for_special_grids_goes_before_the_general_one(self, place):
        mall = make.an_area("grid", "商场", "620399001001801", place.communities[0], grid_kind="special")
        territory.define_staffing(post_code="grid_member", count=5, grid_kind="special", by=SYSTEM)
        wanted = {
            row.area_id: row.wanted
            for row in territory.staffing(place.communities[0].path)
            if row.post_code == "grid_member"
        }
        assert wanted == {place.grids[0].pk: 2, place.grids[1].pk: 2, mall.pk: 5}

    def test_the_number_of_queries_does_not_grow_with_the_areas(self, place, django_assert_max_num_queries):
        territory.county()
        with django_assert_max_num_queries(8):
            territory.vacancies(place.county.path)

    @pytest.mark.parametrize(("households", "over"), [(100, False), (101, True)])
    def test_a_building_head_has_at_most_100_households(self, place, households, over):
        building = make.a_building(make.an_estate(place.communities[0]), households=households)
        make.an_appointment("building_head", make.a_person("楼一"), building_id=building.pk)
        found = territory.overloads(place.county.path)
        assert bool(found) is over
        if over:
            assert (found[0].households, found[0].limit, found[0].buildings) == (101, 100, ("兴农小区3号楼",))

    def test_several_buildings_add_up_and_heads_of_one_share_it(self, place):
        estate = make.an_estate(place.communities[0])
        one, two = make.a_building(estate, "1", households=60), make.a_building(estate, "2", households=61)
        person = make.a_person("楼一")
        make.an_appointment("building_head", person, building_id=one.pk)
        assert territory.overloads(place.county.path) == []
        make.an_appointment("building_head", person, building_id=two.pk)
        assert [row.households for row in territory.overloads(place.county.path)] == [121]
        make.an_appointment("building_head", make.a_person(), building_id=two.pk)
        assert territory.overloads(place.county.path) == []


class TestTerms:
    def test_the_term_of_the_post_decides_when_no_end_is_given(self, place):
        territory.define_post(code="delegate", name="代表", level="community", roles=[], term_months=36, by=SYSTEM)
        held = make.an_appointment("delegate", make.a_person(), place.communities[0], starts=date(2026, 1, 31))
        assert held.ends == date(2029, 1, 31)
        leap = make.an_appointment("delegate", make.a_person(), place.communities[0], starts=date(2025, 2, 28))
        assert leap.ends == date(2028, 2, 28)

    def test_a_second_holder_is_allowed_the_same_person_twice_is_not(self, place):
        person = make.a_person()
        make.an_appointment("grid_leader", person, place.grids[0])
        make.an_appointment("grid_leader", make.a_person(), place.grids[0])
        with pytest.raises(WrongState):
            make.an_appointment("grid_leader", person, place.grids[0], starts=clock.today())

    def test_a_person_may_come_back_after_a_term(self, place):
        person = make.a_person()
        make.an_appointment("grid_leader", person, place.grids[0], ends=date(2025, 1, 1))
        make.an_appointment("grid_leader", person, place.grids[0], starts=date(2025, 1, 1))

    def test_ending_ends_the_stand_ins_too(self, place):
        today = clock.today()
        held = make.an_appointment("grid_leader", make.a_person(), place.grids[0])
        territory.stand_in(held.pk, make.a_person(), today, today + timedelta(days=30), reason="休假", by=SYSTEM)
        territory.end_appointment(held.pk, today + timedelta(days=2), "调离", by=SYSTEM)
        key = territory.post_key("grid_leader", area_id=place.grids[0].pk)
        assert len(territory.holders(key)) == 2
        with clock.at(clock.now() + timedelta(days=2)):
            assert territory.holders(key) == []

    @pytest.mark.parametrize("post", ["grid_leader", "building_head", "entrance_head", "unit_handler"])
    def test_a_post_needs_its_own_kind_of_place(self, place, post):
        with pytest.raises(Invalid):
            make.an_appointment(post, make.a_person(), place.communities[0])

    def test_nobody_stands_in_for_themselves_or_without_a_reason(self, place):
        today, person = clock.today(), make.a_person()
        held = make.an_appointment("grid_leader", person, place.grids[0])
        for account_id, reason in ((person, "休假"), (make.a_person(), " ")):
            with pytest.raises(Invalid):
                territory.stand_in(held.pk, account_id, today, today + timedelta(days=1), reason=reason, by=SYSTEM)

    def test_many_at_once_all_or_none(self, place, django_assert_max_num_queries):
        rows = [territory.NewAppointment("grid_member", make.a_person(), area_id=grid.pk) for grid in place.grids]
        with django_assert_max_num_queries(16):
            assert len(territory.appoint_many(rows, by=SYSTEM)) == 4
        with pytest.raises(WrongState):
            territory.appoint_many(
                [territory.NewAppointment("grid_member", make.a_person(), area_id=place.grids[0].pk), rows[0]],
                by=SYSTEM,
            )
        assert len(territory.holders(territory.post_key("grid_member", area_id=place.grids[0].pk))) == 1


class TestDuty:
    def test_who_is_on_duty_at_a_moment(self, place):
        night = datetime(2026, 11, 21, 18, tzinfo=clock.CHINA)
        person = make.a_person()
        shift = territory.plan_shift(
            area_id=place.street.pk, account_id=person, starts=night, ends=night + timedelta(hours=14), by=SYSTEM
        )
        assert territory.on_duty(place.street.pk, night) == [person]
        assert territory.on_duty(place.street.pk, night + timedelta(hours=14)) == []
        assert territory.on_duty(place.county.pk, night) == []
        with pytest.raises(Invalid):
            territory.plan_shift(
                area_id=place.street.pk, account_id=person, starts=night, ends=night + timedelta(hours=1), by=SYSTEM
            )
        with clock.at(night - timedelta(days=1)):
            assert len(territory.shifts(place.street.pk, night, night + timedelta(days=1))) == 1
            territory.cancel_shift(shift_id=shift.pk, by=SYSTEM)
        assert territory.on_duty(place.street.pk, night) == []
