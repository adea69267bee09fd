"""The table of a gift's life: state, verb, next state, who may."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where a gift stands."""

    OFFERED = "offered", pgettext_lazy("state of a gift", "offered")
    RECEIVED = "received", pgettext_lazy("state of a gift", "received")
    USED = "used", pgettext_lazy("state of a gift", "in use")
    REFUSED = "refused", pgettext_lazy("state of a gift", "not needed")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a gift", "taken back")


class Kind(models.TextChoices):
    """What is given."""

    GOODS = "goods", _("Things")
    MONEY = "money", pgettext_lazy("a gift", "Money")


OPEN = (State.OFFERED, State.RECEIVED)
GIVEN = (State.RECEIVED, State.USED)
ENDED = (State.USED, State.REFUSED, State.WITHDRAWN)
COMMUNITY, SECOND, GIVER = "community", "second", "giver"


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table. `after` None: the state stays."""

    verb: str
    label: str | Promise
    said: str | Promise  # in the history, when done
    before: tuple[State, ...]
    after: State | None
    who: tuple[str, ...]
    only: str = ""  # a kind of gift


_TABLE = (
    Step("receive", _("It has come"), _("Received"), (State.OFFERED,), State.RECEIVED, (COMMUNITY,), Kind.GOODS),
    Step("refuse", _("We cannot use it"), _("Not needed"), (State.OFFERED,), State.REFUSED, (COMMUNITY,)),
    # money is counted by two people before a fen of it is spent
    Step(
        "count",
        _("I have counted it too"),
        _("Counted by a second person"),
        (State.RECEIVED,),
        None,
        (SECOND,),
        Kind.MONEY,
    ),
    Step("use", _("Note what became of it"), _("Put to use"), (State.RECEIVED,), None, (COMMUNITY,)),
    Step("receipt", _("Note the charity's receipt"), _("Receipt noted"), GIVEN, None, (COMMUNITY,)),
    Step("show", _("Name on the wall"), _("Name on the wall changed"), (*OPEN, State.USED), None, (GIVER, COMMUNITY)),
    Step(
        "withdraw",
        pgettext_lazy("a gift", "Take it back"),
        pgettext_lazy("a gift", "Taken back"),
        (State.OFFERED,),
        State.WITHDRAWN,
        (GIVER, COMMUNITY),
    ),
)
STEPS: dict[str, Step] = {step.verb: step for step in _TABLE}
