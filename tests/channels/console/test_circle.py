"""The pages of the 15-minute circle: points added, brought in and closed; reach shown; what-ifs; who may what."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.channels.console.sheets import sheets_of
from tests.factories import circle as make
from tests.factories import plans as drawn

from linli.engines.territory.models import ReachStudy, ServicePoint


@pytest.fixture
def town(world):
    make.the_kinds()
    return drawn.a_lattice(land=world.land)


def path(area, page=""):
    return f"/console/circle/{area.pk}/{page}"


def typed(column=1, row=1, **more):
    x, y = drawn.place_of(column, row)
    return {"kind": "market", "name": "兴农菜市场", "longitude": x, "latitude": y, **more}


def test_the_first_page_lists_the_communities_of_the_viewer(world, town, admin, browser):
    make.a_point()
    make.a_study(town)
    page = browser(admin).get("/console/circle/").content.decode()
    assert "兴农菜市场" in page
    assert "桂花社区" in page
    assert "桂花社区" not in browser(world.worker).get("/console/circle/").content.decode()
    assert browser(world.leader).get("/console/circle/").status_code == 404


def test_a_point_is_added_changed_and_closed(town, admin, browser):
    client = browser(admin)
    assert client.get(path(town.community, "add/?kind=market&longitude=102.1&latitude=38.5")).status_code == 200
    answer = client.post(path(town.community, "add/"), typed())
    assert answer["Location"] == path(town.community, "?kind=market")
    point = ServicePoint.objects.get()
    client.post(f"/console/circle/point/{point.pk}/", typed(name="新菜市场", hours="7:00-19:00"))
    page = client.get(path(town.community, "?kind=market")).content.decode()
    assert "新菜市场" in page
    assert "7:00-19:00" in page
    client.post(f"/console/circle/point/{point.pk}/close/")
    assert client.get(f"/console/circle/point/{point.pk}/").status_code == 404


def test_what_is_wrong_with_a_point_stands_beside_its_field(town, admin, browser):
    answer = browser(admin).post(path(town.community, "add/"), typed(longitude="10", latitude="10"))
    assert answer.status_code == 422
    assert "兴农菜市场" in answer.content.decode()
    assert not ServicePoint.objects.exists()


def test_a_list_is_brought_in_and_told_line_by_line(town, admin, browser):
    x, y = drawn.place_of(2, 2)
    rows = f"名称,类别,经度,纬度\n甲市场,菜市场,{x},{y}\n乙,飞机场,1,2".encode()
    file = SimpleUploadedFile("points.csv", rows)
    given = {"what": "points", "source_system": "wgs84", "file": file}
    page = browser(admin).post(path(town.community, "bring/"), given).content.decode()
    assert "新增1行" in page
    assert "飞机场" in page
    people = SimpleUploadedFile("people.csv", "小区,楼号,老人\n东1小区,1,7".encode())
    page = browser(admin).post(path(town.community, "bring/"), {**given, "what": "people", "file": people})
    assert "新增1行" in page.content.decode()


def test_reach_is_worked_out_and_asked_what_if(town, admin, browser):
    make.a_point()
    client = browser(admin)
    assert client.post(path(town.community, "work-out/"), {"places": 2}).status_code == 302
    study = ReachStudy.objects.get()
    assert "data-job" in client.get(path(town.community)).content.decode()
    make.journal.run_job(study.job_id)
    page = client.get(path(town.community, "?kind=market")).content.decode()
    assert "data-circle" in page
    assert 'data-sites="coverage"' in page
    x, y = drawn.place_of(4, 7)
    found = client.get(f"/console/circle/study/{study.pk}/try.json?kind=market&at={x},{y}").json()
    assert found["after"] > found["before"]
    assert f"{found['before']} → {found['after']}" in client.get(
        path(town.community, f"?kind=market&at={x},{y}")
    ).content.decode()
    point = ServicePoint.objects.get()
    assert client.get(f"/console/circle/study/{study.pk}/try.json?kind=market&close={point.pk}").json()["after"] == 0
    assert client.get(f"/console/circle/study/{study.pk}/try.json?kind=market&at=here").status_code == 404
    metres = client.get(f"/console/circle/study/{study.pk}/metres.bin").content
    found = client.get(f"/console/circle/study/{study.pk}/map.json").json()
    assert len(metres) == 2 * len(found["homes"]) * (len(found["points"]) + len(found["candidates"]))


def test_everything_is_in_the_spreadsheet(town, admin, browser):
    make.a_point()
    make.older_people(town)
    make.a_study(town)
    sheets = sheets_of(browser(admin).get(path(town.community, "export/")))
    assert [row[0] for row in sheets["服务点"]] == ["名称", "兴农菜市场"]
    assert any(row[1] == "老人" for row in sheets["走不到"])
    assert "社区" in sheets_of(browser(admin).get("/console/circle/export/"))


def test_readers_look_and_do_not_write_and_neighbours_see_nothing(world, town, admin, browser):
    make.a_point()
    study = make.a_study(town)
    worker = browser(world.worker)
    assert worker.get(path(town.community)).status_code == 200
    assert worker.post(path(town.community, "add/"), typed(name="二市场")).status_code == 404
    assert worker.post(path(town.community, "work-out/")).status_code == 404
    leader = browser(world.leader)
    for page in (path(town.community), f"/console/circle/study/{study.pk}/map.json", "/console/circle/"):
        assert leader.get(page).status_code == 404


def test_the_page_asks_the_database_little(town, admin, browser, django_assert_max_num_queries):
    for number in range(6):
        make.a_point(f"{number}市场", number % 6, number)
    make.a_study(town)
    client = browser(admin)
    client.get(path(town.community))
    with django_assert_max_num_queries(32):
        client.get(path(town.community, "?kind=market"))
