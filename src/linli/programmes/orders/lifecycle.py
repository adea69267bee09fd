"""The table of an order's life: state, verb, next state, who may, what is needed."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where an order stands."""

    ORDERED = "ordered", _("waiting for the community")
    OFFERED = "offered", _("somebody is being found")
    TAKEN = "taken", _("taken")
    STARTED = "started", _("under way")
    DONE = "done", _("done, please confirm")
    CONFIRMED = "confirmed", pgettext_lazy("state of an order", "confirmed")
    REFUSED = "refused", pgettext_lazy("state of an order", "not taken on")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of an order", "called off")


ENDED = (State.CONFIRMED, State.REFUSED, State.WITHDRAWN)
OPEN = (State.ORDERED, State.OFFERED, State.TAKEN, State.STARTED, State.DONE)
COMMUNITY, TAKER, ORDERER, CLOCK = "community", "taker", "orderer", "clock"


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table."""

    verb: str
    label: str | Promise
    said: str | Promise  # in the history, when done
    before: tuple[State, ...]
    after: State | None  # None: depends on what is there
    who: tuple[str, ...]
    needs: tuple[str, ...] = ()


_TABLE = (
    Step(
        "offer",
        _("Offer it"),
        _("The community looks for somebody"),
        (State.ORDERED, State.OFFERED),
        State.OFFERED,
        (COMMUNITY,),
        ("takers",),
    ),
    Step(
        "refuse",
        _("Not for us"),
        _("Not taken on"),
        (State.ORDERED, State.OFFERED),
        State.REFUSED,
        (COMMUNITY,),
        ("reason",),
    ),
    # with two people wanted, the first who takes it leaves it offered to a second
    Step("take", _("I take it"), _("Taken"), (State.OFFERED,), None, (TAKER,)),
    Step("decline", _("I cannot"), _("Could not take it"), (State.OFFERED,), None, (TAKER,), ("reason",)),
    # taken, and something comes between: back to the pool, the resident is told
    Step(
        "give_back",
        _("Give it back"),
        _("Given back; somebody else is being found"),
        (State.OFFERED, State.TAKEN),
        State.OFFERED,
        (TAKER,),
        ("reason",),
    ),
    Step("start", _("Begin"), _("At the door"), (State.TAKEN, State.STARTED), State.STARTED, (TAKER,), ("code",)),
    # nobody there, moved away: the community asks, the taker is free
    Step(
        "not_there",
        _("Nobody is there"),
        _("Nobody was there; the community asks"),
        (State.TAKEN,),
        State.ORDERED,
        (TAKER,),
        ("reason",),
    ),
    # done when all who began have finished
    Step("finish", pgettext_lazy("an order", "Finished"), pgettext_lazy("an order", "Done"), (State.STARTED,), None,
         (TAKER,), ("code", "note")),
    Step("confirm", _("Yes, it is done"), _("Confirmed"), (State.DONE,), State.CONFIRMED, (ORDERER, COMMUNITY)),
    Step(
        "complain",
        _("Not done as agreed"),
        _("Not done as agreed; the community looks into it"),
        (State.DONE,),
        State.ORDERED,
        (ORDERER, COMMUNITY),
        ("reason",),
    ),
    Step("rate", _("Thank them"), _("Thanked"), (State.CONFIRMED,), State.CONFIRMED, (ORDERER,), ("rating",)),
    Step(
        "withdraw",
        _("Call it off"),
        _("Called off"),
        (State.ORDERED, State.OFFERED, State.TAKEN),
        State.WITHDRAWN,
        (ORDERER, COMMUNITY),
    ),
    Step("lapse", _("Time ran out"), _("Nobody took it in time"), (State.OFFERED, State.TAKEN), None, (CLOCK,)),
)
STEPS: dict[str, Step] = {step.verb: step for step in _TABLE}
