"""What units bring when they are spread over grids: how many grids, skills, seat; and the grids they belong to."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from linli.engines.journal import public as journal
from linli.engines.territory.models import Area, Unit, UnitProfile, UnitTie
from linli.engines.territory.policies import require_draw
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotFound, Text
from linli.kernel.locks import locked_one, write

MOST_GRIDS = 60
MOST_SKILLS = 12
SKILL_LENGTH = 20


def set_unit_profile(
    *,
    unit_id: int,
    capacity: int,
    by: Actor,
    skills: Sequence[str] = (),
    longitude: float | None = None,
    latitude: float | None = None,
) -> UnitProfile:
    """Say in how many grids a unit can serve, what it brings, where its seat is; 0 grids takes it out of spreads.

    Raises: NotFound, NotAllowed, Invalid.
    """
    words = list(dict.fromkeys(one.strip() for one in skills if one.strip()))
    _check(capacity, words, longitude, latitude)
    with write():
        unit = locked_one(Unit.objects.filter(pk=unit_id))
        require_draw(by, unit.path)
        values = {"capacity": capacity, "skills": words, "longitude": longitude, "latitude": latitude}
        profile, _new = UnitProfile.objects.update_or_create(unit=unit, defaults=values)
        journal.record(kind="unit.profiled", stream=f"unit:{unit.pk}", by=by, path=unit.path, data=values)
        return profile


def _check(capacity: int, skills: Sequence[str], longitude: float | None, latitude: float | None) -> None:
    faults: dict[str, Text] = {}
    if not 0 <= capacity <= MOST_GRIDS:
        faults["capacity"] = _("Between 0 and %(most)d grids.") % {"most": MOST_GRIDS}
    if len(skills) > MOST_SKILLS or any(len(one) > SKILL_LENGTH for one in skills):
        faults["skills"] = _("At most %(n)d skills of at most %(m)d characters each.") % {
            "n": MOST_SKILLS,
            "m": SKILL_LENGTH,
        }
    if (longitude is None) != (latitude is None):
        faults["latitude"] = _("A place needs both numbers.")
    elif longitude is not None and latitude is not None and not (73 <= longitude <= 136 and 3 <= latitude <= 54):
        faults["latitude"] = _("This place does not lie in China. Were the two numbers swapped?")
    if faults:
        raise Invalid(fields=faults)


def tie_unit(*, unit_id: int, grid_id: int, by: Actor, locked: bool = True, reason: str = "") -> UnitTie:
    """Say that a unit belongs to a grid: locked pairs stay in every spread, others are only preferred.

    Raises: NotFound, NotAllowed, Invalid (more locked grids than the unit can serve).
    """
    with write():
        unit = locked_one(Unit.objects.filter(pk=unit_id))
        require_draw(by, unit.path)
        grid = Area.objects.filter(pk=grid_id, kind=Area.Kind.GRID, valid_to__isnull=True).first()
        if grid is None or not (grid.path.startswith(unit.path) or unit.path.startswith(grid.path)):
            raise NotFound
        if locked:
            _check_room(unit, grid)
        tie, _new = UnitTie.objects.update_or_create(
            unit=unit, grid=grid, defaults={"locked": locked, "reason": reason.strip()[:120]}
        )
        data = {"grid": grid.pk, "locked": locked, "reason": tie.reason}
        journal.record(kind="unit.tied", stream=f"unit:{unit.pk}", by=by, path=unit.path, data=data)
        return tie


def _check_room(unit: Unit, grid: Area) -> None:
    profile = UnitProfile.objects.filter(unit=unit).first()
    standing = UnitTie.objects.filter(unit=unit, locked=True, grid__valid_to__isnull=True).exclude(grid=grid).count()
    if standing >= (profile.capacity if profile is not None else 1):
        raise Invalid(fields={"grid": _("This unit cannot serve more grids. Take another one off first.")})


def untie_unit(*, unit_id: int, grid_id: int, by: Actor) -> None:
    """Take a tie away. Raises: NotFound, NotAllowed."""
    with write():
        unit = locked_one(Unit.objects.filter(pk=unit_id))
        require_draw(by, unit.path)
        gone, _kinds = UnitTie.objects.filter(unit=unit, grid_id=grid_id).delete()
        if not gone:
            raise NotFound
        journal.record(kind="unit.untied", stream=f"unit:{unit.pk}", by=by, path=unit.path, data={"grid": grid_id})
