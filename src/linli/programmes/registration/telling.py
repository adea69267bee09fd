"""Who is told: the community of what waits for it, who registered of its answers."""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from linli.engines.access import public as access
from linli.engines.access.public import Role
from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.programmes.registration.models import Registration

RECEIVER = "registration.tell"


def subscribe() -> None:
    """Hear of every registration."""
    journal.subscribe("registration.", RECEIVER, tell)


def tell(event: journal.Event, _payload: dict[str, Any]) -> None:
    """Leave the messages of one event. Asked twice, it tells nobody twice."""
    verb, number = event.kind.removeprefix("registration."), event.stream.removeprefix("registration:")
    row = Registration.objects.filter(pk=int(number)).first() if number.isdigit() else None
    if row is None:
        return
    with translation.override(settings.LANGUAGE_CODE):
        to_community = {
            "register": _("Somebody registers with the community"),
            "report": _("A duty is reported done"),
            "report_year": _("A yearly report has come"),
        }
        to_own = {
            "confirm": _("The community has confirmed your registration"),
            "confirm_duty": _("The community has confirmed what you did"),
            "return": _("Please look at your duty again"),
            "confirm_year": _("The community has confirmed your yearly report"),
        }
        title = to_community.get(verb) or to_own.get(verb)
        told = _community(row) if verb in to_community else _own(row)
        told -= {event.account_id or 0}
        if title and told:
            link = f"/registration/{row.pk}/"
            journal.notify(event=event, topic="registration", title=title, link=link, accounts=told)


def _community(row: Registration) -> set[int]:
    holders = access.who_may({Role.DISPATCHER}, row.path)
    nearest = max((len(holder.path) for holder in holders), default=0)
    return {holder.account_id for holder in holders if len(holder.path) == nearest}


def _own(row: Registration) -> set[int]:
    if row.account_id is not None:
        return {row.account_id}
    return set(territory.holders(territory.unit_key(row.unit_id))) if row.unit_id is not None else set()
