"""The page of one case, for the desk and the console: same parts, same verbs, another frame."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.channels.ui import verbforms
from linli.channels.ui.classguesses import class_guesses
from linli.channels.ui.context import viewer_of
from linli.channels.ui.donewords import done_words
from linli.channels.ui.heard import danger_of, halves_of, place_guesses
from linli.channels.ui.verbbuttons import VerbButtons, buttons
from linli.engines.cases import public as cases
from linli.kernel.actor import Actor
from linli.kernel.errors import LinliError

FROM_LINK = ("task_id", "milestone_id", "rating", "into", "assignee")   # what a link to a form may fill in
PURPOSES = (
    ("contact", gettext_lazy("To talk with the resident about this case")),
    ("visit", gettext_lazy("To go there")),
    ("check", gettext_lazy("To check the result or call back")),
)


@dataclass(frozen=True, slots=True)
class CaseFrame:
    """How a channel frames a case page: the template around it and the address of a case."""

    template: str                    # extends the channel's frame and includes "ui/parts/case.html"
    address: Callable[[str], str]    # number -> address of the case page, ending with a slash
    leave: Callable[[str], str] | None = None   # where to go after a verb; left out: the case page


def is_fragment(request: HttpRequest) -> bool:
    """Say whether htmx asks for a part of a page."""
    return bool(getattr(request, "htmx", False)) and not getattr(request.htmx, "boosted", False)  # type: ignore[attr-defined]


def case_context(viewer: Actor, detail: cases.CaseDetail, frame: CaseFrame) -> dict[str, Any]:
    """Return what `ui/parts/case.html` needs."""
    answers = any(step.verb in cases.ANSWERS for step in detail.verbs)
    shown: VerbButtons = buttons(detail.verbs, detail.state)
    return {
        "case": detail, "buttons": shown, "address": frame.address(detail.number), "purposes": PURPOSES,
        "may_see_personal": detail.may_see_personal, "guesses": class_guesses(detail),
        "place_guesses": place_guesses(detail), "halves": halves_of(detail),
        "danger": danger_of(detail),
        "answered": cases.answered_alike(viewer, detail) if answers else [],
        "case_address": frame.address(detail.number).removesuffix(f"{detail.number}/"),
    }


def show(request: HttpRequest, number: str, frame: CaseFrame) -> HttpResponse:
    """Show a case."""
    detail = cases.case_for(viewer_of(request), number=number)
    template = "ui/parts/case.html" if is_fragment(request) else frame.template
    return render(request, template, case_context(viewer_of(request), detail, frame))


def act(request: HttpRequest, number: str, verb: str, frame: CaseFrame) -> HttpResponse:
    """Show the form of a verb, or do the verb."""
    detail = cases.case_for(viewer_of(request), number=number)
    if request.method != "POST":
        if not _is_open(detail, verb):
            messages.warning(request, _("This cannot be done as the case stands now."))
            return _leave(request, frame.address(number))
        initial = {name: request.GET[name] for name in FROM_LINK if name in request.GET}
        return _form_page(request, detail, verbforms.verb_form(request, detail, verb, **initial), frame)
    outcome = verbforms.perform_from_post(request, detail, verb)
    if not outcome.done:
        return _form_page(request, detail, outcome.form, frame, status=422)
    messages.success(request, done_words(verb, _present(request, number)))
    return _leave(request, (frame.leave or frame.address)(number))


def _is_open(detail: cases.CaseDetail, verb: str) -> bool:
    """Say whether a verb is open to the viewer now, on the case or on one of its parts."""
    steps = (*detail.verbs, *(step for task in detail.tasks for step in task.verbs))
    return any(step.verb == verb for step in steps)


def _leave(request: HttpRequest, target: str) -> HttpResponse:
    if is_fragment(request):
        return HttpResponse(headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)


def _present(request: HttpRequest, number: str) -> cases.CaseDetail | None:
    """Return the case as it stands after the verb, if the viewer still sees it."""
    try:
        return cases.case_for(viewer_of(request), number=number)
    except LinliError:
        return None


def _form_page(
    request: HttpRequest, detail: cases.CaseDetail, form: verbforms.VerbForm, frame: CaseFrame, *, status: int = 200
) -> HttpResponse:
    address = frame.address(detail.number)
    context: dict[str, Any] = {"form": form, "action": f"{address}{form.verb}/", "back": address}
    if is_fragment(request):  # htmx leaves answers with an error status aside
        return render(request, "ui/forms/verb_fragment.html", {**context, "enhance": "#verb-place"})
    shown = case_context(viewer_of(request), detail, frame)
    return render(request, frame.template, {**shown, **context}, status=status)


def personal(request: HttpRequest, number: str, frame: CaseFrame) -> HttpResponse:
    """Show who asked and how to reach them; the look is recorded with its purpose."""
    detail = cases.case_for(viewer_of(request), number=number)
    purposes = dict(PURPOSES)
    purpose = purposes.get(request.POST.get("purpose", ""), PURPOSES[0][1])
    found = cases.personal(viewer_of(request), detail.id, str(purpose))
    if is_fragment(request):
        return render(request, "ui/parts/personal.html", {"personal": found})
    return render(request, frame.template, {**case_context(viewer_of(request), detail, frame), "personal": found})

