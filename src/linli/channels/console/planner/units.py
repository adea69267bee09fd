"""Units of an area: what each brings, the grids it belongs to beforehand, asking for a spread."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.channels.console.exports import Sheet, spreadsheet
from linli.channels.console.formpage import FormPage, posted
from linli.channels.console.frame import ConsoleRequest, page_for
from linli.channels.console.planner.forms import SpreadForm, TieForm, UnitProfileForm
from linli.channels.console.planner.places import DRAWERS, READERS, may_draw
from linli.channels.console.scope import AreaChoice, areas_of, chosen
from linli.engines.territory import plans
from linli.engines.territory import public as territory
from linli.engines.territory.plans import ProfileRow, SpreadAsked
from linli.kernel.errors import LinliError, NotFound
from linli.patterns import public as patterns


def area_asked(request: ConsoleRequest) -> tuple[AreaChoice, list[AreaChoice]]:
    """Return the area of the page (default: the viewer's widest) with all that can be chosen. Raises: NotFound."""
    areas = areas_of(request.viewer, READERS, deepest="community")
    asked = chosen(areas, request.GET.get("area", "")) or (areas[0] if areas else None)
    if asked is None:
        raise NotFound
    return asked, areas


@require_safe
@page_for(*READERS)
def units(request: ConsoleRequest) -> HttpResponse:
    """Show the units seated in an area, what they bring, where they serve today; and the spreads so far."""
    area, areas = area_asked(request)
    rows = plans.unit_profiles(request.viewer, area.path)
    page = plans.unit_spreads(request.viewer, area.path, request.GET.get("cursor"))
    context: dict[str, Any] = {
        "area": area,
        "areas": [one for one in areas if one.kind != "community" or one.path == area.path or len(areas) < 12],
        "taking_part": [one for one in rows if one.capacity],
        "others": [one for one in rows if not one.capacity],
        "page": page,
        "may_draw": may_draw(request, area.path),
        "serving": plans.serving_units(area.path),
    }
    return render(request, "console/planner/units.html", context)


@require_safe
@page_for(*READERS)
def export(request: ConsoleRequest) -> HttpResponse:
    """Answer with the units and who serves where today as a workbook."""
    area, _areas = area_asked(request)
    rows = plans.unit_profiles(request.viewer, area.path)
    return spreadsheet(
        _("units"),
        Sheet(
            _("Units"),
            [
                (_("Unit"), 28),
                (_("Kind"), 18),
                (_("Grids it can serve"), 12),
                (_("What it brings"), 28),
                (_("Set by hand"), 24),
                (_("Serves today"), 28),
            ],
            (
                [
                    one.name,
                    patterns.word(one.kind),
                    one.capacity,
                    "、".join(one.skills),
                    "、".join(tie.grid for tie in one.ties),
                    "、".join(one.grids),
                ]
                for one in rows
            ),
        ),
        Sheet(
            _("Who serves"),
            [(_("Community"), 18), (_("Grid"), 18), (_("Unit"), 28), (_("Liaison unit"), 12)],
            (
                [one.community, one.grid, one.unit, _("yes") if one.liaison else ""]
                for one in plans.serving_units(area.path)
            ),
        ),
    )


def _own(request: ConsoleRequest, unit_id: int) -> ProfileRow:
    """Return a unit in the reach of the viewer. Raises: NotFound."""
    return plans.unit_profile(request.viewer, unit_id)


@page_for(*DRAWERS)
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: ConsoleRequest, unit_id: int) -> HttpResponseBase:
    """Say what a unit brings and where its seat is."""
    unit = _own(request, unit_id)
    initial = {
        "capacity": unit.capacity or 1,
        "skills": list(unit.skills),
        "longitude": unit.longitude,
        "latitude": unit.latitude,
    }
    form = UnitProfileForm(posted(request), initial=initial)
    if form.is_bound and form.is_valid():
        try:
            plans.set_unit_profile(unit_id=unit_id, by=request.viewer, **form.cleaned_data)
        except LinliError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved. It counts from the next spread on."))
            return redirect("console:units")
    return _profile_page(request, unit, form, TieForm(grids=_grids(unit)))


def _profile_page(request: ConsoleRequest, unit: ProfileRow, form: UnitProfileForm, tie: TieForm) -> HttpResponse:
    bound = form.is_bound or tie.is_bound
    context = {"unit": unit, "form": form, "tie": tie, "back": reverse("console:units")}
    return render(request, "console/planner/unit.html", context, status=422 if bound else 200)


def _grids(unit: ProfileRow) -> list[tuple[int, str]]:
    """Return the grids of the unit's area with their community, to choose from."""
    rows = territory.descendants(unit.path)
    names = {row.id: row.name for row in rows}
    return [
        (row.id, f"{names.get(row.parent_id or 0, '')} · {row.short_name or row.name}".lstrip(" ·"))
        for row in rows
        if row.kind == "grid"
    ]


@page_for(*DRAWERS)
@require_POST
def tie(request: ConsoleRequest, unit_id: int) -> HttpResponseBase:
    """Say that a unit belongs to a grid."""
    unit = _own(request, unit_id)
    form = TieForm(request.POST, grids=_grids(unit))
    if form.is_valid():
        given = dict(form.cleaned_data)
        try:
            plans.tie_unit(unit_id=unit_id, grid_id=given.pop("grid"), by=request.viewer, **given)
        except NotFound:
            raise
        except LinliError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Written down. It counts from the next spread on."))
            return redirect("console:unit-profile", unit_id)
    first = {"capacity": unit.capacity, "skills": list(unit.skills)}
    seat = {"longitude": unit.longitude, "latitude": unit.latitude}
    return _profile_page(request, unit, UnitProfileForm(initial={**first, **seat}), form)


@page_for(*DRAWERS)
@require_POST
def untie(request: ConsoleRequest, unit_id: int) -> HttpResponseBase:
    """Take a tie away."""
    _own(request, unit_id)
    grid = request.POST.get("grid", "")
    plans.untie_unit(unit_id=unit_id, grid_id=int(grid) if grid.isdigit() else 0, by=request.viewer)
    messages.success(request, _("Taken away."))
    return redirect("console:unit-profile", unit_id)


@page_for(*DRAWERS)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: ConsoleRequest) -> HttpResponseBase:
    """Ask for a spread of an area's units over its grids."""
    area, _areas = area_asked(request)
    names = _names(area.path)
    form = SpreadForm(posted(request), grids=names, initial=_usual(request, area.path, names))
    if form.is_bound and form.is_valid():
        try:
            made = plans.ask_spread(area_id=area.id, by=request.viewer, asked=SpreadAsked(**form.cleaned_data))
        except NotFound:
            raise
        except LinliError as error:
            form.refuse(error)
        else:
            return redirect("console:spread", made.pk)
    lead = _("Every grid gets its even share of units, near by, and those who serve there already stay.")
    back = f"{reverse('console:units')}?area={area.id}"
    return FormPage("console-spread-ask", _("Spread units"), _("Spread them"), back, area.label, lead).show(
        request, form
    )


def _names(path: str) -> dict[str, int]:
    """Return the grids of an area by every name they bear."""
    grids = [row for row in territory.descendants(path) if row.kind == "grid"]
    return {name: row.id for row in grids for name in (row.name, row.short_name) if name}


def _usual(request: ConsoleRequest, path: str, names: dict[str, int]) -> dict[str, Any]:
    """Return the wishes of the last spread, so that nobody types them twice."""
    last = plans.unit_spreads(request.viewer, path, size=1).items
    if not last:
        return {}
    wishes = plans.unit_spread(request.viewer, last[0].id).wishes
    called = {key: name for name, key in names.items()}
    wanted = [(called.get(int(key), ""), "，".join(skills)) for key, skills in wishes["wanted"].items()]
    lines = [f"{name}：{skills}" for name, skills in wanted if name]
    return {**wishes, "wanted": "\n".join(lines)}
