"""What every page of this channel shares: who may open it, and for which area."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django_htmx.middleware import HtmxDetails

from linli.engines.access.public import Role
from linli.engines.territory import public as territory
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound

Arguments = ParamSpec("Arguments")


class ImportRequest(HttpRequest):
    """A request that passed the viewer and htmx middleware."""

    viewer: Actor
    htmx: HtmxDetails


View = Callable[Concatenate[ImportRequest, Arguments], HttpResponseBase]


def for_administrators(view: View[Arguments]) -> View[Arguments]:
    """Open a page to administrators of some area; to others it does not exist."""

    @wraps(view)
    def guarded(request: ImportRequest, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.viewer.paths(Role.ADMINISTRATOR):
            raise NotFound
        return view(request, *args, **kwargs)

    return guarded  # type: ignore[return-value]  # wraps() names the request


def areas_of(viewer: Actor) -> list[territory.AreaRow]:
    """Return the areas a viewer may bring files for: those of the appointments, widest first."""
    found = [territory.ancestors(path) for path in viewer.paths(Role.ADMINISTRATOR)]
    return [along[-1] for along in found if along]


def area_of(viewer: Actor, area_id: int | None) -> territory.AreaRow:
    """Return the area chosen, or the widest the viewer may bring files for. Raises: NotFound."""
    mine = areas_of(viewer)
    if not mine:
        raise NotFound
    if area_id is None:
        return mine[0]
    chosen = territory.area(area_id)
    if not viewer.has(Role.ADMINISTRATOR, chosen.path):
        raise NotFound
    return chosen
