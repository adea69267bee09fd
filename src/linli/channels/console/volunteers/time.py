"""Time that was given: what waits for a second person, what counts, what was refused; and how it is put right."""

from collections.abc import Callable, Iterator

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.channels.console.exports import AT_ONCE, Sheet, every_row, spreadsheet
from linli.channels.console.formpage import posted
from linli.channels.console.forms.base import ConsoleForm
from linli.channels.console.frame import ConsoleRequest, page_for
from linli.channels.console.volunteers.forms import ConfirmForm, WhyForm
from linli.channels.console.volunteers.place import RUNS, shown
from linli.kernel.errors import LinliError
from linli.kernel.paging import Page
from linli.programmes.volunteers import public as volunteers
from linli.programmes.volunteers.public import ServiceRow

ALL = "all"


def _page(request: ConsoleRequest, cursor: str | None, size: int = 50) -> Page[ServiceRow]:
    view = shown(request, "which")
    if view.asked["which"] == ALL:
        return volunteers.services(request.viewer, view.path, cursor, size=size)
    return volunteers.to_confirm(request.viewer, cursor, path=view.path, size=size)


@page_for(*RUNS)
def listed(request: ConsoleRequest) -> HttpResponse:
    """Show the time that waits to be confirmed, or all of it."""
    view = shown(request, "which")
    context = {
        "tab": "time",
        "view": view,
        "all": view.asked["which"] == ALL,
        "page": _page(request, request.GET.get("cursor") or None),
    }
    return render(request, "console/volunteers/time.html", context)


@page_for(*RUNS)
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: ConsoleRequest, service_id: int) -> HttpResponseBase:
    """Show one service; confirm it, refuse it, or take a wrong confirmation back."""
    row = volunteers.service(request.viewer, service_id)
    data = posted(request)
    which = data.get("verb", "") if data is not None else ""
    forms: dict[str, ConsoleForm] = {
        "confirm": ConfirmForm(data if which == "confirm" else None, initial={"minutes": row.served}),
        "refuse": WhyForm(data if which == "refuse" else None, label=_("Why does it not count?")),
        "take_back": WhyForm(data if which == "take_back" else None, label=_("What was wrong?")),
    }
    if which in forms and _done(request, forms[which], which, row.id):
        return redirect("console:volunteer-service", service_id)
    context = {"row": row, "forms": forms, "own": row.noted_by_id == request.viewer.account_id}
    return render(request, "console/volunteers/service.html", context, status=422 if which else 200)


VERBS: dict[str, Callable[..., object]] = {
    "confirm": volunteers.confirm_service,
    "refuse": volunteers.refuse_service,
    "take_back": volunteers.take_back,
}


def _done(request: ConsoleRequest, form: ConsoleForm, which: str, service_id: int) -> bool:
    """Carry a step out; a refusal is shown on its form."""
    if not form.is_valid():
        return False
    try:
        VERBS[which](service_id=service_id, by=request.viewer, **form.cleaned_data)
    except LinliError as error:
        form.refuse(error)
        if error.fields and str(error.message) != str(type(error).default):
            form.add_error(None, str(error.message))
        return False
    words = {
        "confirm": _("Confirmed."),
        "refuse": _("Not counted; the volunteer is told why."),
        "take_back": _("Put right by reversing entries; the volunteer is told why."),
    }
    messages.success(request, words[which])
    return True


def _every(request: ConsoleRequest) -> Iterator[ServiceRow]:
    return every_row(lambda cursor: _page(request, cursor, size=AT_ONCE))


@page_for(*RUNS)
def export(request: ConsoleRequest) -> HttpResponse:
    """Answer with the time that is listed, by call name, as a workbook."""
    states = {
        "running": _("still there"),
        "ended": _("to be confirmed"),
        "confirmed": _("confirmed"),
        "refused": _("not counted"),
    }
    columns = [
        (_("Number"), 18),
        (_("Called"), 16),
        (_("Activity"), 30),
        (_("Kind of service"), 16),
        (_("Began"), 18),
        (_("Ended"), 18),
        (_("Minutes"), 10),
        (_("State"), 14),
        (_("Noted afterwards"), 12),
        (_("Reason"), 30),
    ]
    rows = (
        [
            row.number,
            row.call_name,
            row.title,
            row.item_name,
            row.starts,
            row.ends,
            row.minutes or row.served,
            states[row.state],
            _("yes") if row.how == "back" else "",
            row.reason,
        ]
        for row in _every(request)
    )
    return spreadsheet(_("volunteer-time"), Sheet(_("Time given"), columns, rows))
