"""Registers to take away: what is kept about places, in the columns that an import understands."""

import json

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from linli.channels.imports.frame import ImportRequest, area_of, for_administrators
from linli.channels.imports.kinds import KIND_PAGES
from linli.channels.imports.spreadsheets import download, width_of, workbook
from linli.engines.territory import public as territory
from linli.kernel import clock


@require_GET
@for_administrators
def export(request: ImportRequest, kind: str) -> HttpResponse:
    """Give the register of a kind for an area of the viewer."""
    number = request.GET.get("area", "")
    area = area_of(request.viewer, int(number) if number.isdigit() else None)
    label = next((str(page.label) for page in KIND_PAGES if page.kind == kind), None)
    if label is None:
        raise Http404
    stem = f"{area.name}-{label}-{clock.today():%Y%m%d}"
    if kind == "areas":
        content = json.dumps(territory.boundary_register(request.viewer, area.path), ensure_ascii=False).encode()
        return download(content, f"{stem}.geojson", "application/geo+json")
    columns = [(name, max(12, width_of(name))) for name in territory.REGISTER_COLUMNS[kind]]
    rows = territory.register(kind, request.viewer, area.path)
    return download(workbook(label, columns, rows), f"{stem}.xlsx")
