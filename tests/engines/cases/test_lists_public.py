"""What everybody sees: public classes with their place, limited ones at their grid, private ones never."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.cases import MORNING, World, a_case, a_place
from tests.factories.queryplans import plan
from tests.factories.rows import some_cases
from tests.factories.territory import middle

from linli.engines.cases import public as cases
from linli.engines.cases.public import CaseFilter
from linli.kernel.errors import NotFound

HERE = {"longitude": 102.1811, "latitude": 38.5122}


def shown(filters: CaseFilter | None = None) -> dict[str, Any]:
    return {row.number: row for row in cases.public_list(filters).items}


def test_a_public_class_shows_its_place_but_not_the_residents_words(world: World) -> None:
    made = a_case(world, category_code="A01").accepted()
    row = shown()[made.case.number]
    assert (row.category_name, row.place, row.exact) == ("垃圾堆积清运", "兴农小区 3 号楼", True)
    assert (row.longitude, row.latitude) == middle(0, 0)
    assert row.text == ""
    assert "旧家具" not in repr(cases.public_case(made.case.number))


def test_a_limited_class_shows_at_the_label_of_its_grid(world: World) -> None:
    made = a_case(world).accepted()
    row = shown()[made.case.number]
    assert (row.exact, row.place, row.area_name) == (False, "", world.land.grids[0].name)
    assert (row.longitude, row.latitude) == pytest.approx(middle(0, 0), abs=1e-4)
    elsewhere = some_cases(world, 1, state="handling", **HERE)[0]
    assert (shown()[elsewhere.number].longitude, shown()[elsewhere.number].latitude) == (row.longitude, row.latitude)


def test_a_private_class_never_shows(world: World) -> None:
    made = a_case(world, category_code="D01", kind_code="mediation").accepted()
    assert shown() == {}
    with pytest.raises(NotFound):
        cases.public_case(made.case.number)
    assert cases.public_map() == cases.PublicMap()


@pytest.mark.parametrize("state", ["submitted", "refused", "withdrawn"])
def test_what_nobody_took_on_does_not_show(world: World, state: str) -> None:
    made = some_cases(world, 1, category="A01", state=state, exit_code="outside")[0]
    assert shown() == {}
    with pytest.raises(NotFound):
        cases.public_case(made.number)


def test_a_text_shows_after_a_person_released_it(world: World) -> None:
    made = a_case(world).closed()
    made.did("release", world.worker, public_text="楼道堆物已清理，联系 13800000000")
    row = shown()[made.case.number]
    assert row.text.startswith("楼道堆物已清理")
    assert "13800000000" not in row.text
    assert cases.public_case(made.case.number).row == row


def test_the_public_page_tells_how_it_went_without_names(world: World) -> None:
    made = a_case(world, category_code="A01").accepted().dispatched_to(world.firm_key)
    made.did("take", world.handler).did("handle", world.handler, note="陈师傅已清运")
    page = cases.public_case(made.case.number)
    assert len(page.steps) >= 3
    assert page.assignee_name == "兴农物业"
    assert "陈师傅" not in repr(page)
    assert "张大妈" not in repr(page)


def test_the_public_finds_released_words_only(world: World) -> None:
    hidden, told = a_case(world, category_code="A01").accepted(), a_case(world, category_code="A01").accepted()
    told.did("release", world.worker, public_text="旧家具已搬走")
    assert set(shown(CaseFilter(text="旧家具"))) == {told.case.number}
    assert set(shown(CaseFilter(text="垃圾堆积"))) == {hidden.case.number, told.case.number}
    assert set(shown(CaseFilter(text="兴农小区"))) == {hidden.case.number, told.case.number}
    assert set(shown(CaseFilter(text=hidden.case.number))) == {hidden.case.number}


def test_a_limited_place_is_not_found_by_its_address(world: World) -> None:
    a_case(world).accepted()
    assert shown(CaseFilter(text="兴农小区")) == {}


def test_filters_that_are_not_the_publics_are_ignored(world: World) -> None:
    made = some_cases(world, 1, category="A01", assignee=world.leader_key, building_id=None)[0]
    assert set(shown(CaseFilter(assignee="u:77", late=True, origin="phone"))) == {made.number}
    assert shown(CaseFilter(category="B")) == {}
    assert shown(CaseFilter(path=world.land.communities[1].path)) == {}


def test_the_map_draws_public_cases_and_gathers_limited_ones(world: World) -> None:
    exact = some_cases(world, 1, category="A01", **HERE)[0]
    some_cases(world, 1, category="A01", longitude=116.4, latitude=39.9)
    some_cases(world, 6, state="handling", **HERE)
    some_cases(world, 3, grid=2, **HERE)
    west, south = 102.18, 38.51
    found = cases.public_map((west, south, west + 0.02, south + 0.02))
    assert [row.number for row in found.cases] == [exact.number]
    assert [(mark.area_name, mark.count, mark.open) for mark in found.areas] == [
        (world.land.grids[0].name, 6, True),
        (world.land.grids[2].name, None, False),
    ]
    assert not found.more
    assert cases.public_map((0, 0, 1, 1)).areas == []


def test_a_crowded_map_says_there_is_more(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linli.engines.cases.public_lists.MOST_MARKS", 4)
    some_cases(world, 5, category="A01", **HERE)
    found = cases.public_map()
    assert (len(found.cases), found.more) == (4, True)


def test_neighbours_see_open_public_cases_nearby(world: World) -> None:
    near = some_cases(world, 1, category="A01", state="handling", **HERE)[0]
    some_cases(world, 1, category="A01", **HERE)  # closed
    some_cases(world, 1, state="handling", **HERE)  # limited
    some_cases(world, 1, category="A01", state="submitted", **HERE)
    found = cases.similar_public(HERE["longitude"], HERE["latitude"], category_code="A01")
    assert [(one.row.number, one.metres) for one in found] == [(near.number, 0)]
    assert cases.similar_public(HERE["longitude"], HERE["latitude"], category_code="A03") == []
    assert cases.similar_public(HERE["longitude"], HERE["latitude"]) == []


def test_neighbours_find_by_words_what_was_released(world: World) -> None:
    made = a_case(world, category_code="A01", location=a_place(world)).accepted()
    longitude, latitude = middle(0, 0)
    assert cases.similar_public(longitude, latitude, text="旧家具") == []
    assert [one.row.number for one in cases.similar_public(longitude, latitude, text="垃圾堆积")] == [made.case.number]


def test_a_theme_shows_when_it_is_public(world: World) -> None:
    cases.open_theme(title="桂花里堆物专项", area_id=world.land.street.pk, by=world.street, public=True)
    cases.open_theme(title="内部专项", area_id=world.land.street.pk, by=world.street)
    assert [row.title for row in cases.public_themes(world.land.communities[0].path)] == ["桂花里堆物专项"]


def test_public_lists_cost_the_same_however_long(world: World, django_assert_max_num_queries: Any) -> None:
    some_cases(world, 40, category="A01", **HERE)
    some_cases(world, 40, submitted_at=MORNING - timedelta(days=1))
    cases.public_list(size=60)  # boundaries are read once and kept
    for size in (5, 60):
        with django_assert_max_num_queries(4):
            assert cases.public_list(size=size).items
    with django_assert_max_num_queries(6):
        assert cases.public_map().areas


@pytest.mark.parametrize(("states", "count"), [((), 13), (cases.OPEN, 6), ({"closed"}, 7)])
def test_the_map_counts_grids_in_an_index_of_its_days(world: World, states: Any, count: int) -> None:
    some_cases(world, 6, state="handling", **HERE)
    some_cases(world, 7, state="closed", **HERE)
    some_cases(world, 8, state="submitted", **HERE)
    with CaptureQueriesContext(connection) as asked:
        areas = cases.public_map(None, CaseFilter(states=states)).areas
    assert [area.count for area in areas] == [count]
    counting = next(query["sql"] for query in asked if "COUNT(" in query["sql"])
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads a small table without its indexes")
    assert "COVERING INDEX case_public (privacy=? AND submitted_at>?)" in plan(counting)
