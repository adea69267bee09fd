"""Who is told of themes and of applications for admission: the receiver `cases.announce`."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from linli.engines.access import public as access
from linli.engines.access.public import Role
from linli.engines.cases.matters import DECIDES
from linli.engines.cases.models import Application, Following, Theme
from linli.engines.journal import public as journal

RECEIVER = "cases.announce"
CHUNK = 500


def announce(event: journal.Event, _payload: dict[str, Any]) -> None:
    """Leave the messages of one event. Asked twice, it tells nobody twice."""
    teller = TELLERS.get(event.kind)
    if teller is not None:
        with translation.override(settings.LANGUAGE_CODE):
            teller(event)


def _theme_resolved(event: journal.Event) -> None:
    """Tell everybody who waits for a case that hangs on the theme."""
    theme = Theme.objects.filter(pk=_number(event)).first()
    if theme is None:
        return
    for followings in _waiting(theme):
        journal.notify(
            event=event,
            topic="resident.theme",
            title=_("The cause is gone: %(title)s") % {"title": theme.title},
            body=theme.result,
            link="/mine/",
            followings=followings,
        )


def _waiting(theme: Theme) -> Iterator[list[int]]:
    found = Following.objects.filter(case__theme=theme, left_at=None).order_by("id")
    last = 0
    while chunk := list(found.filter(pk__gt=last).values_list("id", flat=True)[:CHUNK]):
        yield chunk
        last = chunk[-1]


def _opinion_asked(event: journal.Event) -> None:
    """Tell the community posts of the place that their opinion is asked for."""
    row = _application(event)
    if row is None:
        return
    told = {holder.account_id for holder in access.who_may({Role.DISPATCHER, Role.HANDLER}, row.path)}
    _tell(event, told, _("Your opinion is asked for: %(title)s") % {"title": row.title}, row.reason)


def _opinion_given(event: journal.Event) -> None:
    """Tell those who decide that a community has said what it thinks."""
    row = _application(event)
    if row is None:
        return
    holders = access.who_may(set(DECIDES), row.path)
    nearest = max((len(holder.path) for holder in holders), default=0)
    told = {holder.account_id for holder in holders if len(holder.path) == nearest} - {row.asked_by_id}
    title = _("A community has answered: %(title)s") % {"title": row.title}
    _tell(event, told, title, str(event.data.get("text", "")))


def _decided(event: journal.Event) -> None:
    """Tell who asked."""
    row = _application(event)
    if row is None:
        return
    words = {
        Application.State.LISTED: _("Admitted: %(title)s"),
        Application.State.REFUSED: _("Not admitted: %(title)s"),
        Application.State.EXPIRED: _("Nobody decided in time: %(title)s"),
    }
    title = words.get(Application.State(row.state))
    if title is not None:
        _tell(event, {row.asked_by_id}, title % {"title": row.title}, row.decision)


def _tell(event: journal.Event, accounts: set[int], title: str, body: str) -> None:
    told = sorted(accounts - {event.account_id or 0})
    journal.notify(event=event, topic="matters", title=title, body=body, link="/console/matters/", accounts=told)


def _application(event: journal.Event) -> Application | None:
    return Application.objects.filter(pk=_number(event)).first()


def _number(event: journal.Event) -> int:
    return int(event.stream.partition(":")[2])


TELLERS = {
    "theme.resolved": _theme_resolved,
    "application.opinion_asked": _opinion_asked,
    "application.opinion_given": _opinion_given,
    "application.listed": _decided,
    "application.refused": _decided,
    "application.expired": _decided,
}


def subscribe() -> None:
    """Let the journal hand over the events that tell somebody, and no others."""
    for kind in TELLERS:
        journal.subscribe(kind, RECEIVER, announce)
