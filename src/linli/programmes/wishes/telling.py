"""Who is told of what happens to a wish: the receiver `wishes.tell`."""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from linli.engines.access import public as access
from linli.engines.access.public import Role
from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.programmes.wishes.models import Wish

RECEIVER = "wishes.tell"
DOOR = "/wishes/"


def subscribe() -> None:
    """Hear of every wish."""
    journal.subscribe("wish.", RECEIVER, tell)


def tell(event: journal.Event, _payload: dict[str, Any]) -> None:
    """Leave the messages of one event. Asked twice, it tells nobody twice."""
    number = event.stream.removeprefix("wish:")
    wish = Wish.objects.filter(pk=int(number)).first() if number.isdigit() else None
    teller = TELLERS.get(event.kind.removeprefix("wish."))
    if wish is not None and teller is not None:
        with translation.override(settings.LANGUAGE_CODE):
            teller(event, wish)


def _new(event: journal.Event, wish: Wish) -> None:
    holders = access.who_may({Role.DISPATCHER, Role.CHECKER}, wish.path)
    nearest = max((len(holder.path) for holder in holders), default=0)
    told = {holder.account_id for holder in holders if len(holder.path) == nearest}
    _leave(event, wish, told, _("A new wish to look at: %(number)s") % {"number": wish.number})


def _posted(event: journal.Event, wish: Wish) -> None:
    _wisher(event, wish, _("Your wish is on the wall: %(what)s"))


def _refused(event: journal.Event, wish: Wish) -> None:
    _wisher(event, wish, _("Your wish could not be taken on."), body=wish.reason)


def _claimed(event: journal.Event, wish: Wish) -> None:
    _wisher(event, wish, _("Somebody fulfils your wish: %(what)s"))


def _brought(event: journal.Event, wish: Wish) -> None:
    _wisher(event, wish, _("It has been brought. Has it come? %(what)s"), body=wish.note)


def _fulfilled(event: journal.Event, wish: Wish) -> None:
    _claimer(event, wish, _("Thank you. The wish has come true: %(what)s"), body=wish.thanks)


def _missed(event: journal.Event, wish: Wish) -> None:
    _claimer(event, wish, _("It has not come yet: %(what)s"), body=wish.reason)


def _gone(event: journal.Event, wish: Wish) -> None:
    _claimer(event, wish, _("This wish is no longer yours to fulfil: %(what)s"))


def _risen(event: journal.Event, wish: Wish) -> None:
    units = territory.units(wish.path, above=True)
    near = [one for one in units if one.kind in {"member_unit", "volunteers"} and one.active]
    told = {account for one in near for account in territory.holders(territory.unit_key(one.id))}
    _leave(event, wish, told, _("Nobody has claimed it yet. Can your unit? %(what)s") % {"what": wish.words})


TELLERS = {
    "wish": _new,
    "post": _posted,
    "refuse": _refused,
    "claim": _claimed,
    "deliver": _brought,
    "thank": _fulfilled,
    "miss": _missed,
    "withdraw": _gone,
    "lapse": _gone,
    "rise": _risen,
}


def _wisher(event: journal.Event, wish: Wish, words: str, body: str = "") -> None:
    told = {one for one in (wish.account_id, wish.helper_id) if one is not None}
    _leave(event, wish, told, words % {"what": wish.words}, body)


def _claimer(event: journal.Event, wish: Wish, words: str, body: str = "") -> None:
    account = event.data.get("account")
    told = {int(account)} if account else set()
    _leave(event, wish, told, words % {"what": wish.words}, body)


def _leave(event: journal.Event, wish: Wish, accounts: set[int], title: str, body: str = "") -> None:
    told = accounts - {event.account_id}
    if told:
        link = f"{DOOR}{wish.number}/"
        journal.notify(event=event, topic="resident.wish", title=title, body=body, link=link, accounts=told)
