"""Which event tells whom, and in which words: the receiver `cases.notify`.

Residents hear what matters to them, once per event; colleagues hear what they have to do now, what came back, and what
became of what they passed up. Nobody is told of the own doing. Urgent, past quiet hours, are emergencies and overdue
work only.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from linli.engines.access.public import Role
from linli.engines.cases import words
from linli.engines.cases.lifecycle import Exit, State
from linli.engines.cases.models import Case, Following
from linli.engines.cases.telling import Telling
from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.kernel import rows

RECEIVER = "cases.notify"


def notify(event: journal.Event, _payload: dict[str, Any]) -> None:
    """Leave the messages of one event. Asked twice, it tells nobody twice."""
    notify_together([event])


def notify_together(events: Sequence[journal.Event]) -> None:
    """Leave the messages of several events, in three queries for all that usually happens."""
    about = {event.pk: int(event.stream.removeprefix("case:")) for event in events if _tells(event)}
    cases = {case.pk: case for case in rows.among(Case, "id", about.values())}
    waiting = defaultdict[int, list[Following]](list)
    for one in rows.among(Following, "case_id", cases, left_at=None):
        waiting[one.case_id].append(one)
    notices: list[journal.Notice] = []
    with translation.override(settings.LANGUAGE_CODE):
        for event in events:
            case = cases.get(about.get(event.pk, 0))
            if case is not None:
                telling = Telling(event, case, waiting[case.pk])
                TELLERS[event.kind](telling)
                notices += telling.notices
    journal.notify_all(notices)


def _tells(event: journal.Event) -> bool:
    return event.kind in TELLERS and event.stream.startswith("case:")


def _submit(tell: Telling) -> None:
    case = tell.case
    if tell.data.get("assignee"):
        tell.staff(
            tell.serving(str(tell.data["assignee"])), _("New for you: %(title)s") % {"title": case.title}, tell.about()
        )
        tell.residents(
            _("We have your report %(number)s") % {"number": case.number},
            _("It went straight to %(name)s, who will get in touch with you.") % {"name": tell.data.get("name", "")},
        )
        return
    tell.staff(tell.desk(), _("New at your desk: %(title)s") % {"title": case.title}, tell.about())
    tell.residents(
        _("We have your report %(number)s") % {"number": case.number},
        _("We read it now and find who can solve it. You will hear from us here."),
    )


def _refuse(tell: Telling) -> None:
    tell.residents(
        _("We could not take on %(number)s: %(exit)s")
        % {"number": tell.case.number, "exit": Exit(tell.data["exit"]).label},
        str(tell.data.get("text", "")),
    )


def _answer(tell: Telling) -> None:
    tell.residents(_("Here is the answer to %(number)s") % {"number": tell.case.number}, str(tell.data.get("text", "")))
    tell.staff(
        tell.nearest(Role.CHECKER), _("Answered, to be checked: %(title)s") % {"title": tell.case.title}, tell.about()
    )


def _dispatch(tell: Telling) -> None:
    title = {"title": tell.case.title}
    tell.staff(
        tell.serving(str(tell.data.get("assignee", ""))), _("New for you: %(title)s") % title, tell.with_reason("note")
    )
    if former := tell.data.get("former"):
        tell.staff(
            tell.serving(str(former)),
            _("Not yours any more: %(title)s") % title,
            _("It went to %(name)s.") % {"name": tell.data.get("name", "")},
        )


def _take(tell: Telling) -> None:
    tell.residents(
        _("%(name)s is on it: %(number)s") % {"name": tell.data.get("name", ""), "number": tell.case.number},
        _("You will hear how far it is, and are asked at the end if it is solved."),
    )


def _decline(tell: Telling) -> None:
    tell.staff(
        tell.desk(),
        _("Handed back by %(name)s: %(title)s") % {"name": tell.data.get("name", ""), "title": tell.case.title},
        tell.with_reason("reason"),
    )


def _escalate(tell: Telling) -> None:
    tell.staff(
        tell.desk(),
        _("Passed up by %(name)s: %(title)s") % {"name": tell.data.get("name", ""), "title": tell.case.title},
        tell.with_reason("reason"),
    )


def _tasks(tell: Telling) -> None:
    called = tell.data.get("assignees") or [tell.data.get("assignee", "")]
    everybody = {account for key in called for account in tell.serving(str(key))}
    title = _("The street calls you: %(title)s") if tell.verb == "whistle" else _("Your help is asked for: %(title)s")
    tell.staff(everybody, title % {"title": tell.case.title}, tell.with_reason("text"))


def _task_answered(tell: Telling) -> None:
    templates = {
        "take_task": _("%(name)s takes part: %(title)s"),
        "decline_task": _("%(name)s cannot take part: %(title)s"),
        "finish_task": _("%(name)s has done the part: %(title)s"),
    }
    title = templates[tell.verb] % {"name": tell.data.get("name", ""), "title": tell.case.title}
    tell.staff([tell.data.get("asked_by"), *tell.workers()], title, tell.with_reason("reason", "text"))


def _cancel_task(tell: Telling) -> None:
    tell.staff(
        tell.serving(str(tell.data.get("assignee", ""))),
        _("Not needed any more: %(title)s") % {"title": tell.case.title},
        tell.with_reason("reason"),
    )


def _ask_extension(tell: Telling) -> None:
    more = words.duration(int(tell.data["value"]), str(tell.data["unit"]))
    tell.staff(
        tell.nearest(Role.COORDINATOR),
        _("More time asked for (%(more)s): %(title)s") % {"more": more, "title": tell.case.title},
        tell.with_reason("reason"),
    )


def _extension_decided(tell: Telling) -> None:
    granted = tell.verb == "grant_extension"
    title = _("More time granted: %(title)s") if granted else _("No more time: %(title)s")
    tell.staff(
        [tell.data.get("asked_by"), *tell.workers()], title % {"title": tell.case.title}, tell.with_reason("text")
    )
    if granted:
        more = words.duration(int(tell.data["value"]), str(tell.data["unit"]))
        tell.residents(
            _("%(number)s needs more time: %(more)s") % {"number": tell.case.number, "more": more},
            str(tell.data.get("reason", "")),
        )


def _suspend(tell: Telling) -> None:
    tell.residents(_("%(number)s has to wait a while") % {"number": tell.case.number}, str(tell.data.get("reason", "")))


def _resume(tell: Telling) -> None:
    tell.staff(tell.workers(), _("Goes on: %(title)s") % {"title": tell.case.title}, tell.with_reason("note"))


def _interim(tell: Telling) -> None:
    tell.residents(_("How far %(number)s is") % {"number": tell.case.number}, str(tell.data.get("text", "")))


def _milestone(tell: Telling) -> None:
    tell.residents(
        _("%(number)s: %(name)s is reached") % {"number": tell.case.number, "name": tell.data.get("name", "")},
        str(tell.data.get("text", "")),
    )


def _handle(tell: Telling) -> None:
    tell.residents(
        _("%(number)s is done. Please look if it is solved") % {"number": tell.case.number},
        str(tell.data.get("text", "")),
    )
    tell.staff(
        tell.nearest(Role.CHECKER), _("Done, to be checked: %(title)s") % {"title": tell.case.title}, tell.about()
    )


def _check(tell: Telling) -> None:
    if not tell.data.get("passed"):
        tell.staff(
            [tell.case.handled_by_id, *tell.workers()],
            _("Not done yet: %(title)s") % {"title": tell.case.title},
            tell.with_reason("note"),
        )
    elif tell.after == State.CLOSED:
        _closed(tell)


def _answered(tell: Telling) -> None:
    """The resident said, or was asked, whether it is solved."""
    title = {"title": tell.case.title}
    if tell.after == State.CLOSED:
        _closed(tell, but_reporter=tell.verb == "confirm")
    elif tell.after == State.REVIEW:
        tell.staff(
            tell.nearest(Role.COORDINATOR),
            _("Not solved for the second time, please review: %(title)s") % title,
            tell.with_reason("words"),
        )
    elif tell.after in {State.DISPATCHED, State.ACCEPTED}:
        told = tell.serving(tell.case.assignee) if tell.case.assignee else tell.desk()
        tell.staff(told, _("The resident says it is not solved: %(title)s") % title, tell.with_reason("words"))
        tell.residents(
            _("%(number)s is taken up again") % {"number": tell.case.number},
            _("Thank you for telling us. Somebody else checks it this time."),
        )


def _closed(tell: Telling, *, but_reporter: bool = False) -> None:
    case = tell.case
    outcome = _("The resident says it is solved: %(title)s") if case.solved else _("Closed: %(title)s")
    tell.staff(
        [case.handled_by_id, *tell.passed_up()], outcome % {"title": case.title}, tell.with_reason("text", "words")
    )
    tell.residents(
        _("%(number)s is closed. Thank you for helping the neighbourhood") % {"number": case.number},
        str(tell.data.get("text", ""))
        if tell.verb == "review_close"
        else _("If it comes back within 15 days, you can open it again."),
        but_reporter=but_reporter,
    )


def _propose_close(tell: Telling) -> None:
    tell.staff(
        tell.nearest(Role.COORDINATOR, Role.SUPERVISOR),
        _("Please review the closing: %(title)s") % {"title": tell.case.title},
        tell.with_reason("reason"),
    )


def _review_close(tell: Telling) -> None:
    if tell.after == State.CLOSED:
        _closed(tell)
        return
    told = tell.serving(tell.case.assignee) if tell.case.assignee else tell.desk()
    tell.staff(
        told, _("The closing was not agreed to: %(title)s") % {"title": tell.case.title}, tell.with_reason("text")
    )
    tell.residents(_("%(number)s is taken up again") % {"number": tell.case.number}, str(tell.data.get("text", "")))


def _reopen(tell: Telling) -> None:
    told = tell.serving(tell.case.assignee) if tell.case.assignee else tell.desk()
    tell.staff(told, _("Opened again: %(title)s") % {"title": tell.case.title}, tell.with_reason("reason"))
    tell.residents(
        _("%(number)s is taken up again") % {"number": tell.case.number}, _("Somebody else checks it this time.")
    )


def _merge(tell: Telling) -> None:
    tell.staff(
        tell.serving(tell.case.assignee),
        _("Joined to another: %(title)s") % {"title": tell.case.title},
        _("It goes on under %(lead)s.") % {"lead": tell.data.get("lead", "")},
    )
    tell.residents(
        _("Your neighbours reported the same as %(number)s") % {"number": tell.case.number},
        _("Both go on together under %(lead)s; you hear of it here.") % {"lead": tell.data.get("lead", "")},
    )


def _split(tell: Telling) -> None:
    tell.staff(
        tell.desk(),
        _("Taken apart, to be dispatched: %(title)s") % {"title": tell.case.title},
        tell.with_reason("reason"),
    )
    tell.residents(_("%(number)s goes on by itself") % {"number": tell.case.number}, "")


def _divide(tell: Telling) -> None:
    words = _("Your report holds two matters: the second goes on as %(number)s")
    tell.residents(words % {"number": tell.event.data.get("number", "")}, "")


def _supervise(tell: Telling) -> None:
    tell.staff(
        [*tell.workers(), *tell.desk()],
        _("Supervised from above: %(title)s") % {"title": tell.case.title},
        tell.with_reason("text"),
    )


def _withdraw(tell: Telling) -> None:
    if tell.after == State.WITHDRAWN:
        tell.staff(
            tell.serving(tell.case.assignee),
            _("Withdrawn by the resident: %(title)s") % {"title": tell.case.title},
            tell.about(),
        )


def _reminded(tell: Telling) -> None:
    told = tell.workers() or tell.desk()
    tell.staff(told, _("Soon due: %(title)s") % {"title": tell.case.title}, tell.about())


def _overdue(tell: Telling) -> None:
    """At 100 % the coordinators of the street hear of it too, further on the county's supervisors."""
    above = tell.nearest(Role.COORDINATOR)
    if int(tell.data.get("step", 2)) > 2:
        above += tell.nearest(Role.SUPERVISOR, path=territory.ancestors(tell.case.path)[0].path)
    tell.staff(
        [*(tell.workers() or tell.desk()), *above],
        _("Overdue: %(title)s") % {"title": tell.case.title},
        tell.about(),
        urgent=True,
    )


TELLERS: dict[str, Callable[[Telling], None]] = {
    f"case.{verb}": teller
    for verb, teller in {
        "submit": _submit,
        "refuse": _refuse,
        "answer": _answer,
        "dispatch": _dispatch,
        "take": _take,
        "claim": _take,
        "decline": _decline,
        "escalate": _escalate,
        "add_helper": _tasks,
        "whistle": _tasks,
        "take_task": _task_answered,
        "decline_task": _task_answered,
        "finish_task": _task_answered,
        "cancel_task": _cancel_task,
        "ask_extension": _ask_extension,
        "grant_extension": _extension_decided,
        "refuse_extension": _extension_decided,
        "suspend": _suspend,
        "resume": _resume,
        "interim": _interim,
        "finish_milestone": _milestone,
        "handle": _handle,
        "check": _check,
        "call_back": _answered,
        "confirm": _answered,
        "propose_close": _propose_close,
        "review_close": _review_close,
        "reopen": _reopen,
        "merge": _merge,
        "split": _split,
        "divide": _divide,
        "supervise": _supervise,
        "withdraw": _withdraw,
        "reminded": _reminded,
        "overdue": _overdue,
    }.items()
}


def subscribe() -> None:
    """Let the journal hand over the events that tell somebody, and no others."""
    for kind in TELLERS:
        journal.subscribe(kind, RECEIVER, notify, together=notify_together)
