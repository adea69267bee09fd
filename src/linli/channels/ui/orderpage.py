"""The page of one order, for the portal, the desk and the console: same parts, same steps, another frame."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from linli.channels.ui import steppage
from linli.channels.ui.context import viewer_of
from linli.channels.ui.orderforms import ONE_TAP, step_form
from linli.channels.ui.stepforms import StepForm
from linli.channels.ui.steppage import Frame, Steps
from linli.programmes.orders import public as orders

PURPOSES = (
    ("contact", gettext_lazy("To call before coming")),
    ("visit", gettext_lazy("To find the door")),
    ("arrange", gettext_lazy("To arrange it, or to tell the code by phone")),
)
DONE = {
    "offer": gettext_lazy("Offered. You are told when somebody takes it."),
    "refuse": gettext_lazy("Ended. The resident gets your text."),
    "take": gettext_lazy("It is yours. Call before you come."),
    "decline": gettext_lazy("Thank you for saying so."),
    "give_back": gettext_lazy("Given back. Somebody else is being found."),
    "start": gettext_lazy("Begun. The time counts from now."),
    "not_there": gettext_lazy("The community asks what has happened."),
    "finish": gettext_lazy("Done. The resident is asked to confirm."),
    "confirm": gettext_lazy("Confirmed. Thank you."),
    "complain": gettext_lazy("The community looks into it and calls."),
    "rate": gettext_lazy("Thank you. They will be glad to read it."),
    "withdraw": gettext_lazy("Called off."),
}
OPEN_FORMS = ("start", "finish", "offer", "rate")  # shown on the page at once, when they are what comes next


@dataclass(frozen=True, slots=True)
class StepButton:
    """A step that can be done now."""

    verb: str
    label: object
    one_tap: bool
    main: bool


def _buttons(detail: orders.OrderDetail, shown: str) -> list[StepButton]:
    left = [verb for verb in detail.verbs if verb != shown]
    return [
        StepButton(verb, orders.STEPS[verb].label, verb in ONE_TAP, place == 0 and not shown and verb not in QUIET)
        for place, verb in enumerate(left)
    ]


QUIET = frozenset({"withdraw", "refuse", "give_back", "not_there", "decline", "complain"})


def _page(
    request: HttpRequest, detail: orders.OrderDetail, frame: Frame, form: StepForm | None, status: int = 200
) -> HttpResponse:
    viewer = viewer_of(request)
    if form is None:
        asked = next((verb for verb in detail.verbs if verb in OPEN_FORMS), "")
        form = _form(request, detail, asked) if asked else None
    context: dict[str, Any] = {
        "order": detail,
        "form": form,
        "buttons": _buttons(detail, form.verb if form else ""),
        "address": frame.address(detail.row.number),
        "purposes": PURPOSES,
        "may_see_personal": detail.standing in {"taker", "community"} and viewer.account_id is not None,
        "sent": "sent" in request.GET,
    }
    return render(request, frame.template, context, status=status)


def _form(request: HttpRequest, detail: orders.OrderDetail, verb: str, data: Any = None) -> StepForm:  # noqa: ANN401
    found = orders.candidates(viewer_of(request), detail.row.number) if verb == "offer" else []
    return step_form(verb, found, data)


def show(request: HttpRequest, number: str, frame: Frame) -> HttpResponse:
    """Show an order to somebody it concerns. Raises: NotFound."""
    return _page(request, orders.order_for(viewer_of(request), number), frame, None)


STEPS = Steps(
    find=orders.order_for,
    key=lambda detail: detail.row.id,
    verbs=orders.VERBS,
    done=DONE,
    form=_form,
    page=_page,
)


def act(request: HttpRequest, number: str, verb: str, frame: Frame) -> HttpResponse:
    """Show the form of a step, or do the step."""
    return steppage.act(request, number, verb, frame, STEPS)


def personal(request: HttpRequest, number: str, frame: Frame) -> HttpResponse:
    """Show who ordered and how to reach them; the look is recorded with its purpose."""
    purpose = dict(PURPOSES).get(request.POST.get("purpose", ""), PURPOSES[0][1])
    found = orders.personal(viewer_of(request), number, str(purpose))
    if getattr(request, "htmx", False):
        return render(request, "ui/parts/order_personal.html", {"personal": found})
    detail = orders.order_for(viewer_of(request), number)
    page = {"order": detail, "personal": found, "address": frame.address(number), "may_see_personal": True}
    return render(request, frame.template, {**page, "buttons": _buttons(detail, "")})
