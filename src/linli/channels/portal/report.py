"""Report in three taps: camera, place, send."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from linli.channels.portal import followings, place
from linli.channels.portal.report_about import said_by
from linli.channels.portal.report_form import LONGEST_TEXT, ReportForm
from linli.channels.ui import photostore
from linli.channels.ui.context import viewer_of
from linli.engines.cases import public as cases
from linli.engines.territory import public as territory
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import LinliError
from linli.programmes.requests import public as requests

# where the engine's names and the form's differ
FIELDS = {"category_code": "category", "location": "place", "longitude": "place", "latitude": "place"}
SUGGESTED = 6
SIMILAR = 3


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Show the report page, or take a report in."""
    if request.method == "POST":
        return _take_in(request)
    here = place.here(request)
    asked_at, said = request.GET.get("at", ""), said_by(request)
    board = said.place if said.longitude is None else ""
    form = ReportForm(initial={
        "at": asked_at, "building": request.GET.get("building", "") if board else "", "place": said.place,
        "board_place": board, "helper": request.GET.get("for") == "other", "text": said.text,
        "longitude": said.longitude, "latitude": said.latitude,
    })
    answer = _page(request, form, here)
    if asked_at and here is not None and here.known:
        place.remember(answer, here.area)
    return answer


def _page(request: HttpRequest, form: ReportForm, here: place.Here | None, *, status: int = 200) -> HttpResponse:
    start = request.GET.get("start", "")
    focus = here.area.id if here is not None and here.known else ""
    context = {"form": form, "here": here, "focus": focus, "start": start if start in {"text", "voice"} else "photo"}
    return render(request, "portal/report.html", context, status=status)


def _take_in(request: HttpRequest) -> HttpResponse:
    form = ReportForm(request.POST, request.FILES)
    viewer = viewer_of(request)
    if form.is_valid():
        try:
            opened = _submit(form, viewer)
        except LinliError as error:
            _refuse(form, error)
        else:
            return _taken(request, opened)
    else:
        photostore.keep_for_later(form, "photos", by=viewer, stage="report")
        form.offer_place()
    return _page(request, form, place.here(request), status=422)


def _taken(request: HttpRequest, opened: requests.Submitted) -> HttpResponse:
    """Lead to the page that shows number, tracking code and what happens next; danger is said first."""
    if opened.emergency is not None:
        messages.error(request, opened.emergency.text)
    if opened.following_id is None:
        return redirect("portal:mine")
    followings.remember(request, opened.following_id)
    return redirect(f"{reverse('portal:tracking', args=[opened.following_id])}?sent=1")


def _submit(form: ReportForm, viewer: Actor) -> requests.Submitted:
    given = form.cleaned_data
    keys = photostore.store(form, "photos", given["photos"], by=viewer, stage="report")
    return requests.submit(
        by=viewer, origin=cases.Origin.PORTAL, text=given["text"] or _("See the photo"),
        category_code=given["category"], longitude=given["longitude"], latitude=given["latitude"],
        place=given["place"], area_code=given["at"], building_id=form.building_id, photos=keys,
        reporter=_reporter(given, viewer), intake_key=given["intake_key"] or None,
    )


def _reporter(given: dict[str, Any], viewer: Actor) -> cases.Reporter:
    """Return who asks; where somebody reports for them, the record says so."""
    helps = bool(given["helper"])
    signed_in = viewer.kind in {ActorKind.RESIDENT, ActorKind.STAFF}
    return cases.Reporter(
        name=given["name"], phone=given["phone"], account_id=viewer.account_id if signed_in and not helps else None,
        helper_account_id=viewer.account_id if helps else None, helper_name=given["helper_name"] if helps else "",
    )


def _refuse(form: ReportForm, error: LinliError) -> None:
    """Show a refusal of the engine beside the field it concerns."""
    known = {FIELDS.get(name, name): text for name, text in error.fields.items()}
    for name, text in known.items():
        form.add_error(name if name in form.fields else None, str(text))
    if not known:
        form.add_error(None, str(error.message))


def _point(request: HttpRequest) -> tuple[float, float] | None:
    try:
        return float(request.GET["longitude"]), float(request.GET["latitude"])
    except (KeyError, ValueError):
        return None


@require_GET
def place_words(request: HttpRequest) -> JsonResponse:
    """Say in words where a point is, and who serves there."""
    point = _point(request)
    if point is None:
        return JsonResponse({"said": ""}, status=400)
    found = territory.locate(longitude=point[0], latitude=point[1])
    if not found.inside:
        said = _("This lies outside the county. We take it in, and the duty desk looks at it.")
        return JsonResponse({"said": said, "area": None})
    contact = territory.contact_of(found.area.id)
    names = " ".join(area.name for area in territory.ancestors(found.area.path)[2:])
    said = f"{found.place} · {names}" if found.place not in names else names
    if contact is not None:
        said = _("%(where)s · %(post)s answers") % {"where": said, "post": contact.post_name}
    return JsonResponse({"said": said, "area": found.area.id})


@require_GET
def places(request: HttpRequest) -> JsonResponse:
    """Suggest buildings for an address being typed."""
    rows = territory.find_buildings(request.GET.get("text", "")[:60], limit=SUGGESTED)
    found = [
        {
            "label": row.label, "where": f"{row.community_name} {row.grid_name}".strip(),
            "longitude": row.longitude, "latitude": row.latitude,
        }
        for row in rows
    ]
    return JsonResponse({"places": found})


@require_GET
def similar(request: HttpRequest) -> HttpResponse:
    """Offer open cases nearby that are about the same, to follow instead of reporting again."""
    text, spot = request.GET.get("text", "")[:LONGEST_TEXT], _spot(request)
    code = request.GET.get("category", "")
    if not code and (guess := requests.suggest_class(text)) is not None:
        code = guess.code
    rows: list[cases.NearPublic] = []
    if spot is not None:
        longitude, latitude, building_id = spot
        rows = cases.similar_public(longitude, latitude, text=text, category_code=code, building_id=building_id)
    people = sum(one.row.people for one in rows)
    return render(request, "portal/parts/similar.html", {"rows": rows[:SIMILAR], "people": people})


def _spot(request: HttpRequest) -> tuple[float | None, float | None, int | None] | None:
    """Return where the report being written is: the point, the building of the board, or that of the address typed."""
    if (point := _point(request)) is not None:
        return (*point, None)
    number, words = request.GET.get("building", ""), request.GET.get("place", "").strip()[:120]
    key = place.key_in(number)
    if key is not None:
        try:
            row = territory.building(key)
        except LinliError:
            return None
        return row.longitude, row.latitude, row.id
    found = territory.locate(text=words) if words else None
    if found is None or (found.building_id is None and found.longitude is None):
        return None
    return found.longitude, found.latitude, found.building_id
