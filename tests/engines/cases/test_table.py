"""The lifecycle table is the only source of which verb fits which state."""

import inspect
from typing import Any

import pytest
from tests.factories.cases import Made, World, a_case, today_plus

from linli.engines.cases import public as cases
from linli.engines.cases.lifecycle import ENDED, STEPS, TABLE
from linli.engines.cases.models import Case
from linli.engines.cases.public import State
from linli.engines.cases.verbs import VERBS
from linli.engines.cases.words import short
from linli.kernel import clock
from linli.kernel.actor import Actor, ActorKind, Grant
from linli.kernel.errors import WrongState

ARGUMENTS: dict[str, Any] = {
    "exit": "outside",
    "text": "说明",
    "reason": "理由",
    "note": "记录",
    "assignee": "u:1",
    "assignees": ["u:1"],
    "value": 1,
    "unit": "wd",
    "passed": True,
    "reached": False,
    "solved": True,
    "rating": 5,
    "agreed": True,
    "into": 0,
    "task_id": 1,
    "milestone_id": 1,
}


def an_all_rounder(world: World, made: Made) -> Actor:
    """Somebody who would be allowed everything, so that only the state can be in the way."""
    grants = tuple(
        Grant(role=role, path=world.land.county.path, post=grant.post, area_id=grant.area_id)
        for grant in world.leader.grants[:1]
        for role in ("handler", "dispatcher", "checker", "coordinator", "supervisor")
    )
    follows = frozenset({made.following_id} if made.following_id else ())
    return Actor(ActorKind.STAFF, "全能", account_id=world.resident.account_id, grants=grants, follows=follows)


def put_into(made: Made, state: State, lead: Made) -> None:
    Case.objects.filter(pk=made.id).update(
        state=state,
        assignee="p:grid_leader:a1",
        closed_at=clock.now() if state in ENDED else None,
        exit_code="outside" if state == State.REFUSED else "",
        merged_into=lead.id if state == State.MERGED else None,
    )


def arguments_of(verb: str, lead: Made) -> dict[str, Any]:
    special = {"until": today_plus(2), "milestones": [("一", today_plus(2))], "into": lead.id}
    return {name: special.get(name, ARGUMENTS.get(name)) for name in STEPS[verb].needs}


@pytest.mark.parametrize("verb", [step.verb for step in TABLE])
def test_a_verb_outside_its_states_is_refused_and_changes_nothing(world: World, verb: str) -> None:
    made, lead = a_case(world), a_case(world)
    actor = an_all_rounder(world, made)
    for state in State:
        if state in STEPS[verb].states:
            continue
        put_into(made, state, lead)
        with pytest.raises(WrongState):
            cases.perform(verb, made.id, by=actor, **arguments_of(verb, lead))
        assert made.case.version == 1


@pytest.mark.parametrize("verb", [step.verb for step in TABLE])
def test_a_verb_takes_the_arguments_its_row_names(verb: str) -> None:
    names = set(inspect.signature(VERBS[verb]).parameters)
    assert {*STEPS[verb].needs, *STEPS[verb].takes, "by", "expected_version"} <= names
    optional = {
        name
        for name, one in inspect.signature(VERBS[verb]).parameters.items()
        if one.default is not inspect.Parameter.empty
    }
    assert not set(STEPS[verb].needs) & optional


@pytest.mark.parametrize("verb", [step.verb for step in TABLE])
def test_a_verb_has_words(verb: str) -> None:
    assert short(f"case.{verb}") != verb or verb == "handle"


def test_who_was_first_is_said_to_colleagues(world: World) -> None:
    made = a_case(world).accepted()
    seen = made.case.version
    made.did("dispatch", world.worker, assignee=world.leader_key)
    with pytest.raises(WrongState, match="王芳") as refused:
        cases.dispatch(made.id, by=world.street, assignee=world.firm_key, expected_version=seen)
    assert refused.value.context["version"] == made.case.version


def test_who_was_first_is_not_said_to_residents(world: World) -> None:
    made = a_case(world).handled()
    with pytest.raises(WrongState) as refused:
        cases.withdraw(made.id, by=made.reporter)
    assert "林秀英" not in str(refused.value)
