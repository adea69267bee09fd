"""One registration, on the portal, at the desk and in the console: its duties, its reports, and what can be done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from linli.channels.ui.context import viewer_of
from linli.kernel import clock
from linli.kernel.errors import LinliError, NotFound
from linli.programmes.registration import public as registration

TEXTS = {"report": "note", "give_back": "reason", "return": "reason", "confirm_year": "answer"}


@dataclass(frozen=True, slots=True)
class RegistrationFrame:
    """What stands around the page in a channel."""

    template: str
    address: Callable[[int], str]


def show(
    request: HttpRequest, registration_id: int, frame: RegistrationFrame, *, status: int = 200, **more: object
) -> HttpResponse:
    """Show it. Raises: NotFound."""
    context = {
        "detail": registration.registration_for(viewer_of(request), registration_id),
        "address": frame.address(registration_id),
        "year": clock.today().year,
        "tab": "orders",
        **more,
    }
    return render(request, frame.template, context, status=status)


def act(request: HttpRequest, registration_id: int, verb: str, frame: RegistrationFrame) -> HttpResponseBase:
    """Do a step; where it is refused, the page comes back with why and with what was typed. Raises: NotFound."""
    viewer = viewer_of(request)
    registration.registration_for(viewer, registration_id)
    text, asked = request.POST.get("text", ""), request.POST.get("target", "")
    target = int(asked) if asked.isdigit() else 0
    if verb == "personal":
        return _personal(request, registration_id, frame, text)
    try:
        _do(request, registration_id, verb, target, text)
    except NotFound:
        raise
    except LinliError as error:
        said = " ".join(str(words) for words in error.fields.values()) or str(error.message)
        return show(request, registration_id, frame, status=422, refused=said, typed=text, at=verb, target=target)
    messages.success(request, _("Saved."))
    return redirect(frame.address(registration_id))


def _do(request: HttpRequest, registration_id: int, verb: str, target: int, text: str) -> None:
    viewer = viewer_of(request)
    if verb == "take":
        registration.take_duty(target, registration_id=registration_id, by=viewer)
    elif verb == "report_year":
        asked = request.POST.get("year", "")
        year = int(asked) if asked.isdigit() else 0
        registration.report_year(registration_id, year=year, text=text, by=viewer)
    elif verb in {"confirm", "end"}:
        registration.VERBS[verb](registration_id, by=viewer)
    elif verb in registration.VERBS:
        given: dict[str, object] = {TEXTS[verb]: text} if verb in TEXTS else {}
        if verb == "confirm_year":
            given["seen"] = _moment(request.POST.get("seen", ""))
        registration.VERBS[verb](target, by=viewer, **given)
    else:
        raise NotFound


def _moment(asked: str) -> datetime | None:
    try:
        return datetime.fromisoformat(asked)
    except ValueError:
        return None


def _personal(request: HttpRequest, registration_id: int, frame: RegistrationFrame, purpose: str) -> HttpResponse:
    try:
        found = registration.personal(viewer_of(request), registration_id, purpose)
    except NotFound:
        raise
    except LinliError as error:
        said = " ".join(str(words) for words in error.fields.values()) or str(error.message)
        return show(request, registration_id, frame, status=422, refused=said, at="personal")
    answer = show(request, registration_id, frame, personal=found)
    answer["Cache-Control"] = "private, no-store"
    return answer
