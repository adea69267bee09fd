"""The points shop: what is on the shelf, what lies aside, what was fetched or given back."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.channels.console.exports import Sheet, spreadsheet
from linli.channels.console.formpage import FormPage, posted
from linli.channels.console.forms.base import carried_out
from linli.channels.console.frame import ConsoleRequest, page_for
from linli.channels.console.volunteers.forms import GoodForm, StockForm
from linli.channels.console.volunteers.place import RUNS, areas_run, key_of, shown, tried
from linli.kernel.errors import NotFound
from linli.programmes.volunteers import public as volunteers
from linli.programmes.volunteers.public import ShopRow


@page_for(*RUNS)
def listed(request: ConsoleRequest) -> HttpResponse:
    """Show the shelf, and what lies aside for volunteers."""
    view = shown(request)
    context = {
        "tab": "shop",
        "rows": volunteers.stock(request.viewer, view.path),
        "view": view,
        "aside": volunteers.aside(request.viewer, path=view.path),
    }
    return render(request, "console/volunteers/shop.html", context)


@page_for(*RUNS)
def export(request: ConsoleRequest) -> HttpResponse:
    """Answer with the shelf as a workbook."""
    columns = [
        (_("Thing"), 24),
        (_("Points it costs"), 10),
        (_("Left"), 10),
        (_("Area"), 16),
        (_("Where it is fetched"), 24),
        (_("On the shelf"), 10),
    ]
    rows = (
        [row.name, row.price, row.stock, row.area_name, row.pick_up, _("yes") if row.active else _("no")]
        for row in volunteers.stock(request.viewer, shown(request).path)
    )
    return spreadsheet(_("points-shop"), Sheet(_("Points shop"), columns, rows))


def good_of(request: ConsoleRequest, item_id: int) -> ShopRow:
    """Return a thing of a shop the viewer runs. Raises: NotFound."""
    for path in request.viewer.paths(*RUNS):
        for row in volunteers.stock(request.viewer, path):
            if row.id == item_id:
                return row
    raise NotFound


@page_for(*RUNS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ConsoleRequest, item_id: int | None = None) -> HttpResponseBase:
    """Put a thing on the shelf, or change it."""
    row = good_of(request, item_id) if item_id is not None else None
    names = ("area_id", "name", "price", "pick_up", "most_each", "about", "active")
    initial = {name: getattr(row, name) for name in names} if row else {}
    form = GoodForm(posted(request), areas=areas_run(request), initial=initial)

    def verb(**given: Any) -> object:
        return volunteers.define_item(item_id=item_id, by=request.viewer, **given)

    if form.is_bound and carried_out(request, form, verb, done=_("Saved.")):
        return redirect("console:volunteer-shop")
    title = row.name if row else _("Something new on the shelf")
    lead = _("Points thank for service. They are no money, and never taken for behaviour.")
    return FormPage("console-good", title, _("Save"), reverse("console:volunteer-shop"), _("Points shop"), lead).show(
        request, form
    )


@page_for(*RUNS)
@require_http_methods(["GET", "HEAD", "POST"])
def restock(request: ConsoleRequest, item_id: int) -> HttpResponseBase:
    """Add things to the shelf, or take some off."""
    row = good_of(request, item_id)
    form = StockForm(posted(request))

    def verb(**given: Any) -> object:
        return volunteers.restock(item_id=item_id, by=request.viewer, **given)

    if form.is_bound and carried_out(request, form, verb, done=_("Saved.")):
        return redirect("console:volunteer-shop")
    lead = _("There are %(stock)d on the shelf.") % {"stock": row.stock}
    back = reverse("console:volunteer-shop")
    return FormPage("console-good-stock", row.name, _("Save"), back, _("Points shop"), lead).show(request, form)


@page_for(*RUNS)
@require_POST
def counter(request: ConsoleRequest) -> HttpResponseBase:
    """Hand out what lies aside, or give it back with its points."""
    thing = key_of(request.POST.get("redemption", ""))
    if "give_back" in request.POST:
        tried(request, volunteers.give_back, _("Given back, with the points."), redemption_id=thing)
    else:
        tried(request, volunteers.fetch, _("Handed out."), redemption_id=thing)
    return redirect("console:volunteer-shop")
