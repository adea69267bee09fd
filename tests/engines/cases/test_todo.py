"""One to-do list over all roles of a person."""

from datetime import timedelta
from typing import Any

from tests.factories import access as people
from tests.factories.cases import World, a_case, a_found_case, today_plus
from tests.factories.moments import china
from tests.factories.rows import some_cases

from linli.engines.access import public as access
from linli.engines.cases import public as cases
from linli.engines.cases.public import CaseRow, Todo
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import SYSTEM, Actor


def ids(rows: list[CaseRow]) -> list[int]:
    return [row.id for row in rows]


def everything(todo: Todo) -> dict[int, str]:
    rows = [*todo.late, *todo.today, *todo.new, *todo.later, *todo.call_backs, *todo.tasks]
    assert len({row.id for row in rows}) == len(rows)
    return {row.id: row.reason for row in rows}


def test_what_was_sent_to_me_by_due_time(world: World) -> None:
    fresh = a_case(world).dispatched_to(world.leader_key).id
    taken = a_case(world).handling_by(world.leader).did("contact", world.leader, note="联系了").id
    found = cases.todo(world.leader)
    assert ids(found.today) == [fresh]  # the first contact is due today
    assert ids(found.later) == [taken]
    with clock.at(china(2026, 11, 16, 12)):
        assert ids(cases.todo(world.leader).late) == [fresh]
    with clock.at(china(2026, 11, 24, 12)):
        assert ids(cases.todo(world.leader).late) == [fresh, taken]


def test_new_work_without_hurry_stands_with_the_new(world: World) -> None:
    made = a_found_case(world).dispatched_to(world.leader_key)
    assert ids(cases.todo(world.leader).new) == [made.id]
    assert cases.todo(world.leader).new[0].reason == "mine"


def test_the_desk_sees_what_is_to_be_accepted_or_sent(world: World) -> None:
    made = a_case(world)
    assert everything(cases.todo(world.worker)) == {made.id: "desk"}
    assert everything(cases.todo(world.other_worker)) == {}
    assert everything(cases.todo(world.street)) == {}  # not of the street's own desk
    made.accepted().dispatched_to(world.leader_key)
    assert everything(cases.todo(world.worker)) == {}


def test_others_ask_for_help(world: World) -> None:
    made = a_case(world).handling_by(world.leader)
    made.did("add_helper", world.leader, assignee=world.firm_key, text="请搬走大件")
    rows = cases.todo(world.handler).tasks
    assert [(row.id, row.reason, row.clock_kind) for row in rows] == [(made.id, "task", "response")]
    assert rows[0].task_id is not None
    assert rows[0].due_at == china(2026, 11, 17, 9)


def test_results_to_check_and_residents_to_call(world: World) -> None:
    made = a_case(world).handled()
    assert everything(cases.todo(world.worker)) == {made.id: "check"}
    made.checked()
    assert everything(cases.todo(world.worker)) == {made.id: "call_back"}
    assert everything(cases.todo(world.leader)) == {}


def test_nobody_checks_the_own_work(world: World) -> None:
    made = a_case(world).dispatched_to(worker_key(world))
    made.did("take", world.worker).did("handle", world.worker, note="办好了")
    assert made.id not in everything(cases.todo(world.worker))
    assert everything(cases.todo(world.street))[made.id] == "check"


def worker_key(world: World) -> str:
    return f"p:community_worker:a{world.land.communities[0].pk}"


def test_the_street_decides_disputes_time_and_closings(world: World) -> None:
    disputed = a_case(world).dispatched_to(world.leader_key).did("decline", world.leader, reason="归物业")
    disputed.dispatched_to(world.firm_key).did("decline", world.handler, reason="归网格")
    asking = a_case(world).handling_by(world.leader)
    asking.did("ask_extension", world.leader, value=2, unit="wd", reason="等配件")
    closing = a_case(world).handling_by(world.leader).did("propose_close", world.leader, reason="依法办结")
    found = everything(cases.todo(world.street))
    assert {found[disputed.id], found[asking.id], found[closing.id]} == {"desk", "extension", "review"}
    assert closing.id not in everything(cases.todo(world.leader))


def test_free_work_of_the_own_grid_may_be_taken(world: World) -> None:
    made = a_case(world).accepted()
    assert everything(cases.todo(world.leader)) == {made.id: "pool"}
    assert everything(cases.todo(world.neighbour)) == {}
    private = a_case(world, category_code="D01", kind_code="mediation").accepted()
    assert private.id not in everything(cases.todo(world.leader))


def test_a_person_with_two_posts_has_one_list(world: World) -> None:
    mine, desk = a_case(world).dispatched_to(world.leader_key), a_case(world)
    both = Actor(
        kind=world.leader.kind,
        name="林秀英",
        account_id=world.leader.account_id,
        grants=world.leader.grants + world.worker.grants,
    )
    assert everything(cases.todo(both)) == {mine.id: "mine", desk.id: "desk"}


def test_whoever_stands_in_sees_the_work(world: World) -> None:
    made = a_case(world).dispatched_to(world.leader_key)
    helper = people.an_account("代班")
    _stand_in(world, helper.pk)
    actor = access.actor_of(helper.pk, second_factor=True, elevated=False)
    assert made.id in everything(cases.todo(actor))


def _stand_in(world: World, account_id: int) -> None:
    territory.stand_in(
        appointment_id=world.leader.grants[0].appointment_id or 0,
        account_id=account_id,
        starts=today_plus(0),
        ends=today_plus(5),
        reason="休假",
        by=SYSTEM,
    )


def test_residents_and_visitors_have_none(world: World) -> None:
    a_case(world)
    assert cases.todo(people.a_visitor()) == Todo()
    assert cases.todo(world.resident) == Todo()


def test_the_list_costs_the_same_however_long(world: World, django_assert_max_num_queries: Any) -> None:
    for state in ("dispatched", "handling", "accepted", "handled", "checked", "review", "submitted"):
        some_cases(
            world,
            30,
            state=state,
            assignee=world.leader_key,
            assignee_name="网格长",
            due_at=clock.now() + timedelta(days=1),
        )
    for actor, most in ((world.leader, 3), (world.worker, 5), (world.street, 8), (world.county, 5), (world.handler, 2)):
        with django_assert_max_num_queries(most):
            cases.todo(actor)
