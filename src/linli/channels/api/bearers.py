"""Who asks: another system with a token."""

from typing import cast

from django.http import HttpRequest
from ninja.errors import AuthenticationError
from ninja.security import HttpBearer

from linli.engines.access import public as access
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed


class Token(HttpBearer):
    """Takes `Authorization: Bearer linli_...`; unknown, ended and revoked tokens are refused alike."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor:
        """Return the machine behind a token. Raises: AuthenticationError."""
        del request
        try:
            return access.actor_of_token(token)
        except NotAllowed as error:
            raise AuthenticationError(message=str(error.message)) from error


def bearer(request: HttpRequest) -> Actor:
    """Return who asks."""
    return cast("Actor", request.auth)  # type: ignore[attr-defined]
