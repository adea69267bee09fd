"""The one table of a case's life: from which states, by which verb, to which state, who, what it needs, what clocks do.

Every verb reads its row here before it changes anything; policies, the desk's buttons, the API's list of
open verbs and the docs are made from the same rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where a case stands."""

    SUBMITTED = "submitted", _("Waiting to be accepted")
    ACCEPTED = "accepted", _("Waiting to be dispatched")
    DISPATCHED = "dispatched", _("Sent, not yet taken")
    HANDLING = "handling", _("In hand")
    SUSPENDED = "suspended", _("Paused")
    HANDLED = "handled", _("Done, to be checked")
    CHECKED = "checked", _("Checked, waiting for the resident")
    REVIEW = "review", _("Second person reviews")
    CLOSED = "closed", _("Closed")
    REFUSED = "refused", _("Not taken on")
    MERGED = "merged", _("Joined to another case")
    WITHDRAWN = "withdrawn", _("Withdrawn by the resident")


ENDED = frozenset({State.CLOSED, State.REFUSED, State.MERGED, State.WITHDRAWN})
OPEN = frozenset(State) - ENDED
IN_WORK = frozenset({State.DISPATCHED, State.HANDLING, State.SUSPENDED})


class Exit(models.TextChoices):
    """The six exits of a hotline (Beijing Regulation on Swift Response, art. 11); each owes the resident a text."""

    EMERGENCY = "emergency", _("Urgent danger: 110, 119, 120 or 122")
    LEGAL_CHANNEL = "legal_channel", _("Court, arbitration, review or petition decides")
    IN_HAND = "in_hand", _("Already in hand or finished, nothing new")
    SECRET = "secret", _("Touches secrets or privacy")
    OUTSIDE = "outside", _("Outside public duties")
    UNLAWFUL = "unlawful", _("Against the law")


class Who(StrEnum):
    """Relations between an actor and a case; `policies.py` says when each holds."""

    ANYBODY = "anybody"
    REPORTER = "reporter"            # account or bearer of the reporter's tracking code
    DISPATCHER = "dispatcher"        # of the desk on which the case lies, or of one above
    POOL = "pool"                    # a handler whose area or unit covers the case
    ASSIGNEE = "assignee"            # serves in the post or unit it was sent to, or stands in
    CHECKER = "checker"              # checks here, did not handle it, did not check it before it was reopened
    CALLER = "caller"                # checks or dispatches here, did not handle it
    COORDINATOR = "coordinator"      # of the case's street or county
    SECOND = "second"                # coordinates or supervises here, neither handled nor proposed it
    SUPERVISOR = "supervisor"
    TASK = "task"                    # serves in the post or unit a sub-task was sent to
    SYSTEM = "system"


class Effect(StrEnum):
    """What a verb does to the clocks of a case."""

    START = "start"                  # first contact and handling
    STOP_CONTACT = "stop_contact"
    PAUSE = "pause"
    RESUME = "resume"
    STOP_HANDLING = "stop_handling"  # and starts the call-back clock
    RESTART = "restart"              # handling starts anew
    STOP_ALL = "stop_all"
    EXTEND = "extend"


@dataclass(frozen=True, slots=True)
class Step:
    """One row. `next` empty keeps the state; several possible next states: the verb's answer decides."""

    verb: str
    label: object                    # lazy text on the button
    states: frozenset[State]
    next: tuple[State, ...]
    who: tuple[Who, ...]
    needs: tuple[str, ...] = ()      # names of required arguments of the verb
    takes: tuple[str, ...] = ()      # names of optional ones
    clock: tuple[Effect, ...] = ()


def _row(
    verb: str, label: object, states: Iterable[State] | State, following: Iterable[State] | State | None, *who: Who,
    needs: str = "", takes: str = "", clock: Effect | Iterable[Effect] = (),
) -> Step:
    begins = {states} if isinstance(states, State) else states
    ends = () if following is None else (following,) if isinstance(following, State) else following
    effects = (clock,) if isinstance(clock, Effect) else clock
    return Step(
        verb, label, frozenset(begins), tuple(ends), who, tuple(needs.split()), tuple(takes.split()), tuple(effects)
    )


_S, _W, _E = State, Who, Effect
_NEW = (_S.SUBMITTED, _S.ACCEPTED)
_SENT = (_S.DISPATCHED, _S.HANDLING)
_AT_WORK = (_S.HANDLING, _S.SUSPENDED)
_DONE = (_S.HANDLED, _S.CHECKED)
_NOT_DONE = tuple(sorted(OPEN - {_S.HANDLED, _S.CHECKED, _S.REVIEW}))
_ANSWERED = (_S.CLOSED, _S.DISPATCHED, _S.ACCEPTED, _S.REVIEW)     # what a resident's answer can lead to

# fmt: off
TABLE: tuple[Step, ...] = (
    _row("accept", _("Accept"), _S.SUBMITTED, _S.ACCEPTED, _W.DISPATCHER, _W.SYSTEM, takes="note"),
    _row("refuse", _("Not for us"), _NEW, _S.REFUSED, _W.DISPATCHER, needs="exit text", clock=_E.STOP_ALL),
    # an inquiry that the desk can answer needs no dispatch (art. 11: answer at once when possible)
    _row("answer", _("Answer now"), _NEW, _S.HANDLED, _W.DISPATCHER,
         needs="text", clock=(_E.STOP_CONTACT, _E.STOP_HANDLING)),
    _row("amend", _("Correct class or place"), OPEN - {_S.REVIEW}, None, _W.DISPATCHER, _W.COORDINATOR,
         takes="category kind title area_id building_id place urgency privacy note"),
    # a second matter in one report: the first keeps its words, the second becomes a case of its own
    _row("divide", _("Make two of it"), _NEW, None, _W.DISPATCHER, needs="text", takes="category"),
    # after two ping-pongs only the street or county decides: a guard narrows DISPATCHER to COORDINATOR then
    _row("dispatch", _("Dispatch"), (_S.ACCEPTED, *_SENT), _S.DISPATCHED, _W.DISPATCHER, _W.COORDINATOR, _W.SYSTEM,
         needs="assignee", takes="matter_id note"),
    _row("claim", _("Take it myself"), _S.ACCEPTED, _S.HANDLING, _W.POOL, takes="note"),
    _row("take", pgettext_lazy("verb", "Take"), _S.DISPATCHED, _S.HANDLING, _W.ASSIGNEE, takes="note"),
    _row("decline", _("Hand back"), _SENT, _S.ACCEPTED, _W.ASSIGNEE, needs="reason"),
    _row("contact", _("Contacted the resident"), _NOT_DONE, None, _W.ASSIGNEE, _W.DISPATCHER,
         needs="note", clock=_E.STOP_CONTACT),
    _row("add_helper", _("Ask for help"), _AT_WORK, None, _W.ASSIGNEE, needs="assignee text"),
    _row("whistle", _("Call departments"), (_S.ACCEPTED, _S.DISPATCHED, *_AT_WORK), None, _W.COORDINATOR,
         needs="assignees text"),
    _row("take_task", _("Take part"), OPEN, None, _W.TASK, needs="task_id"),
    _row("decline_task", _("Cannot take part"), OPEN, None, _W.TASK, needs="task_id reason"),
    _row("finish_task", _("Part done"), OPEN, None, _W.TASK, needs="task_id text"),
    _row("cancel_task", _("No longer needed"), OPEN, None, _W.ASSIGNEE, _W.COORDINATOR, needs="task_id reason"),
    _row("escalate", _("Pass up"), _SENT, _S.ACCEPTED, _W.ASSIGNEE, needs="reason"),
    _row("ask_extension", _("Ask for more time"), _S.HANDLING, None, _W.ASSIGNEE, needs="value unit reason"),
    _row("grant_extension", _("Grant more time"), _AT_WORK, None, _W.COORDINATOR, takes="text", clock=_E.EXTEND),
    _row("refuse_extension", _("No more time"), _AT_WORK, None, _W.COORDINATOR, needs="text"),
    _row("suspend", _("Pause"), _S.HANDLING, _S.SUSPENDED, _W.ASSIGNEE, needs="reason until", clock=_E.PAUSE),
    _row("resume", _("Go on"), _S.SUSPENDED, _S.HANDLING, _W.ASSIGNEE, _W.COORDINATOR, _W.SYSTEM,
         takes="note", clock=_E.RESUME),
    _row("interim", _("Tell how far it is"), IN_WORK, None, _W.ASSIGNEE, needs="text", takes="photos"),
    _row("set_milestones", _("Plan milestones"), _AT_WORK, None, _W.ASSIGNEE, _W.COORDINATOR, needs="milestones"),
    _row("finish_milestone", _("Milestone reached"), _AT_WORK, None, _W.ASSIGNEE,
         needs="milestone_id", takes="note photos"),
    _row("handle", pgettext_lazy("verb", "Done"), _S.HANDLING, _S.HANDLED, _W.ASSIGNEE,
         needs="note", takes="photos agreement", clock=(_E.STOP_CONTACT, _E.STOP_HANDLING)),
    # found on a round, nobody to ask: a good check closes it
    _row("check", _("Check"), _S.HANDLED, (_S.CHECKED, _S.HANDLING, _S.CLOSED), _W.CHECKER,
         needs="passed", takes="note photos"),
    # not reached: it stays, the third time it closes without an answer; "not solved": back to the same assignee, or,
    # where the desk had answered alone, to the desk; the second time a second person reviews
    _row("call_back", _("Call back"), _DONE, (*_ANSWERED, *_DONE), _W.CALLER,
         needs="reached", takes="solved rating words"),
    _row("confirm", _("Confirm"), _DONE, _ANSWERED, _W.REPORTER, needs="solved", takes="rating words"),
    _row("rate", _("Rate"), _S.CLOSED, None, _W.REPORTER, needs="rating", takes="words"),
    # "lawfully done, resident unhappy": an honest end, but never by one person alone
    _row("propose_close", _("Done as the law allows"), (_S.HANDLING, *_DONE), _S.REVIEW,
         _W.ASSIGNEE, _W.CALLER, _W.COORDINATOR, needs="reason", clock=_E.PAUSE),
    _row("review_close", _("Review the closing"), _S.REVIEW, (_S.CLOSED, _S.DISPATCHED, _S.ACCEPTED), _W.SECOND,
         needs="agreed text", takes="unreasonable"),
    _row("reopen", _("Reopen"), _S.CLOSED, (_S.DISPATCHED, _S.ACCEPTED), _W.REPORTER, _W.COORDINATOR,
         needs="reason", clock=_E.RESTART),
    _row("merge", _("Join to another"), (*_NEW, *_SENT), _S.MERGED, _W.DISPATCHER, needs="into", clock=_E.STOP_ALL),
    _row("split", _("Take apart again"), _S.MERGED, _S.ACCEPTED, _W.DISPATCHER, needs="reason", clock=_E.RESTART),
    _row("supervise", _("Supervise"), OPEN, None, _W.SUPERVISOR, needs="text"),
    # while neighbours wait for the same, only the reporter leaves and the case stays where it is
    _row("withdraw", _("Withdraw"), _NOT_DONE, (_S.WITHDRAWN, *_NOT_DONE), _W.REPORTER,
         takes="reason", clock=_E.STOP_ALL),
    _row("follow", _("I have this problem too"), OPEN, None, _W.ANYBODY, takes="name phone email"),
    _row("release", _("Show to the public"), State, None, _W.DISPATCHER, _W.COORDINATOR,
         takes="public_text photo_ids"),
    _row("link_theme", _("Hang on a theme"), frozenset(State) - {_S.REFUSED, _S.WITHDRAWN}, None,
         _W.DISPATCHER, _W.COORDINATOR, takes="theme_id"),
)
# fmt: on

STEPS: dict[str, Step] = {step.verb: step for step in TABLE}

if len(STEPS) != len(TABLE):
    raise AssertionError("each verb stands in the table once")
