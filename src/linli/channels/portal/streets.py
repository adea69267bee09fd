"""Which unit looks after which stretch of street, when it was last walked, what was found: for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from linli.channels.portal import place
from linli.channels.ui.streetmap import street_map
from linli.engines.territory import public as territory
from linli.programmes.streets import public as streets


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Show the stretches of the place."""
    here = place.here(request)
    path = here.around_path if here is not None and here.known else territory.county().path
    rows = streets.stretches(path)
    return render(request, "portal/streets.html", {"here": here, "rows": rows, "map": street_map(path, rows)})
