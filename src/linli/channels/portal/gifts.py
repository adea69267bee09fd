"""Gifts: what neighbours gave and what became of it; offering something; the certificate of thanks and its check."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.channels.portal import place
from linli.channels.portal.board import square
from linli.channels.portal.held import hold
from linli.channels.ui import giftpage, steppage
from linli.channels.ui.context import viewer_of
from linli.channels.ui.giftforms import GiftForm
from linli.engines.territory import public as territory
from linli.kernel.actor import ActorKind
from linli.kernel.errors import LinliError
from linli.programmes.donations import public as donations


def address(number: str) -> str:
    """Return the address of a gift."""
    return reverse("portal:gift", args=[number])


FRAME = steppage.Frame(template="portal/gifts/gift.html", address=address, home="portal:gifts")


@require_GET
def wall(request: HttpRequest) -> HttpResponse:
    """Show what was given in the place, and what became of it."""
    here, viewer = place.here(request), viewer_of(request)
    path = here.around_path if here is not None and here.known else ""
    context = {
        "here": here,
        "page": donations.wall(viewer, path, cursor=request.GET.get("cursor") or None),
        "mine": donations.my_donations(viewer),
    }
    return render(request, "portal/gifts/wall.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask what is offered; take it down."""
    here, viewer = place.here(request), viewer_of(request)
    chain = here.chain if here is not None and here.known else ()
    community = next((area for area in chain if area.kind == "community"), None)
    initial = {"area_id": community.id} if community else {}
    areas = territory.descendants("", "community")
    form = GiftForm(request.POST or None, areas=areas, staff=False, initial=initial)
    if request.method == "POST" and form.is_valid():
        signed_in = viewer.kind in {ActorKind.RESIDENT, ActorKind.STAFF}
        given = form.cleaned_data
        names = ("what", "quantity", "purpose", "area_id")
        try:
            made = donations.give(
                by=viewer,
                giver=form.giver(viewer.account_id if signed_in else None),
                intake_key=given["intake_key"] or None,
                **{name: given[name] for name in names},
            )
        except LinliError as error:
            form.refused(error)
        else:
            hold(request, donations.held_key(made.donation.pk))
            return redirect(f"{address(made.donation.number)}?sent=1")
    return render(request, "portal/gifts/new.html", {"form": form, "here": here}, status=422 if form.errors else 200)


@require_GET
def gift(request: HttpRequest, number: str) -> HttpResponse:
    """Show a gift; the community sees it at its own desk."""
    viewer = viewer_of(request)
    if viewer.kind is ActorKind.STAFF and donations.donation_for(viewer, number).standing == "community":
        return redirect("desk:gift", number)
    return giftpage.show(request, number, FRAME)


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Do a step."""
    return giftpage.act(request, number, verb, FRAME)


@require_POST
def personal(request: HttpRequest, number: str) -> HttpResponse:
    """Show who gave; the look is recorded."""
    return giftpage.personal(request, number, FRAME)


@require_GET
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """Show the certificate of thanks, to be printed and hung up. Raises: NotFound."""
    found = donations.certificate_for(viewer_of(request), number)
    return _certificate(request, found, checked=False)


@require_GET
def checked(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Show what a certificate says to whoever holds it: the code on the print leads here. Raises: NotFound."""
    return _certificate(request, donations.verified(number, code), checked=True)


def _certificate(request: HttpRequest, found: donations.Certificate, *, checked: bool) -> HttpResponse:
    way = reverse("portal:gift-checked", args=[found.number, found.code])
    context = {
        "certificate": found,
        "checked": checked,
        "code": square(f"{settings.PUBLIC_URL.rstrip('/')}{way}"),
    }
    answer = render(request, "portal/gifts/certificate.html", context)
    answer["Cache-Control"] = "private, no-store"
    return answer
