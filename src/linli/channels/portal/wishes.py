"""The wall of wishes: what waits, what has come true; saying one; fulfilling one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.channels.portal import place
from linli.channels.portal.held import hold
from linli.channels.ui import steppage, wishpage
from linli.channels.ui.context import viewer_of
from linli.channels.ui.wishforms import WishForm
from linli.engines.territory import public as territory
from linli.kernel.actor import ActorKind
from linli.kernel.errors import LinliError
from linli.programmes.wishes import public as wishes

TRUE = 6


def address(number: str) -> str:
    """Return the address of a wish."""
    return reverse("portal:wish", args=[number])


FRAME = steppage.Frame(template="portal/wishes/wish.html", address=address, home="portal:wishes")


@require_GET
def wall(request: HttpRequest) -> HttpResponse:
    """Show the wall of the place: what waits for somebody, and what has come true."""
    here, viewer = place.here(request), viewer_of(request)
    path = here.around_path if here is not None and here.known else ""
    context = {
        "here": here,
        "page": wishes.wall(viewer, path, cursor=request.GET.get("cursor") or None),
        "true": wishes.wall(viewer, path, state=wishes.State.FULFILLED, size=TRUE).items,
        "count": wishes.fulfilled_count(path),
        "mine": wishes.my_wishes(viewer),
        "promises": wishes.my_promises(viewer),
    }
    return render(request, "portal/wishes/wall.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask for a wish; take it in."""
    here, viewer = place.here(request), viewer_of(request)
    chain = reversed(here.chain) if here is not None and here.known else ()
    community = next((area for area in chain if area.kind in {"grid", "community"}), None)
    areas = territory.descendants("", "community")
    if community is not None and community.kind == "grid":
        areas = [community, *areas]
    initial = {"area_id": community.id} if community else {}
    form = WishForm(request.POST or None, areas=areas, staff=False, initial=initial)
    if request.method == "POST" and form.is_valid():
        signed_in = viewer.kind in {ActorKind.RESIDENT, ActorKind.STAFF}
        given = form.cleaned_data
        who = wishes.Wisher(
            name=given["name"],
            phone=given["phone"],
            home=given["home"],
            account_id=viewer.account_id if signed_in else None,
        )
        try:
            made = wishes.wish(
                by=viewer,
                text=given["text"],
                value_fen=given["value"] * 100,
                area_id=given["area_id"],
                wisher=who,
                intake_key=given["intake_key"] or None,
            )
        except LinliError as error:
            form.refused(error)
        else:
            hold(request, wishes.held_key(made.wish.pk))
            return redirect(f"{address(made.wish.number)}?sent=1")
    return render(request, "portal/wishes/new.html", {"form": form, "here": here}, status=422 if form.errors else 200)


@require_GET
def wish(request: HttpRequest, number: str) -> HttpResponse:
    """Show a wish; the community sees it at its own desk."""
    viewer = viewer_of(request)
    if viewer.kind is ActorKind.STAFF and wishes.wish_for(viewer, number).standing == "community":
        return redirect("desk:wish", number)
    return wishpage.show(request, number, FRAME)


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Do a step."""
    return wishpage.act(request, number, verb, FRAME)


@require_POST
def personal(request: HttpRequest, number: str) -> HttpResponse:
    """Show how to reach who wished; the look is recorded."""
    return wishpage.personal(request, number, FRAME)
