"""Who may open which page of the console, and what every view here needs of the request."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django_htmx.middleware import HtmxDetails

from linli.engines.access.public import Role
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound

Arguments = ParamSpec("Arguments")

DESK = (Role.DISPATCHER, Role.COORDINATOR, Role.SUPERVISOR, Role.CHECKER)
LEAD = (Role.DISPATCHER, Role.COORDINATOR, Role.SUPERVISOR)
FIGURES = (Role.FIGURES, Role.COORDINATOR, Role.SUPERVISOR)
SETUP = (Role.ADMINISTRATOR, Role.COORDINATOR, Role.SUPERVISOR, Role.DISPATCHER)
ADMINISTRATOR = (Role.ADMINISTRATOR,)
EVERYBODY = tuple(Role)


class ConsoleRequest(HttpRequest):
    """A request that passed the viewer and htmx middleware."""

    viewer: Actor
    htmx: HtmxDetails


View = Callable[Concatenate[ConsoleRequest, Arguments], HttpResponseBase]


def page_for(*roles: Role) -> Callable[[View[Arguments]], View[Arguments]]:
    """Open a page to holders of one of the roles anywhere; to others it does not exist."""

    def decorate(view: View[Arguments]) -> View[Arguments]:
        @wraps(view)
        def inner(request: ConsoleRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponseBase:
            if request.viewer.account_id is None:
                return redirect_to_login(request.get_full_path())
            if not request.viewer.paths(*roles):
                raise NotFound
            return view(request, *args, **kwargs)

        return inner

    return decorate
