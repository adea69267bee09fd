"""Ask for more time, and decide on it."""

from django.utils.translation import gettext as _

from linli.engines.cases.models import Case, Extension, Limit
from linli.engines.cases.verbs.arguments import needed, optional
from linli.engines.cases.verbs.turn import Turn, account_of, begin, finish
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid
from linli.kernel.locks import locked_one, write

LONGEST = {
    Limit.Unit.MINUTES: 60 * 24 * 60,
    Limit.Unit.WORKING_MINUTES: 60 * 8 * 60,
    Limit.Unit.WORKING_DAYS: 60,
    Limit.Unit.DAYS: 90,
}


def ask_extension(
    case_id: int | Case, *, by: Actor, value: int, unit: str, reason: str, expected_version: int | None = None
) -> Case:
    """Ask the street for more time, with the reason the resident will be told."""
    said = needed("reason", reason)
    if unit not in Limit.Unit.values:
        raise Invalid(fields={"unit": _("Please choose hours or days.")})
    if not 0 < value <= LONGEST[Limit.Unit(unit)]:
        raise Invalid(fields={"value": _("Please enter a shorter time, more than nothing.")})
    with write():
        turn = begin("ask_extension", case_id, by=by, expected_version=expected_version)
        Extension.objects.create(
            case=turn.case, value=value, unit=unit, reason=said, asked_by_id=account_of(by), asked_at=clock.now()
        )
        turn.change(asks_more_time=True)
        return finish(turn, data={"value": value, "unit": unit, "reason": said})


def grant_extension(case_id: int | Case, *, by: Actor, text: str = "", expected_version: int | None = None) -> Case:
    """Grant the time asked for: the handling clock moves, the resident is told why."""
    said = optional("text", text)
    with write():
        turn = begin("grant_extension", case_id, by=by, expected_version=expected_version)
        asked = _decide(turn, granted=True, text=said)
        return finish(
            turn,
            more=(asked.value, asked.unit),
            data={
                "value": asked.value,
                "unit": asked.unit,
                "reason": asked.reason,
                "text": said,
                "asked_by": asked.asked_by_id,
            },
        )


def refuse_extension(case_id: int | Case, *, by: Actor, text: str, expected_version: int | None = None) -> Case:
    """Refuse the time asked for, with the reason."""
    said = needed("text", text)
    with write():
        turn = begin("refuse_extension", case_id, by=by, expected_version=expected_version)
        asked = _decide(turn, granted=False, text=said)
        return finish(
            turn, data={"value": asked.value, "unit": asked.unit, "text": said, "asked_by": asked.asked_by_id}
        )


def _decide(turn: Turn, *, granted: bool, text: str) -> Extension:
    asked = locked_one(Extension.objects.filter(case=turn.case, granted=None))
    turn.change(asks_more_time=False)
    asked.granted, asked.decision = granted, text
    asked.decided_by_id, asked.decided_at = turn.by.account_id, clock.now()
    asked.save(update_fields=["granted", "decided_by", "decided_at", "decision"])
    return asked
