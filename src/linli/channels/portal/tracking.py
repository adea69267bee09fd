"""Follow a report: by code, step by step, with the answers only the resident can give."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from linli.channels.portal import followings
from linli.channels.portal.held import hold
from linli.channels.ui import verbforms
from linli.channels.ui.context import viewer_of
from linli.channels.ui.donewords import done_words
from linli.engines.cases import public as cases
from linli.engines.journal import public as journal
from linli.kernel.errors import LinliError, NotFound
from linli.programmes.donations import public as donations
from linli.programmes.lists import public as lists
from linli.programmes.orders import public as orders
from linli.programmes.wishes import public as wishes

ANSWERS = ("confirm", "rate")        # asked on the page itself; the others lie one tap away
MESSAGES = 5
# what else has a tracking code: how it is found, under which key a browser holds it, where it is shown
OTHERS = (
    (orders.by_code, orders.held_key, "portal:order"),
    (wishes.by_code, wishes.held_key, "portal:wish"),
    (donations.by_code, donations.held_key, "portal:gift"),
    (lists.by_code, lists.held_key, "portal:need"),
)


@require_http_methods(["GET", "POST"])
def by_code(request: HttpRequest) -> HttpResponse:
    """Ask for a tracking code and lead to its report."""
    typed, problem = request.POST.get("code", ""), ""
    if request.method == "POST":
        try:
            return _opened(request, typed)
        except LinliError as error:
            problem = str(next(iter(error.fields.values()), error.message))
    context = {"typed": typed, "problem": problem}
    return render(request, "portal/track.html", context, status=422 if problem else 200)


def _opened(request: HttpRequest, code: str) -> HttpResponse:
    """Lead to the report, the order or the wish that a code belongs to. Raises: Invalid, NotFound."""
    try:
        _case, following = cases.by_tracking_code(code)
    except NotFound as nothing:
        for find, key, address in OTHERS:
            try:
                found, number = find(code)
            except NotFound:
                continue
            hold(request, key(found))
            return redirect(address, number)
        raise nothing from None
    followings.remember(request, following.pk)
    return redirect("portal:tracking", following.pk)


@require_GET
def tracking(request: HttpRequest, following_id: int) -> HttpResponse:
    """Show a report to whoever waits for it."""
    view = cases.tracking_view(viewer_of(request), following_id)
    asked = next((step.verb for step in view.verbs if step.verb in ANSWERS), "")
    form = verbforms.verb_form(request, view, asked) if asked else None
    return _page(request, view, form)


def _page(
    request: HttpRequest, view: cases.TrackingView, form: verbforms.VerbForm | None, *, status: int = 200
) -> HttpResponse:
    seconds = cases.second_matters(viewer_of(request), view.following_id)
    for second, _number in seconds:
        followings.remember(request, second)
    context = {
        "view": view, "form": form, "sent": "sent" in request.GET,
        "other_verbs": [step for step in view.verbs if step.verb not in ANSWERS],
        "seconds": seconds,
        "told": journal.messages_for_following(view.following_id)[:MESSAGES],
    }
    return render(request, "portal/tracking.html", context, status=status)


@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, following_id: int, verb: str) -> HttpResponse:
    """Do what the resident may: confirm, rate, withdraw, reopen. Raises: NotFound for any other verb."""
    view = cases.tracking_view(viewer_of(request), following_id)
    if request.method == "GET":
        if all(step.verb != verb for step in view.verbs):
            raise NotFound
        return _page(request, view, verbforms.verb_form(request, view, verb))
    outcome = verbforms.perform_from_post(request, view, verb)
    if not outcome.done:
        return _page(request, view, outcome.form, status=422)
    return _thank(request, following_id, verb, outcome.form)


def _thank(request: HttpRequest, following_id: int, verb: str, form: verbforms.VerbForm) -> HttpResponse:
    """Say what happens next. Whoever leaves a case that others still wait for no longer follows it."""
    if verb == "confirm" and form.cleaned_data.get("solved") is False:
        messages.success(request, _("Thank you for saying so. It goes back to be done again."))
    else:
        messages.success(request, done_words(verb, None))
    try:
        cases.tracking_view(viewer_of(request), following_id)
    except NotFound:
        followings.forget(request, following_id)
        return redirect("portal:mine")
    return redirect("portal:tracking", following_id)


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Show everything this browser, or this account, waits for."""
    rows = cases.followed(viewer_of(request))
    waiting = [one for one in rows if any(step.verb == "confirm" for step in one.verbs)]
    others = [one for one in rows if one not in waiting]
    context = {
        "waiting": waiting,
        "running": [one for one in others if one.row.state not in cases.ENDED],
        "ended": [one for one in others if one.row.state in cases.ENDED],
    }
    return render(request, "portal/mine.html", {**context, "tab": "mine"})
