"""Wishes of an area in the console: list and export; a wish opens in the same page as at the desk."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.channels.console.exports import AT_ONCE, Sheet, every_row, spreadsheet
from linli.channels.console.frame import LEAD, ConsoleRequest, page_for
from linli.channels.console.scope import areas_of, chosen
from linli.channels.ui import steppage, wishpage
from linli.programmes.wishes import public as wishes
from linli.programmes.wishes.public import WishRow


def address(number: str) -> str:
    """Return the address of a wish."""
    return reverse("console:wish", args=[number])


FRAME = steppage.Frame(template="console/wishes/wish.html", address=address, home="console:wishes")


def _asked(request: ConsoleRequest) -> tuple[tuple[str, ...], str, dict[str, str]]:
    asked = {name: request.GET.get(name, "") for name in ("state", "area")}
    area = chosen(areas_of(request.viewer, LEAD, deepest="grid"), asked["area"])
    states = (asked["state"],) if asked["state"] in wishes.State.values else ()
    return states, area.path if area else "", asked


@page_for(*LEAD)
def listed(request: ConsoleRequest) -> HttpResponse:
    """Show the wishes of the viewer's areas."""
    states, path, asked = _asked(request)
    context = {
        "page": wishes.wishes(request.viewer, states=states, path=path, cursor=request.GET.get("cursor") or None),
        "asked": asked,
        "address": urlencode({name: value for name, value in asked.items() if value}),
        "areas": areas_of(request.viewer, LEAD, deepest="grid"),
        "states": wishes.State.choices,
        "rules": wishes.rules(),
    }
    return render(request, "console/wishes/list.html", context)


@page_for(*LEAD)
def wish(request: ConsoleRequest, number: str) -> HttpResponse:
    """Show one wish."""
    return wishpage.show(request, number, FRAME)


@page_for(*LEAD)
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: ConsoleRequest, number: str, verb: str) -> HttpResponse:
    """Do a step."""
    return wishpage.act(request, number, verb, FRAME)


@page_for(*LEAD)
@require_POST
def personal(request: ConsoleRequest, number: str) -> HttpResponse:
    """Show how to reach who wished; the look is recorded."""
    return wishpage.personal(request, number, FRAME)


def _every(request: ConsoleRequest) -> Iterator[WishRow]:
    states, path, _words = _asked(request)
    return every_row(
        lambda cursor: wishes.wishes(request.viewer, states=states, path=path, cursor=cursor, size=AT_ONCE)
    )


@page_for(*LEAD)
def export(request: ConsoleRequest) -> HttpResponse:
    """Answer with the wishes that are listed, in the words of the wall, as a workbook."""
    columns = [
        (_("Number"), 18),
        (_("State"), 12),
        (_("The wish in a line"), 40),
        (_("Shown as"), 14),
        (_("Area"), 18),
        (_("Yuan"), 8),
        (_("Wished"), 18),
        (_("Fulfilled by"), 18),
        (_("Thanks"), 30),
    ]
    rows = (
        [
            row.number,
            row.state_label,
            row.words,
            row.shown,
            row.area_name,
            row.value_fen // 100,
            row.wished_at,
            row.claimer_name,
            row.thanks,
        ]
        for row in _every(request)
    )
    return spreadsheet(_("wishes"), Sheet(_("Wishes"), columns, rows))
