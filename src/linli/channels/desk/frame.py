"""Who may open the desk, and what its views need of a request."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound

Arguments = ParamSpec("Arguments")


class DeskRequest(HttpRequest):
    """A request that passed the viewer middleware."""

    viewer: Actor


View = Callable[Concatenate[DeskRequest, Arguments], HttpResponseBase]


def desk_page(view: View[Arguments]) -> View[Arguments]:
    """Open a page to whoever holds a post; to others it does not exist."""

    @wraps(view)
    def inner(request: DeskRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponseBase:
        if request.viewer.account_id is None:
            return redirect_to_login(request.get_full_path())
        if not request.viewer.grants:
            raise NotFound
        return view(request, *args, **kwargs)

    return inner
