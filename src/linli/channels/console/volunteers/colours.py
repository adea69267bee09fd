"""How service is sorted: three teams, seven colours, six deliveries; name, colour and thanks of each kind."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.channels.console.formpage import FormPage, posted
from linli.channels.console.forms.base import carried_out
from linli.channels.console.frame import ADMINISTRATOR, ConsoleRequest, page_for
from linli.channels.console.volunteers.forms import KindForm
from linli.channels.console.volunteers.place import RUNS
from linli.kernel.errors import NotFound
from linli.programmes.volunteers import public as volunteers
from linli.programmes.volunteers.public import ItemInput, ItemRow, SchemeInput, SchemeRow


@page_for(*RUNS)
def kinds(request: ConsoleRequest) -> HttpResponse:
    """Show the schemes in force with what belongs to each."""
    may = bool(request.viewer.paths(*ADMINISTRATOR))
    context = {"tab": "kinds", "schemes": volunteers.schemes(), "may_change": may, "limits": volunteers.limits()}
    return render(request, "console/volunteers/kinds.html", context)


def _found(code: str) -> tuple[SchemeRow, ItemRow]:
    for scheme in volunteers.schemes():
        for item in scheme.items:
            if item.code == code:
                return scheme, item
    raise NotFound


@page_for(*ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def kind(request: ConsoleRequest, code: str) -> HttpResponseBase:
    """Change the name, the colour or the thanks of a kind of service. Points given already stay as they are."""
    scheme, item = _found(code)
    form = KindForm(posted(request), initial={name: getattr(item, name) for name in KindForm.base_fields})

    def verb(**given: Any) -> None:
        items = [_input(replace(one, **given) if one.code == code else one) for one in scheme.items]
        whole = SchemeInput(scheme.code, scheme.name, scheme.source, items, name_en=scheme.name_en, order=scheme.order)
        volunteers.define_schemes([whole], by=request.viewer)

    if form.is_bound and carried_out(request, form, verb, done=_("Saved. Points that were given stay as they are.")):
        return redirect("console:volunteer-kinds")
    back = reverse("console:volunteer-kinds")
    return FormPage("console-kind-of-service", item.name, _("Save"), back, _("Kinds of service"), scheme.name).show(
        request, form
    )


def _input(row: ItemRow) -> ItemInput:
    return ItemInput(row.code, row.name, row.name_en, row.about, row.colour, row.points_per_hour)
