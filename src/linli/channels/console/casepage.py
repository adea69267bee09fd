"""One case at the console: what is suggested, what it may repeat, what can be done, and doing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.channels.console.frame import EVERYBODY, ConsoleRequest, page_for
from linli.channels.console.marks import mark_of
from linli.channels.ui import casepage, verbbuttons, verbforms
from linli.channels.ui.donewords import done_words
from linli.channels.ui.verbbuttons import VerbButtons
from linli.engines.cases import public as cases
from linli.engines.cases.public import CaseDetail, Near
from linli.engines.territory import public as territory
from linli.engines.territory.public import Assignee
from linli.kernel.errors import Busy, Invalid, LinliError, NotAllowed, NotFound, WrongState
from linli.kernel.locks import write

HAVE_THEIR_PLACE = frozenset({"dispatch"})  # stands with the suggestion
GIVEN_BY_LINK = ("task_id", "milestone_id", "rating", "into")
NEAREST = 4
BESIDE = 4


def address(number: str) -> str:
    """Return the address of a case."""
    return reverse("console:case", args=[number])


FRAME = casepage.CaseFrame(template="console/case.html", address=address)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Whom the router proposes and why; without a key it could not decide."""

    key: str
    name: str
    reason: str
    others: tuple[Assignee, ...] = ()


def proposal_for(detail: CaseDetail) -> Proposal:
    """Return the router's suggestion for a case."""
    suggestion = cases.route(detail.case)
    found = suggestion.assignee
    return Proposal(
        found.key if found else "", found.name if found else "", suggestion.reason, tuple(suggestion.others)
    )


def _waits_for_dispatch(detail: CaseDetail) -> bool:
    """Say whether the page is about sending the case: it can be sent at once, or by accepting it in the same step."""
    open_now = {step.verb for step in detail.verbs}
    return detail.state in {"submitted", "accepted"} and bool(open_now & {"dispatch", "accept"})


def _buttons(detail: CaseDetail, *, with_place: bool) -> VerbButtons:
    """Sort the verbs into buttons; while the suggestion has the filled one, no other is filled."""
    if not with_place:
        return verbbuttons.buttons(detail.verbs, detail.state)
    steps = [step for step in detail.verbs if step.verb not in HAVE_THEIR_PLACE]
    sorted_out = verbbuttons.buttons(steps, "")
    rest = [*sorted_out.beside, *sorted_out.more]
    if sorted_out.first:
        first = sorted_out.first
        rest.insert(0, verbbuttons.VerbButton(first.verb, first.label, first.one_tap))
    return VerbButtons(None, rest[:BESIDE], rest[BESIDE:])


def case_context(
    request: ConsoleRequest, detail: CaseDetail, *, error: LinliError | None = None, done: str = ""
) -> dict[str, Any]:
    """Return everything the page of one case shows."""
    sending = _waits_for_dispatch(detail)
    proposal = proposal_for(detail) if sending else None
    mergeable = any(step.verb == "merge" for step in detail.verbs)
    return casepage.case_context(request.viewer, detail, FRAME) | {
        "buttons": _buttons(detail, with_place=sending),
        "proposal": proposal,
        "near": _others(request, detail, proposal) if proposal else [],
        "twins": _twins(request, detail) if mergeable else [],
        "mergeable": mergeable,
        "error": error,
        "done": done,
    }


def _twins(request: ConsoleRequest, detail: CaseDetail) -> list[Near]:
    """Return the cases this one may repeat."""
    return cases.similar_nearby(
        detail.longitude,
        detail.latitude,
        viewer=request.viewer,
        category_code=detail.category_code,
        text=detail.text,
        building_id=detail.case.building_id,
        exclude=detail.id,
    )


def _others(request: ConsoleRequest, detail: CaseDetail, proposal: Proposal) -> list[Assignee]:
    """Return who else could take it: the helpers of the class first, then the nearest posts and units."""
    near = territory.candidates(viewer=request.viewer, path=detail.path, limit=NEAREST + 1)
    found = {one.key: one for one in (*proposal.others, *near) if one.key != proposal.key}
    return list(found.values())[:NEAREST]


def _shown(
    request: ConsoleRequest,
    detail: CaseDetail,
    *,
    error: LinliError | None = None,
    done: str = "",
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Answer with a case: its column alone when a script asks, a page of its own otherwise."""
    context = case_context(request, detail, error=error, done=done) | dict(more or {})
    status = error.status if error else 200
    if not request.htmx:
        context |= {"map_path": _street_path(detail), "marks": [mark_of(detail)], "open_facts": True}
        return render(request, "console/case.html", context, status=status)
    response = render(request, "console/parts/case.html", context, status=status)
    if error or done:
        response["HX-Retarget"], response["HX-Reswap"] = "#detail", "innerHTML"
        response["HX-Trigger"] = "linli:changed"
    return response


def _street_path(detail: CaseDetail) -> str:
    streets = [area.path for area in detail.areas if area.kind == "street"]
    return streets[0] if streets else detail.path


def _moved(request: ConsoleRequest, number: str, verb: str) -> HttpResponseBase:
    """Answer after a verb: the case as it stands now; the desk when it is out of the viewer's sight now."""
    try:
        detail = cases.case_for(request.viewer, number=number)
    except NotFound:
        detail = None
    words = done_words(verb, detail)
    if detail is not None and request.htmx:
        return _shown(request, detail, done=words)
    messages.success(request, words)
    target = address(number) if detail else reverse("console:desk")
    return HttpResponse(headers={"HX-Redirect": target}) if request.htmx else redirect(target)


@page_for(*EVERYBODY)
def case_page(request: ConsoleRequest, number: str) -> HttpResponse:
    """Show one case."""
    return _shown(request, cases.case_for(request.viewer, number=number))


@page_for(*EVERYBODY)
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: ConsoleRequest, number: str, verb: str) -> HttpResponseBase:
    """Show the form of a verb, or do the verb."""
    detail = cases.case_for(request.viewer, number=number)
    if request.method != "POST":
        given = {name: request.GET[name] for name in GIVEN_BY_LINK if name in request.GET}
        return _form(request, detail, verbforms.verb_form(request, detail, verb, **given))
    outcome = verbforms.perform_from_post(request, detail, verb)
    if outcome.done:
        return _moved(request, number, verb)
    if request.POST.get(verbforms.VERSION, "") not in {"", str(detail.version)}:
        return _somebody_was_first(request, detail, outcome.form)
    return _form(request, detail, outcome.form, status=422)


def _somebody_was_first(request: ConsoleRequest, detail: CaseDetail, form: verbforms.VerbForm) -> HttpResponse:
    """Show the case as it stands now and who was first; what was typed stays, to be sent again or left."""
    said = [str(text) for text in form.non_field_errors()]
    typed = request.POST.copy()
    typed[verbforms.VERSION] = str(detail.version)
    form.data = typed
    here = address(detail.number)
    context = {"form": form, "action": f"{here}{form.verb}/", "back": here, "enhance": "#verb-place"}
    return _shown(request, detail, error=WrongState(" ".join(said) or None), more=context)


def _form(request: ConsoleRequest, detail: CaseDetail, form: verbforms.VerbForm, *, status: int = 200) -> HttpResponse:
    here = address(detail.number)
    context = {"form": form, "action": f"{here}{form.verb}/", "back": here, "enhance": "#verb-place"}
    if not request.htmx:
        return _shown(request, detail, more=context)
    response = render(request, "ui/forms/verb_fragment.html", context, status=status)
    response["HX-Retarget"], response["HX-Reswap"] = "#verb-place", "innerHTML"
    return response


@page_for(*EVERYBODY)
@require_POST
def dispatch(request: ConsoleRequest, number: str) -> HttpResponseBase:
    """Send a case to the chosen post or unit; one that was not accepted yet is accepted in the same step."""
    detail = cases.case_for(request.viewer, number=number)
    assignee = request.POST.get("assignee", "")
    try:
        _send(request, detail, assignee)
    except (Invalid, WrongState, NotAllowed, Busy) as error:
        if error.code == "matter_needed":
            return _to_admission(request, number, assignee)
        return _shown(request, cases.case_for(request.viewer, number=number), error=error)
    return _moved(request, number, "dispatch")


def _send(request: ConsoleRequest, detail: CaseDetail, assignee: str) -> None:
    if not assignee:
        raise Invalid(_("Please choose who gets it."))
    version = request.POST.get("expected_version", "")
    expected: dict[str, int | None] = {"expected_version": int(version) if version.isdigit() else None}
    given: dict[str, Any] = {"assignee": assignee}
    if note := request.POST.get("note", "").strip():
        given["note"] = note
    with write():
        if detail.state == "submitted":
            cases.perform("accept", detail.id, by=request.viewer, **expected)
            expected = {}
        cases.perform("dispatch", detail.id, by=request.viewer, **given, **expected)


def _to_admission(request: ConsoleRequest, number: str, assignee: str) -> HttpResponseBase:
    """Lead to the application for admission: no list allows to put this on a community."""
    target = f"{reverse('console:apply')}?{urlencode({'case': number, 'assignee': assignee})}"
    return HttpResponse(headers={"HX-Redirect": target}) if request.htmx else redirect(target)


@page_for(*EVERYBODY)
def candidates(request: ConsoleRequest, number: str) -> HttpResponse:
    """Answer with the posts and units whose name fits what was typed, as further choices of the dispatch form."""
    detail = cases.case_for(request.viewer, number=number)
    text = request.GET.get("who", "").strip()[:40]
    found = territory.candidates(viewer=request.viewer, path=detail.path, text=text, limit=12)
    return render(request, "console/parts/candidates.html", {"found": found, "text": text})


@page_for(*EVERYBODY)
@require_POST
def personal(request: ConsoleRequest, number: str) -> HttpResponse:
    """Show who asked and how to reach them; the look is recorded with its purpose."""
    if request.htmx:
        return casepage.personal(request, number, FRAME)
    detail = cases.case_for(request.viewer, number=number)
    purposes = dict(casepage.PURPOSES)
    purpose = purposes.get(request.POST.get("purpose", ""), casepage.PURPOSES[0][1])
    return _shown(request, detail, more={"personal": cases.personal(request.viewer, detail.id, str(purpose))})
