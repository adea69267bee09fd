"""The 15-minute circle: points kept and brought in, reach measured, gaps by need, best next places, what-ifs."""

import numpy as np
import pytest
from tests.factories import circle as make
from tests.factories.plans import a_lattice, place_of
from tests.factories.territory import a_member, an_administrator

from linli.engines.territory import circle
from linli.engines.territory.models import BuildingPeople, ReachStudy, ServicePoint
from linli.kernel.actor import SYSTEM
from linli.kernel.errors import Invalid, NotAllowed, NotFound, WrongState

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    make.the_kinds()
    return a_lattice()


def bring(town, *rows, by=SYSTEM, **more):
    content = "\n".join(("名称,类别,经度,纬度,地址,营业时间,电话", *rows)).encode()
    return circle.bring_service_points(area_id=town.community.pk, content=content, by=by, **more)


def test_a_point_is_added_changed_and_closed_and_stays_in_the_history(town):
    point = make.a_point()
    assert point.area == town.community
    circle.change_service_point(point.pk, given=make.given("新菜市场", 1, 1, hours="7:00-19:00"), by=SYSTEM)
    (row,) = circle.service_points(town.community.path)
    assert (row.name, row.hours, row.kind) == ("新菜市场", "7:00-19:00", "market")
    circle.close_service_point(point.pk, by=SYSTEM)
    assert circle.service_points(town.community.path) == []
    assert ServicePoint.objects.get().valid_to is not None
    with pytest.raises(WrongState):
        circle.close_service_point(point.pk, by=SYSTEM)


def test_the_same_point_twice_an_unknown_kind_and_a_place_outside_are_refused(town):
    make.a_point()
    with pytest.raises(Invalid) as twice:
        make.a_point()
    assert "name" in twice.value.fields
    with pytest.raises(Invalid) as unknown:
        make.a_point("飞机场", kind="airport")
    assert "kind" in unknown.value.fields
    with pytest.raises(Invalid) as outside:
        circle.add_service_point(given=circle.PointGiven("market", "远市场", 10.0, 10.0), by=SYSTEM)
    assert "longitude" in outside.value.fields


def test_only_those_who_draw_keep_points_and_others_see_no_study(town):
    other = a_member("coordinator", town.county.communities[1])
    point = make.a_point()
    with pytest.raises(NotAllowed):
        circle.add_service_point(given=make.given("二市场"), by=other)
    with pytest.raises(NotAllowed):
        circle.close_service_point(point.pk, by=other)
    with pytest.raises(NotAllowed):
        circle.ask_study(area_id=town.community.pk, by=other)
    study = make.a_study(town, by=an_administrator(town.county.county))
    for read in (circle.circle_map, circle.circle_metres):
        with pytest.raises(NotFound):
            read(other, study.pk)
    with pytest.raises(NotFound):
        circle.circle_of(other, town.community.pk)
    with pytest.raises(NotFound):
        circle.what_if(other, study.pk, kind="market", at=place_of(0, 0))


def test_a_list_brings_points_by_place_or_by_address_and_tells_line_by_line(town):
    x, y = place_of(2, 2)
    brought = bring(
        town, f"甲市场,菜市场,{x},{y},,6:00-18:00,0935-1234567", "乙食堂,老年食堂,,,东1小区3号楼,,",
        "丙,飞机场,1,2,,,", "丁市场,菜市场,,,没有的小区1号楼,,", f"戊市场,菜市场,{y},{x},,,", "己市场,菜市场,,,,,",
    )  # fmt: skip
    assert (brought.added, brought.changed, len(brought.refused)) == (2, 0, 4)
    assert "飞机场" in brought.refused[0]
    again = bring(town, f"甲市场,菜市场,{x},{y},,5:00-18:00,")
    assert (again.added, again.changed) == (0, 1)
    assert [one.hours for one in circle.service_points(town.community.path, "market")] == ["5:00-18:00"]


def test_a_list_without_its_columns_is_refused_whole(town):
    with pytest.raises(Invalid) as refused:
        circle.bring_service_points(area_id=town.community.pk, content="甲,乙\n1,2".encode(), by=SYSTEM)
    assert "file" in refused.value.fields


def test_people_are_counted_by_building_from_a_list(town):
    rows = "小区,楼号,儿童,老人\n东1小区,1,5,7\n东1小区,1,6,8\n没有的小区,1,1,1\n东1小区,,1,1"
    brought = circle.bring_people(area_id=town.community.pk, content=rows.encode(), by=SYSTEM)
    assert (brought.added, brought.changed, len(brought.refused)) == (1, 1, 2)
    assert dict(BuildingPeople.objects.values_list("group", "people")) == {"child": 6, "elderly": 8}


def test_reach_is_told_for_all_homes_and_for_older_people(town):
    make.a_point()
    make.a_point("南食堂", kind=make.CANTEEN)
    make.older_people(town)
    make.a_study(town)
    found = circle.circle_of(SYSTEM, town.community.pk)
    assert found.study is not None
    assert not found.study.stale
    needs = {(one.kind, one.group): one for one in found.needs}
    everybody, older = needs["canteen", ""], needs["canteen", "elderly"]
    assert everybody.inside + everybody.outside == 48 * 30
    assert older.inside + older.outside == 24 * 4
    assert older.percent < everybody.percent  # it stands in the south, they live in the north
    assert ("market", "elderly") not in needs


def test_gaps_name_the_buildings_with_most_people_first(town):
    make.a_point()
    make.older_people(town)
    study = make.a_study(town)
    market = circle.gaps(SYSTEM, study.pk, "market")
    need = next(one for one in circle.circle_of(SYSTEM, town.community.pk).needs if one.kind == "market")
    assert sum(one.households for one in market) == need.outside
    nowhere = circle.gaps(SYSTEM, study.pk, "canteen", "elderly")
    assert {one.metres for one in nowhere} == {None}
    assert len(nowhere) == 24


def test_a_study_tells_when_its_points_are_no_longer_those_of_today(town):
    point = make.a_point()
    make.a_study(town)
    stale = lambda: circle.circle_of(SYSTEM, town.community.pk).study.stale
    assert not stale()
    circle.change_service_point(point.pk, given=make.given(column=2), by=SYSTEM)
    assert stale()
    make.a_study(town)
    make.a_point("二市场", 4, 4)
    assert stale()
    make.a_study(town)
    circle.close_service_point(point.pk, by=SYSTEM)
    assert stale()


def test_what_if_a_place_opens_says_what_working_it_out_anew_says(town):
    make.a_point()
    study = make.a_study(town)
    foreseen = circle.what_if(SYSTEM, study.pk, kind="market", at=place_of(4, 7))
    assert foreseen.after > foreseen.before
    assert foreseen.gained
    there = circle.PointGiven("market", "北市场", foreseen.longitude, foreseen.latitude)
    circle.add_service_point(given=there, by=SYSTEM)
    make.a_study(town)
    need = next(one for one in circle.circle_of(SYSTEM, town.community.pk).needs if one.kind == "market")
    assert need.inside == foreseen.after


def test_what_if_the_only_point_closes_leaves_nobody_within_reach(town):
    point = make.a_point()
    study = make.a_study(town)
    found = circle.what_if(SYSTEM, study.pk, kind="market", close=point.pk)
    assert (found.after, found.gained) == (0, [])
    assert len(found.lost) > 0
    with pytest.raises(Invalid):
        circle.what_if(SYSTEM, study.pk, kind="market")


def test_the_best_places_say_what_each_adds(town):
    make.a_point()
    study = make.a_study(town, places=2)
    coverage = {one.method: one for one in circle.best_places(SYSTEM, study.pk, "market")}
    best = coverage["coverage"]
    assert best.optimal
    assert best.after - best.before == sum(one.households for one in best.sites) > 0
    assert coverage["median"].mean_after < coverage["median"].mean_before


def test_the_map_carries_everything_a_page_needs_to_answer_by_itself(town):
    make.a_point()
    study = make.a_study(town)
    found = circle.circle_map(SYSTEM, study.pk)
    rows = np.frombuffer(circle.circle_metres(SYSTEM, study.pk), "<u2").reshape(-1, len(found["homes"]))
    assert len(rows) == len(found["points"]) + len(found["candidates"])
    inside = sum(one["households"] for one, metres in zip(found["homes"], rows[0], strict=True) if metres <= 400)
    need = next(one for one in circle.circle_of(SYSTEM, town.community.pk).needs if one.kind == "market")
    assert inside == need.inside


def test_a_community_without_homes_gets_an_answer_not_a_table(town):
    empty = town.county.communities[1]
    asked = circle.ask_study(area_id=empty.pk, by=SYSTEM)
    with pytest.raises(WrongState):
        circle.ask_study(area_id=empty.pk, by=SYSTEM)
    make.journal.run_job(asked.job_id)
    asked.refresh_from_db()
    assert asked.state == ReachStudy.State.FAILED
    assert asked.fault
    assert circle.circle_of(SYSTEM, empty.pk).study is None


def test_what_is_near_comes_nearest_first(town):
    make.a_point()
    make.a_point("北市场", 5, 7)
    x, y = place_of(1, 1)
    near = circle.points_near(x, y, town.community.path, 5_000)
    assert [one.name for one in near] == ["兴农菜市场", "北市场"]
    assert near[0].minutes < near[1].minutes
    assert circle.points_near(x, y, town.community.path, near[0].metres) == near[:1]
