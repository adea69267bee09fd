"""The frame of every verb: lock the wish, read its row of the table, ask who, change, write it down."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from linli.engines.journal import public as journal
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed, NotFound, WrongState
from linli.kernel.locks import locked_one
from linli.kernel.text import mask_personal
from linli.programmes.wishes.lifecycle import ENDED, STEPS, State, Step
from linli.programmes.wishes.models import Wish
from linli.programmes.wishes.policies import Standing

_MASKED = frozenset({"reason", "note"})  # what people write; history is never erased


@dataclass(slots=True)
class Turn:
    """One verb at work on one wish that it has locked."""

    step: Step
    wish: Wish
    by: Actor
    standing: Standing


def stream_of(wish_id: int) -> str:
    """Return the name of a wish's history."""
    return f"wish:{wish_id}"


def begin(verb: str, wish_id: int, *, by: Actor) -> Turn:
    """Lock a wish and let the actor pass who may do this verb to it now. Raises: NotFound, WrongState, NotAllowed."""
    step = STEPS[verb]
    wish = locked_one(Wish.objects.filter(pk=wish_id))
    standing = Standing(by, wish)
    if not standing.sees:
        raise NotFound
    if wish.state not in step.before:
        raise WrongState(
            _("This has moved on. It is now: %(state)s. Nothing you typed is lost.")
            % {"state": State(wish.state).label},
            state=wish.state,
        )
    if not standing.may(step):
        raise NotAllowed
    return Turn(step, wish, by, standing)


def finish(turn: Turn, *, data: Mapping[str, Any] | None = None, **changes: Any) -> Wish:
    """Move the wish on, save it with the next version, and write it into the history."""
    wish, before = turn.wish, turn.wish.state
    for name, value in changes.items():
        setattr(wish, name, value)
    wish.state = turn.step.after
    wish.ended_at = clock.now() if wish.state in ENDED else None
    wish.version += 1
    wish.last_verb, wish.last_at = turn.step.verb, clock.now()
    wish.save()
    record(wish, turn.step.verb, by=turn.by, data={"from": before, "to": wish.state, **(data or {})})
    return wish


def record(wish: Wish, verb: str, *, by: Actor, data: Mapping[str, Any], first: bool = False) -> journal.Event:
    """Write one line of a wish's history, without phone and identity numbers that slipped into notes."""
    kept = {
        name: mask_personal(value) if name in _MASKED else value
        for name, value in data.items()
        if value not in (None, "", [])
    }
    return journal.record(kind=f"wish.{verb}", stream=stream_of(wish.pk), by=by, path=wish.path, data=kept, first=first)
