"""Teams of an area and who is in them."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.channels.console.exports import Sheet, spreadsheet
from linli.channels.console.formpage import FormPage, posted
from linli.channels.console.forms.base import carried_out
from linli.channels.console.frame import ConsoleRequest, page_for
from linli.channels.console.volunteers.forms import TeamForm
from linli.channels.console.volunteers.place import RUNS, areas_run, key_of, said, shown, tried
from linli.kernel.errors import LinliError, NotFound
from linli.programmes.volunteers import public as volunteers
from linli.programmes.volunteers.public import TeamRow


@page_for(*RUNS)
def listed(request: ConsoleRequest) -> HttpResponse:
    """Show the teams of an area, sorted as the schemes sort them."""
    view = shown(request)
    context = {"tab": "teams", "rows": volunteers.teams(request.viewer, view.path), "view": view}
    return render(request, "console/volunteers/teams.html", context)


@page_for(*RUNS)
def export(request: ConsoleRequest) -> HttpResponse:
    """Answer with the teams as a workbook."""
    columns = [
        (_("Team"), 20),
        (_("Kind of service"), 16),
        (_("Area"), 16),
        (_("Members"), 10),
        (_("Phone"), 16),
        (_("Founded"), 14),
        (_("About it"), 40),
    ]
    rows = (
        [row.name, row.item_name, row.area_name, row.members, row.phone, row.founded_on, row.about]
        for row in volunteers.teams(request.viewer, shown(request).path)
    )
    return spreadsheet(_("teams"), Sheet(_("Teams"), columns, rows))


def team_of(request: ConsoleRequest, team_id: int) -> TeamRow:
    """Return a team the viewer runs. Raises: NotFound."""
    volunteers.members(request.viewer, team_id)
    for path in request.viewer.paths(*RUNS):
        for row in volunteers.teams(request.viewer, path):
            if row.id == team_id:
                return row
    raise NotFound


@page_for(*RUNS)
def one(request: ConsoleRequest, team_id: int) -> HttpResponse:
    """Show a team with its members."""
    return _show(request, team_of(request, team_id))


def _show(request: ConsoleRequest, row: TeamRow, problem: str = "", typed: str = "") -> HttpResponse:
    members = volunteers.members(request.viewer, row.id)
    context = {"row": row, "members": members, "problem": problem, "typed": typed}
    return render(request, "console/volunteers/team.html", context, status=422 if problem else 200)


@page_for(*RUNS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ConsoleRequest, team_id: int | None = None) -> HttpResponseBase:
    """Found a team, or change one."""
    row = team_of(request, team_id) if team_id is not None else None
    names = ("area_id", "name", "item_code", "about", "phone")
    initial = {name: getattr(row, name) for name in names} if row else {}
    form = TeamForm(posted(request), areas=areas_run(request), initial=initial)

    def verb(**given: Any) -> object:
        return volunteers.found_team(team_id=team_id, by=request.viewer, **given)

    if form.is_bound and carried_out(request, form, verb, done=_("Saved.")):
        return redirect("console:volunteer-team", team_id) if team_id else redirect("console:volunteer-teams")
    back = reverse("console:volunteer-teams")
    return FormPage("console-team", row.name if row else _("Found a team"), _("Save"), back, _("Teams")).show(
        request, form
    )


@page_for(*RUNS)
@require_POST
def member(request: ConsoleRequest, team_id: int) -> HttpResponseBase:
    """Add a member by their number, make somebody lead, or take somebody out."""
    row = team_of(request, team_id)
    person = key_of(request.POST.get("volunteer", ""))
    if "leave" in request.POST:
        tried(request, volunteers.leave_team, _("Saved."), team_id=row.id, volunteer_id=person)
    elif person:
        lead = request.POST.get("lead") == "1"
        tried(request, volunteers.join_team, _("Saved."), team_id=row.id, volunteer_id=person, lead=lead)
    else:
        number = request.POST.get("number", "")[:20]
        try:
            found = volunteers.by_number(request.viewer, number)
            volunteers.join_team(team_id=row.id, volunteer_id=found, by=request.viewer)
        except LinliError as error:
            return _show(request, row, said(error), number)
    return redirect("console:volunteer-team", row.id)
