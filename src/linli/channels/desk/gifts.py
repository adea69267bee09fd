"""Gifts at the desk: offers to answer, money to count, what was given to put to use; writing one down."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from linli.channels.desk.frame import DeskRequest, desk_page
from linli.channels.ui import giftpage, steppage
from linli.channels.ui.giftforms import GiftForm, fen_of
from linli.engines.territory import public as territory
from linli.kernel.errors import LinliError, NotFound
from linli.programmes.donations import public as donations


def address(number: str) -> str:
    """Return the address of a gift."""
    return reverse("desk:gift", args=[number])


FRAME = steppage.Frame(template="desk/gifts/gift.html", address=address, home="desk:gifts")


@desk_page
def listed(request: DeskRequest) -> HttpResponse:
    """Show what waits for the community, and what was given."""
    viewer = request.viewer
    context = {
        "tab": "orders",
        "runs": bool(viewer.paths(*donations.RUNS)),
        "to_do": donations.donations(viewer, states=donations.OPEN, size=50).items,
        "page": donations.donations(viewer, states=(donations.State.USED,), cursor=request.GET.get("cursor") or None),
    }
    return render(request, "desk/gifts/list.html", context)


@desk_page
def gift(request: DeskRequest, number: str) -> HttpResponse:
    """Show one gift."""
    return giftpage.show(request, number, FRAME)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: DeskRequest, number: str, verb: str) -> HttpResponse:
    """Do a step."""
    return giftpage.act(request, number, verb, FRAME)


@desk_page
@require_POST
def personal(request: DeskRequest, number: str) -> HttpResponse:
    """Show who gave; the look is recorded."""
    return giftpage.personal(request, number, FRAME)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: DeskRequest) -> HttpResponseBase:
    """Write a gift down as it comes. Raises: NotFound for whoever runs no community."""
    viewer = request.viewer
    areas = [area for path in viewer.paths(*donations.RUNS) for area in territory.descendants(path)]
    near = [area for area in areas if area.kind == "community"]
    if not near:
        raise NotFound
    form = GiftForm(request.POST or None, areas=near, staff=True)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        names = ("kind", "what", "quantity", "purpose", "area_id")
        try:
            made = donations.give(
                by=viewer,
                giver=form.giver(None),
                value_fen=fen_of(given["value"]),
                received=True,
                intake_key=given["intake_key"] or None,
                **{name: given[name] for name in names},
            )
        except LinliError as error:
            form.refused(error)
        else:
            return redirect("desk:gift", made.donation.number)
    return render(request, "desk/gifts/new.html", {"form": form, "tab": "orders"}, status=422 if form.errors else 200)
