"""Wishes at the desk: to look at and put on the wall, collected on visits and from the box, risen to one's unit."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from linli.channels.desk.frame import DeskRequest, desk_page
from linli.channels.ui import steppage, wishpage
from linli.channels.ui.wishforms import WishForm
from linli.engines.territory import public as territory
from linli.kernel.errors import LinliError
from linli.programmes.wishes import public as wishes


def address(number: str) -> str:
    """Return the address of a wish."""
    return reverse("desk:wish", args=[number])


FRAME = steppage.Frame(template="desk/wishes/wish.html", address=address, home="desk:wishes")
TO_DO = (wishes.State.COLLECTED, wishes.State.DELIVERED)


@desk_page
def listed(request: DeskRequest) -> HttpResponse:
    """Show the wishes that concern the viewer."""
    viewer = request.viewer
    context = {
        "tab": "orders",
        "runs": bool(viewer.paths(*wishes.RUNS)),
        "to_do": wishes.wishes(viewer, states=TO_DO).items,
        "promises": wishes.my_promises(viewer),
        "risen": wishes.risen(viewer),
        "page": wishes.wishes(
            viewer, states=(wishes.State.POSTED, wishes.State.CLAIMED), cursor=request.GET.get("cursor") or None
        ),
    }
    return render(request, "desk/wishes/list.html", context)


@desk_page
def wish(request: DeskRequest, number: str) -> HttpResponse:
    """Show one wish."""
    return wishpage.show(request, number, FRAME)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: DeskRequest, number: str, verb: str) -> HttpResponse:
    """Do a step."""
    return wishpage.act(request, number, verb, FRAME)


@desk_page
@require_POST
def personal(request: DeskRequest, number: str) -> HttpResponse:
    """Show how to reach who wished; the look is recorded."""
    return wishpage.personal(request, number, FRAME)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: DeskRequest) -> HttpResponseBase:
    """Take a wish down: from the box, by phone, on a visit."""
    viewer = request.viewer
    areas = [area for path in viewer.paths(*wishes.COLLECTS) for area in territory.descendants(path)]
    near = [area for area in areas if area.kind in {"grid", "community"}]
    form = WishForm(request.POST or None, areas=near, staff=True)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        who = wishes.Wisher(
            name=given["name"],
            phone=given["phone"],
            home=given["home"],
            helper_account_id=viewer.account_id,
            helper_name=viewer.name,
        )
        try:
            made = wishes.wish(
                by=viewer,
                text=given["text"],
                value_fen=given["value"] * 100,
                area_id=given["area_id"],
                wisher=who,
                origin=given["origin"] or "visit",
                intake_key=given["intake_key"] or None,
            )
        except LinliError as error:
            form.refused(error)
        else:
            return redirect("desk:wish", made.wish.number)
    return render(request, "desk/wishes/new.html", {"form": form, "tab": "orders"}, status=422 if form.errors else 200)
