"""Spreading units over grids: asking for a spread, keeping what was found, letting it hold from a day on."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.engines.journal import public as journal
from linli.engines.territory.models import Area, UnitPlace, UnitProfile, UnitSpread
from linli.engines.territory.paths import in_path, subtree
from linli.engines.territory.policies import require_draw
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, Text, WrongState
from linli.kernel.locks import locked_one, write

JOB = "territory.spread"
MOST_METRES = 50_000
LATEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class SpreadAsked:
    """What a tie and a skill are worth, and what grids want."""

    tie_metres: int = 3_000  # a unit stays unless that makes somebody walk so much farther
    skill_metres: int = 1_500  # for each wanted skill it brings
    wanted: Mapping[str, Sequence[str]] = field(default_factory=dict)  # grid's key as text -> skills


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A unit in a grid, as the spreading found it."""

    unit_id: int
    grid_id: int
    metres: int | None
    locked: bool
    moved: bool
    reason: str
    liaison: bool


def ask_spread(*, area_id: int, by: Actor, asked: SpreadAsked | None = None) -> UnitSpread:
    """Ask for a spread of an area's units over its grids; a job finds it. Raises: NotAllowed, NotFound, Invalid."""
    asked = asked or SpreadAsked()
    faults: dict[str, Text] = {
        name: _("Between 0 and %(most)d metres.") % {"most": MOST_METRES}
        for name in ("tie_metres", "skill_metres")
        if not 0 <= getattr(asked, name) <= MOST_METRES
    }
    if faults:
        raise Invalid(fields=faults)
    with write():
        area = locked_one(Area.objects.filter(pk=area_id, valid_to__isnull=True))
        require_draw(by, area.path)
        _check_there_are_some(area)
        spread = UnitSpread.objects.create(
            area=area, path=area.path, wishes=asdict(asked), made_by_id=by.account_id, made_at=clock.now()
        )
        title = _("Units of %(area)s over its grids") % {"area": area.name}
        spread.job_id = journal.start_job(
            kind=JOB, path=area.path, payload={"spread": spread.pk}, by=by, title=str(title)
        ).id
        spread.save(update_fields=["job_id"])
        _record(spread, "asked", by, {"wishes": spread.wishes})
        return spread


def _check_there_are_some(area: Area) -> None:
    units = UnitProfile.objects.filter(subtree(area.path, "unit__path"), unit__active=True, capacity__gt=0)
    if not units.exists():
        raise Invalid(_("No unit here says how many grids it can serve. Please write that down first."))
    if not in_path(Area.objects.filter(kind=Area.Kind.GRID, valid_to__isnull=True), area.path).exists():
        raise Invalid(_("There are no grids here yet."))


def _record(spread: UnitSpread, what: str, by: Actor, data: dict[str, Any]) -> None:
    journal.record(kind=f"unit_spread.{what}", stream=f"unitspread:{spread.pk}", by=by, path=spread.path, data=data)


def keep_spread(
    spread_id: int, *, places: Sequence[FoundPlace], figures: dict[str, Any], reasons: list[str], by: Actor
) -> UnitSpread:
    """Keep what the spreading found. Done again (a job run twice), nothing changes. Raises: NotFound."""
    with write():
        spread = locked_one(UnitSpread.objects.filter(pk=spread_id))
        if spread.state != UnitSpread.State.PLANNING:
            return spread
        paths = dict(Area.objects.filter(pk__in={one.grid_id for one in places}).values_list("pk", "path"))
        UnitPlace.objects.bulk_create(
            [
                UnitPlace(
                    spread=spread,
                    unit_id=one.unit_id,
                    grid_id=one.grid_id,
                    path=paths[one.grid_id],
                    metres=one.metres,
                    locked=one.locked,
                    moved=one.moved,
                    reason=one.reason[:200],
                    liaison=one.liaison,
                )
                for one in places
            ],
            batch_size=1000,
        )
        spread.state, spread.figures, spread.reasons = UnitSpread.State.READY, figures, reasons
        spread.save(update_fields=["state", "figures", "reasons"])
        _record(spread, "made", by, {"figures": figures})
        return spread


def keep_spread_fault(spread_id: int, *, why: str, by: Actor) -> UnitSpread:
    """Say why units could not be spread. Raises: NotFound."""
    with write():
        spread = locked_one(UnitSpread.objects.filter(pk=spread_id))
        if spread.state == UnitSpread.State.PLANNING:
            spread.state, spread.fault = UnitSpread.State.FAILED, why[:400]
            spread.save(update_fields=["state", "fault"])
            _record(spread, "failed", by, {"why": spread.fault})
        return spread


def adopt_spread(spread_id: int, *, effective: date, by: Actor) -> UnitSpread:
    """Let a spread hold from a day on; the one before holds until then and stays to be looked up.

    Raises: NotFound, NotAllowed, WrongState (not ready, grids have changed, a later one holds already), Invalid.
    """
    with write():
        spread = locked_one(UnitSpread.objects.filter(pk=spread_id))
        require_draw(by, spread.path)
        if spread.state != UnitSpread.State.READY:
            raise WrongState(_("This spread can no longer be changed as it stands now."), state=spread.state)
        today = clock.today()
        if not today <= effective <= today + timedelta(days=LATEST_DAYS):
            raise Invalid(fields={"effective": _("The day must be today or later, within a year.")})
        if spread.places.filter(grid__valid_to__isnull=False).exists():
            raise WrongState(_("The grids have changed since. Please spread the units again."))
        held = UnitSpread.objects.filter(area=spread.area_id, state=UnitSpread.State.ADOPTED)
        if held.filter(effective__gte=effective).exclude(effective=today).exists():
            raise WrongState(_("A later spread has its day already. Please choose a day after it."))
        spread.state, spread.effective, spread.adopted_at = UnitSpread.State.ADOPTED, effective, clock.now()
        spread.save(update_fields=["state", "effective", "adopted_at"])
        _record(spread, "adopted", by, {"effective": effective, "places": spread.places.count()})
        return spread
