"""The dispatch desk, the search, the board and what is nearby: scoped, paged by keys, at a fixed cost."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import access as people
from tests.factories.cases import MORNING, World, a_block, a_case, a_place
from tests.factories.moments import china
from tests.factories.queryplans import plan
from tests.factories.rows import some_cases
from tests.factories.territory import a_member, middle

from linli.engines.cases import public as cases
from linli.engines.cases.public import CaseFilter, State
from linli.kernel import clock
from linli.kernel.actor import SYSTEM, Actor
from linli.kernel.errors import Invalid, NotFound


def numbers(rows: list[Any]) -> list[int]:
    return [row.id for row in rows]


def test_the_desk_shows_what_is_to_be_decided_the_most_urgent_first(world: World) -> None:
    calm = some_cases(world, 1, state="submitted")[0]
    soon = some_cases(world, 1, state="accepted", due_at=MORNING + timedelta(hours=2))[0]
    late = some_cases(world, 1, state="submitted", due_at=MORNING - timedelta(hours=1))[0]
    some_cases(world, 1, state="handling")
    found = cases.desk_list(world.worker)
    assert numbers(found.items) == [late.pk, soon.pk, calm.pk]
    assert [row.late for row in found.items] == [True, False, False]


def test_each_desk_shows_its_own(world: World) -> None:
    here, there = some_cases(world, 1, state="submitted", grid=0)[0], some_cases(world, 1, state="submitted", grid=2)[0]
    assert numbers(cases.desk_list(world.worker).items) == [here.pk]
    assert numbers(cases.desk_list(world.other_worker).items) == [there.pk]
    assert set(numbers(cases.desk_list(world.street).items)) == {here.pk, there.pk}
    for nobody in (world.leader, world.handler, people.a_resident(), people.a_visitor()):
        assert cases.desk_list(nobody).items == []
    only = CaseFilter(path=world.land.communities[1].path)
    assert numbers(cases.desk_list(world.street, only).items) == [there.pk]
    assert cases.desk_list(world.worker, only).items == []


def test_pages_follow_one_another_without_gap_or_repeat(world: World) -> None:
    made = some_cases(world, 7, state="submitted", due_at=MORNING + timedelta(hours=1))
    seen: list[int] = []
    cursor: str | None = None
    while True:
        page = cases.desk_list(world.worker, None, cursor, size=3)
        seen += numbers(page.items)
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == [case.pk for case in made]
    with pytest.raises(Invalid):
        cases.desk_list(world.worker, None, "broken")


def test_other_states_are_had_by_asking(world: World) -> None:
    old, new = some_cases(world, 2)
    found = cases.desk_list(world.worker, CaseFilter(states=("closed", "refused")))
    assert numbers(found.items) == [new.pk, old.pk]


def test_what_a_row_says(world: World) -> None:
    made = a_case(world).dispatched_to(world.leader_key)
    row = cases.search(world.worker, "", CaseFilter()).items[0]
    assert (row.id, row.state_label, row.category_name, row.area_name) == (
        made.id,
        str(State.DISPATCHED.label),
        "楼道堆物",
        world.land.grids[0].name,
    )
    assert row.last_event == f"已派给{made.case.assignee_name}"
    assert (row.assignee, row.clock_kind, row.late, row.supervised) == (world.leader_key, "first_contact", False, False)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"category": "A"}, "abc"),
        ({"category": "A03"}, "ac"),
        ({"category": "Z"}, ""),
        ({"kind": "complaint"}, "abcd"),
        ({"kind": "wish"}, ""),
        ({"urgency": "emergency"}, "b"),
        ({"states": ("handling",)}, "b"),
        ({"late": True}, "b"),
        ({"soon": True}, "c"),
        ({"assignee": "u:1"}, "d"),
        ({"assignee": "-"}, "abc"),
        ({"since": date(2026, 11, 17)}, "d"),
        ({"until": date(2026, 11, 16)}, "abc"),
        ({"origin": "phone"}, "c"),
    ],
)
def test_filters(world: World, asked: dict[str, Any], found: str) -> None:
    made = {
        "a": some_cases(world, 1)[0].pk,
        "b": some_cases(
            world, 1, category="A01", urgency="emergency", state="handling", due_at=MORNING - timedelta(minutes=1)
        )[0].pk,
        "c": some_cases(world, 1, origin="phone", due_at=MORNING + timedelta(hours=3))[0].pk,
        "d": some_cases(world, 1, category="", assignee="u:1", submitted_at=china(2026, 11, 17, 0, 1))[0].pk,
    }
    rows = cases.search(SYSTEM, "", CaseFilter(**asked)).items
    assert {name for name, number in made.items() if number in numbers(rows)} == set(found)


def test_filters_that_make_no_sense_are_refused() -> None:
    with pytest.raises(Invalid):
        CaseFilter(states=("flying",))
    with pytest.raises(Invalid):
        CaseFilter(since=date(2026, 2, 1), until=date(2026, 1, 1))


def test_a_case_of_a_building(world: World) -> None:
    house = a_block(world)
    made = a_case(world, location=a_place(world, building=house))
    a_case(world)
    assert numbers(cases.search(world.worker, "", CaseFilter(building_id=house.pk)).items) == [made.id]


def seers(world: World, case_id: int) -> set[Actor]:
    return {actor for actor in world.everybody if case_id in numbers(cases.search(actor).items)}


def test_everybody_finds_only_what_they_may_see(world: World) -> None:
    made = a_case(world, category_code="D01", kind_code="mediation")
    assert seers(world, made.id) == {world.worker, world.street, world.second, world.county}
    public = a_case(world, category_code="A01")
    assert world.leader in seers(world, public.id)
    assert world.neighbour not in seers(world, public.id)
    assert made.id not in numbers(cases.search(a_member("figures", world.land.street)).items)
    assert public.id in numbers(cases.search(a_member("figures", world.land.street)).items)


def test_the_board_counts_and_opens(world: World) -> None:
    some_cases(world, 3, state="handling", due_at=MORNING - timedelta(hours=1), assignee=world.leader_key)
    some_cases(world, 2, state="dispatched", due_at=MORNING + timedelta(hours=1), assignee=world.firm_key)
    some_cases(world, 4, grid=2, state="submitted")
    some_cases(world, 1, state="suspended", assignee=world.leader_key)
    some_cases(world, 1, state="handled", assignee=world.leader_key)
    some_cases(world, 9)
    found = cases.board(world.street)
    assert (found.late, found.soon, found.running) == (3, 2, 6)
    assert [(row.name, row.late, row.soon, row.running) for row in found.by_area] == [
        (world.land.communities[0].name, 3, 2, 2),
        (world.land.communities[1].name, 0, 0, 4),
    ]
    assert [(row.key, row.total) for row in found.by_assignee] == [
        (world.leader_key, 5),
        (world.firm_key, 2),
        ("", 4),
    ]
    assert (len(found.overdue), len(found.suspended), len(found.call_backs)) == (3, 1, 1)
    for row in [*found.by_area, *found.by_assignee]:
        assert len(cases.search(world.street, "", row.filter).items) == row.total


def test_the_board_counts_in_one_pass_over_an_index(world: World) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads a small table without its indexes")
    some_cases(world, 5, state="handling", assignee=world.leader_key)
    with CaptureQueriesContext(connection) as asked:
        cases.board(world.street)
    counting = [query["sql"] for query in asked if "COUNT(" in query["sql"] and "cases_case" in query["sql"]]
    assert len(counting) == 1
    assert "COVERING INDEX case_open_here" in plan(counting[0])


def test_the_board_lists_what_waits_for_a_decision(world: World) -> None:
    asking = a_case(world).handling_by(world.leader)
    asking.did("ask_extension", world.leader, value=2, unit="wd", reason="等配件")
    closing = a_case(world).handling_by(world.leader).did("propose_close", world.leader, reason="依法办结")
    found = cases.board(world.street, world.land.street.path)
    assert (numbers(found.extensions), numbers(found.reviews)) == ([asking.id], [closing.id])


def test_the_board_is_for_those_who_answer_for_the_area(world: World) -> None:
    assert cases.board(world.worker).path == world.land.communities[0].path
    for actor, path in ((world.worker, world.land.street.path), (world.leader, ""), (people.a_resident(), "")):
        with pytest.raises(NotFound):
            cases.board(actor, path)


def test_lists_cost_the_same_however_long(world: World, django_assert_max_num_queries: Any) -> None:
    some_cases(world, 60, state="submitted")
    some_cases(world, 60, grid=1, category="A01", theme=None)
    chosen = CaseFilter(category="A", path=world.land.street.path)
    for size in (5, 50):
        with django_assert_max_num_queries(2):
            assert cases.desk_list(world.street, None, None, size=size).items
        with django_assert_max_num_queries(2):
            assert cases.search(world.street, "", chosen, size=size).items
        with django_assert_max_num_queries(4):
            assert cases.public_list(chosen, size=size).items
        with django_assert_max_num_queries(2):
            assert cases.search(world.leader, "", CaseFilter(), size=size).items


def test_the_same_problem_nearby(world: World) -> None:
    longitude, latitude = middle(0, 0)
    near = some_cases(world, 1, longitude=longitude + 0.0005, latitude=latitude)[0]
    some_cases(world, 1, longitude=longitude + 0.002, latitude=latitude)  # 170 metres away
    some_cases(world, 1, longitude=longitude, latitude=latitude, category="A01")
    some_cases(world, 1, longitude=longitude, latitude=latitude, state="withdrawn")
    some_cases(world, 1, longitude=longitude, latitude=latitude, submitted_at=MORNING - timedelta(days=91))
    found = cases.similar_nearby(longitude, latitude, viewer=world.worker, category_code="A03")
    assert [(one.row.id, 40 <= one.metres <= 50) for one in found] == [(near.pk, True)]
    assert cases.similar_nearby(longitude, latitude, viewer=world.other_worker, category_code="A03") == []
    assert cases.similar_nearby(longitude, latitude, viewer=world.worker, category_code="Z99") == []


def test_the_same_building_is_near_without_a_point(world: World) -> None:
    house = a_block(world)
    one = some_cases(world, 1, building_id=house.pk)[0]
    found = cases.similar_nearby(None, None, viewer=world.worker, category_code="A03", building_id=house.pk)
    assert [(near.row.id, near.metres) for near in found] == [(one.pk, 0)]


def test_what_a_case_may_be_the_same_as(world: World) -> None:
    first, second = a_case(world), a_case(world)
    assert numbers(cases.duplicates_of(second.case, viewer=world.worker)) == [first.id]


def test_ready_made_texts_come_the_nearest_first_and_filled(world: World) -> None:
    given = cases.TemplateInput
    cases.define_reply_templates(
        [
            given("interim", "通用", "{number} {title} 由{unit}办理，{due}前回复{花括号"),
            given("interim", "环境卫生", "正在清理。", category_code="A"),
            given("interim", "楼道", "{unit}已到现场，{number}请放心。", category_code="A03"),
            given("handle", "办完", "已办完。"),
        ],
        by=SYSTEM,
    )
    made = a_case(world).dispatched_to(world.leader_key)
    rows = cases.reply_templates("interim", "A03", case=made.case)
    assert [row.name for row in rows] == ["楼道", "环境卫生", "通用"]
    assert rows[0].text == f"{made.case.assignee_name}已到现场，{made.case.number}请放心。"
    assert rows[2].text == "{number} {title} 由{unit}办理，{due}前回复{花括号"
    assert [row.name for row in cases.reply_templates("interim", "B01")] == ["通用"]
    assert len(cases.reply_templates()) == 4


def test_an_export_holds_every_case_and_no_personal_data(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linli.engines.cases.exports.CHUNK", 3)
    a_case(world).closed()
    some_cases(world, 7, submitted_at=MORNING - timedelta(days=1))
    some_cases(world, 2, grid=2)
    rows = list(cases.export_rows(world.worker, CaseFilter()))
    assert len(rows) == 8
    assert len({row[0] for row in rows}) == 8
    assert {len(row) for row in rows} == {len(cases.export_columns())}
    assert not any("13800000000" in str(cell) for row in rows for cell in row)
    assert list(cases.export_rows(people.a_resident(), CaseFilter())) == []


def test_what_a_resident_waits_for(world: World) -> None:
    made = a_case(world).checked()
    other = a_case(world)
    joined = other.followed(name="李叔")
    viewer = people.a_visitor() if made.following_id is None else made.reporter
    rows = cases.followed(viewer)
    assert [(row.row.id, row.author, [step.verb for step in row.verbs]) for row in rows] == [
        (made.id, True, ["confirm"])
    ]
    neighbour = Actor(kind=viewer.kind, follows=frozenset({joined.following_id or 0}))
    row = cases.followed(neighbour)[0]
    assert (row.author, row.verbs, row.row.title, row.row.text, row.row.place) == (False, [], "楼道堆物", "", "")
    assert cases.followed(people.a_visitor()) == []


def test_a_closed_case_asks_its_reporter_to_rate(world: World) -> None:
    made = a_case(world).closed(rating=None)
    with clock.at(MORNING + timedelta(days=1)):
        assert [step.verb for step in cases.followed(made.reporter)[0].verbs] == ["rate"]
