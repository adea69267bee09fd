"""What the units of a place agreed on, and what came of it: for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from linli.channels.portal import place
from linli.programmes.meetings import public as meetings


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Show the published meetings of the place, and those to come."""
    here = place.here(request)
    path = here.around_path if here is not None and here.known else ""
    context = {
        "here": here,
        "coming": meetings.coming_meetings(path),
        "page": meetings.public_meetings(path, cursor=request.GET.get("cursor") or None),
    }
    return render(request, "portal/meetings/list.html", context)


@require_GET
def meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Show one. Raises: NotFound while it is not published."""
    context = {"here": place.here(request), "meeting": meetings.public_meeting(meeting_id)}
    return render(request, "portal/meetings/meeting.html", context)
