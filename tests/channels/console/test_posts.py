"""Grids and posts: who serves, what is vacant, who has too much; appointing, standing in, duty, units."""

import pytest
from tests.channels.console.sheets import sheets_of
from tests.factories import access as people
from tests.factories import cases as make
from tests.factories import territory as land
from tests.factories.spreads import a_seated_unit, a_spread

from linli.engines.territory import plans
from linli.engines.territory import public as territory
from linli.engines.territory.models import Appointment, DutyShift, StandIn, Unit
from linli.kernel import clock
from linli.kernel.actor import SYSTEM


@pytest.fixture
def grid(world):
    return world.land.grids[1]


def test_the_page_shows_who_serves_and_what_is_vacant(world, browser):
    page = browser(world.street).get(f"/console/posts/?area={world.land.grids[0].pk}").content.decode()
    assert world.leader.name in page
    assert "网格员" in page
    assert "缺 2" in page
    assert 'id="posts-map"' in page


def test_the_units_fixed_to_a_grid_are_shown_and_exported(world, browser):
    a_seated_unit(world.land, "水务局", 0, 0, capacity=4)
    plans.adopt_spread(a_spread(world.land.county).pk, effective=clock.today(), by=SYSTEM)
    client = browser(world.street)
    for place, columns in ((world.land.grids[0], 2), (world.land.communities[0], 3)):
        page = client.get(f"/console/posts/?area={place.pk}").content.decode()
        table = page.split("data-serving-units", 1)[1].split("</table>", 1)[0]
        assert "水务局" in table
        assert table.count('<th scope="col"') == columns
    rows = sheets_of(client.get(f"/console/posts/export/?area={world.land.communities[0].pk}"))["网格的包联单位"]
    assert len(rows) == 3


def test_only_administrators_are_offered_changes(world, admin, browser):
    address = f"/console/posts/?area={world.land.grids[0].pk}"
    assert "/appoint/" not in browser(world.street).get(address).content.decode()
    assert "/appoint/" in browser(admin).get(address).content.decode()
    assert browser(world.street).get(f"/console/posts/{world.land.grids[0].pk}/appoint/").status_code == 404


def test_a_person_is_found_and_appointed(world, admin, browser, grid):
    person = people.an_account("高阳", username="gaoyang")
    client = browser(admin)
    assert f'value="{person.pk}"' in client.get("/console/posts/people/?who=高阳").content.decode()
    answer = client.post(
        f"/console/posts/{grid.pk}/appoint/",
        {"post_code": "grid_member", "account_id": person.pk, "starts": "2026-11-01"},
    )
    assert answer.status_code == 302
    assert Appointment.objects.filter(account=person, post__code="grid_member", area=grid).count() == 1


def test_nobody_chosen_is_said(admin, browser, grid):
    answer = browser(admin).post(
        f"/console/posts/{grid.pk}/appoint/", {"post_code": "grid_member", "starts": "2026-11-01"}
    )
    assert answer.status_code == 422
    assert "请搜索并选择一个人" in answer.content.decode()


def test_a_refusal_of_the_engine_stands_on_the_form(world, admin, browser):
    answer = browser(admin).post(
        f"/console/posts/{world.land.grids[0].pk}/appoint/",
        {"post_code": "grid_leader", "account_id": world.leader.account_id, "starts": "2026-11-01"},
    )
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()


def test_a_building_head_is_appointed_to_a_building(world, admin, browser):
    block = make.a_block(world)
    person = people.an_account("高阳")
    browser(admin).post(
        f"/console/posts/{world.land.grids[0].pk}/appoint/?building={block.pk}",
        {"post_code": "building_head", "account_id": person.pk, "starts": "2026-11-01"},
    )
    assert Appointment.objects.get(account=person).building_id == block.pk


def test_an_appointment_ends_with_a_reason(world, admin, browser):
    row = people.appointment_of(world.neighbour)
    client = browser(admin)
    assert client.post(f"/console/posts/{row.area_id}/end/{row.pk}/", {"ends": "2026-12-01"}).status_code == 422
    client.post(f"/console/posts/{row.area_id}/end/{row.pk}/", {"ends": "2026-12-01", "reason": "调岗"})
    row.refresh_from_db()
    assert (str(row.ends), row.end_reason) == ("2026-12-01", "调岗")


def test_somebody_stands_in_and_the_holder_comes_back(world, admin, browser):
    row = people.appointment_of(world.leader)
    client = browser(admin)
    given = {
        "account_id": world.neighbour.account_id,
        "starts": make.today_plus(0).isoformat(),
        "ends": make.today_plus(7).isoformat(),
        "reason": "休假",
    }
    client.post(f"/console/posts/{row.area_id}/stand-in/{row.pk}/", given)
    standing = StandIn.objects.get()
    page = client.get(f"/console/posts/?area={row.area_id}").content.decode()
    assert f"{world.neighbour.name} 代班至" in page
    client.post(f"/console/posts/{row.area_id}/stand-in/{standing.pk}/end/")
    assert not StandIn.objects.filter(ends__gt=make.today_plus(0)).exists()


def test_turns_of_duty_are_planned_and_taken_off(world, admin, browser):
    street = world.land.street
    client = browser(admin)
    day = make.today_plus(1).isoformat()
    given = {"account_id": world.street.account_id, "starts": f"{day}T08:30", "ends": f"{day}T18:00"}
    client.post(f"/console/posts/{street.pk}/shift/", given)
    shift = DutyShift.objects.get()
    assert shift.starts.isoformat().endswith("00:30:00+00:00")
    assert world.street.name in client.get(f"/console/posts/?area={street.pk}").content.decode()
    client.post(f"/console/posts/{street.pk}/shift/{shift.pk}/cancel/")
    assert not DutyShift.objects.exists()


def test_units_are_added_and_changed(world, admin, browser):
    street = world.land.street
    client = browser(admin)
    client.post(f"/console/posts/{street.pk}/unit/", {"kind": "street.law", "name": "执法队", "phone": "0935-1"})
    unit = Unit.objects.get(name="执法队")
    client.post(f"/console/posts/{street.pk}/unit/{unit.pk}/", {"kind": "street.law", "name": "综合执法队"})
    unit.refresh_from_db()
    assert (unit.name, unit.active) == ("综合执法队", False)
    again = client.post(f"/console/posts/{street.pk}/unit/", {"kind": "street.law", "name": "综合执法队"})
    assert again.status_code == 422


def test_an_administrator_of_a_community_changes_nothing_next_door(world, browser):
    client = browser(people.an_administrator(world.land.communities[1]))
    row = people.appointment_of(world.leader)
    assert (
        client.post(f"/console/posts/{row.area_id}/end/{row.pk}/", {"ends": "2026-12-01", "reason": "x"}).status_code
        == 404
    )
    assert client.post(f"/console/posts/{world.land.street.pk}/unit/", {"kind": "x", "name": "y"}).status_code == 404


def test_more_than_a_hundred_households_are_shown(world, browser):
    block = land.a_building(land.an_estate(world.land.communities[0]), number="9")
    type(block).objects.filter(pk=block.pk).update(households=140)
    territory.forget_caches()
    make.a_building_head(world, block)
    page = browser(world.street).get("/console/posts/").content.decode()
    assert "一人负责户数超限" in page
    assert "140" in page


def test_posts_vacancies_and_overloads_go_into_a_spreadsheet(world, browser):
    sheets = sheets_of(browser(world.street).get("/console/posts/export/"))
    assert [world.land.grids[0].name, None, "网格长", world.leader.name] in [row[:4] for row in sheets["谁在服务"]]
    assert any(row[2] == "网格员" and row[3:5] == [2, 0] for row in sheets["空缺"])
