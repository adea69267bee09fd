"""The frame of every verb: lock the gift, read its row of the table, ask who, change, write it down."""

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
from linli.programmes.donations.lifecycle import ENDED, STEPS, State, Step
from linli.programmes.donations.models import Donation
from linli.programmes.donations.policies import Standing

_MASKED = frozenset({"reason", "note"})  # what people write; history is never erased


@dataclass(slots=True)
class Turn:
    """One verb at work on one gift that it has locked."""

    step: Step
    donation: Donation
    by: Actor
    standing: Standing


def stream_of(donation_id: int) -> str:
    """Return the name of a gift's history."""
    return f"donation:{donation_id}"


def begin(verb: str, donation_id: int, *, by: Actor) -> Turn:
    """Lock a gift and let the actor pass who may do this verb to it now. Raises: NotFound, WrongState, NotAllowed."""
    step = STEPS[verb]
    donation = locked_one(Donation.objects.filter(pk=donation_id))
    standing = Standing(by, donation)
    if not standing.sees:
        raise NotFound
    if not standing.may(step):
        raise NotAllowed
    if verb not in standing.verbs():
        raise WrongState(
            _("This has moved on. It is now: %(state)s. Nothing you typed is lost.")
            % {"state": State(donation.state).label},
            state=donation.state,
        )
    return Turn(step, donation, by, standing)


def finish(
    turn: Turn, *, data: Mapping[str, Any] | None = None, after: State | None = None, **changes: Any
) -> Donation:
    """Move the gift on, save it with the next version, and write it into the history."""
    donation, before = turn.donation, turn.donation.state
    for name, value in changes.items():
        setattr(donation, name, value)
    donation.state = after or turn.step.after or donation.state
    if donation.state in ENDED and donation.ended_at is None:
        donation.ended_at = clock.now()
    donation.version += 1
    donation.last_verb, donation.last_at = turn.step.verb, clock.now()
    donation.save()
    record(donation, turn.step.verb, by=turn.by, data={"from": before, "to": donation.state, **(data or {})})
    return donation


def record(
    donation: Donation, verb: str, *, by: Actor, data: Mapping[str, Any], first: bool = False
) -> journal.Event:
    """Write one line of a gift's history, without phone and identity numbers that slipped into notes."""
    kept = {
        name: mask_personal(value) if name in _MASKED else value
        for name, value in data.items()
        if value not in (None, "", [])
    }
    stream = stream_of(donation.pk)
    return journal.record(kind=f"donation.{verb}", stream=stream, by=by, path=donation.path, data=kept, first=first)
