"""Pages of units over grids: what a unit brings, a spread asked for, its map and table, adopting it; who sees it."""

import pytest
from tests.channels.console.sheets import sheets_of
from tests.factories.spreads import a_seated_unit, a_spread
from tests.factories.territory import a_unit

from linli.engines.journal import public as journal
from linli.engines.territory.models import UnitSpread, UnitTie
from linli.kernel import clock

UNITS = "/console/planner/units/"


@pytest.fixture
def units(world):
    places = {"水务局": (0, 0), "供电公司": (0, 1), "司法局": (1, 0), "县医院": (1, 1)}
    return {name: a_seated_unit(world.land, name, *at, capacity=2) for name, at in places.items()}


def of(spread, page=""):
    return f"{UNITS}spread/{spread.pk}/{page}"


def test_a_unit_says_what_it_brings(world, admin, browser):
    unit = a_unit(world.land.county, "county.urban_mgmt", "水务局")
    client = browser(admin)
    page = client.get(UNITS).content.decode()
    assert "不参加分派的单位" in page
    assert client.get(f"{UNITS}{unit.pk}/").status_code == 200
    given = {"capacity": 2, "skills": "管网，抢修", "longitude": "104.1", "latitude": ""}
    answer = client.post(f"{UNITS}{unit.pk}/", given)
    assert answer.status_code == 422
    assert "管网，抢修" in answer.content.decode()
    assert client.post(f"{UNITS}{unit.pk}/", {**given, "latitude": "36.5"}).status_code == 302
    assert "管网、抢修" in client.get(UNITS).content.decode()


def test_a_unit_is_set_into_a_grid_by_hand_and_taken_off(world, units, admin, browser):
    client, unit = browser(admin), units["水务局"]
    grid = world.land.grids[3]
    client.post(f"{UNITS}{unit.pk}/tie/", {"grid": grid.pk, "locked": "on", "reason": "结对"})
    assert UnitTie.objects.get().locked
    assert "结对" in client.get(f"{UNITS}{unit.pk}/").content.decode()
    assert client.post(f"{UNITS}{unit.pk}/tie/", {"grid": ""}).status_code == 422
    client.post(f"{UNITS}{unit.pk}/untie/", {"grid": grid.pk})
    assert not UnitTie.objects.exists()


def test_units_are_spread_looked_at_and_adopted(world, units, admin, browser):
    client = browser(admin)
    wrong = client.post(f"{UNITS}spread/", {"tie_metres": 3000, "skill_metres": 0, "wanted": "没有的网格：法律"})
    assert wrong.status_code == 422
    wanted = f"{world.land.grids[0].name}：法律，医疗"
    answer = client.post(f"{UNITS}spread/", {"tie_metres": 3000, "skill_metres": 1500, "wanted": wanted})
    spread = UnitSpread.objects.get()
    assert answer.headers["Location"] == of(spread)
    assert "data-job" in client.get(of(spread)).content.decode()
    journal.run_job(spread.job_id)
    page = client.get(of(spread)).content.decode()
    assert "社区联络单位" in page
    assert "已经证明" in page
    drawn = client.get(of(spread, "map.json")).json()
    assert len(drawn["lines"]) == 8
    assert len(drawn["seats"]) == 4
    sheet = sheets_of(client.get(of(spread, "export/")))["谁在服务"]
    assert len(sheet) >= 9
    assert client.post(of(spread, "adopt/"), {"effective": "2020-01-01"}).status_code == 422
    client.post(of(spread, "adopt/"), {"effective": clock.today().isoformat()})
    spread.refresh_from_db()
    assert spread.state == "adopted"
    assert wanted in client.get(f"{UNITS}spread/").content.decode()
    assert client.get(f"{UNITS}export/").status_code == 200


def test_a_pair_is_fastened_on_the_page(world, units, admin, browser):
    spread = a_spread(world.land.county)
    one = spread.places.first()
    client = browser(admin)
    client.post(of(spread, "fasten/"), {"unit": one.unit_id, "grid": one.grid_id})
    assert UnitTie.objects.get().grid_id == one.grid_id
    client.post(of(spread, "fasten/"), {"unit": one.unit_id, "grid": one.grid_id, "loosen": "1"})
    assert not UnitTie.objects.exists()
    assert client.post(of(spread, "fasten/"), {"unit": "x", "grid": 1}).status_code == 404


def test_those_below_see_no_spread_of_the_county(world, units, admin, browser):
    spread = a_spread(world.land.county)
    worker = browser(world.worker)
    for page in (of(spread), of(spread, "map.json"), of(spread, "export/")):
        assert worker.get(page).status_code == 404
    assert worker.post(of(spread, "adopt/"), {"effective": clock.today().isoformat()}).status_code == 404
    assert worker.get(f"{UNITS}{units['水务局'].pk}/").status_code == 404
    assert "水务局" not in worker.get(UNITS).content.decode()
    assert browser(world.leader).get(UNITS).status_code == 404


def test_the_pages_cost_the_same_however_many_there_are(world, units, admin, browser, django_assert_max_num_queries):
    spread = a_spread(world.land.county)
    for number in range(6):
        a_seated_unit(world.land, f"单位{number}", 0, 0)
    client = browser(admin)
    client.get(UNITS)
    with django_assert_max_num_queries(20):
        client.get(UNITS)
    with django_assert_max_num_queries(20):
        client.get(of(spread))
