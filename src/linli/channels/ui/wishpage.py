"""The page of one wish: for whoever wished, whoever claims it, the community, and everybody at the wall."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from linli.channels.ui import steppage
from linli.channels.ui.context import viewer_of
from linli.channels.ui.stepforms import StepForm
from linli.channels.ui.steppage import Frame, Steps
from linli.channels.ui.wishforms import ONE_TAP, step_form
from linli.programmes.wishes import public as wishes

PURPOSE = gettext_lazy("To bring what was wished for")
DONE = {
    "post": gettext_lazy("It is on the wall."),
    "refuse": gettext_lazy("Ended. Whoever wished gets your text."),
    "claim": gettext_lazy("Thank you. Below you find how to reach them."),
    "let_go": gettext_lazy("It is on the wall again."),
    "deliver": gettext_lazy("Thank you. They are asked whether it has come."),
    "thank": gettext_lazy("Thank you for saying so."),
    "miss": gettext_lazy("The community asks."),
    "withdraw": gettext_lazy("Taken back."),
    "rise": gettext_lazy("The units of the community are asked."),
}
OPEN_FORMS = ("post", "deliver", "thank")


def _page(
    request: HttpRequest, detail: wishes.WishDetail, frame: Frame, form: StepForm | None, status: int = 200
) -> HttpResponse:
    viewer = viewer_of(request)
    if form is None:
        asked = next((verb for verb in detail.verbs if verb in OPEN_FORMS), "")
        form = step_form(asked, viewer) if asked else None
    shown = form.verb if form else ""
    context: dict[str, Any] = {
        "wish": detail,
        "form": form,
        "buttons": [(verb, wishes.STEPS[verb].label, verb in ONE_TAP) for verb in detail.verbs if verb != shown],
        "address": frame.address(detail.row.number),
        "sent": "sent" in request.GET,
        "signed_in": viewer.account_id is not None,
    }
    return render(request, frame.template, context, status=status)


def show(request: HttpRequest, number: str, frame: Frame) -> HttpResponse:
    """Show a wish. Raises: NotFound."""
    return _page(request, wishes.wish_for(viewer_of(request), number), frame, None)


STEPS = Steps(
    find=wishes.wish_for,
    key=lambda detail: detail.row.id,
    verbs=wishes.VERBS,
    done=DONE,
    form=lambda request, _detail, verb, sent: step_form(verb, viewer_of(request), sent),
    page=_page,
)


def act(request: HttpRequest, number: str, verb: str, frame: Frame) -> HttpResponse:
    """Show the form of a step, or do the step."""
    return steppage.act(request, number, verb, frame, STEPS)


def personal(request: HttpRequest, number: str, frame: Frame) -> HttpResponse:
    """Show how to reach who wished; the look is recorded."""
    found = wishes.personal(viewer_of(request), number, str(PURPOSE))
    if getattr(request, "htmx", False):
        return render(request, "ui/parts/wish_personal.html", {"personal": found})
    detail = wishes.wish_for(viewer_of(request), number)
    page = {"wish": detail, "personal": found, "address": frame.address(number), "signed_in": True}
    return render(request, frame.template, page)
