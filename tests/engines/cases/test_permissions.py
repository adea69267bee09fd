"""Who may do each verb: every row of the table with every person of a small county.

For each verb: a case in a state that fits, the arguments, and the names of those who may. Everybody else is refused,
and
whoever may not know of the case cannot tell it from one that is not there.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from tests.factories import access as people
from tests.factories.cases import Made, World, a_case, today_plus

from linli.engines.cases import public as cases
from linli.engines.cases.lifecycle import TABLE
from linli.engines.cases.models import Task
from linli.kernel.actor import SYSTEM, Actor
from linli.kernel.errors import NotAllowed, NotFound

Build = Callable[[World], Made]
Give = Callable[[World, Made], dict[str, Any]]


def nothing(_world: World, _made: Made) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Row:
    verb: str
    build: Build
    may: str
    give: Give = field(default=nothing)


def given(**arguments: Any) -> Give:
    return lambda _world, _made: arguments


def with_task(world: World) -> Made:
    return handling(world).did("add_helper", world.leader, assignee=world.firm_key, text="帮忙")


def the_task(_world: World, made: Made) -> dict[str, Any]:
    return {"task_id": Task.objects.get(case=made.id).pk}


def handling(world: World) -> Made:
    return a_case(world).handling_by(world.leader)


def sent(world: World) -> Made:
    return a_case(world).dispatched_to(world.leader_key)


def checked(world: World) -> Made:
    return a_case(world).checked()


def asked(world: World) -> Made:
    return handling(world).did("ask_extension", world.leader, value=1, unit="wd", reason="等配件")


def joined(world: World) -> Made:
    return a_case(world).did("merge", world.worker, into=a_case(world).id)


DESK = "worker street second"  # the dispatchers of the desk and above
COORDINATORS = "street second county"
ROWS = (
    Row("accept", a_case, f"{DESK} system"),
    Row("refuse", a_case, DESK, given(exit="outside", text="说明")),
    Row("answer", lambda world: a_case(world, kind_code="inquiry"), DESK, given(text="可以")),
    Row("amend", a_case, f"{DESK} county", given(title="楼道堆物")),
    Row("divide", a_case, DESK, given(text="垃圾也没人收")),
    Row(
        "dispatch",
        lambda world: a_case(world).accepted(),
        f"{DESK} county system",
        lambda world, _made: {"assignee": world.firm_key},
    ),
    Row("claim", lambda world: a_case(world).accepted(), "leader worker"),
    Row("take", sent, "leader"),
    Row("decline", sent, "leader", given(reason="不归我")),
    Row("contact", handling, f"leader {DESK}", given(note="说过")),
    Row("add_helper", handling, "leader", lambda world, _made: {"assignee": world.firm_key, "text": "帮忙"}),
    Row("whistle", handling, COORDINATORS, lambda world, _made: {"assignees": [world.team_key], "text": "来"}),
    Row("take_task", with_task, "handler", the_task),
    Row("decline_task", with_task, "handler", lambda world, made: {**the_task(world, made), "reason": "没空"}),
    Row("finish_task", with_task, "handler", lambda world, made: {**the_task(world, made), "text": "好了"}),
    Row(
        "cancel_task",
        with_task,
        f"leader {COORDINATORS}",
        lambda world, made: {**the_task(world, made), "reason": "不用了"},
    ),
    Row("escalate", sent, "leader", given(reason="太大")),
    Row("ask_extension", handling, "leader", given(value=1, unit="wd", reason="等配件")),
    Row("grant_extension", asked, COORDINATORS),
    Row("refuse_extension", asked, COORDINATORS, given(text="不行")),
    Row("suspend", handling, "leader", lambda _world, _made: {"reason": "等雨停", "until": today_plus(2)}),
    Row(
        "resume",
        lambda world: handling(world).did("suspend", world.leader, reason="雨", until=today_plus(2)),
        f"leader {COORDINATORS} system",
    ),
    Row("interim", handling, "leader", given(text="正在办")),
    Row(
        "set_milestones",
        handling,
        f"leader {COORDINATORS}",
        lambda _world, _made: {"milestones": [("一", today_plus(3))]},
    ),
    Row(
        "finish_milestone",
        lambda world: handling(world).did("set_milestones", world.leader, milestones=[("一", today_plus(3))]),
        "leader",
        lambda _world, made: {"milestone_id": made.case.milestones.get().pk},
    ),
    Row("handle", handling, "leader", given(note="好了")),
    Row("check", lambda world: a_case(world).handled(), DESK, given(passed=True)),
    Row("call_back", checked, DESK, given(reached=True, solved=True)),
    Row("confirm", checked, "reporter", given(solved=True)),
    Row("rate", lambda world: a_case(world).closed(rating=None), "reporter", given(rating=4)),
    Row("propose_close", checked, f"leader {DESK} county", given(reason="依法办结")),
    Row(
        "review_close",
        lambda world: checked(world).did("propose_close", world.worker, reason="依法办结"),
        COORDINATORS,
        given(agreed=True, text="同意"),
    ),
    Row("reopen", lambda world: a_case(world).closed(), f"reporter {COORDINATORS}", given(reason="又来了")),
    Row("merge", a_case, DESK, lambda world, _made: {"into": a_case(world).id}),
    Row("split", joined, DESK, given(reason="两回事")),
    Row("supervise", handling, COORDINATORS, given(text="抓紧")),
    Row("withdraw", handling, "reporter"),
    Row(
        "follow",
        handling,
        "leader neighbour worker other_worker street second county handler cleaner resident reporter visitor system "
        "stranger",
    ),
    Row("release", handling, f"{DESK} county", given(public_text="处理中")),
    Row("link_theme", handling, f"{DESK} county"),
)


def people_of(world: World, made: Made) -> dict[str, Actor]:
    names = (
        "leader",
        "neighbour",
        "worker",
        "other_worker",
        "street",
        "second",
        "county",
        "handler",
        "cleaner",
        "resident",
    )
    stranger = people.a_visitor(a_case(world, grid=3).following_id)  # bears the code of another case
    return {
        **{name: getattr(world, name) for name in names},
        "reporter": made.reporter,
        "visitor": people.a_visitor(),
        "system": SYSTEM,
        "stranger": stranger,
    }


def test_every_verb_has_its_row() -> None:
    assert [row.verb for row in ROWS] == [step.verb for step in TABLE]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.verb)
def test_only_those_may(world: World, row: Row) -> None:
    made = row.build(world)
    before = made.case.version
    for name, actor in people_of(world, made).items():
        if name not in row.may.split():
            arguments = row.give(world, made)
            with pytest.raises((NotAllowed, NotFound)):
                cases.perform(row.verb, made.id, by=actor, **arguments)
    assert made.case.version == before


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.verb)
def test_each_of_those_may_and_sees_the_button(world: World, row: Row) -> None:
    for name in row.may.split():
        made = row.build(world)
        actor = people_of(world, made)[name]
        shown = {step.verb for step in cases.open_verbs(made.case, actor)}
        shown |= {step.verb for task in Task.objects.filter(case=made.id) for step in cases.task_verbs(task, actor)}
        assert row.verb in shown or row.verb == "follow"
        cases.perform(row.verb, made.id, by=actor, **row.give(world, made))


@pytest.mark.parametrize("name", ["neighbour", "other_worker", "visitor", "stranger", "resident"])
def test_whoever_may_not_know_cannot_tell_it_from_what_is_not_there(world: World, name: str) -> None:
    made = a_case(world, category_code="D01", kind_code="mediation")
    actor = people_of(world, made)[name]
    for case_id in (made.id, 987654):
        with pytest.raises(NotFound) as refused:
            cases.accept(case_id, by=actor)
        assert str(refused.value) == str(NotFound.default)
        with pytest.raises(NotFound):
            cases.case_for(actor, id=case_id)
        with pytest.raises(NotFound):
            cases.personal(actor, case_id, "核实")
        with pytest.raises(NotFound):
            cases.follow(case_id, by=actor)
    assert cases.open_verbs(made.case, actor) == []


def test_rows_and_one_by_one_agree(world: World) -> None:
    """`seen_by` (lists) and `Standing.sees` (one case) are the same rule written twice."""
    made = [
        a_case(world),
        a_case(world, grid=1),
        a_case(world, grid=2),
        a_case(world, category_code="D01", kind_code="mediation"),
        a_case(world, category_code="A01").handling_by(world.handler),
        with_task(world),
        a_case(world).dispatched_to(world.neighbour_key),
        a_case(world, by=world.resident, reporter=cases.Reporter(name="张大妈")),
        a_case(world).closed(),
    ]
    for actor in (*world.everybody, world.resident, made[0].reporter, people.a_visitor(), SYSTEM):
        listed = set(cases.Case.objects.filter(cases.seen_by(actor)).values_list("pk", flat=True))
        assert listed == {one.id for one in made if _sees(one, actor)} | (listed - {one.id for one in made})


def _sees(made: Made, actor: Actor) -> bool:
    try:
        cases.case_for(actor, id=made.id)
    except NotFound:
        return False
    return True
