"""What each kind of service does here, for whom, in how many hours, and what came of it: open to everybody."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from linli.channels.portal.volunteer.views import path_of
from linli.channels.ui.context import viewer_of
from linli.kernel import clock
from linli.programmes.volunteers import public as volunteers

YEAR = timedelta(days=365)


@require_GET
def kinds(request: HttpRequest) -> HttpResponse:
    """Show the kinds of service of the place with the sums of a year."""
    path = path_of(request, volunteers.me(viewer_of(request)))
    found = volunteers.kinds(path, since=clock.now() - YEAR)
    return render(request, "portal/volunteer/kinds.html", {"found": found})


@require_GET
def kind(request: HttpRequest, code: str) -> HttpResponse:
    """Show one kind: its year, for whom, what came of it, what is to come, who serves together. Raises: NotFound."""
    viewer = viewer_of(request)
    path = path_of(request, volunteers.me(viewer))
    row = volunteers.kind(path, code, since=clock.now() - YEAR)
    context = {
        "row": row,
        "page": volunteers.results(path, request.GET.get("cursor") or None, code=code),
        "coming": volunteers.upcoming(viewer, path, item=code, size=5).items,
        "teams": [team for team in volunteers.teams(viewer, path) if team.item_code == code],
    }
    return render(request, "portal/volunteer/kind.html", context)
