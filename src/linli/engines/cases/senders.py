"""Machines that send cases in: a token reads back what it sent itself, whatever else its rights leave out."""

from dataclasses import replace
from typing import Any

from linli.engines.cases.models import Case, Following
from linli.engines.cases.verbs.turn import stream_of
from linli.engines.journal import public as journal
from linli.kernel.actor import Actor


def sent_with(by: Actor) -> dict[str, Any]:
    """Return what the history keeps of the token that sent a case in."""
    return {"token": by.token_id} if by.token_id is not None else {}


def as_sender(viewer: Actor, number: str) -> Actor:
    """Return the machine as the bearer of the tracking code of a case it sent in; unchanged for any other case."""
    case = Case.objects.filter(number=number).only("id").first() if viewer.token_id is not None else None
    if case is None or journal.history(stream_of(case.pk))[0].data.get("token") != viewer.token_id:
        return viewer
    first = Following.objects.filter(case=case, left_at=None).order_by("id").values_list("id", flat=True)[:1]
    return replace(viewer, follows=viewer.follows | frozenset(first))
