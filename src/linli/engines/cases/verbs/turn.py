"""The frame of every verb: lock the case, read its row of the table, ask who, change, move the clocks, write it down.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakValueDictionary

from django.db import connection
from django.utils.translation import gettext as _

from linli.engines.cases import clocks, words
from linli.engines.cases.guards import GUARDS
from linli.engines.cases.lifecycle import ENDED, STEPS, Effect, State, Step
from linli.engines.cases.models import Case
from linli.engines.cases.policies import Standing
from linli.engines.journal import public as journal
from linli.kernel import clock, rows
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import NotAllowed, NotFound, WrongState
from linli.kernel.locks import locked, locked_row
from linli.kernel.text import mask_personal

_MASKED = frozenset({"note", "reason", "words"})  # what colleagues and residents write; history is never erased
CLOCK_FIELDS = clocks.CASE_FIELDS
_ALWAYS = ("version", "last_verb", "last_at")
_PHASES: dict[State, str] = {
    **dict.fromkeys((State.SUBMITTED, State.ACCEPTED, State.DISPATCHED, State.HANDLING), "work"),
    **dict.fromkeys((State.HANDLED, State.CHECKED), "done"),
}


@dataclass(slots=True)
class Turn:
    """One verb at work on one case that it has locked."""

    step: Step
    case: Case
    by: Actor
    standing: Standing
    before: State
    touched: set[str] = field(default_factory=set)

    def change(self, **values: Any) -> None:
        """Set fields of the case, to be saved by `finish`."""
        for name, value in values.items():
            setattr(self.case, name, value)
        self.touched.update(values)


def stream_of(case_id: int) -> str:
    """Return the name of a case's history."""
    return f"case:{case_id}"


class _Held(threading.local):
    """The cases that the present transaction has locked or opened: of each the object that knows its latest state."""

    block: object = None
    latest: "WeakValueDictionary[int, Case]"


_held = _Held()


def hold(case: Case) -> None:
    """Remember that the present transaction has the case to itself."""
    block = connection.atomic_blocks[0]
    if _held.block is not block:
        _held.block, _held.latest = block, WeakValueDictionary()
    _held.latest[case.pk] = case


def is_held(case: Case) -> bool:
    """Say whether this very object is what the present transaction knows of the case."""
    blocks = connection.atomic_blocks
    return bool(blocks) and _held.block is blocks[0] and _held.latest.get(case.pk) is case


def lock_case(case_id: int) -> Case:
    """Lock one case. Raises: NotFound."""
    case = locked_row(Case, case_id)
    hold(case)
    return case


def lock_cases(*case_ids: int) -> dict[int, Case]:
    """Lock several cases in one order. Raises: NotFound when one is missing."""
    found = {case.pk: case for case in locked(Case.objects.filter(pk__in=case_ids))}
    if len(found) != len(set(case_ids)):
        raise NotFound
    for case in found.values():
        hold(case)
    return found


def begin(verb: str, case: int | Case, *, by: Actor, expected_version: int | None = None) -> Turn:
    """Lock a case and let the actor pass who may do this verb to it now.

    `case` may be one that this transaction holds already.

    Raises: NotFound (also when it is not the actor's to know), WrongState (with who was first), NotAllowed.
    """
    step = STEPS[verb]
    held = case if isinstance(case, Case) and is_held(case) else lock_case(case.pk if isinstance(case, Case) else case)
    standing = Standing(by, held)
    if not standing.may(step) and not standing.sees:
        raise NotFound
    if held.state not in step.states or (expected_version is not None and held.version != expected_version):
        raise moved_on(held, by)
    if not standing.may(step):
        raise NotAllowed
    if (guard := GUARDS.get(verb)) is not None and (refusal := guard(standing)) is not None:
        raise refusal
    return Turn(step, held, by, standing, State(held.state))


def account_of(by: Actor) -> int:
    """Return the account of a person. Raises: NotAllowed for whoever has none."""
    if by.account_id is None:
        raise NotAllowed
    return by.account_id


def moved_on(case: Case, by: Actor) -> WrongState:
    """Return the refusal that says how the case stands now and, to colleagues, who did what first."""
    state = State(case.state).label
    last = journal.history(stream_of(case.pk))[-1:] if by.kind is ActorKind.STAFF else []
    if not last:
        return WrongState(
            _("This has moved on. It is now: %(state)s. Nothing you typed is lost.") % {"state": state},
            state=case.state,
            version=case.version,
        )
    return WrongState(
        _("%(who)s was first (%(what)s, %(when)s). It is now: %(state)s. Nothing you typed is lost.")
        % {
            "who": last[0].actor_name,
            "what": words.short(last[0].kind),
            "when": words.moment(last[0].at),
            "state": state,
        },
        state=case.state,
        version=case.version,
    )


def finish(
    turn: Turn, *, to: State | None = None, data: Mapping[str, Any] | None = None, more: tuple[int, str] | None = None
) -> Case:
    """Move the case on, its clocks too, save what changed with the next version, and write it into the history.

    `to` may be left out where the table names one next state or none. `more` is the time a granted extension adds.
    """
    case, step = turn.case, turn.step
    after = _next(turn, to)
    if after != turn.before:
        turn.change(state=after)
    effects = _fitting(step, after)
    if effects or _moves_clocks(turn.before, after):
        clocks.apply(case, effects, more=more)
        turn.touched.update(CLOCK_FIELDS)
    _touch(case, step.verb)
    rows.update(case, {*turn.touched, *_ALWAYS})
    record(case, step.verb, by=turn.by, data={"from": turn.before, "to": after, **(data or {})})
    return case


def change_beside(case: Case, verb: str, *, by: Actor, fields: tuple[str, ...], data: Mapping[str, Any]) -> None:
    """Save another case that a verb changed on the side, with its own line of history. The caller has locked it."""
    _touch(case, verb)
    rows.update(case, {*fields, *_ALWAYS})
    record(case, verb, by=by, data=data)


def _touch(case: Case, verb: str) -> None:
    case.version += 1
    case.last_verb, case.last_at = verb, clock.now()


def _next(turn: Turn, to: State | None) -> State:
    following = turn.step.next
    if to is None:
        to = following[0] if len(following) == 1 else turn.before
    if following and to not in following:
        raise AssertionError(f"{turn.step.verb} does not lead to {to}: the table says {following}")
    if not following and to != turn.before:
        raise AssertionError(f"{turn.step.verb} keeps the state")
    return to


def _moves_clocks(before: State, after: State) -> bool:
    """Say whether a step goes from one phase to another: only then do clocks stop, pause, go on or start anew."""
    return _PHASES.get(before, before) != _PHASES.get(after, after)


def _fitting(step: Step, after: State) -> tuple[Effect, ...]:
    """Leave out the effects that belong to another outcome: a reporter who leaves neighbours behind stops no clock."""
    if Effect.STOP_ALL in step.clock and after not in ENDED:
        return ()
    return step.clock


def record(case: Case, verb: str, *, by: Actor, data: Mapping[str, Any]) -> journal.Event:
    """Write one line of a case's history, without phone and identity numbers that slipped into notes."""
    kept = kept_of(data)
    return journal.record(kind=f"case.{verb}", stream=stream_of(case.pk), by=by, path=case.path, data=kept)


def kept_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what history keeps of the data of a verb: what says something, numbers of people masked."""
    return {
        name: mask_personal(value) if name in _MASKED else value
        for name, value in data.items()
        if value not in (None, "", [])
    }
