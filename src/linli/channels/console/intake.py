"""Telephone intake: the desk types what a caller says; the caller gets a tracking code read aloud."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from linli.channels.console.forms.intake import IntakeForm
from linli.channels.console.frame import ConsoleRequest, page_for
from linli.channels.console.scope import home_path
from linli.engines.access.public import Role
from linli.engines.cases import public as cases
from linli.engines.cases.public import Reporter
from linli.engines.territory import public as territory
from linli.kernel.errors import LinliError
from linli.kernel.ids import random_key
from linli.programmes.requests import public as requests

TAKES_CALLS = (Role.DISPATCHER, Role.COORDINATOR, Role.COLLECTOR)
SESSION_KEY = "console_intake"


@page_for(*TAKES_CALLS)
@require_http_methods(["GET", "HEAD", "POST"])
def intake(request: ConsoleRequest) -> HttpResponseBase:
    """Show the form for a caller, and take the case in."""
    if request.method != "POST":
        return _page(request, IntakeForm(initial={"intake_key": random_key()}))
    form = IntakeForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        opened = _submit(request, form.cleaned_data)
    except LinliError as error:
        form.refuse(error)
        return _page(request, form, status=422)
    call_first = opened.emergency.text if opened.emergency else ""
    request.session[SESSION_KEY] = {
        "number": opened.case.number,
        "code": opened.tracking_code,
        "call_first": call_first,
    }
    return redirect("console:taken")


def _submit(request: ConsoleRequest, given: dict[str, Any]) -> requests.Submitted:
    viewer = request.viewer
    caller = Reporter(
        name=given["name"], phone=given["phone"], helper_account_id=viewer.account_id, helper_name=viewer.name
    )
    return requests.submit(
        by=viewer,
        text=given["text"],
        origin="phone",
        kind_code=given["kind_code"],
        category_code=given["category_code"],
        longitude=given["longitude"],
        latitude=given["latitude"],
        place=given["place"],
        photos=[],
        reporter=caller,
        intake_key=given["intake_key"],
    )


def _page(request: ConsoleRequest, form: IntakeForm, *, status: int = 200) -> HttpResponse:
    path = home_path(request.viewer, TAKES_CALLS)
    return render(request, "console/intake.html", {"form": form, "map_path": path}, status=status)


@page_for(*TAKES_CALLS)
def places(request: ConsoleRequest) -> HttpResponse:
    """Answer with the buildings that fit what was typed, to choose from."""
    text = request.GET.get("place", "").strip()[:60]
    found = territory.find_buildings(text, home_path(request.viewer, TAKES_CALLS)) if text else []
    return render(request, "console/parts/places.html", {"found": found})


@page_for(*TAKES_CALLS)
def taken(request: ConsoleRequest) -> HttpResponseBase:
    """Show the number and the tracking code, to be read to the caller, and where the case went."""
    known = request.session.get(SESSION_KEY)
    if not known:
        return redirect("console:intake")
    detail = cases.case_for(request.viewer, number=known["number"])
    return render(request, "console/taken.html", {"case": detail, **known})
