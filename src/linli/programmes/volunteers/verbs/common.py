"""What several verbs share: fetching rows for an actor, the stream of a volunteer, telling people."""

from typing import Any

from linli.engines.journal import public as journal
from linli.engines.journal.public import Event
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound, Text
from linli.kernel.locks import locked_row
from linli.programmes.volunteers.models import Volunteer


def stream(volunteer_id: int) -> str:
    """Return the journal stream of a volunteer."""
    return f"volunteer:{volunteer_id}"


def own_volunteer(by: Actor) -> Volunteer:
    """Return the volunteer who acts. Raises: NotFound for somebody who is not registered."""
    row = Volunteer.objects.filter(account_id=by.account_id).first() if by.account_id is not None else None
    if row is None:
        raise NotFound
    return row


def locked_volunteer(by: Actor, volunteer_id: int | None) -> Volunteer:
    """Lock the volunteer a verb is about: the actor, unless another is named. Raises: NotFound."""
    return locked_row(Volunteer, volunteer_id if volunteer_id is not None else own_volunteer(by).pk)


def note(kind: str, volunteer: Volunteer, by: Actor, **data: Any) -> Event:
    """Record what happened to a volunteer."""
    return journal.record(kind=f"volunteer.{kind}", stream=stream(volunteer.pk), by=by, path=volunteer.path, data=data)


def tell(event: Event, volunteer: Volunteer, title: Text, body: Text = "", *, link: str = "/volunteer/") -> None:
    """Leave the volunteer a message, if there is an account to leave it with."""
    if volunteer.account_id is not None:
        journal.notify(
            event=event, topic="volunteers", title=title, body=body, link=link, accounts=[volunteer.account_id]
        )
