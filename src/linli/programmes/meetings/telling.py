"""Who is told of meetings: those who serve in the units. Of their tasks they hear as of every case."""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.programmes.meetings.models import Meeting, Seat

RECEIVER = "meetings.tell"


def subscribe() -> None:
    """Hear of every meeting."""
    journal.subscribe("meeting.", RECEIVER, tell)


def tell(event: journal.Event, _payload: dict[str, Any]) -> None:
    """Leave the messages of one event. Asked twice, it tells nobody twice."""
    verb, number = event.kind.removeprefix("meeting."), event.stream.removeprefix("meeting:")
    if verb not in {"plan", "change", "cancel", "publish"} or not number.isdigit():
        return
    meeting = Meeting.objects.filter(pk=int(number)).first()
    if meeting is None or (verb in {"plan", "change"} and meeting.starts_at <= clock.now()):
        return
    with translation.override(settings.LANGUAGE_CODE):
        at = clock.local(meeting.starts_at)
        named: dict[str, object] = {"title": meeting.title, "month": at.month, "day": at.day, "hour": f"{at:%H:%M}"}
        named["place"] = meeting.place
        words = {
            "plan": _("Your unit is invited: %(title)s, %(month)d-%(day)d %(hour)s, %(place)s"),
            "change": _("Changed: %(title)s, %(month)d-%(day)d %(hour)s, %(place)s"),
            "cancel": _("Called off: %(title)s"),
            "publish": _("Agreed and published: %(title)s"),
        }[verb]
        seats = Seat.objects.filter(body_id=meeting.body_id, left_on=None).values_list("unit_id", flat=True)
        told = {account for unit in set(seats) for account in territory.holders(territory.unit_key(unit))}
        told -= {event.account_id or 0}
        if told:
            body = meeting.reason if verb == "cancel" else ""
            link = f"/desk/meetings/{meeting.pk}/"
            title = (words % named)[:120]
            journal.notify(event=event, topic="meetings", title=title, body=body, link=link, accounts=told)
