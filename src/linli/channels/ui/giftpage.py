"""The page of one gift: for the giver, the community, and everybody at the wall."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.channels.ui.context import viewer_of
from linli.channels.ui.giftforms import ONE_TAP, StepForm, step_form
from linli.kernel.errors import LinliError, NotFound, WrongState
from linli.programmes.donations import public as donations

PURPOSE = gettext_lazy("To thank the giver and arrange the gift")
DONE = {
    "receive": gettext_lazy("Received. The giver is told."),
    "refuse": gettext_lazy("Ended. The giver gets your text."),
    "count": gettext_lazy("Counted. It stands in the ledger now."),
    "use": gettext_lazy("Noted. The giver is told."),
    "receipt": gettext_lazy("The receipt is noted."),
    "show": gettext_lazy("The wall shows it so from now on."),
    "withdraw": gettext_lazy("Taken back."),
}
OPEN_FORMS = ("receive", "count", "use")


@dataclass(frozen=True, slots=True)
class GiftFrame:
    """How a channel frames the page of a gift."""

    template: str
    address: Callable[[str], str]
    home: str


def _page(
    request: HttpRequest, detail: donations.DonationDetail, frame: GiftFrame, form: StepForm | None, status: int = 200
) -> HttpResponse:
    if form is None:
        asked = next((verb for verb in detail.verbs if verb in OPEN_FORMS), "")
        form = step_form(asked, detail.row) if asked else None
    shown = form.verb if form else ""
    context: dict[str, Any] = {
        "gift": detail,
        "form": form,
        "buttons": [(verb, donations.STEPS[verb].label, verb in ONE_TAP) for verb in detail.verbs if verb != shown],
        "address": frame.address(detail.row.number),
        "sent": "sent" in request.GET,
    }
    return render(request, frame.template, context, status=status)


def show(request: HttpRequest, number: str, frame: GiftFrame) -> HttpResponse:
    """Show a gift. Raises: NotFound."""
    return _page(request, donations.donation_for(viewer_of(request), number), frame, None)


def act(request: HttpRequest, number: str, verb: str, frame: GiftFrame) -> HttpResponse:
    """Show the form of a step, or do the step."""
    viewer = viewer_of(request)
    detail = donations.donation_for(viewer, number)
    if verb not in donations.VERBS:
        raise NotFound
    if request.method != "POST":
        if verb not in detail.verbs:
            messages.warning(request, _("This cannot be done as the gift stands now."))
            return redirect(frame.address(number))
        return _page(request, detail, frame, step_form(verb, detail.row))
    form = step_form(verb, detail.row, request.POST)
    if form.is_valid():
        try:
            donations.VERBS[verb](detail.row.id, by=viewer, **form.given())
        except WrongState as error:
            messages.warning(request, str(error.message))
            return redirect(frame.address(number))
        except LinliError as error:
            form.refused(error)
        else:
            messages.success(request, str(DONE[verb]))
            return _leave(request, number, frame)
    return _page(request, detail, frame, form, status=422)


def _leave(request: HttpRequest, number: str, frame: GiftFrame) -> HttpResponse:
    try:
        donations.donation_for(viewer_of(request), number)
    except NotFound:
        return redirect(frame.home)
    return redirect(frame.address(number))


def personal(request: HttpRequest, number: str, frame: GiftFrame) -> HttpResponse:
    """Show who gave and how to reach them; the look is recorded."""
    found = donations.personal(viewer_of(request), number, str(PURPOSE))
    if getattr(request, "htmx", False):
        return render(request, "ui/parts/gift_personal.html", {"personal": found})
    detail = donations.donation_for(viewer_of(request), number)
    page = {"gift": detail, "personal": found, "address": frame.address(number)}
    return render(request, frame.template, page)
