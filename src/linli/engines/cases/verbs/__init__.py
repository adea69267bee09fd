"""Verbs of cases, by the names of the lifecycle table."""

from collections.abc import Callable
from typing import Any

from linli.engines.cases.followings import Opened
from linli.engines.cases.lifecycle import STEPS
from linli.engines.cases.models import Case
from linli.engines.cases.verbs.accept import accept, answer, refuse
from linli.engines.cases.verbs.amend import amend
from linli.engines.cases.verbs.call_back import call_back, confirm, rate
from linli.engines.cases.verbs.check import check
from linli.engines.cases.verbs.close import propose_close, review_close
from linli.engines.cases.verbs.contact import contact, interim
from linli.engines.cases.verbs.decline import decline, escalate
from linli.engines.cases.verbs.dispatch import dispatch
from linli.engines.cases.verbs.divide import divide
from linli.engines.cases.verbs.extension import ask_extension, grant_extension, refuse_extension
from linli.engines.cases.verbs.follow import follow
from linli.engines.cases.verbs.handle import handle
from linli.engines.cases.verbs.merge import merge, split
from linli.engines.cases.verbs.milestones import finish_milestone, set_milestones
from linli.engines.cases.verbs.reopen import reopen
from linli.engines.cases.verbs.supervise import link_theme, release, supervise
from linli.engines.cases.verbs.suspend import resume, suspend
from linli.engines.cases.verbs.take import claim, take
from linli.engines.cases.verbs.tasks import add_helper, cancel_task, decline_task, finish_task, take_task, whistle
from linli.engines.cases.verbs.withdraw import withdraw
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound

__all__ = [
    "VERBS",
    "accept", "add_helper", "amend", "answer", "ask_extension", "call_back", "cancel_task", "check", "claim",
    "confirm", "contact", "decline", "decline_task", "dispatch", "divide", "escalate", "finish_milestone",
    "finish_task", "follow", "grant_extension", "handle", "interim", "link_theme", "merge", "perform", "propose_close",
    "rate", "refuse", "refuse_extension", "release", "reopen", "resume", "review_close", "set_milestones", "split",
    "supervise", "suspend", "take", "take_task", "whistle", "withdraw",
]

VERBS: dict[str, Callable[..., Case | Opened]] = {
    verb.__name__: verb
    for verb in (
        accept,
        add_helper,
        amend,
        answer,
        ask_extension,
        call_back,
        cancel_task,
        check,
        claim,
        confirm,
        contact,
        decline,
        decline_task,
        dispatch,
        divide,
        escalate,
        finish_milestone,
        finish_task,
        follow,
        grant_extension,
        handle,
        interim,
        link_theme,
        merge,
        propose_close,
        rate,
        refuse,
        refuse_extension,
        release,
        reopen,
        resume,
        review_close,
        set_milestones,
        split,
        supervise,
        suspend,
        take,
        take_task,
        whistle,
        withdraw,
    )
}

if set(VERBS) != set(STEPS):
    raise AssertionError("each row of the lifecycle table has its verb, and each verb its row")


def perform(verb: str, case_id: int | Case, *, by: Actor, **arguments: Any) -> Case:
    """Do a verb by its name. Raises: what the verb raises, NotFound for a name that is none."""
    if verb not in VERBS:
        raise NotFound
    done = VERBS[verb](case_id, by=by, **arguments)
    return done.case if isinstance(done, Opened) else done
