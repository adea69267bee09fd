"""Give a stretch to a unit, to another one, or to none any more."""

import math
from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.engines.cases import public as cases
from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from linli.kernel.given import needed_text
from linli.kernel.locks import locked_one, write
from linli.programmes.streets.models import Stretch
from linli.programmes.streets.policies import runs

Line = Sequence[Sequence[float]]  # of [longitude, latitude]
METRES_A_DEGREE = 111_320
MOST_METRES, MOST_POINTS, MOST_DAYS = 20_000, 2_000, 366


def metres_of(lines: Sequence[Line]) -> int:
    """Return how long lines are together, in metres; exact to about a thousandth at the size of a town."""
    total = 0.0
    for line in lines:
        for (west, south), (east, north) in pairwise(line):
            across = (east - west) * math.cos(math.radians((south + north) / 2))
            total += math.hypot(across, north - south) * METRES_A_DEGREE
    return round(total)


def adopt_stretch(
    *, area_id: int, unit_id: int, name: str, lines: Sequence[Line], by: Actor, rhythm_days: int = 7
) -> Stretch:
    """Give a stretch of street to a unit, to be walked at least every so many days.

    Raises: Invalid (no line, elsewhere, a unit that does not serve here, adopted already), NotAllowed.
    """
    area = territory.area(area_id)
    if not runs(by, area.path):
        raise NotAllowed
    kept = _checked(lines)
    _require_unit(unit_id, area)
    _require_rhythm(rhythm_days)
    with write():
        try:
            with transaction.atomic():
                made = Stretch.objects.create(
                    name=needed_text(name, field="name", longest=60),
                    area_id=area.id,
                    path=area.path,
                    unit_id=unit_id,
                    line=kept,
                    metres=max(1, metres_of(kept)),
                    rhythm_days=rhythm_days,
                    next_on=clock.today() + timedelta(days=rhythm_days),
                    adopted_on=clock.today(),
                )
        except IntegrityError as error:
            raise Invalid(fields={"name": _("This stretch has a unit already.")}) from error
        _record(made, "adopt", by)
        return made


def _checked(lines: Sequence[Line]) -> list[list[list[float]]]:
    kept = [[[round(float(x), 6), round(float(y), 6)] for x, y in line] for line in lines if len(line) > 1]
    points = [point for line in kept for point in line]
    on_earth = all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in points)
    if not kept or len(points) > MOST_POINTS or not on_earth or not 1 <= metres_of(kept) <= MOST_METRES:
        raise Invalid(fields={"lines": _("Please give a line of up to 20 kilometres.")})
    return kept


def _require_unit(unit_id: int, area: territory.AreaRow) -> None:
    try:
        unit = territory.unit(unit_id)
    except NotFound as error:
        raise Invalid(fields={"unit_id": _("This unit is not known any more. Please choose another.")}) from error
    serves = area.path.startswith(unit.path) or unit.path.startswith(cases.desk_for(area.path).path)
    if not (unit.active and serves):
        raise Invalid(fields={"unit_id": _("This unit does not serve here. Please choose another.")})


def _require_rhythm(days: int) -> None:
    if not 1 <= days <= MOST_DAYS:
        raise Invalid(fields={"rhythm_days": _("Between 1 and %(most)d, please.") % {"most": MOST_DAYS}})


def _record(row: Stretch, verb: str, by: Actor) -> None:
    data = {"unit": row.unit_id, "name": row.name}
    journal.record(kind=f"street.{verb}", stream=f"street:{row.pk}", by=by, path=row.path, data=data)


def _begin(stretch_id: int, by: Actor) -> Stretch:
    row = locked_one(Stretch.objects.filter(pk=stretch_id))
    if not runs(by, row.path):
        raise NotFound
    if row.ended_on is not None:
        raise WrongState
    return row


def hand_over(stretch_id: int, *, unit_id: int, rhythm_days: int, by: Actor) -> Stretch:
    """Give a stretch to another unit, or change how often it is walked. Raises: Invalid, NotFound, WrongState."""
    with write():
        row = _begin(stretch_id, by)
        _require_unit(unit_id, territory.area(row.area_id))
        _require_rhythm(rhythm_days)
        row.unit_id, row.rhythm_days = unit_id, rhythm_days
        row.next_on = min(row.next_on, clock.today() + timedelta(days=rhythm_days))
        row.save(update_fields=["unit", "rhythm_days", "next_on"])
        _record(row, "hand_over", by)
        return row


def end_stretch(stretch_id: int, *, by: Actor) -> Stretch:
    """Let nobody look after it any more; its rounds stay. Raises: NotFound, WrongState."""
    with write():
        row = _begin(stretch_id, by)
        row.ended_on = clock.today()
        row.save(update_fields=["ended_on"])
        _record(row, "end", by)
        return row
