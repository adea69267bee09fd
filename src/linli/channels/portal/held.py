"""What else a browser was given a code for: keys such as `order:12`, kept in its session."""

from django.http import HttpRequest

from linli.channels.portal.followings import VISITOR_SECONDS
from linli.channels.ui.middleware import HELD

MOST = 100


def hold(request: HttpRequest, key: str) -> None:
    """Let this browser see one more thing."""
    held = [one for one in request.session.get(HELD, []) if one != key]
    request.session[HELD] = [*held, key][-MOST:]
    if not request.user.is_authenticated:
        request.session.set_expiry(VISITOR_SECONDS)
