"""What if on the page: a year of cases on another net, or with more people in a grid; who may look."""

from dataclasses import replace

import pytest
from tests.channels.console.sheets import sheets_of
from tests.factories import access as people
from tests.factories import cases as make
from tests.factories import plans as drawn

from linli.engines.territory import public as territory
from linli.kernel.actor import SYSTEM


@pytest.fixture
def town(world):
    made = drawn.a_lattice(land=world.land)
    for column in range(4):
        x, y = drawn.place_of(column, 1)
        make.a_case(world, location=replace(make.a_place(world), longitude=x, latitude=y))
    return made


def with_the_role(role, world):
    """Somebody of the county with this role alone."""
    territory.define_post(code=f"only_{role}", name="县领导", level="county", roles=[role], by=SYSTEM)
    return people.as_actor(people.appointed(f"only_{role}", world.land.county))


def page(town, rest=""):
    return f"/console/planner/{town.community.pk}/whatif/{rest}"


def test_the_net_of_today_with_more_people_is_less_busy(town, admin, browser):
    client = browser(admin)
    answer = client.get(page(town))
    assert answer.status_code == 200
    found = answer.context["found"]
    assert found.looked_at == 4
    key = max(found.after.grids, key=lambda one: one.cases).key
    more = client.get(page(town, f"?people-{key}=3&minutes=400")).context
    assert {one.key: one.load.people for one in more["then"]}[key] == 3
    assert more["found"].after.wait < more["found"].before.wait


def test_cases_are_laid_on_a_plan(town, admin, browser):
    plan = drawn.a_plan(town, name="细分方案", low=100, high=200)
    client = browser(admin)
    answer = client.get(page(town, f"?plan={plan.pk}"))
    assert "细分方案" in answer.content.decode()
    assert answer.context["found"].after.cases == 4
    now = client.get(page(town, f"map.json?plan={plan.pk}&side=now")).json()["grids"]["features"]
    then = client.get(page(town, f"map.json?plan={plan.pk}&side=then")).json()["grids"]["features"]
    assert sum(one["properties"]["households"] for one in now) == 4
    assert sum(one["properties"]["households"] for one in then) == 4
    assert len(then) > len(now)
    sheets = sheets_of(client.get(page(town, f"export/?plan={plan.pk}")))
    assert "细分方案" in sheets
    assert client.get(page(town, "?plan=x")).status_code == 404


def test_a_plan_of_elsewhere_and_a_stranger_see_nothing(world, town, admin, browser):
    plan = drawn.a_plan(town)
    other = world.land.communities[1].pk
    assert browser(admin).get(f"/console/planner/{other}/whatif/?plan={plan.pk}").status_code == 404
    assert browser(world.leader).get(page(town)).status_code == 404
    assert browser(world.other_worker).get(page(town)).status_code == 404


def test_the_way_there_is_shown_to_who_may_look(world, town, admin, browser):
    drawn.a_plan(town, name="没有摆出来的方案")
    address = f"/console/planner/{town.community.pk}/plans/"
    assert page(town) in browser(admin).get(address).content.decode()
    assert "没有摆出来的方案" in browser(admin).get(page(town)).content.decode()
    boss = browser(with_the_role("supervisor", world))
    for one in (address, f"/console/planner/{town.community.pk}/nets/"):
        assert page(town) in boss.get(one).content.decode()
    assert "没有摆出来的方案" not in boss.get(page(town)).content.decode()
    figures = browser(with_the_role("figures", world))
    assert page(town) not in figures.get(address).content.decode()
    assert figures.get(page(town)).status_code == 404
