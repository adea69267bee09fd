"""Changing who serves: appointments, stand-ins, duty turns, units."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.channels.console.formpage import FormPage, posted
from linli.channels.console.forms.base import Choices, ConsoleForm, carried_out
from linli.channels.console.forms.posts import AppointForm, EndForm, PersonInput, ShiftForm, StandInForm, UnitForm
from linli.channels.console.frame import ADMINISTRATOR, ConsoleRequest, page_for
from linli.channels.console.scope import areas_of
from linli.engines.access import public as access
from linli.engines.territory import public as territory
from linli.engines.territory.public import AppointmentRow, AreaRow
from linli.kernel.errors import LinliError, NotFound

PEOPLE = 8


def _back(area_id: int) -> str:
    return f"{reverse('console:posts')}?area={area_id}"


def _people(request: ConsoleRequest, text: str) -> Choices:
    """Return the people whose name fits, as choices."""
    if not text.strip():
        return []
    found = access.find_accounts(text, request.viewer, size=PEOPLE).items
    return [(str(row.id), f"{row.name}（{row.username}）") for row in found if row.is_active]


def _offer_people(request: ConsoleRequest, form: ConsoleForm) -> None:
    """Show again who was found or chosen before."""
    widget = form.fields["account_id"].widget
    if not isinstance(widget, PersonInput):
        return
    chosen = request.POST.get("account_id", "")
    if chosen.isdigit():
        names = access.account_names([int(chosen)])
        widget.found = [(chosen, names[int(chosen)])] if int(chosen) in names else []
    else:
        widget.found = _people(request, request.GET.get("who", "") or request.POST.get("who", ""))


def _own_area(request: ConsoleRequest, area_id: int) -> AreaRow:
    """Return an area the viewer administers. Raises: NotFound."""
    if all(choice.id != area_id for choice in areas_of(request.viewer, ADMINISTRATOR)):
        raise NotFound
    return territory.area(area_id)


def _appointment(request: ConsoleRequest, area_id: int, appointment_id: int) -> AppointmentRow:
    area = _own_area(request, area_id)
    for row in territory.appointments(request.viewer, area.path):
        if row.id == appointment_id:
            return row
    raise NotFound


def _show(
    request: ConsoleRequest, form: ConsoleForm, area: AreaRow, title: str, button: str, *, lead: str = ""
) -> HttpResponse:
    if "account_id" in form.fields:
        _offer_people(request, form)
    return FormPage("console-posts", title, button, _back(area.id), area.name, lead).show(request, form)


@page_for(*ADMINISTRATOR)
def people(request: ConsoleRequest) -> HttpResponse:
    """Answer with people whose name fits, as choices of the form that asks."""
    found = _people(request, request.GET.get("who", ""))
    return render(request, "console/parts/people.html", {"found": found, "text": request.GET.get("who", "")})


@page_for(*ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def appoint(request: ConsoleRequest, area_id: int) -> HttpResponseBase:
    """Appoint a person to a post at an area, or to a building or unit of it."""
    area = _own_area(request, area_id)
    place, where = _place(request, area)
    level = "building" if "building_id" in place else "unit" if "unit_id" in place else area.kind
    choices = [(post.code, post.name) for post in territory.posts() if post.level == level]
    form = AppointForm(posted(request), posts=choices, initial={"post_code": request.GET.get("post", "")})
    if form.is_bound and carried_out(
        request, form, territory.appoint, done=_("Appointed."), by=request.viewer, **place
    ):
        return redirect(_back(area.id))
    return _show(request, form, area, _("Appoint"), _("Appoint"), lead=where)


def _place(request: ConsoleRequest, area: AreaRow) -> tuple[dict[str, int], str]:
    """Return what an appointment hangs on, and its name."""
    if (building := request.GET.get("building", "")).isdigit():
        found = territory.building(int(building))
        if not found.path.startswith(area.path):
            raise NotFound
        return {"building_id": found.id}, found.label
    if (unit := request.GET.get("unit", "")).isdigit():
        row = territory.unit(int(unit))
        if row.area_id != area.id:
            raise NotFound
        return {"unit_id": row.id}, row.name
    return {"area_id": area.id}, area.name


@page_for(*ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: ConsoleRequest, area_id: int, appointment_id: int) -> HttpResponseBase:
    """End an appointment."""
    row = _appointment(request, area_id, appointment_id)
    form = EndForm(posted(request))
    verb: Callable[..., object] = lambda **given: territory.end_appointment(row.id, by=request.viewer, **given)  # noqa: E731
    if form.is_bound and carried_out(
        request, form, verb, done=_("The appointment ends then. Work in hand stays with the post.")
    ):
        return redirect(_back(area_id))
    lead = _("%(name)s, %(post)s") % {"name": row.name, "post": row.post_name}
    return _show(request, form, territory.area(area_id), _("End an appointment"), _("End it"), lead=lead)


@page_for(*ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def stand_in(request: ConsoleRequest, area_id: int, appointment_id: int) -> HttpResponseBase:
    """Let somebody act for the holder for a time."""
    row = _appointment(request, area_id, appointment_id)
    form = StandInForm(posted(request))
    verb: Callable[..., object] = lambda **given: territory.stand_in(row.id, by=request.viewer, **given)  # noqa: E731
    if form.is_bound and carried_out(
        request, form, verb, done=_("The stand-in sees the same list of work in that time.")
    ):
        return redirect(_back(area_id))
    lead = _("for %(name)s, %(post)s") % {"name": row.name, "post": row.post_name}
    return _show(request, form, territory.area(area_id), _("Arrange a stand-in"), _("Arrange it"), lead=lead)


@page_for(*ADMINISTRATOR)
@require_POST
def end_stand_in(request: ConsoleRequest, area_id: int, stand_in_id: int) -> HttpResponseBase:
    """End a stand-in early."""
    return _at_once(
        request, area_id, lambda: territory.end_stand_in(stand_in_id, by=request.viewer), _("The holder acts again.")
    )


@page_for(*ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def shift(request: ConsoleRequest, area_id: int) -> HttpResponseBase:
    """Put somebody on the duty list."""
    area = _own_area(request, area_id)
    form = ShiftForm(posted(request))
    if form.is_bound and carried_out(
        request, form, territory.plan_shift, done=_("The turn is planned."), area_id=area.id, by=request.viewer
    ):
        return redirect(_back(area.id))
    return _show(request, form, area, _("Plan a turn of duty"), _("Plan it"))


@page_for(*ADMINISTRATOR)
@require_POST
def cancel_shift(request: ConsoleRequest, area_id: int, shift_id: int) -> HttpResponseBase:
    """Take a turn off the duty list."""
    return _at_once(
        request,
        area_id,
        lambda: territory.cancel_shift(shift_id=shift_id, by=request.viewer),
        _("The turn is taken off."),
    )


def _at_once(request: ConsoleRequest, area_id: int, verb: Callable[[], object], done: str) -> HttpResponseBase:
    try:
        verb()
    except NotFound:
        raise
    except LinliError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, done)
    return redirect(_back(area_id))


@page_for(*ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def unit(request: ConsoleRequest, area_id: int, unit_id: int | None = None) -> HttpResponseBase:
    """Add a unit, or change one."""
    area = _own_area(request, area_id)
    before = territory.unit(unit_id) if unit_id is not None else None
    if before is not None and before.area_id != area.id:
        raise NotFound
    initial = {name: getattr(before, name) for name in UnitForm.base_fields} if before else {}
    form = UnitForm(posted(request), initial=initial)
    if before is None:
        del form.fields["active"]
    verb: Callable[..., object] = territory.change_unit if before else territory.add_unit
    place = {"unit_id": before.id} if before else {"area_id": area.id}
    if form.is_bound and carried_out(request, form, verb, done=_("Saved."), by=request.viewer, **place):
        return redirect(_back(area.id))
    return _show(request, form, area, _("Change a unit") if before else _("Add a unit"), _("Save"))
