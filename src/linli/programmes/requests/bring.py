"""Bring a spreadsheet of messages: each row becomes a case, as if a resident had sent it, on the day it was written."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from linli.engines.access import public as access
from linli.engines.access.public import Role
from linli.engines.cases import public as cases
from linli.engines.cases.public import Columns
from linli.engines.journal import public as journal
from linli.engines.journal.public import JobRow
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid
from linli.kernel.locks import write
from linli.programmes.requests.models import MessageFile

BRING = "requests.bring"
LARGEST = 30 * 1024 * 1024  # bytes
KEPT = timedelta(days=1)


def bring_messages(*, by: Actor, name: str, content: bytes, area_id: int, columns: Columns | None = None) -> JobRow:
    """Keep a file and let its rows become cases in the background. What lies in no known place lies in the area.

    Columns that are not named are known by their headers. A row that came before is not opened again.
    Raises: NotAllowed, NotFound, Invalid (the file cannot be read, or a column is missing).
    """
    area = territory.area(area_id)
    access.require(by, Role.ADMINISTRATOR, area.path)
    if len(content) > LARGEST:
        raise Invalid(fields={"file": _("The file is larger than 30 MB.")})
    known = columns or cases.guessed(content)
    if not known.texts:
        raise Invalid(fields={"texts": _("No column looks like the text. Please name it.")})
    if not known.time:
        raise Invalid(fields={"time": _("No column looks like the time. Please name it.")})
    given = cases.read_messages(content, known)
    if not given.messages:
        raise Invalid(fields={"file": _("No row of this file can be read: it needs a text and a time.")})
    with write():
        kept = MessageFile.objects.create(
            name=name[:120],
            content=content,
            columns=asdict(known) | {"texts": list(known.texts)},
            area_id=area.id,
            account_id=by.account_id,
            created_at=clock.now(),
        )
        title = _("Messages of %(file)s") % {"file": kept.name}
        return journal.start_job(kind=BRING, path=area.path, payload={"file": kept.pk}, by=by, title=title)


def forget_files(moment: datetime) -> None:
    """Drop files whose job never came to an end. A tick."""
    MessageFile.objects.filter(created_at__lt=moment - KEPT).delete()


def columns_of(kept: dict[str, Any]) -> Columns:
    """Return the columns a file was brought with."""
    return Columns(**kept)
