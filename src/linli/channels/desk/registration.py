"""Registrations at the desk: what waits for the community, and one's unit with its duties."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.channels.desk.frame import DeskRequest, desk_page
from linli.channels.ui import registrationpage
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.errors import LinliError, NotFound
from linli.programmes.registration import public as registration


def address(registration_id: int) -> str:
    """Return the address of a registration."""
    return reverse("desk:registration", args=[registration_id])


FRAME = registrationpage.RegistrationFrame(template="desk/registration/one.html", address=address)


@desk_page
def listed(request: DeskRequest) -> HttpResponse:
    """Show what waits for the community, and the registrations of one's unit."""
    viewer = request.viewer
    units = [territory.unit(key) for key in registration.units_of(viewer)]
    context = {
        "tab": "orders",
        "to_do": registration.to_confirm(viewer),
        "mine": registration.my_registrations(viewer),
        "units": units,
        "communities": territory.descendants("", "community") if units else [],
    }
    return render(request, "desk/registration/list.html", context)


@desk_page
@require_POST
def register(request: DeskRequest) -> HttpResponseBase:
    """Register one's unit with a community."""
    unit, area = request.POST.get("unit", ""), request.POST.get("area_id", "")
    if not (unit.isdigit() and area.isdigit()):
        raise NotFound
    try:
        made = registration.register_unit(unit_id=int(unit), area_id=int(area), by=request.viewer)
    except NotFound:
        raise
    except LinliError as error:
        messages.error(request, " ".join(str(words) for words in error.fields.values()) or str(error.message))
        return redirect("desk:registrations")
    messages.success(request, _("Sent. The community confirms it."))
    return redirect(address(made.pk))


@desk_page
def statement(request: DeskRequest, unit_id: int) -> HttpResponse:
    """Show the year of a unit: its duties, and those of its members who agreed to it."""
    asked, today = request.GET.get("year", ""), clock.today().year
    year = int(asked) if asked.isdigit() and 2000 <= int(asked) <= today else today
    found = registration.statement(request.viewer, unit_id, year)
    context = {"tab": "orders", "statement": found, "years": [today, today - 1, today - 2]}
    return render(request, "desk/registration/statement.html", context)


@desk_page
def one(request: DeskRequest, registration_id: int) -> HttpResponse:
    """Show one registration."""
    return registrationpage.show(request, registration_id, FRAME)


@desk_page
@require_POST
def act(request: DeskRequest, registration_id: int, verb: str) -> HttpResponseBase:
    """Do a step."""
    return registrationpage.act(request, registration_id, verb, FRAME)
