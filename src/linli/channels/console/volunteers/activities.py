"""Activities of an area: the list, one with who comes, planning, calling off, time noted afterwards."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from linli.channels.console.exports import AT_ONCE, Sheet, every_row, spreadsheet
from linli.channels.console.formpage import FormPage, posted
from linli.channels.console.forms.base import carried_out
from linli.channels.console.frame import ConsoleRequest, page_for
from linli.channels.console.volunteers.forms import BackForm, PlanForm, ResultForm, RoleForms, WhyForm
from linli.channels.console.volunteers.place import RUNS, areas_run, key_of, said, shown, tried
from linli.kernel import clock
from linli.kernel.errors import LinliError, NotFound
from linli.programmes.volunteers import public as volunteers
from linli.programmes.volunteers.public import ActivityDetail, ActivityRow

PAST = "past"


@page_for(*RUNS)
def listed(request: ConsoleRequest) -> HttpResponse:
    """Show what is planned in an area, or what was."""
    view = shown(request, "when")
    past = view.asked["when"] == PAST
    page = volunteers.planned(request.viewer, view.path, request.GET.get("cursor") or None, past=past)
    waiting = volunteers.to_confirm(request.viewer, path=view.path).items
    context = {"tab": "activities", "page": page, "view": view, "past": past, "waiting": len(waiting)}
    return render(request, "console/volunteers/activities.html", context)


def _every(request: ConsoleRequest) -> Iterator[ActivityRow]:
    view = shown(request, "when")
    past = view.asked["when"] == PAST
    return every_row(lambda cursor: volunteers.planned(request.viewer, view.path, cursor, past=past, size=AT_ONCE))


@page_for(*RUNS)
def export(request: ConsoleRequest) -> HttpResponse:
    """Answer with the activities that are listed as a workbook."""
    columns = [
        (_("Activity"), 30),
        (pgettext("service", "Kind"), 14),
        (_("Team"), 16),
        (_("Area"), 16),
        (_("Place"), 24),
        (_("Starts at"), 18),
        (_("Ends at"), 18),
        (_("Wanted"), 10),
        (_("Signed up"), 10),
        (_("State"), 12),
    ]
    rows = (
        [
            row.title,
            row.item_name,
            row.team_name,
            row.area_name,
            row.place,
            row.starts,
            row.ends,
            row.wanted,
            row.taken,
            _("called off") if row.state == "cancelled" else "",
        ]
        for row in _every(request)
    )
    return spreadsheet(_("activities"), Sheet(_("Activities"), columns, rows))


def detail_of(request: ConsoleRequest, activity_id: int) -> ActivityDetail:
    """Return an activity where the viewer runs volunteering. Raises: NotFound."""
    detail = volunteers.activity(request.viewer, activity_id)
    if not volunteers.may_any(request.viewer, RUNS, detail.path):
        raise NotFound
    return detail


@page_for(*RUNS)
def one(request: ConsoleRequest, activity_id: int) -> HttpResponse:
    """Show an activity with its roles and who comes."""
    return _show(request, detail_of(request, activity_id))


def _show(request: ConsoleRequest, detail: ActivityDetail, problem: str = "", typed: str = "") -> HttpResponse:
    over = detail.row.ends <= clock.now()
    context = {
        "activity": detail,
        "people": volunteers.attendees(request.viewer, detail.row.id),
        "over": over,
        "open": detail.row.state == "open" and not over,
        "problem": problem,
        "typed": typed,
    }
    return render(request, "console/volunteers/activity.html", context, status=422 if problem else 200)


@page_for(*RUNS)
@require_POST
def sign_up(request: ConsoleRequest, activity_id: int) -> HttpResponseBase:
    """Sign up a volunteer who called or came, by their number; or give their place back."""
    detail = detail_of(request, activity_id)
    if "withdraw" in request.POST:
        person = key_of(request.POST["withdraw"])
        tried(request, volunteers.withdraw, _("The place is free again."), activity_id=activity_id, volunteer_id=person)
        return redirect("console:activity", activity_id)
    number, role = request.POST.get("number", "")[:20], key_of(request.POST.get("role", ""))
    try:
        made = volunteers.sign_up(
            role_id=role, volunteer_id=volunteers.by_number(request.viewer, number), by=request.viewer
        )
    except LinliError as error:
        return _show(request, detail, said(error), number)
    coming = made.state == "coming"
    messages.success(request, _("Signed up.") if coming else _("All places are taken; on the waiting list."))
    return redirect("console:activity", activity_id)


@page_for(*RUNS)
def people_export(request: ConsoleRequest, activity_id: int) -> HttpResponse:
    """Answer with who comes, by call name, as a workbook."""
    detail = detail_of(request, activity_id)
    columns = [
        (_("Number"), 18),
        (_("Called"), 16),
        (_("Role"), 16),
        (_("Place"), 14),
        (_("Came"), 18),
        (_("Left"), 18),
    ]
    rows = (
        [
            one.number,
            one.call_name,
            one.role,
            _("on the waiting list") if one.state == "waiting" else "",
            one.starts,
            one.ends,
        ]
        for one in volunteers.attendees(request.viewer, activity_id)
    )
    return spreadsheet(detail.row.title, Sheet(_("Who comes"), columns, rows))


@page_for(*RUNS)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: ConsoleRequest) -> HttpResponseBase:
    """Plan an activity, for one day or several weeks."""
    data = posted(request)
    form = PlanForm(data, areas=areas_run(request), teams=volunteers.teams(request.viewer, shown(request).path))
    roles = RoleForms(data, prefix="roles")

    def verb(*, weeks: int, **given: Any) -> object:
        wanted = volunteers.ActivityInput(**given, roles=roles.given())
        return volunteers.plan_activity(wanted, by=request.viewer, weeks=weeks)

    whole = data is None or roles.is_valid()
    if form.is_bound and whole and carried_out(request, form, verb, done=_("Planned. It stands on the portal now.")):
        return redirect("console:volunteers")
    page = FormPage(
        "console-activity-plan",
        _("Plan an activity"),
        _("Plan it"),
        reverse("console:volunteers"),
        _("Volunteers"),
        template="console/volunteers/plan.html",
    )
    return page.show(request, form, roles=roles)


@page_for(*RUNS)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: ConsoleRequest, activity_id: int) -> HttpResponseBase:
    """Call an activity off; everybody who signed up is told why."""
    detail = detail_of(request, activity_id)
    form = WhyForm(posted(request), label=_("Why is it called off?"), name="why")

    def verb(**given: Any) -> object:
        return volunteers.cancel_activity(activity_id=activity_id, by=request.viewer, **given)

    if form.is_bound and carried_out(request, form, verb, done=_("Called off; everybody who signed up was told.")):
        return redirect("console:activity", activity_id)
    back = reverse("console:activity", args=[activity_id])
    return FormPage("console-activity-cancel", _("Call it off"), _("Call it off"), back, detail.row.title).show(
        request, form
    )


@page_for(*RUNS)
@require_http_methods(["GET", "HEAD", "POST"])
def result(request: ConsoleRequest, activity_id: int) -> HttpResponseBase:
    """Say in public what came of an activity."""
    detail = detail_of(request, activity_id)
    form = ResultForm(posted(request), initial={"result": detail.result, "helped": detail.helped})

    def verb(**given: Any) -> object:
        return volunteers.note_result(activity_id=activity_id, by=request.viewer, **given)

    if form.is_bound and carried_out(request, form, verb, done=_("Saved. It stands on the portal.")):
        return redirect("console:activity", activity_id)
    back = reverse("console:activity", args=[activity_id])
    return FormPage("console-activity-result", _("What came of it"), _("Save"), back, detail.row.title).show(
        request, form
    )


@page_for(*RUNS)
@require_http_methods(["GET", "HEAD", "POST"])
def back_entry(request: ConsoleRequest, activity_id: int) -> HttpResponseBase:
    """Write service down afterwards, with a reason; a second person confirms it, and it stays marked."""
    detail = detail_of(request, activity_id)
    times = {"starts": clock.local(detail.row.starts), "ends": clock.local(detail.row.ends)}
    form = BackForm(posted(request), initial={**times, "number": request.GET.get("number", "")[:20]})

    def verb(*, number: str, **given: Any) -> object:
        person = volunteers.by_number(request.viewer, number)
        return volunteers.back_entry(activity_id=activity_id, volunteer_id=person, by=request.viewer, **given)

    if form.is_bound and carried_out(request, form, verb, done=_("Noted. A second person confirms it.")):
        return redirect("console:activity", activity_id)
    lead = _("For service that was really given but not checked in. It stays marked as noted afterwards.")
    back = reverse("console:activity", args=[activity_id])
    return FormPage("console-back-entry", _("Note it afterwards"), _("Note it"), back, detail.row.title, lead).show(
        request, form
    )
