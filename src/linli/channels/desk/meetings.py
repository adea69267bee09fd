"""Joint meetings on the phone: the invitations of one's unit, what was agreed, and the own tasks."""

from django.http import HttpResponse
from django.shortcuts import render

from linli.channels.desk.frame import DeskRequest, desk_page
from linli.programmes.meetings import public as meetings


@desk_page
def listed(request: DeskRequest) -> HttpResponse:
    """Show the sittings of the joint meetings in which the viewer's unit sits, or which the viewer calls."""
    page = meetings.meetings(request.viewer, cursor=request.GET.get("cursor") or None)
    return render(request, "desk/meetings/list.html", {"tab": "orders", "page": page})


@desk_page
def meeting(request: DeskRequest, meeting_id: int) -> HttpResponse:
    """Show one sitting with the tasks of the viewer's unit."""
    detail = meetings.meeting_for(request.viewer, meeting_id)
    lines = [line for line in meetings.matrix(request.viewer, meeting_id) if line.seat.mine]
    tasks = [
        (line.seat, [(one, cell) for one, cell in zip(detail.resolutions, line.cells, strict=True) if cell is not None])
        for line in lines
    ]
    return render(request, "desk/meetings/meeting.html", {"tab": "orders", "meeting": detail, "tasks": tasks})
