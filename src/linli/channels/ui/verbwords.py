"""The words on verb forms: what each argument is called where, and what is said beside it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = str | Promise

# what an argument is called, whatever the verb
LABELS: dict[str, Words] = {
    "agreed": _("Do you agree?"),
    "agreement": _("Record of the agreement"),
    "area_id": _("Where it belongs"),
    "assignee": _("Send to"),
    "assignees": _("Departments to call"),
    "building_id": _("Building"),
    "category": _("Class"),
    "email": _("E-mail"),
    "exit": _("Why it is not for us"),
    "into": _("Which case does it join?"),
    "kind": pgettext_lazy("of a case", "Kind"),
    "matter_id": _("Admitted matter"),
    "milestone_id": _("Which milestone"),
    "milestones": _("Milestones"),
    "name": _("How may we call you?"),
    "note": _("Note for colleagues"),
    "passed": _("Is it done well?"),
    "phone": _("Mobile number"),
    "photo_ids": _("Photos to show"),
    "photos": _("Photos"),
    "place": _("Place in words"),
    "privacy": _("What the public sees"),
    "public_text": _("Words to show to the public"),
    "rating": _("How satisfied are you?"),
    "reached": _("Did you reach the resident?"),
    "reason": pgettext_lazy("why", "Reason"),
    "solved": _("Is it solved?"),
    "task_id": _("Part"),
    "text": _("What we tell the resident"),
    "theme_id": _("Theme"),
    "title": _("Title"),
    "unit": _("Counted in"),
    "unreasonable": _("The request was unreasonable: leave it out of the rates"),
    "until": _("Look at it again on"),
    "urgency": _("Urgency"),
    "value": _("How much more time"),
    "words": _("Anything else you want to say?"),
}

# where a verb calls it otherwise
VERB_LABELS: dict[tuple[str, str], Words] = {
    ("add_helper", "assignee"): _("Who helps"),
    ("add_helper", "text"): _("What they should do"),
    ("answer", "text"): _("Answer to the resident"),
    ("call_back", "rating"): _("How satisfied is the resident?"),
    ("call_back", "words"): _("What the resident said"),
    ("check", "note"): _("What you saw"),
    ("contact", "note"): _("What was said and agreed"),
    ("decline", "reason"): _("Why you hand it back"),
    ("decline_task", "reason"): _("Why you cannot take part"),
    ("dispatch", "note"): _("Note for the handler"),
    ("divide", "text"): _("Words of the second matter"),
    ("divide", "category"): _("Class of the second matter"),
    ("escalate", "reason"): _("Why it goes up"),
    ("finish_milestone", "note"): _("What was done"),
    ("finish_task", "text"): _("What was done"),
    ("grant_extension", "text"): _("Note for colleagues"),
    ("handle", "note"): _("What was done"),
    ("handle", "photos"): _("Photos as proof"),
    ("interim", "text"): _("How far it is"),
    ("propose_close", "reason"): _("What was done, and why more is not possible"),
    ("refuse_extension", "text"): _("Why there is no more time"),
    ("reopen", "reason"): _("What is still wrong?"),
    ("review_close", "text"): _("Reason for your decision"),
    ("split", "reason"): _("Why it is a matter of its own"),
    ("supervise", "text"): _("What should happen, and by when"),
    ("suspend", "reason"): _("What it waits for"),
    ("whistle", "text"): _("What they should do"),
    ("withdraw", "reason"): _("Why (you need not say)"),
}

HINTS: dict[tuple[str, str], Words] = {
    ("answer", "text"): _("The resident reads this."),
    ("divide", "text"): _(
        "As the resident said it. Place and person are taken over, the first case keeps all its words."
    ),
    ("handle", "note"): _("The resident reads this."),
    ("interim", "text"): _("The resident reads this."),
    ("refuse", "text"): _("The resident reads this: where to turn instead."),
    ("release", "public_text"): _("No names, phone numbers or homes."),
    ("suspend", "until"): _("It goes on by itself on this day."),
    ("follow", "phone"): _("Only those who handle it see the number; each look is recorded."),
    ("review_close", "agreed"): _("You neither handled it nor proposed the closing."),
    ("set_milestones", "milestones"): _("Empty rows are left out."),
    ("merge", "into"): _("All who reported stay followers and are told."),
}

YES_NO: dict[str, tuple[Words, Words]] = {
    "agreed": (_("I agree: close it"), _("No: it goes on")),
    "passed": (_("Done well"), _("Back to the handler")),
    "reached": (_("Reached"), _("Not reached")),
    "solved": (_("Solved"), _("Not solved")),
}

STARS: tuple[Words, ...] = (
    _("Very dissatisfied"), _("Dissatisfied"), _("Fair"), _("Satisfied"), _("Very satisfied"),
)

URGENCIES: tuple[tuple[str, Words], ...] = (
    ("normal", pgettext_lazy("urgency", "Normal")), ("urgent", pgettext_lazy("urgency", "Urgent")),
    ("emergency", pgettext_lazy("urgency", "Emergency")), ("long", pgettext_lazy("urgency", "Long-running")),
)
PRIVACIES: tuple[tuple[str, Words], ...] = (
    ("public", _("Class, place and state")), ("limited", _("Class and grid only")),
    ("private", pgettext_lazy("what the public sees", "Nothing")),
)
UNITS: tuple[tuple[str, Words], ...] = (("wd", _("working days")), ("d", _("days")), ("wmin", _("working minutes")))

# what is asked before the form, for verbs that cannot be taken back
INTRODUCTIONS: dict[str, Words] = {
    "confirm": _("Please look whether it is really solved."),
    "decline": _("It goes back to the dispatch desk, which finds somebody else. Your reason is read there."),
    "escalate": _("The next level up decides who handles it."),
    "propose_close": _("A second person reviews it before it is closed."),
    "refuse": _("The resident gets your text at once."),
    "reopen": _("It goes back into work, and another person checks the result. This can be done once."),
    "withdraw": _("Nobody works on it any more. You can report it again at any time."),
}


def label_of(verb: str, argument: str) -> Words:
    """Return what an argument is called on the form of a verb."""
    return VERB_LABELS.get((verb, argument)) or LABELS.get(argument, argument)


def hint_of(verb: str, argument: str) -> Words:
    """Return what is said beside an argument, perhaps nothing."""
    return HINTS.get((verb, argument), "")
