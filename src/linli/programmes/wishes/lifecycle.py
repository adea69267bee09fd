"""The table of a wish's life: state, verb, next state, who may, what is needed."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where a wish stands."""

    COLLECTED = "collected", _("waiting to be looked at")
    POSTED = "posted", _("waiting for somebody")
    CLAIMED = "claimed", pgettext_lazy("state of a wish", "claimed")
    DELIVERED = "delivered", pgettext_lazy("state of a wish", "brought")
    FULFILLED = "fulfilled", pgettext_lazy("state of a wish", "fulfilled")
    REFUSED = "refused", pgettext_lazy("state of a wish", "not taken on")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a wish", "taken back")


ENDED = (State.FULFILLED, State.REFUSED, State.WITHDRAWN)
OPEN = (State.COLLECTED, State.POSTED, State.CLAIMED, State.DELIVERED)
COMMUNITY, CLAIMER, WISHER, ANYBODY, CLOCK = "community", "claimer", "wisher", "anybody", "clock"


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table."""

    verb: str
    label: str | Promise
    said: str | Promise  # in the history, when done
    before: tuple[State, ...]
    after: State
    who: tuple[str, ...]
    needs: tuple[str, ...] = ()


_TABLE = (
    # what the wall shows is written by the community: nothing by which a neighbour would know who it is
    Step(
        "post",
        _("Put it on the wall"),
        _("On the wall"),
        (State.COLLECTED, State.POSTED),
        State.POSTED,
        (COMMUNITY,),
        ("shown", "text"),
    ),
    Step(
        "refuse",
        _("Not a small wish"),
        _("Not taken on"),
        (State.COLLECTED, State.POSTED),
        State.REFUSED,
        (COMMUNITY,),
        ("reason",),
    ),
    Step("claim", _("I fulfil it"), _("Claimed"), (State.POSTED,), State.CLAIMED, (ANYBODY,)),
    Step(
        "let_go",
        _("I cannot after all"),
        _("On the wall again"),
        (State.CLAIMED,),
        State.POSTED,
        (CLAIMER, COMMUNITY),
        ("reason",),
    ),
    Step(
        "deliver",
        _("I have brought it"),
        _("Brought"),
        (State.CLAIMED,),
        State.DELIVERED,
        (CLAIMER, COMMUNITY),
        ("note",),
    ),
    Step("thank", _("It has come"), _("Fulfilled"), (State.DELIVERED,), State.FULFILLED, (WISHER, COMMUNITY)),
    Step(
        "miss",
        _("Nothing has come"),
        _("Nothing has come; the community asks"),
        (State.DELIVERED,),
        State.CLAIMED,
        (WISHER, COMMUNITY),
        ("reason",),
    ),
    Step(
        "withdraw",
        pgettext_lazy("a wish", "Take it back"),
        _("Taken back"),
        (State.COLLECTED, State.POSTED, State.CLAIMED),
        State.WITHDRAWN,
        (WISHER, COMMUNITY),
    ),
    # nobody claimed it for days: it rises to the units of the place
    Step(
        "rise",
        _("Ask the units"),
        _("Nobody yet: the units of the community are asked"),
        (State.POSTED,),
        State.POSTED,
        (CLOCK, COMMUNITY),
    ),
    # claimed, and not brought in time
    Step(
        "lapse",
        _("Time ran out"),
        _("Not brought in time; on the wall again"),
        (State.CLAIMED,),
        State.POSTED,
        (CLOCK,),
    ),
)
STEPS: dict[str, Step] = {step.verb: step for step in _TABLE}
