"""Mine: my posts, who serves beside me, messages, settings."""

from django.http import HttpResponse
from django.shortcuts import render

from linli.channels.desk.frame import DeskRequest, desk_page
from linli.engines.access.public import Role
from linli.engines.journal import public as journal
from linli.engines.territory import public as territory

AT_THE_CONSOLE = (Role.DISPATCHER, Role.COORDINATOR, Role.SUPERVISOR, Role.CHECKER, Role.FIGURES, Role.ADMINISTRATOR)


@desk_page
def me(request: DeskRequest) -> HttpResponse:
    """Show the viewer's posts and colleagues."""
    viewer = request.viewer
    grant = viewer.grants[0]
    context = {
        "posts": list(territory.assignees(territory.assignee_keys(viewer)).values()),
        "tab": "me",
        "stands_in": any(one.stand_in for one in viewer.grants),
        "colleagues": [one for one in territory.who_serves(grant.area_id) if not one.vacant] if grant.area_id else [],
        "unread": journal.unread_count(viewer),
        "console": bool(viewer.paths(*AT_THE_CONSOLE)),
    }
    return render(request, "desk/me.html", context)
