"""Find something to do, sign up, come with the code, see one's own hours."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.channels.portal import place
from linli.channels.portal.volunteer.forms import CodeForm, RegisterForm
from linli.channels.ui.context import viewer_of
from linli.engines.territory import public as territory
from linli.kernel.errors import LinliError
from linli.programmes.volunteers import public as volunteers


def path_of(request: HttpRequest, own: volunteers.VolunteerRow | None) -> str:
    """Return the path of the place a page is about: where one registered, else where one says to live."""
    if own is not None:
        return territory.area(own.area_id).path
    here = place.here(request)
    return here.around_path if here is not None and here.known else territory.county().path


def said(error: LinliError) -> str:
    """Return the words of a refusal, that of the first field before the general ones."""
    return str(next(iter(error.fields.values()), error.message))


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show what there is to do here, and how far one has come."""
    viewer = viewer_of(request)
    own = volunteers.me(viewer)
    path = path_of(request, own)
    item = request.GET.get("item", "")
    context = {
        "own": own,
        "star": volunteers.next_star(own.minutes) if own else None,
        "mine": volunteers.my_activities(viewer) if own else [],
        "page": volunteers.upcoming(viewer, path, request.GET.get("cursor") or None, item=item),
        "schemes": volunteers.schemes(),
        "item": item,
        "totals": volunteers.totals(path),
        "thanked": volunteers.thanked(path),
        "here": place.here(request),
    }
    return render(request, "portal/volunteer/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponseBase:
    """Register as volunteer."""
    viewer = viewer_of(request)
    if viewer.account_id is None:
        return redirect_to_login(request.get_full_path())
    if volunteers.me(viewer) is not None:
        return redirect("portal:volunteer")
    here = place.here(request)
    chain = reversed(here.chain) if here is not None and here.known else ()
    community = next((area for area in chain if area.kind == "community"), None)
    form = RegisterForm(
        request.POST or None,
        areas=territory.descendants("", "community"),
        initial={"area_id": community.id} if community else {},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = volunteers.register_volunteer(area_id=form.cleaned_data["area_id"], given=form.given(), by=viewer)
        except LinliError as error:
            form.refused(error)
        else:
            waiting = made.state == "waiting"
            words = _("Your guardian's consent is still to be seen by the community.") if waiting else _("Welcome.")
            messages.success(request, words)
            return redirect("portal:volunteer")
    return render(request, "portal/volunteer/register.html", {"form": form}, status=422 if form.errors else 200)


def _activity(request: HttpRequest, activity_id: int, form: CodeForm | None = None, problem: str = "") -> HttpResponse:
    viewer = viewer_of(request)
    detail = volunteers.activity(viewer, activity_id)
    own = volunteers.me(viewer)
    context = {
        "activity": detail,
        "own": own,
        "form": form or CodeForm(initial={"code": request.GET.get("code", "")[:12]}),
        "asked": own is not None and detail.open_now and detail.my_service in {"", "running"},
        "problem": problem,
        "signed_in": viewer.account_id is not None,
    }
    return render(
        request, "portal/volunteer/activity.html", context, status=422 if problem or (form and form.errors) else 200
    )


@require_GET
def activity(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Show an activity with its roles, risks, and where one stands."""
    return _activity(request, activity_id)


@require_POST
def sign_up(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Take a place in a role; with none left one waits."""
    role = request.POST.get("role", "")
    try:
        made = volunteers.sign_up(role_id=int(role) if role.isdigit() else 0, by=viewer_of(request))
    except LinliError as error:
        return _activity(request, activity_id, problem=said(error))
    coming = made.state == "coming"
    messages.success(request, _("You have a place.") if coming else _("You are on the waiting list."))
    return redirect("portal:activity", activity_id)


@require_POST
def withdraw(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Give the place back: the next in line moves up."""
    try:
        volunteers.withdraw(activity_id=activity_id, by=viewer_of(request))
    except LinliError as error:
        return _activity(request, activity_id, problem=said(error))
    messages.success(request, _("Your place is free again. Thank you for saying so."))
    return redirect("portal:activity", activity_id)


@require_POST
def attend(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Check in, or out, with the code on the steward's screen."""
    form, viewer = CodeForm(request.POST), viewer_of(request)
    if not form.is_valid():
        return _activity(request, activity_id, form)
    running = volunteers.activity(viewer, activity_id).my_service == "running"
    verb = volunteers.check_out if running else volunteers.check_in
    try:
        verb(activity_id=activity_id, by=viewer, code=form.cleaned_data["code"])
    except LinliError as error:
        form.refused(error)
        return _activity(request, activity_id, form)
    messages.success(request, _("Checked out. A second person confirms your time.") if running else _("Checked in."))
    return redirect("portal:activity", activity_id)


@require_GET
def mine(request: HttpRequest) -> HttpResponseBase:
    """Show one's service and how points came and went."""
    viewer = viewer_of(request)
    own = volunteers.me(viewer)
    if own is None:
        return redirect("portal:volunteer")
    cursor = request.GET.get("cursor") or None
    points = volunteers.my_points(viewer, request.GET.get("points") or None)
    context = {"own": own, "services": volunteers.my_services(viewer, cursor), "points": points}
    return render(request, "portal/volunteer/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def teams(request: HttpRequest) -> HttpResponseBase:
    """Show the teams of the place; join one, leave one."""
    viewer = viewer_of(request)
    own = volunteers.me(viewer)
    if request.method == "POST" and own is not None:
        team = request.POST.get("team", "")
        verb = volunteers.leave_team if "leave" in request.POST else volunteers.join_team
        try:
            cast("object", verb(team_id=int(team) if team.isdigit() else 0, volunteer_id=own.id, by=viewer))
        except LinliError as error:
            messages.error(request, said(error))
        return redirect("portal:teams")
    rows = volunteers.teams(viewer, path_of(request, own), own=own.id if own else None)
    return render(request, "portal/volunteer/teams.html", {"teams": rows, "own": own})
