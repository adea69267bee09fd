"""What is said after a verb: what was done, and what happens next."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.channels.ui.moments import moment_words
from linli.engines.cases import public as cases

Words = str | Promise

DONE: dict[str, Words] = {
    "accept": gettext_lazy("Accepted. Next: dispatch it."),
    "add_helper": gettext_lazy("Asked for help. You stay answerable for the whole."),
    "amend": gettext_lazy("Corrected."),
    "answer": gettext_lazy("Answered. The resident is told at once and can say whether it helps."),
    "ask_extension": gettext_lazy("Asked. The street decides; until then the old deadline counts."),
    "call_back": gettext_lazy("The call back is recorded."),
    "cancel_task": gettext_lazy("The helper is told that it is no longer needed."),
    "check": gettext_lazy("The check is recorded."),
    "claim": gettext_lazy("It is yours."),
    "confirm": gettext_lazy("Thank you for telling us."),
    "contact": gettext_lazy("Recorded. The clock of the first contact has stopped."),
    "decline": gettext_lazy("Handed back. The dispatch desk finds somebody else."),
    "decline_task": gettext_lazy("Handed back to whoever asked."),
    "dispatch": gettext_lazy("Dispatched."),
    "escalate": gettext_lazy("Passed up. The next level decides."),
    "finish_milestone": gettext_lazy("Recorded."),
    "finish_task": gettext_lazy("Your part is done. The lead is told."),
    "grant_extension": gettext_lazy("Granted. The new deadline counts from now on."),
    "handle": gettext_lazy("Done. Somebody else checks it, then the resident is asked."),
    "interim": gettext_lazy("The resident is told how far it is."),
    "link_theme": gettext_lazy("Recorded."),
    "merge": gettext_lazy("Joined. All who reported stay followers."),
    "propose_close": gettext_lazy("Proposed. A second person reviews it."),
    "rate": gettext_lazy("Thank you for rating."),
    "refuse": gettext_lazy("Ended. The resident gets your text at once."),
    "refuse_extension": gettext_lazy("The old deadline stays."),
    "release": gettext_lazy("The public page is changed."),
    "reopen": gettext_lazy("It is back in work. Another person will check the result."),
    "resume": gettext_lazy("It goes on, the clock runs again."),
    "review_close": gettext_lazy("Your decision is recorded."),
    "set_milestones": gettext_lazy("The plan is recorded."),
    "divide": gettext_lazy("The second matter is a case of its own. This one goes on with the first."),
    "split": gettext_lazy("It is a case of its own again. Next: dispatch it."),
    "supervise": gettext_lazy("It is supervised; all who work on it are told."),
    "suspend": gettext_lazy("Paused. It goes on by itself on the day you chose."),
    "take": gettext_lazy("It is yours."),
    "take_task": gettext_lazy("You take part."),
    "whistle": gettext_lazy("The departments are called; each has to answer in time."),
    "withdraw": gettext_lazy("Withdrawn. You can report it again at any time."),
}


def done_words(verb: str, detail: cases.CaseDetail | None) -> str:
    """Return what was done; while a clock runs, also by when what is next."""
    said = str(DONE.get(verb, _("Done.")))
    if detail is None or detail.due_at is None or detail.state in cases.ENDED:
        return said
    return _("%(said)s Now: %(state)s, by %(due)s.") % {
        "said": said, "state": detail.state_label, "due": moment_words(detail.due_at),
    }
