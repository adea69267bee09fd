"""Who is told of what happens to a gift: the receiver `donations.tell`."""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from linli.engines.access import public as access
from linli.engines.access.public import Role
from linli.engines.journal import public as journal
from linli.programmes.donations.models import Donation

RECEIVER = "donations.tell"
DOOR = "/gifts/"


def subscribe() -> None:
    """Hear of every gift."""
    journal.subscribe("donation.", RECEIVER, tell)


def tell(event: journal.Event, _payload: dict[str, Any]) -> None:
    """Leave the messages of one event. Asked twice, it tells nobody twice."""
    number = event.stream.removeprefix("donation:")
    found = Donation.objects.filter(pk=int(number)).first() if number.isdigit() else None
    verb = event.kind.removeprefix("donation.")
    if found is None:
        return
    with translation.override(settings.LANGUAGE_CODE):
        if verb == "give" and not event.data.get("received"):
            _community(event, found)
        elif verb in TITLES and found.account_id is not None:
            body = str(event.data.get("note") or event.data.get("reason") or "")
            _leave(event, found, {found.account_id}, _title(verb) % {"what": found.what}, body)


TITLES = ("receive", "refuse", "use", "receipt")


def _title(verb: str) -> str:
    return {
        "receive": _("Thank you. It has come: %(what)s"),
        "refuse": _("Thank you, but it cannot be used just now: %(what)s"),
        "use": _("What became of your gift: %(what)s"),
        "receipt": _("The charity's receipt for your gift is noted: %(what)s"),
    }[verb]


def _community(event: journal.Event, found: Donation) -> None:
    holders = access.who_may({Role.DISPATCHER, Role.CHECKER}, found.path)
    nearest = max((len(holder.path) for holder in holders), default=0)
    told = {holder.account_id for holder in holders if len(holder.path) == nearest}
    _leave(event, found, told, _("Somebody wants to give: %(what)s") % {"what": found.what})


def _leave(event: journal.Event, found: Donation, accounts: set[int], title: str, body: str = "") -> None:
    told = accounts - {event.account_id}
    if told:
        link = f"{DOOR}{found.number}/"
        journal.notify(event=event, topic="resident.gift", title=title, body=body, link=link, accounts=told)
