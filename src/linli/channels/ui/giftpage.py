"""The page of one gift: for the giver, the community, and everybody at the wall."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from linli.channels.ui import steppage
from linli.channels.ui.context import viewer_of
from linli.channels.ui.giftforms import ONE_TAP, step_form
from linli.channels.ui.stepforms import StepForm
from linli.channels.ui.steppage import Frame, Steps
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


def _page(
    request: HttpRequest, detail: donations.DonationDetail, frame: Frame, form: StepForm | None, status: int = 200
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


def show(request: HttpRequest, number: str, frame: Frame) -> HttpResponse:
    """Show a gift. Raises: NotFound."""
    return _page(request, donations.donation_for(viewer_of(request), number), frame, None)


STEPS = Steps(
    find=donations.donation_for,
    key=lambda detail: detail.row.id,
    verbs=donations.VERBS,
    done=DONE,
    form=lambda _request, detail, verb, sent: step_form(verb, detail.row, sent),
    page=_page,
)


def act(request: HttpRequest, number: str, verb: str, frame: Frame) -> HttpResponse:
    """Show the form of a step, or do the step."""
    return steppage.act(request, number, verb, frame, STEPS)


def personal(request: HttpRequest, number: str, frame: Frame) -> HttpResponse:
    """Show who gave and how to reach them; the look is recorded."""
    found = donations.personal(viewer_of(request), number, str(PURPOSE))
    if getattr(request, "htmx", False):
        return render(request, "ui/parts/gift_personal.html", {"personal": found})
    detail = donations.donation_for(viewer_of(request), number)
    page = {"gift": detail, "personal": found, "address": frame.address(number)}
    return render(request, frame.template, page)
