"""Pause a case that waits for something outside, and go on."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from linli.engines.cases.models import Case, Suspension
from linli.engines.cases.verbs.arguments import later, needed, optional
from linli.engines.cases.verbs.ending import end_suspension
from linli.engines.cases.verbs.turn import begin, finish
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid
from linli.kernel.locks import write

LONGEST_PAUSE = timedelta(days=90)


def suspend(case_id: int | Case, *, by: Actor, reason: str, until: date, expected_version: int | None = None) -> Case:
    """Pause a case until a day; on that day it goes on by itself. The resident is told why."""
    said, today = needed("reason", reason), clock.today()
    if later("until", until, than=today) > today + LONGEST_PAUSE:
        raise Invalid(
            fields={
                "until": _("A pause lasts at most %(days)d days. Look at it again then.") % {"days": LONGEST_PAUSE.days}
            }
        )
    with write():
        turn = begin("suspend", case_id, by=by, expected_version=expected_version)
        Suspension.objects.create(case=turn.case, reason=said, until=until, started_at=clock.now())
        return finish(turn, data={"reason": said, "until": until.isoformat()})


def resume(case_id: int | Case, *, by: Actor, note: str = "", expected_version: int | None = None) -> Case:
    """Go on with a paused case: its clocks go on with what was left."""
    said = optional("note", note)
    with write():
        turn = begin("resume", case_id, by=by, expected_version=expected_version)
        end_suspension(turn)
        return finish(turn, data={"note": said})
