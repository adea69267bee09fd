"""Cases: what other packages may use of them."""

from linli.engines.cases.detail import (
    AgreementRow,
    CaseDetail,
    ClockRow,
    ExtensionRow,
    MilestoneRow,
    PhotoRow,
    TaskRow,
    case_for,
)
from linli.engines.cases.followings import Opened, Reporter
from linli.engines.cases.lifecycle import ENDED, IN_WORK, OPEN, STEPS, TABLE, Effect, Exit, State, Step, Who
from linli.engines.cases.models import Attachment, Case, Following, Origin, Task
from linli.engines.cases.openverbs import open_verbs, task_verbs
from linli.engines.cases.photos import PhotoFile, add_photo, photo_for
from linli.engines.cases.policies import seen_by
from linli.engines.cases.privacy import HELD, Held, Personal, erase, export, personal, reseal
from linli.engines.cases.tracking import TrackingView, by_tracking_code, followings_of, tracking_view
from linli.engines.cases.verbs import (
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
    escalate,
    finish_milestone,
    finish_task,
    follow,
    grant_extension,
    handle,
    interim,
    link_theme,
    merge,
    perform,
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
from linli.engines.cases.verbs.handle import AgreementInput
from linli.engines.cases.verbs.open_case import open_case
from linli.engines.cases.words import StepRow

__all__ = [
    "ENDED", "HELD", "IN_WORK", "OPEN", "STEPS", "TABLE",
    "AgreementInput", "AgreementRow", "Attachment", "Case", "CaseDetail", "ClockRow", "Effect", "Exit", "ExtensionRow", "Following",
    "Held", "MilestoneRow", "Opened", "Origin", "Personal", "PhotoFile", "PhotoRow", "Reporter", "State", "Step", "StepRow", "Task",
    "TaskRow", "TrackingView", "Who",
    "accept", "add_helper", "add_photo", "amend", "answer", "ask_extension", "by_tracking_code", "call_back", "cancel_task", "case_for",
    "check", "claim", "confirm", "contact", "decline", "decline_task", "dispatch", "erase", "escalate", "export", "finish_milestone",
    "finish_task", "follow", "followings_of", "grant_extension", "handle", "interim", "link_theme", "merge", "open_case", "open_verbs",
    "perform", "personal", "photo_for", "propose_close", "rate", "refuse", "refuse_extension", "release", "reopen", "reseal", "resume",
    "review_close", "seen_by", "set_milestones", "split", "supervise", "suspend", "take", "take_task", "task_verbs", "tracking_view",
    "whistle", "withdraw",
]
