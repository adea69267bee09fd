"""The rows of a brought file become cases: run in a job's own process, a hundred rows to a transaction."""

from collections.abc import Callable, Sequence
from functools import partial
from hashlib import sha256
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from linli.engines.cases import public as cases
from linli.engines.cases.public import Message, Origin, Reporter
from linli.engines.journal.public import RunningJob
from linli.engines.territory import public as territory
from linli.kernel.errors import Invalid, LinliError
from linli.programmes.requests.bring import columns_of
from linli.programmes.requests.models import MessageFile
from linli.programmes.requests.places import find_place
from linli.programmes.requests.submit import Ready, make_ready, take_all_in, take_in

ROWS = 100  # of one transaction
PARTS = 10  # of what could not be opened together
GATHERED = 300  # cases to a transaction: a whole file is waiting
TOLD = 200  # refused rows whose reason is kept
Made = TypeVar("Made")


def run(job: RunningJob) -> dict[str, Any]:
    """Open a case for every row, gather what belongs together, and say what came of it. Run again, it goes on."""
    kept = MessageFile.objects.filter(pk=job.payload["file"]).first()
    if kept is None:
        raise Invalid(_("The file is not there any more. Please bring it again."))
    content = bytes(kept.content)
    given = cases.read_messages(content, columns_of(kept.columns))
    intake = _Intake(job, sha256(content).hexdigest()[:16], territory.area(kept.area_id).code)
    intake.refused = [[f"{number}", why] for number, why in given.refused]
    done = 0
    for start in range(0, len(given.messages), ROWS):
        rows = given.messages[start : start + ROWS]
        intake.take(rows)
        done += len(rows)
        if not job.tell(done, len(given.messages), _("Opening cases")):
            return intake.result(stopped=True)
    job.tell(done, done, _("Gathering what belongs together"))
    while cases.gather_new(batch=GATHERED):
        pass
    cases.tidy_hot()
    kept.delete()
    return intake.result()


class _Intake:
    """Takes the rows in and counts."""

    def __init__(self, job: RunningJob, file: str, area_code: str) -> None:
        self.by, self.file, self.area_code = job.by, file, area_code
        self.opened = self.known = 0
        self.refused: list[list[str]] = []

    def take(self, rows: Sequence[Message]) -> None:
        """Open a case for each row, together; around one that is refused or was opened before, ever fewer together."""
        self._open([(row, found) for row in rows if (found := self._tried(row, partial(self._ready, row))) is not None])

    def _open(self, ready: Sequence[tuple[Message, Ready]]) -> None:
        if len(ready) == 1:
            self._open_one(*ready[0])
            return
        try:
            self.opened += len(take_all_in([one for _row, one in ready]))
        except LinliError:
            size = -(-len(ready) // PARTS)
            for start in range(0, len(ready), size):
                self._open(ready[start : start + size])

    def _open_one(self, row: Message, ready: Ready) -> None:
        made = self._tried(row, partial(take_in, ready))
        if made is not None:
            self.known += made.repeated
            self.opened += not made.repeated

    def _ready(self, row: Message) -> Ready:
        text = f"{row.title}\n{row.text}" if row.text.strip() and not row.text.startswith(row.title) else row.text
        text = text.strip() or row.title
        return make_ready(
            by=self.by,
            text=text,
            origin=Origin.IMPORT,
            location=find_place(
                longitude=None, latitude=None, place="", building_id=None, area_code=self.area_code, text=text
            ),
            reporter=Reporter(),
            intake_key=f"{self.file}:{row.id}",
            said_at=row.at,
        )

    def _tried(self, row: Message, do: Callable[[], Made]) -> Made | None:
        """Do a part of the work for a row; what is refused is noted, and holds up no other row."""
        try:
            return do()
        except LinliError as error:
            self.refused.append([row.id, "；".join(str(one) for one in error.fields.values()) or str(error.message)])
            return None

    def result(self, *, stopped: bool = False) -> dict[str, Any]:
        """Return what came of the file."""
        return {
            "opened": self.opened,
            "known": self.known,
            "refused": len(self.refused),
            "reasons": self.refused[:TOLD],
            "stopped": stopped,
        }
