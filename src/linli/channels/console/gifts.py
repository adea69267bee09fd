"""Gifts of an area in the console: list and export; a gift opens in the same page as at the desk."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from linli.channels.console.exports import AT_ONCE, Sheet, every_row, spreadsheet
from linli.channels.console.frame import LEAD, ConsoleRequest, page_for
from linli.channels.console.scope import areas_of, chosen
from linli.channels.ui import giftpage, steppage
from linli.programmes.donations import public as donations
from linli.programmes.donations.public import DonationRow


def address(number: str) -> str:
    """Return the address of a gift."""
    return reverse("console:gift", args=[number])


FRAME = steppage.Frame(template="console/gifts/gift.html", address=address, home="console:gifts")


def _asked(request: ConsoleRequest) -> tuple[tuple[str, ...], str, dict[str, str]]:
    asked = {name: request.GET.get(name, "") for name in ("state", "area")}
    area = chosen(areas_of(request.viewer, LEAD, deepest="community"), asked["area"])
    states = (asked["state"],) if asked["state"] in donations.State.values else ()
    return states, area.path if area else "", asked


@page_for(*LEAD)
def listed(request: ConsoleRequest) -> HttpResponse:
    """Show the gifts of the viewer's areas."""
    states, path, asked = _asked(request)
    cursor = request.GET.get("cursor") or None
    context = {
        "page": donations.donations(request.viewer, states=states, path=path, cursor=cursor),
        "asked": asked,
        "address": urlencode({name: value for name, value in asked.items() if value}),
        "areas": areas_of(request.viewer, LEAD, deepest="community"),
        "states": donations.State.choices,
    }
    return render(request, "console/gifts/list.html", context)


@page_for(*LEAD)
def gift(request: ConsoleRequest, number: str) -> HttpResponse:
    """Show one gift."""
    return giftpage.show(request, number, FRAME)


@page_for(*LEAD)
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: ConsoleRequest, number: str, verb: str) -> HttpResponse:
    """Do a step."""
    return giftpage.act(request, number, verb, FRAME)


@page_for(*LEAD)
@require_POST
def personal(request: ConsoleRequest, number: str) -> HttpResponse:
    """Show who gave; the look is recorded."""
    return giftpage.personal(request, number, FRAME)


def _every(request: ConsoleRequest) -> Iterator[DonationRow]:
    states, path, _words = _asked(request)
    return every_row(
        lambda cursor: donations.donations(request.viewer, states=states, path=path, cursor=cursor, size=AT_ONCE)
    )


@page_for(*LEAD)
def export(request: ConsoleRequest) -> HttpResponse:
    """Answer with the gifts that are listed, without names that did not agree, as a workbook."""
    columns = [
        (_("Number"), 18),
        (_("State"), 12),
        (_("What is given?"), 40),
        (_("How many?"), 14),
        (_("Yuan"), 12),
        (_("Not spent yet"), 12),
        (_("What is it meant for?"), 24),
        (_("Community"), 18),
        (_("Given by"), 18),
        (pgettext("a gift", "Day"), 18),
        (_("What became of it"), 40),
    ]
    rows = (
        [
            row.number,
            row.state_label,
            row.what,
            row.quantity,
            row.value_fen / 100 if row.value_fen else None,
            row.left_fen / 100 if row.kind == "money" else None,
            row.purpose,
            row.area_name,
            row.shown,
            row.received_at or row.offered_at,
            row.outcome,
        ]
        for row in _every(request)
    )
    return spreadsheet(_("gifts"), Sheet(_("Gifts"), columns, rows))
