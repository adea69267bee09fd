"""The tasks of a sitting: sent in one step, followed as units by resolutions."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from linli.channels.console.exports import Sheet, spreadsheet
from linli.channels.console.frame import ConsoleRequest, page_for
from linli.kernel.errors import LinliError, NotFound
from linli.programmes.meetings import public as meetings


@page_for(*meetings.RUNS)
def matrix(request: ConsoleRequest, meeting_id: int) -> HttpResponse:
    """Show each unit with its task for each resolution."""
    detail = meetings.meeting_for(request.viewer, meeting_id)
    context = {"meeting": detail, "lines": meetings.matrix(request.viewer, meeting_id)}
    return render(request, "console/meetings/tasks.html", context)


@page_for(*meetings.RUNS)
@require_POST
def send(request: ConsoleRequest, meeting_id: int) -> HttpResponseBase:
    """Make every resolution a task of every unit."""
    try:
        sent = meetings.send_resolutions(meeting_id, by=request.viewer)
    except NotFound:
        raise
    except LinliError as error:
        said = [str(error.message), *(str(words) for words in error.fields.values())]
        messages.error(request, " ".join(said))
        return redirect("console:meeting", meeting_id)
    if sent.made:
        words = ngettext("%(n)d task is on its way.", "%(n)d tasks are on their way.", sent.made) % {"n": sent.made}
        messages.success(request, words)
    else:
        messages.success(request, _("Every unit has its tasks already; nothing was sent twice."))
    return redirect("console:meeting-tasks", meeting_id)


@page_for(*meetings.RUNS)
def export(request: ConsoleRequest, meeting_id: int) -> HttpResponse:
    """Answer with the tasks of a sitting, a line each, as a workbook."""
    detail = meetings.meeting_for(request.viewer, meeting_id)
    columns = [
        (_("Unit"), 26),
        (_("Works in"), 18),
        (_("Agreed"), 30),
        (_("Done by"), 12),
        (_("Number"), 18),
        (_("State"), 18),
    ]
    rows = (
        [line.seat.unit_name, line.seat.area_name, one.title, one.due_on, cell.number, cell.state_label]
        for line in meetings.matrix(request.viewer, meeting_id)
        for one, cell in zip(detail.resolutions, line.cells, strict=True)
        if cell is not None
    )
    return spreadsheet(detail.row.title, Sheet(_("Tasks"), columns, rows))
