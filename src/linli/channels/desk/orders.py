"""Orders at the desk: what waits for the community, what could be taken, what was promised; and one order."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from linli.channels.desk.frame import DeskRequest, desk_page
from linli.channels.ui import orderpage, steppage
from linli.channels.ui.stepforms import Refusable
from linli.channels.ui.widgets import ChoicesWidget
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.clock import CHINA
from linli.kernel.errors import LinliError, NotFound
from linli.kernel.ids import random_key
from linli.programmes.orders import public as orders
from linli.programmes.orders.public import Orderer
from linli.programmes.requests import public as requests

PLAIN = {"class": "form-control", "autocomplete": "off"}
MOMENT = "%Y-%m-%dT%H:%M"


def address(number: str) -> str:
    """Return the address of an order."""
    return reverse("desk:order", args=[number])


FRAME = steppage.Frame(template="desk/orders/order.html", address=address, home="desk:orders")


@desk_page
def listed(request: DeskRequest) -> HttpResponse:
    """Show the orders that concern the viewer."""
    viewer = request.viewer
    context = {
        "tab": "orders",
        "to_do": orders.to_do(viewer),
        "mine": orders.my_work(viewer),
        "pool": orders.pool(viewer, request.GET.get("cursor") or None),
        "runs": bool(viewer.paths(*orders.RUNS)),
    }
    return render(request, "desk/orders/list.html", context)


@desk_page
def order(request: DeskRequest, number: str) -> HttpResponse:
    """Show one order."""
    return orderpage.show(request, number, FRAME)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: DeskRequest, number: str, verb: str) -> HttpResponse:
    """Do a step."""
    return orderpage.act(request, number, verb, FRAME)


@desk_page
@require_POST
def personal(request: DeskRequest, number: str) -> HttpResponse:
    """Show how to reach who ordered; the look is recorded."""
    return orderpage.personal(request, number, FRAME)


class TakeDownForm(Refusable):
    """An order told by phone or at the door."""

    intake_key = forms.CharField(max_length=64, widget=forms.HiddenInput())
    building_id = forms.IntegerField(required=False, widget=forms.HiddenInput())
    service = forms.ChoiceField(
        label=gettext_lazy("Which service?"), widget=forms.Select(attrs={"class": "form-select"})
    )
    text = forms.CharField(
        label=gettext_lazy("What is needed?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
        error_messages={"required": gettext_lazy("Please say in a few words what you need.")},
    )
    wanted_from = forms.DateTimeField(
        label=gettext_lazy("From when?"),
        input_formats=[MOMENT],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", **PLAIN}, format=MOMENT),
    )
    hours = forms.IntegerField(
        label=gettext_lazy("For how many hours may they come?"),
        min_value=1,
        max_value=72,
        initial=4,
        widget=forms.NumberInput(attrs=PLAIN),
    )
    place = forms.CharField(
        label=gettext_lazy("Where?"),
        max_length=120,
        help_text=gettext_lazy("For example 3-2-501, or north gate."),
        widget=forms.TextInput(attrs={**PLAIN, "list": "buildings"}),
    )
    home = forms.CharField(
        label=gettext_lazy("Which door?"), max_length=60, required=False, widget=forms.TextInput(attrs=PLAIN)
    )
    name = forms.CharField(
        label=gettext_lazy("Name of the resident"), max_length=20, required=False, widget=forms.TextInput(attrs=PLAIN)
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone of the resident"),
        max_length=30,
        help_text=gettext_lazy("It is encrypted; each look is recorded."),
        widget=forms.TextInput(attrs={**PLAIN, "inputmode": "tel"}),
    )
    origin = forms.ChoiceField(
        label=gettext_lazy("How did it come?"),
        initial="phone",
        widget=ChoicesWidget(inline=True),
        choices=[("phone", gettext_lazy("By phone")), ("visit", gettext_lazy("On a visit"))],
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["service"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(row.code, f"{row.name} · {row.group}") for row in orders.services()]


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: DeskRequest) -> HttpResponseBase:
    """Take an order down for a resident who called or was visited."""
    if request.method != "POST":
        soon = clock.local() + timedelta(hours=1)
        initial = {"intake_key": random_key(), "wanted_from": soon.replace(minute=0, second=0), **_place(request)}
        return render(request, "desk/orders/new.html", {"form": TakeDownForm(initial=initial), "tab": "orders"})
    form = TakeDownForm(request.POST)
    if form.is_valid():
        try:
            made = _take_down(request, form.cleaned_data)
        except LinliError as error:
            form.refused(error)
        else:
            return redirect("desk:order", made.order.number)
    return render(request, "desk/orders/new.html", {"form": form, "tab": "orders"}, status=422)


def _take_down(request: DeskRequest, given: dict[str, Any]) -> orders.Ordered:
    start = given["wanted_from"].replace(tzinfo=CHINA)
    location = requests.find_place(
        longitude=None, latitude=None, place=given["place"], building_id=given["building_id"], area_code="", text=""
    )
    if not any(
        location.area.path.startswith(path) for path in request.viewer.paths(*orders.RUNS, "collector", "handler")
    ):
        raise LinliError(_("This place is not in your area. Please look at the address again."))
    return orders.order(
        by=request.viewer,
        service_code=given["service"],
        text=given["text"],
        wanted_from=start,
        wanted_to=start + timedelta(hours=given["hours"]),
        location=location,
        origin=given["origin"],
        intake_key=given["intake_key"],
        orderer=Orderer(
            name=given["name"],
            phone=given["phone"],
            home=given["home"],
            helper_account_id=request.viewer.account_id,
            helper_name=request.viewer.name,
        ),
    )


def _place(request: DeskRequest) -> dict[str, Any]:
    asked = request.GET.get("building", "")
    if not asked.isdigit():
        return {}
    try:
        row = territory.building(int(asked))
    except NotFound:
        return {}
    return {"place": row.label, "building_id": row.id}
