"""The planner's pages: nets brought in and looked at, a plan asked for, edited, signed, adopted; who sees what."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.channels.console.sheets import sheets_of
from tests.factories import plans as drawn

from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.engines.territory.models import GridPlan, Net
from linli.kernel import clock
from linli.kernel.actor import SYSTEM

WISHES = {"name": "试划", "measure": "households", "low": 200, "high": 400, "keep": "", "seconds": 1, "seed": 1}


@pytest.fixture
def town(world):
    return drawn.a_lattice(land=world.land)


@pytest.fixture
def plan(town):
    return drawn.a_plan(town)


def path(area, page):
    return f"/console/planner/{area.pk}/{page}/"


def of(plan, page=""):
    return f"/console/planner/plan/{plan.pk}/{page}{'' if page.endswith('.json') or not page else '/'}"


def upload(town, name="综治网格", first=0.0, last=0.6):
    rows = (drawn.feature(drawn.strip(first, last), code="A1"), drawn.feature(drawn.strip(0.5, 1), code="A2"))
    return {"name": name, "source_system": "wgs84", "file": SimpleUploadedFile("a.geojson", drawn.geojson(*rows))}


def test_the_first_page_lists_the_communities_of_the_viewer(world, town, admin, browser):
    page = browser(admin).get("/console/planner/").content.decode()
    assert "兴农社区" in page
    assert "桂花社区" in page
    worker = browser(world.worker).get("/console/planner/").content.decode()
    assert "兴农社区" in worker
    assert "桂花社区" not in worker
    assert browser(world.leader).get("/console/planner/").status_code == 404


def test_a_net_is_brought_in_and_shown_with_its_overlaps(town, admin, browser):
    client = browser(admin)
    answer = client.post(path(town.community, "nets/bring"), upload(town))
    assert answer.status_code == 302
    page = client.get(path(town.community, "nets")).content.decode()
    assert "综治网格" in page
    assert "多头管" in page
    layers = client.get(path(town.community, "nets")[:-1] + "/map.json").json()
    assert len(layers["overlaps"]["features"]) == 1
    sheets = sheets_of(client.get(path(town.community, "nets/export")))
    assert sheets["各部门的网"][2][0] == "综治网格"


def test_a_file_that_is_none_is_refused_beside_its_field(town, admin, browser):
    given = {**upload(town), "file": SimpleUploadedFile("a.txt", b"...")}
    answer = browser(admin).post(path(town.community, "nets/bring"), given)
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    assert not Net.objects.exists()


def test_grids_are_ticked_to_stay_and_a_net_taken_away(world, town, admin, browser):
    client = browser(admin)
    client.post(path(town.community, "nets/bring"), upload(town))
    net = Net.objects.get()
    client.post(path(town.community, f"nets/{net.pk}/keep"), {"code": ["A2"]})
    assert net.grids.get(keep=True).code == "A2"
    assert browser(world.worker).post(path(town.community, f"nets/{net.pk}/remove")).status_code == 404
    client.post(path(town.community, f"nets/{net.pk}/remove"))
    assert not Net.objects.exists()


def test_a_plan_is_asked_for_and_its_page_tells_how_far_it_is(town, admin, browser):
    client = browser(admin)
    assert client.get(path(town.community, "plans/new")).status_code == 200
    answer = client.post(path(town.community, "plans/new"), WISHES)
    plan = GridPlan.objects.get()
    assert answer.headers["Location"] == of(plan)
    assert "data-job" in client.get(of(plan)).content.decode()
    journal.run_job(plan.job_id)
    page = client.get(of(plan)).content.decode()
    assert "data-plan" in page
    assert client.get(path(town.community, "plans")).content.decode().count("试划") == 1


def test_after_new_buildings_the_net_of_today_is_changed_little(town, admin, browser):
    client = browser(admin)
    x, y = drawn.place_of(2, 3)
    territory.add_building(
        territory.NewBuilding(
            community_id=town.community.pk, estate_id=None, number="99", name="新楼", longitude=x + 2e-4,
            latitude=y + 2e-4,
            floors=6, households=25, entrances=("1",), valid_from=clock.today(),
        ),
        by=SYSTEM,
    )  # fmt: skip
    assert "新楼入住" in client.get(path(town.community, "plans")).content.decode()
    form = client.get(path(town.community, "plans/new") + "?from=present").context["form"]
    assert form["keep"].value() == "present"
    client.post(path(town.community, "plans/new"), {**WISHES, "low": 600, "high": 800, "keep": "present"})
    plan = GridPlan.objects.get()
    journal.run_job(plan.job_id)
    changes = client.get(of(plan, "compare")).context["found"].changes
    assert len(changes) <= 1


def test_wishes_that_make_no_sense_come_back_with_what_was_typed(town, admin, browser):
    answer = browser(admin).post(path(town.community, "plans/new"), {**WISHES, "low": 500, "high": 300})
    assert answer.status_code == 422
    assert 'value="500"' in answer.content.decode()


def test_a_building_is_tried_moved_and_taken_back(town, plan, admin, browser):
    client = browser(admin)
    cells = client.get(of(plan, "map.json")).json()["cells"]["features"]
    at = {one["properties"]["id"]: one["properties"]["grid"] for one in cells}
    building = town.buildings[0, 0].pk
    to = next(code for code in sorted(set(at.values())) if code != at[building])
    tried = client.get(f"{of(plan, 'try.json')}?building={building}&to={to}").json()
    assert {one["code"]: one["after"] - one["before"] for one in tried["grids"]}[to] == 30
    client.post(of(plan, "move"), {"building": [building], "to": to, "edition": 1})
    assert "1号楼 划到" in client.get(of(plan)).content.decode()
    client.post(of(plan, "undo"))
    assert "已撤回" in client.get(of(plan)).content.decode()
    answer = client.post(of(plan, "move"), {"to": to, "edition": 3}, follow=True)
    assert "请选这个方案里的楼栋" in answer.content.decode()
    assert client.get(f"{of(plan, 'try.json')}?building=x&to={to}").status_code == 404


def test_a_whole_estate_is_moved(town, plan, admin, browser):
    client = browser(admin)
    code = plan.grids.order_by("code").first().code
    estate = town.buildings[5, 7].estate_id
    client.post(of(plan, "move"), {"estate": estate, "to": code, "edition": 1})
    cells = [one["properties"] for one in client.get(of(plan, "map.json")).json()["cells"]["features"]]
    inside = [one["grid"] for one in cells if one["estate"] == estate]
    assert set(inside) == {code}


def test_community_and_street_see_a_plan_once_it_is_shared(world, town, plan, admin, browser):
    worker, street = browser(world.worker), browser(world.street)
    assert worker.get(of(plan)).status_code == 404
    browser(admin).post(of(plan, "share"))
    page = worker.get(of(plan)).content.decode()
    assert "同意并签字" in page
    assert "手工调整" not in page
    assert browser(world.other_worker).get(of(plan)).status_code == 404
    worker.post(of(plan, "remark"), {"text": "东1小区别拆开", "grid": ""})
    assert "东1小区别拆开" in street.get(of(plan)).content.decode()
    assert worker.post(of(plan, "remark"), {"text": ""}).status_code == 422
    for client, level in ((worker, "community"), (street, "street")):
        client.post(of(plan, "sign"), {"level": level, "edition": 1})
    assert plan.signatures.count() == 2
    assert worker.post(of(plan, "adopt"), {"effective": "2030-01-01", "edition": 1}).status_code == 404


def test_a_plan_is_compared_side_by_side(town, plan, admin, browser):
    client = browser(admin)
    page = client.get(of(plan, "compare")).content.decode()
    assert "现在的网" in page
    assert len(client.get(f"{of(plan, 'compare')}map.json?with=now").json()["grids"]["features"]) == 2
    other = drawn.a_plan(town, name="另一个", seed=5)
    assert client.get(f"{of(plan, 'compare')}?with={other.pk}").status_code == 200
    assert client.get(f"{of(plan, 'compare')}?with=x").status_code == 404
    assert client.get(f"{of(plan, 'compare/export')}?with=now").status_code == 200


def test_a_signed_plan_is_adopted_and_the_changes_are_listed(world, town, admin, browser):
    plan = drawn.a_signed_plan(town)
    client = browser(admin)
    assert "如果今天启用" in client.get(of(plan, "changes")).content.decode()
    answer = client.post(of(plan, "adopt"), {"effective": "2020-01-01", "edition": 1})
    assert answer.status_code == 422

    answer = client.post(of(plan, "adopt"), {"effective": clock.today().isoformat(), "edition": 1})
    assert answer.status_code == 302
    assert "换网格的楼栋" in client.get(of(plan, "changes")).content.decode()
    assert "换网格的楼栋" in sheets_of(client.get(of(plan, "changes/export")))
    assert GridPlan.objects.get(pk=plan.pk).state == "adopted"


def test_the_lists_cost_the_same_however_many_there_are(town, plan, admin, browser, django_assert_max_num_queries):
    client = browser(admin)
    client.get(path(town.community, "plans"))
    for number in range(5):
        GridPlan.objects.create(
            area=plan.area, path=plan.path, name=f"第{number}", state="ready", made_at=plan.made_at
        )
    with django_assert_max_num_queries(14):
        client.get(path(town.community, "plans"))
    with django_assert_max_num_queries(40):
        client.get(of(plan))


def test_a_plan_and_its_exports_can_be_taken_away(town, plan, admin, browser):
    client = browser(admin)
    for page in (of(plan, "export"), path(town.community, "plans/export"), "/console/planner/export/"):
        assert client.get(page).status_code == 200
    client.post(of(plan, "drop"))
    assert plan.name not in client.get(path(town.community, "plans")).content.decode()
