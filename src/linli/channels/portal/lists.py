"""The three lists for everybody: what is needed, what can be given, what is done; saying and offering."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.channels.portal import place
from linli.channels.portal.held import hold
from linli.channels.ui import listpage
from linli.channels.ui.context import viewer_of
from linli.channels.ui.listforms import NeedForm, OfferForm
from linli.engines.territory import public as territory
from linli.kernel.actor import ActorKind
from linli.kernel.errors import LinliError
from linli.kernel.paging import Page
from linli.programmes.lists import public as lists


def address(kind: str, number: str) -> str:
    """Return the address of a need, a resource or a project."""
    return reverse("portal:list-one", args=[kind, number])


FRAME = listpage.ListFrame(template="portal/lists/one.html", address=address, home="portal:lists")
SHOWN: dict[str, Callable[..., Page[Any]]] = {
    "needs": lists.public_needs, "resources": lists.public_resources, "projects": lists.public_projects,
}


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Show one of the three lists of the place, and what the viewer asked for."""
    here, viewer = place.here(request), viewer_of(request)
    path = here.around_path if here is not None and here.known else ""
    kind = request.GET.get("list", "needs")
    kind = kind if kind in SHOWN else "needs"
    context = {
        "here": here,
        "kind": kind,
        "page": SHOWN[kind](path, cursor=request.GET.get("cursor") or None),
        "mine": lists.my_needs(viewer),
        "leading": lists.my_projects(viewer),
    }
    return render(request, "portal/lists/lists.html", context)


def _areas(request: HttpRequest) -> tuple[list[territory.AreaRow], dict[str, Any]]:
    here = place.here(request)
    chain = reversed(here.chain) if here is not None and here.known else ()
    near = next((area for area in chain if area.kind in {"grid", "community"}), None)
    areas = territory.descendants("", "community")
    areas = [near, *areas] if near is not None and near.kind == "grid" else areas
    return areas, {"area_id": near.id} if near is not None else {}


@require_http_methods(["GET", "HEAD", "POST"])
def say(request: HttpRequest) -> HttpResponse:
    """Ask for a need; take it in."""
    viewer = viewer_of(request)
    areas, initial = _areas(request)
    form = NeedForm(request.POST or None, areas=areas, staff=False, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        signed_in = viewer.kind in {ActorKind.RESIDENT, ActorKind.STAFF}
        asker = lists.Asker(
            name=given.pop("name"), phone=given.pop("phone"), account_id=viewer.account_id if signed_in else None
        )
        given["intake_key"] = given["intake_key"] or None
        try:
            made = lists.say(by=viewer, asker=asker, **given)
        except LinliError as error:
            form.refused(error)
        else:
            hold(request, lists.held_key(made.need.pk))
            return redirect(f"{address('needs', made.need.number)}?sent=1")
    context = {"form": form, "title": _("Something is needed"), "button": _("Say what is needed")}
    return render(request, "portal/lists/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest) -> HttpResponse:
    """Ask what can be given; take it in."""
    viewer = viewer_of(request)
    areas, initial = _areas(request)
    form = OfferForm(request.POST or None, areas=areas, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            lists.offer(by=viewer, **form.given())
        except LinliError as error:
            form.refused(error)
        else:
            messages.success(request, _("Thank you. The community looks at it and calls you."))
            return redirect("portal:lists")
    context = {"form": form, "title": _("Something to give"), "button": _("Offer it")}
    return render(request, "portal/lists/form.html", context, status=422 if form.errors else 200)


@require_GET
def one(request: HttpRequest, kind: str, number: str) -> HttpResponse:
    """Show one; the community sees it at its own desk."""
    viewer = viewer_of(request)
    detail = listpage.kind_of(kind).find(viewer, number)
    if viewer.kind is ActorKind.STAFF and getattr(detail, "community", bool(detail.verbs)):
        return redirect("desk:list-one", kind, number)
    return listpage.show(request, kind, number, FRAME)


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, kind: str, number: str, verb: str) -> HttpResponse:
    """Do a step."""
    return listpage.act(request, kind, number, verb, FRAME)


@require_POST
def personal(request: HttpRequest, number: str) -> HttpResponse:
    """Show how to reach who asked; the look is recorded."""
    return listpage.personal(request, number, FRAME)
