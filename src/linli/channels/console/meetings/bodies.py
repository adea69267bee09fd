"""Who sits in a joint meeting."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.channels.console.formpage import FormPage, posted
from linli.channels.console.forms.base import carried_out
from linli.channels.console.frame import ConsoleRequest, page_for
from linli.channels.console.meetings.forms import BodyForm, SeatForm
from linli.channels.console.scope import areas_of
from linli.kernel.errors import NotFound
from linli.programmes.meetings import public as meetings
from linli.programmes.meetings.public import BodyRow


def body_row(request: ConsoleRequest, body_id: int) -> BodyRow:
    """Return a joint meeting the viewer may read. Raises: NotFound."""
    found = next((one for one in meetings.bodies(request.viewer) if one.id == body_id), None)
    if found is None:
        raise NotFound
    return found


@page_for(*meetings.RUNS)
@require_http_methods(["GET", "HEAD", "POST"])
def found(request: ConsoleRequest) -> HttpResponseBase:
    """Found a joint meeting."""
    form = BodyForm(posted(request), areas=areas_of(request.viewer, meetings.RUNS, deepest="community"))
    made: list[int] = []

    def verb(**given: Any) -> object:
        made.append(meetings.found_body(by=request.viewer, **given).pk)
        return made

    if form.is_bound and carried_out(request, form, verb, done=_("Saved. Now say which units sit in it.")):
        return redirect("console:meeting-body", made[0])
    back = reverse("console:meetings")
    page = FormPage("console-meeting-body-form", _("New joint meeting"), _("Save"), back, _("Joint meetings"))
    return page.show(request, form)


@page_for(*meetings.RUNS)
def body(request: ConsoleRequest, body_id: int) -> HttpResponse:
    """Show which units sit in it, and where each works."""
    row = body_row(request, body_id)
    context = {"body": row, "seats": meetings.seats(request.viewer, body_id)}
    return render(request, "console/meetings/body.html", context)


@page_for(*meetings.RUNS)
@require_http_methods(["GET", "HEAD", "POST"])
def seat(request: ConsoleRequest, body_id: int) -> HttpResponseBase:
    """Give a unit its seat."""
    row = body_row(request, body_id)
    form = SeatForm(posted(request), path=row.path)

    def verb(**given: Any) -> object:
        return meetings.add_seat(body_id=body_id, by=request.viewer, **given)

    if form.is_bound and carried_out(request, form, verb, done=_("Saved.")):
        return redirect("console:meeting-body", body_id)
    back = reverse("console:meeting-body", args=[body_id])
    return FormPage("console-meeting-seat-form", _("Add a unit"), _("Save"), back, row.name).show(request, form)


@page_for(*meetings.RUNS)
@require_POST
def seat_end(request: ConsoleRequest, body_id: int, seat_id: int) -> HttpResponseBase:
    """Let a unit leave; its tasks stay."""
    meetings.end_seat(seat_id, by=request.viewer)
    messages.success(request, _("The unit has left. Its tasks stay with it."))
    return redirect("console:meeting-body", body_id)
