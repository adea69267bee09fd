"""Note down: something seen on the round, or told by a resident; the record says who wrote it for whom."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from linli.channels.desk.forms import TOLD, RecordForm
from linli.channels.desk.frame import DeskRequest, desk_page
from linli.channels.ui import photostore
from linli.engines.cases import public as cases
from linli.engines.cases.public import Reporter
from linli.engines.territory import public as territory
from linli.kernel.errors import LinliError
from linli.kernel.ids import random_key
from linli.programmes.requests import public as requests

TAKEN = "desk_taken"


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: DeskRequest) -> HttpResponseBase:
    """Show the form, or take in what was noted."""
    if request.method != "POST":
        return _page(request, RecordForm(initial={"intake_key": random_key(), **_known_place(request)}))
    form = RecordForm(request.POST, request.FILES)
    if not form.is_valid():
        photostore.keep_for_later(form, "photos", by=request.viewer, stage="report")
        return _page(request, form, status=422)
    try:
        chosen = form.cleaned_data["photos"]
        photos = photostore.store(form, "photos", chosen, by=request.viewer, stage="report")
        opened = _submit(request, form.cleaned_data, photos)
    except LinliError as error:
        form.refused(error)
        return _page(request, form, status=422)
    told = form.cleaned_data["origin"] == TOLD
    request.session[TAKEN] = {"number": opened.case.number, "code": opened.tracking_code if told else ""}
    return redirect("desk:taken")


def _submit(request: DeskRequest, given: dict[str, Any], photos: list[str]) -> cases.Opened:
    viewer = request.viewer
    told = given["origin"] == TOLD
    resident = Reporter(
        name=given["name"], phone=given["phone"], helper_account_id=viewer.account_id, helper_name=viewer.name
    )
    return requests.submit(
        by=viewer, text=given["text"], origin=given["origin"], category_code=given["category_code"],
        longitude=given["longitude"], latitude=given["latitude"], place=given["place"],
        building_id=given["building_id"], photos=photos, intake_key=given["intake_key"],
        reporter=resident if told else None,
    )


def _known_place(request: DeskRequest) -> dict[str, Any]:
    """Fill in the building the page was opened from."""
    asked = request.GET.get("building", "")
    if not asked.isdigit():
        return {}
    row = territory.building(int(asked))
    return {"place": row.label, "building_id": row.id, "longitude": row.longitude, "latitude": row.latitude}


def _page(request: DeskRequest, form: RecordForm, *, status: int = 200) -> HttpResponse:
    grant = request.viewer.grants[0]
    context = {"tab": "new", "form": form, "focus": grant.area_id}
    return render(request, "desk/new.html", context, status=status)


@desk_page
def taken(request: DeskRequest) -> HttpResponseBase:
    """Say where it went; for a resident also the tracking code, to be written down for them."""
    known = request.session.get(TAKEN)
    if not known:
        return redirect("desk:new")
    detail = cases.case_for(request.viewer, number=known["number"])
    return render(request, "desk/taken.html", {"tab": "new", "case": detail, "code": known["code"]})
