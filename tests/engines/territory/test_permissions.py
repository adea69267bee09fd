"""Who may change territory: administrators of the subtree, nobody else."""

from datetime import timedelta

import pytest
from tests.factories import territory as make
from tests.factories.files import a_csv

from linli.engines.territory import privacy
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import SYSTEM, VISITOR, Actor, ActorKind
from linli.kernel.errors import NotAllowed, NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> make.County:
    made = make.a_county()
    make.posts()
    return made


def everything(place: make.County) -> dict[str, object]:
    """Every verb, aimed at the first community, ready to be called with an actor."""
    first = place.communities[0]
    estate = make.an_estate(first)
    building = make.a_building(estate)
    unit = make.a_unit(first)
    held = make.an_appointment("community_worker", make.a_person(), first)
    today, now = clock.today(), clock.now()
    stand_in = territory.stand_in(held.pk, make.a_person(), today, today + timedelta(days=9), reason="休假", by=SYSTEM)
    shift = territory.plan_shift(
        area_id=first.pk, account_id=make.a_person(), starts=now, ends=now + timedelta(hours=1), by=SYSTEM
    )
    row = territory.NewBuilding(first.pk, "9", "9号楼", *make.middle(0, 0))
    run = territory.bring_file(
        kind="units",
        file_name="a.csv",
        content=a_csv(["名称", "类型", "区域"], ["a", "物业", "兴农社区"]),
        area_id=first.pk,
        by=SYSTEM,
    )
    person = make.a_person()
    return {
        "add_area": lambda by: territory.add_area(kind="grid", name="新", code="77", parent_id=first.pk, by=by),
        "change_area": lambda by: territory.change_area(area_id=first.pk, name="新", by=by),
        "set_boundary": lambda by: territory.set_boundary(area_id=first.pk, shape=make.square(0, 0, 1, 2), by=by),
        "add_estate": lambda by: territory.add_estate(community_id=first.pk, name="新小区", by=by),
        "change_estate": lambda by: territory.change_estate(estate_id=estate.pk, name="新名", by=by),
        "set_property_unit": lambda by: territory.set_property_unit(estate_id=estate.pk, unit_id=unit.pk, by=by),
        "add_building": lambda by: territory.add_building(row, by=by),
        "add_homes": lambda by: territory.add_homes([territory.NewHome(building.pk, "101")], by=by),
        "add_unit": lambda by: territory.add_unit(kind="property", name="新物业", area_id=first.pk, by=by),
        "change_unit": lambda by: territory.change_unit(unit_id=unit.pk, phone="1", by=by),
        "appoint": lambda by: territory.appoint(
            post_code="community_worker", account_id=person, area_id=first.pk, by=by
        ),
        "stand_in": lambda by: territory.stand_in(
            held.pk, person, today, today + timedelta(days=1), reason="休假", by=by
        ),
        "end_stand_in": lambda by: territory.end_stand_in(stand_in.pk, by=by),
        "plan_shift": lambda by: territory.plan_shift(
            area_id=first.pk, account_id=person, starts=now, ends=now + timedelta(hours=1), by=by
        ),
        "cancel_shift": lambda by: territory.cancel_shift(shift_id=shift.pk, by=by),
        "end_appointment": lambda by: territory.end_appointment(held.pk, today + timedelta(days=1), "调离", by=by),
        "set_calendar_day": lambda by: territory.set_calendar_day(area_id=first.pk, day=today, works=True, by=by),
        "set_service_hours": lambda by: territory.set_service_hours(area_id=first.pk, opens=1, closes=2, by=by),
        "bring_file": lambda by: territory.bring_file(
            kind="units", file_name="a.csv", content=b"a,b\n1,2", area_id=first.pk, by=by
        ),
        "import_rows": lambda by: territory.import_rows("units", [], area_id=first.pk, by=by),
        "match_columns": lambda by: territory.match_columns(run.pk, columns={"name": 0, "kind": 1, "area": 2}, by=by),
        "try_run": lambda by: territory.try_run(run.pk, by=by),
        "begin_run": lambda by: territory.begin_run(run.pk, by=by),
        "remove_run": lambda by: territory.remove_run(run.pk, by=by),
    }


def test_an_administrator_of_the_area_may_do_all(place):
    actor = make.an_administrator(place.communities[0])
    for verb in everything(place).values():
        verb(actor)


def test_an_administrator_above_may_do_all(place):
    actor = make.an_administrator(place.county)
    for verb in everything(place).values():
        verb(actor)


@pytest.mark.parametrize("who", ["neighbour", "handler", "street_dispatcher", "resident", "visitor"])
def test_others_may_do_nothing(place, who):
    actor = {
        "neighbour": make.an_administrator(place.communities[1]),
        "handler": make.a_member("handler", place.communities[0]),
        "street_dispatcher": make.a_member("dispatcher", place.street),
        "resident": Actor(kind=ActorKind.RESIDENT, account_id=1),
        "visitor": VISITOR,
    }[who]
    for name, verb in everything(place).items():
        with pytest.raises(NotAllowed):
            verb(actor)
        assert name


def test_posts_are_for_administrators_of_the_county(place):
    for actor in (make.an_administrator(place.street), VISITOR):
        with pytest.raises(NotAllowed):
            territory.define_post(code="x", name="x", level="grid", roles=[], by=actor)
        with pytest.raises(NotAllowed):
            territory.define_staffing(post_code="grid_leader", count=3, by=actor)
        with pytest.raises(NotAllowed):
            territory.add_roads(
                [territory.NewRoad("路", "primary", make.square(0, 0).exterior)], county_id=place.county.pk, by=actor
            )
    actor = make.an_administrator(place.county)
    territory.define_post(code="x", name="x", level="grid", roles=[], by=actor)
    territory.define_staffing(post_code="grid_leader", count=3, by=actor)


def test_nobody_but_the_system_founds_a_county():
    with pytest.raises(NotAllowed):
        territory.add_area(kind="county", name="x", code="1", by=VISITOR)


def test_a_verb_that_is_refused_leaves_nothing_behind(place):
    before = len(territory.descendants(""))
    with pytest.raises(NotAllowed):
        territory.add_area(kind="grid", name="新", code="77", parent_id=place.communities[0].pk, by=VISITOR)
    assert len(territory.descendants("")) == before


def test_names_of_appointed_people_are_for_staff_around(place):
    make.an_appointment("grid_leader", make.a_person("林秀华"), place.grids[0])
    assert [
        row.name for row in territory.appointments(make.a_member("handler", place.grids[0]), place.grids[0].path)
    ] == ["林秀华"]
    assert territory.appointments(make.a_member("supervisor", place.county), place.street.path)
    for stranger in (VISITOR, make.a_member("handler", place.grids[1])):
        with pytest.raises(NotFound):
            territory.appointments(stranger, place.grids[0].path)


def test_registers_go_to_administrators_only(place):
    for stranger in (VISITOR, make.a_member("supervisor", place.county), make.an_administrator(place.communities[1])):
        with pytest.raises(NotFound):
            territory.register("buildings", stranger, place.communities[0].path)
        with pytest.raises(NotFound):
            territory.boundary_register(stranger, place.communities[0].path)
    assert len(territory.boundary_register(make.an_administrator(place.county), place.county.path)["features"]) == 8


def test_what_is_held_about_a_person_can_be_given_out(place):
    person = make.a_person()
    held = make.an_appointment("grid_leader", person, place.grids[0])
    found = privacy.export(person)
    assert [one["post"] for one in found["appointments"]] == ["网格长"]
    assert held.account_id == person
