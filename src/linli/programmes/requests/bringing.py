"""The rows of a brought file become cases: run in a job's own process, a hundred rows to a transaction."""

from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from linli.engines.cases import public as cases
from linli.engines.cases.public import Message, Origin, Reporter
from linli.engines.journal.public import RunningJob
from linli.engines.territory import public as territory
from linli.kernel.errors import Invalid, LinliError
from linli.kernel.locks import write
from linli.programmes.requests.bring import columns_of
from linli.programmes.requests.models import MessageFile
from linli.programmes.requests.submit import submit

ROWS = 100  # of one transaction
GATHERED = 300  # cases to a transaction: a whole file is waiting
TOLD = 200  # refused rows whose reason is kept


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
        with write():
            for row in rows:
                intake.take(row)
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

    def take(self, row: Message) -> None:
        """Open a case for a row, unless it was opened before; a row that is refused holds up no other."""
        text = f"{row.title}\n{row.text}" if row.text.strip() and not row.text.startswith(row.title) else row.text
        try:
            made = submit(  # whatever it refuses, it undoes itself
                by=self.by,
                text=text.strip() or row.title,
                origin=Origin.IMPORT,
                area_code=self.area_code,
                reporter=Reporter(),
                intake_key=f"{self.file}:{row.id}",
                said_at=row.at,
            )
        except LinliError as error:
            self.refused.append([row.id, "；".join(str(one) for one in error.fields.values()) or str(error.message)])
            return
        self.known += made.repeated
        self.opened += not made.repeated

    def result(self, *, stopped: bool = False) -> dict[str, Any]:
        """Return what came of the file."""
        return {
            "opened": self.opened,
            "known": self.known,
            "refused": len(self.refused),
            "reasons": self.refused[:TOLD],
            "stopped": stopped,
        }
