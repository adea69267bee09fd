"""What a verb asks beyond state and relation. The same answers hide a button and refuse a verb."""

from collections.abc import Callable
from datetime import timedelta

from django.utils.translation import gettext as _

from linli.engines.access.public import Role
from linli.engines.cases.classes import kind_of
from linli.engines.cases.lifecycle import Who
from linli.engines.cases.models import Category
from linli.engines.cases.policies import Standing
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.errors import LinliError, NotAllowed, WrongState

PING_PONG_LIMIT = 2  # then the street decides
REOPEN_DAYS = 15  # a reporter may reopen within


def _dispatch(standing: Standing) -> LinliError | None:
    """After two hand-backs only a coordinator of the desk's level decides, and nobody decides for a desk above the
    own one.
    """
    case = standing.case
    if case.ping_pongs >= PING_PONG_LIMIT and not standing.has_at_desk(Role.COORDINATOR):
        return NotAllowed(_("It was handed back twice. The street decides now who handles it."), code="street_decides")
    at_desk = standing.has_at_desk(Role.DISPATCHER, Role.COORDINATOR) or standing.holds(Who.SYSTEM)
    return None if at_desk else NotAllowed()


def _decline(standing: Standing) -> LinliError | None:
    if standing.case.ping_pongs < PING_PONG_LIMIT:
        return None
    return WrongState(
        _("The street has decided that this is yours. If it cannot be solved here, pass it up with the reason."),
        code="street_decided",
    )


def _escalate(standing: Standing) -> LinliError | None:
    if len(territory.ancestors(standing.case.desk_path)) > 1:
        return None
    return WrongState(_("The county has it already: there is nobody above."), code="top")


def _answer(standing: Standing) -> LinliError | None:
    if kind_of(standing.case).answer_at_once:
        return None
    return WrongState(_("Only questions are answered at the desk. Please dispatch this."), code="not_a_question")


def _reopen(standing: Standing) -> LinliError | None:
    case = standing.case
    if case.reopened:
        return WrongState(
            _(
                "It was opened again once already. Please report it anew and name this number: "
                "a second person looks at it."
            ),
            code="reopened_once",
        )
    late = case.closed_at is not None and clock.now() > case.closed_at + timedelta(days=REOPEN_DAYS)
    if late and not standing.has(Role.COORDINATOR):
        return WrongState(
            _("It was closed more than %(days)d days ago. Please report it anew and name this number.")
            % {"days": REOPEN_DAYS},
            code="closed_long_ago",
        )
    return None


def _rate(standing: Standing) -> LinliError | None:
    return WrongState(_("You have rated this already. Thank you."), code="rated") if standing.case.rating else None


def _ask_extension(standing: Standing) -> LinliError | None:
    if standing.case.asks_more_time:
        return WrongState(_("You have asked already; the street has not answered yet."), code="asked_already")
    return None


def _decide_extension(standing: Standing) -> LinliError | None:
    if standing.case.asks_more_time:
        return None
    return WrongState(_("Nobody is asking for more time here."), code="not_asked")


def _cancel_task(standing: Standing) -> LinliError | None:
    if standing.case.open_tasks:
        return None
    return WrongState(_("No part is open here."), code="no_task")


def _finish_milestone(standing: Standing) -> LinliError | None:
    if standing.case.milestones_left:
        return None
    return WrongState(_("No milestone is open here."), code="no_milestone")


def _release(standing: Standing) -> LinliError | None:
    if standing.case.privacy == Category.Privacy.PRIVATE:
        return WrongState(_("This is private. It is counted, but never shown to the public."), code="private")
    return None


GUARDS: dict[str, Callable[[Standing], LinliError | None]] = {
    "dispatch": _dispatch,
    "decline": _decline,
    "escalate": _escalate,
    "answer": _answer,
    "reopen": _reopen,
    "rate": _rate,
    "ask_extension": _ask_extension,
    "grant_extension": _decide_extension,
    "refuse_extension": _decide_extension,
    "cancel_task": _cancel_task,
    "finish_milestone": _finish_milestone,
    "release": _release,
}
