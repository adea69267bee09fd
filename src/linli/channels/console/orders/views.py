"""Orders of an area: list, one order, export."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.channels.console.exports import AT_ONCE, Sheet, every_row, spreadsheet
from linli.channels.console.frame import LEAD, ConsoleRequest, page_for
from linli.channels.console.scope import areas_of, chosen
from linli.channels.ui import orderpage, steppage
from linli.kernel import clock
from linli.kernel.errors import NotFound
from linli.programmes.orders import public as orders
from linli.programmes.orders.public import OrderFilter, OrderRow

OPEN = "open"
SINCE = timedelta(days=365)


def address(number: str) -> str:
    """Return the address of an order."""
    return reverse("console:order", args=[number])


FRAME = steppage.Frame(template="console/orders/order.html", address=address, home="console:orders")


def _wanted(request: ConsoleRequest) -> tuple[OrderFilter, dict[str, str]]:
    """Read which orders are asked for, as a filter and as it stands in the address."""
    areas = areas_of(request.viewer, LEAD, deepest="grid")
    asked = {name: request.GET.get(name, "") for name in ("state", "service", "area")}
    area = chosen(areas, asked["area"])
    states = (
        tuple(orders.OPEN)
        if asked["state"] == OPEN
        else (asked["state"],)
        if asked["state"] in orders.State.values
        else ()
    )
    return OrderFilter(states=states, service=asked["service"], path=area.path if area else ""), asked


@page_for(*LEAD)
def listed(request: ConsoleRequest) -> HttpResponse:
    """Show the orders of the viewer's areas."""
    wanted, asked = _wanted(request)
    viewer = request.viewer
    page = orders.orders(viewer, wanted, request.GET.get("cursor") or None)
    context = {
        "page": page,
        "asked": asked,
        "address": urlencode({name: value for name, value in asked.items() if value}),
        "areas": areas_of(viewer, LEAD, deepest="grid"),
        "services": orders.services(active_only=False),
        "states": [(OPEN, _("all that are open")), *orders.State.choices],
        "to_do": len(orders.to_do(viewer)),
    }
    return render(request, "console/orders/list.html", context)


@page_for(*LEAD)
def numbers(request: ConsoleRequest) -> HttpResponse:
    """Show what was confirmed within a year, service by service."""
    rows = orders.served_numbers(min(request.viewer.paths(*LEAD), key=len), clock.now() - SINCE)
    return render(request, "console/orders/numbers.html", {"numbers": rows})


@page_for(*LEAD)
def order(request: ConsoleRequest, number: str) -> HttpResponse:
    """Show one order."""
    return orderpage.show(request, number, FRAME)


@page_for(*LEAD)
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: ConsoleRequest, number: str, verb: str) -> HttpResponse:
    """Do a step."""
    return orderpage.act(request, number, verb, FRAME)


@page_for(*LEAD)
@require_POST
def personal(request: ConsoleRequest, number: str) -> HttpResponse:
    """Show how to reach who ordered; the look is recorded."""
    return orderpage.personal(request, number, FRAME)


def _every(request: ConsoleRequest, wanted: OrderFilter) -> Iterator[OrderRow]:
    return every_row(lambda cursor: orders.orders(request.viewer, wanted, cursor, size=AT_ONCE))


@page_for(*LEAD)
def export(request: ConsoleRequest) -> HttpResponse:
    """Answer with the orders that are listed, without names and phones, as a workbook."""
    wanted, _asked = _wanted(request)
    columns = [
        (_("Number"), 18),
        (_("Service"), 16),
        (_("State"), 14),
        (_("What"), 40),
        (_("Where"), 30),
        (_("Area"), 18),
        (_("Wanted from"), 18),
        (_("Wanted to"), 18),
        (_("Ordered"), 18),
    ]
    rows = (
        [
            row.number,
            row.service_name,
            row.state_label,
            row.title,
            row.place,
            row.area_name,
            row.wanted_from,
            row.wanted_to,
            row.ordered_at,
        ]
        for row in _every(request, wanted)
    )
    return spreadsheet(_("orders"), Sheet(_("Orders"), columns, rows))


@page_for(*LEAD)
def takers(request: ConsoleRequest) -> HttpResponse:
    """Show who takes orders, with what was checked."""
    context = {"rows": orders.takers(request.viewer, active_only=False), "today": clock.today()}
    return render(request, "console/orders/takers.html", context)


@page_for(*LEAD)
def takers_export(request: ConsoleRequest) -> HttpResponse:
    """Answer with who takes orders as a workbook."""
    names = {row.code: row.name for row in orders.services(active_only=False)}
    columns = [
        (_("Name"), 20),
        (_("Area"), 18),
        (_("Services"), 40),
        (_("Record checked until"), 14),
        (_("Insured until"), 14),
        (_("Since"), 12),
        (_("Active"), 8),
    ]
    rows = (
        [
            row.name,
            row.area_name,
            "、".join(names.get(code, code) for code in row.services) or _("all"),
            row.vetted_until,
            row.insured_until,
            row.since,
            _("yes") if row.active else _("no"),
        ]
        for row in orders.takers(request.viewer, active_only=False)
    )
    return spreadsheet(_("takers"), Sheet(_("Who takes orders"), columns, rows))


def taker_of(request: ConsoleRequest, taker_id: int) -> orders.TakerRow:
    """Return one who takes orders in the viewer's areas. Raises: NotFound."""
    for row in orders.takers(request.viewer, active_only=False):
        if row.id == taker_id:
            return row
    raise NotFound
