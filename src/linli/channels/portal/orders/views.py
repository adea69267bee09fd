"""Order a service: choose it, say what and when, follow it; or help with what neighbours need."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.channels.portal import place
from linli.channels.portal.held import hold
from linli.channels.portal.orders.forms import HelpForm, OrderForm
from linli.channels.ui import orderpage, steppage
from linli.channels.ui.context import viewer_of
from linli.engines.territory import public as territory
from linli.kernel.actor import ActorKind
from linli.kernel.errors import LinliError, NotFound
from linli.programmes.orders import public as orders
from linli.programmes.orders.public import Orderer
from linli.programmes.requests import public as requests


def address(number: str) -> str:
    """Return the address of an order."""
    return reverse("portal:order", args=[number])


FRAME = steppage.Frame(template="portal/orders/order.html", address=address, home="portal:helping")


def _named(row: orders.ServiceRow) -> dict[str, object]:
    english = (get_language() or "").startswith("en")
    return {
        "row": row,
        "name": (english and row.name_en) or row.name,
        "group": (english and row.group_en) or row.group,
    }


@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    """Show what can be ordered, and what was."""
    groups: dict[str, list[dict[str, object]]] = {}
    for row in orders.services():
        named = _named(row)
        groups.setdefault(str(named["group"]), []).append(named)
    mine = orders.my_orders(viewer_of(request))
    context = {"groups": groups.items(), "mine": mine, "here": place.here(request), "tab": "orders"}
    return render(request, "portal/orders/catalogue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Ask what, when and where; take the order in."""
    service = orders.service(code)
    if not service.active:
        raise NotFound
    form = OrderForm(request.POST or None, initial=_known(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = _order(request, form, code)
        except LinliError as error:
            form.refused(error)
        else:
            hold(request, orders.held_key(made.order.pk))
            return redirect(f"{address(made.order.number)}?sent=1")
    context = {"form": form, "service": _named(service), "here": place.here(request), "tab": "orders"}
    return render(request, "portal/orders/new.html", context, status=422 if form.errors else 200)


def _known(request: HttpRequest) -> dict[str, object]:
    number = request.GET.get("building", "")
    if not number.isdigit():
        return {}
    try:
        row = territory.building(int(number))
    except NotFound:
        return {}
    return {"place": row.label, "building": row.id}


def _order(request: HttpRequest, form: OrderForm, code: str) -> orders.Ordered:
    given, viewer = form.cleaned_data, viewer_of(request)
    here = place.here(request)
    location = requests.find_place(
        longitude=None,
        latitude=None,
        place=given["place"],
        building_id=given["building"],
        area_code=here.area.code if here is not None and here.known else "",
        text="",
    )
    signed_in = viewer.kind in {ActorKind.RESIDENT, ActorKind.STAFF}
    helps = bool(given["helper"])
    start, end = form.window_moments()
    return orders.order(
        by=viewer,
        service_code=code,
        text=given["text"],
        wanted_from=start,
        wanted_to=end,
        location=location,
        origin="helper" if helps else "portal",
        intake_key=given["intake_key"] or None,
        orderer=Orderer(
            name=given["name"],
            phone=given["phone"],
            home=given["home"],
            account_id=viewer.account_id if signed_in and not helps else None,
            helper_account_id=viewer.account_id if helps else None,
            helper_name=given["helper_name"] if helps else "",
        ),
    )


@require_GET
def order(request: HttpRequest, number: str) -> HttpResponse:
    """Show an order to whoever it concerns; colleagues see it at their own desk."""
    viewer = viewer_of(request)
    if viewer.kind is ActorKind.STAFF and orders.order_for(viewer, number).standing in {"community", "pool", "taker"}:
        return redirect("desk:order", number)
    return orderpage.show(request, number, FRAME)


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Do a step."""
    return orderpage.act(request, number, verb, FRAME)


@require_POST
def personal(request: HttpRequest, number: str) -> HttpResponse:
    """Show how to reach who ordered; the look is recorded."""
    return orderpage.personal(request, number, FRAME)


@require_http_methods(["GET", "HEAD", "POST"])
def helping(request: HttpRequest) -> HttpResponse:
    """Show what neighbours need and what one has promised; offer oneself."""
    viewer, here = viewer_of(request), place.here(request)
    taking = orders.my_taking(viewer)
    form = HelpForm(request.POST or None, initial={"services": list(taking.services) if taking else []})
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            _offer(request, form, here)
        except LinliError as error:
            problem = str(next(iter(error.fields.values()), error.message))
        else:
            return redirect("portal:helping")
    context = {
        "form": form,
        "problem": problem,
        "taking": taking,
        "here": here,
        "pool": orders.pool(viewer, request.GET.get("cursor") or None),
        "mine": orders.my_work(viewer),
        "signed_in": viewer.account_id is not None,
        "tab": "orders",
    }
    return render(request, "portal/orders/helping.html", context, status=422 if problem else 200)


def _offer(request: HttpRequest, form: HelpForm, here: "place.Here | None") -> None:
    viewer = viewer_of(request)
    if "stop" in request.POST:
        taking = orders.my_taking(viewer)
        if taking is not None:
            orders.end_taker(taking.id, by=viewer)
        return
    community = next((area for area in reversed(here.chain) if area.kind == "community"), None) if here else None
    if community is None:
        raise LinliError(_("Please choose first where you live, at the top of the home page."))
    orders.offer_myself(by=viewer, area_id=community.id, services=form.cleaned_data["services"])
