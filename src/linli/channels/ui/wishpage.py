"""The page of one wish: for whoever wished, whoever claims it, the community, and everybody at the wall."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.channels.ui.context import viewer_of
from linli.channels.ui.wishforms import ONE_TAP, StepForm, step_form
from linli.kernel.errors import LinliError, NotFound, WrongState
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


@dataclass(frozen=True, slots=True)
class WishFrame:
    """How a channel frames the page of a wish."""

    template: str
    address: Callable[[str], str]
    home: str


def _page(
    request: HttpRequest, detail: wishes.WishDetail, frame: WishFrame, form: StepForm | None, status: int = 200
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


def show(request: HttpRequest, number: str, frame: WishFrame) -> HttpResponse:
    """Show a wish. Raises: NotFound."""
    return _page(request, wishes.wish_for(viewer_of(request), number), frame, None)


def act(request: HttpRequest, number: str, verb: str, frame: WishFrame) -> HttpResponse:
    """Show the form of a step, or do the step."""
    viewer = viewer_of(request)
    detail = wishes.wish_for(viewer, number)
    if verb not in wishes.VERBS:
        raise NotFound
    if request.method != "POST":
        if verb not in detail.verbs:
            messages.warning(request, _("This cannot be done as the wish stands now."))
            return redirect(frame.address(number))
        return _page(request, detail, frame, step_form(verb, viewer))
    form = step_form(verb, viewer, request.POST)
    if form.is_valid():
        try:
            wishes.VERBS[verb](detail.row.id, by=viewer, **form.cleaned_data)
        except WrongState as error:
            messages.warning(request, str(error.message))
            return redirect(frame.address(number))
        except LinliError as error:
            form.refused(error)
        else:
            messages.success(request, str(DONE[verb]))
            return _leave(request, number, frame)
    return _page(request, detail, frame, form, status=422)


def _leave(request: HttpRequest, number: str, frame: WishFrame) -> HttpResponse:
    try:
        wishes.wish_for(viewer_of(request), number)
    except NotFound:
        return redirect(frame.home)
    return redirect(frame.address(number))


def personal(request: HttpRequest, number: str, frame: WishFrame) -> HttpResponse:
    """Show how to reach who wished; the look is recorded."""
    found = wishes.personal(viewer_of(request), number, str(PURPOSE))
    if getattr(request, "htmx", False):
        return render(request, "ui/parts/wish_personal.html", {"personal": found})
    detail = wishes.wish_for(viewer_of(request), number)
    page = {"wish": detail, "personal": found, "address": frame.address(number), "signed_in": True}
    return render(request, frame.template, page)
