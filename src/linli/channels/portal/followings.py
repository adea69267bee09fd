"""Which reports a browser may follow: ids of followings whose tracking code it has shown."""

from django.http import HttpRequest

from linli.kernel.actor import Actor, ActorKind

SESSION_KEY = "followings"
VISITOR_SECONDS = 90 * 24 * 3600     # a resident's phone stays able to follow for three months
MOST = 200


def remember(request: HttpRequest, following_id: int) -> None:
    """Let this browser follow one more report."""
    held = [number for number in request.session.get(SESSION_KEY, []) if number != following_id]
    request.session[SESSION_KEY] = [*held, following_id][-MOST:]
    if not request.user.is_authenticated:
        request.session.set_expiry(VISITOR_SECONDS)


def forget(request: HttpRequest, following_id: int) -> None:
    """Take a report off this browser."""
    request.session[SESSION_KEY] = [number for number in request.session.get(SESSION_KEY, []) if number != following_id]


def is_staff(viewer: Actor) -> bool:
    """Say whether the viewer has a desk to go to."""
    return viewer.kind is ActorKind.STAFF
