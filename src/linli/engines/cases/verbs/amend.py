"""Correct the class, the place or the title of a case."""

from typing import Any

from django.utils.translation import gettext as _

from linli.engines.cases import clocks, search
from linli.engines.cases.desks import desk_of
from linli.engines.cases.lifecycle import State
from linli.engines.cases.models import Case, Category, Kind
from linli.engines.cases.verbs.arguments import optional
from linli.engines.cases.verbs.turn import CLOCK_FIELDS, Turn, begin, finish
from linli.engines.territory import public as territory
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotFound
from linli.kernel.locks import write

_UNSENT = frozenset({State.SUBMITTED, State.ACCEPTED})
URGENCIES = ("normal", "urgent", "emergency", "long")


def amend(
    case_id: int | Case,
    *,
    by: Actor,
    category: str | None = None,
    kind: str | None = None,
    title: str | None = None,
    area_id: int | None = None,
    place: str | None = None,
    building_id: int | None = None,
    urgency: str | None = None,
    privacy: str | None = None,
    note: str = "",
    expected_version: int | None = None,
) -> Case:
    """Correct what the resident or the machine got wrong; what is None stays.

    A new class brings its urgency, privacy and limits; a building its grid, its point and, unless told, its name.
    Raises: Invalid, NotFound, NotAllowed, WrongState.
    """
    said = optional("note", note)
    with write():
        turn = begin("amend", case_id, by=by, expected_version=expected_version)
        changed = _Changes(turn)
        if category:
            _set_category(changed, category)
        if kind:
            _set_kind(changed, kind)
        if building_id is not None:
            place = _set_building(changed, building_id, place)
        elif area_id is not None:
            _set_area(changed, area_id)
        changed.set_text("title", title, longest=60)
        changed.set_text("place", place, longest=120)
        changed.set_choice("urgency", urgency, URGENCIES)
        changed.set_choice("privacy", privacy, tuple(Category.Privacy.values))
        if not changed.seen and not said:
            raise Invalid(_("Nothing was changed."), code="nothing_changed")
        if changed.limits_differ:
            clocks.reclassified(turn.case)
            turn.touched.update(CLOCK_FIELDS)
        done = finish(turn, data={"changed": changed.seen, "note": said})
        search.index(done)
        return done


class _Changes:
    """Collects what really differs, with the old and the new value for the history."""

    def __init__(self, turn: Turn) -> None:
        self.turn = turn
        self.seen: dict[str, list[Any]] = {}
        self.limits_differ = False

    def note(self, name: str, old: object, new: object) -> bool:
        """Remember a change; say whether it is one."""
        if old == new:
            return False
        self.seen[name] = [old, new]
        return True

    def set_text(self, name: str, value: str | None, *, longest: int) -> None:
        """Set a text field that was given."""
        if value is not None and self.note(name, "", optional(name, value, longest=longest)):
            self.seen[name] = []  # the words themselves stay out of the history
            self.turn.change(**{name: optional(name, value, longest=longest)})

    def set_choice(self, name: str, value: str | None, choices: tuple[str, ...]) -> None:
        """Set a field to one of its choices. Raises: Invalid."""
        if not value:
            return
        if value not in choices:
            raise Invalid(fields={name: _("Please choose one of the list.")})
        if self.note(name, getattr(self.turn.case, name), value):
            self.turn.change(**{name: value})


def _set_category(changed: _Changes, code: str) -> None:
    case = changed.turn.case
    found = Category.objects.filter(code=code, active=True).select_related("kind").first()
    if found is None:
        raise Invalid(fields={"category": _("This class is not known. Please choose one of the list.")})
    old = case.category.code if case.category else ""
    if changed.note("category", old, found.code):
        changed.turn.change(category=found, urgency=found.urgency, matter=None)
        changed.limits_differ = True
        changed.turn.change(privacy=stricter(found.privacy, case.kind.privacy))


def _set_kind(changed: _Changes, code: str) -> None:
    case = changed.turn.case
    found = Kind.objects.filter(code=code, active=True).first()
    if found is None:
        raise Invalid(fields={"kind": _("This kind is not known. Please choose one of the list.")})
    if changed.note("kind", case.kind.code, found.code):
        changed.turn.change(kind=found, privacy=stricter(case.privacy, found.privacy))


def _set_area(changed: _Changes, area_id: int) -> None:
    """Move a case to another place; where that is another community's, it goes to the desk there."""
    turn = changed.turn
    area = territory.area(area_id)
    if not changed.note("area", turn.case.area_id, area.id):
        return
    turn.change(area_id=area.id, path=area.path, building_id=None)
    if not area.path.startswith(turn.case.desk_path):
        if turn.before not in _UNSENT:
            raise Invalid(
                fields={"area_id": _("This place is another desk's. Whoever has the case hands it back first.")}
            )
        desk = desk_of(area)
        turn.change(desk_id=desk.id, desk_path=desk.path)


def _set_building(changed: _Changes, building_id: int, place: str | None) -> str:
    """Move a case to a building; return the place in words. Raises: Invalid."""
    try:
        row = territory.building(building_id)
    except NotFound as error:
        raise Invalid(fields={"building_id": _("This building is not known any more. Please choose again.")}) from error
    case = changed.turn.case
    old = case.building_id
    _set_area(changed, row.grid_id or row.community_id)
    if changed.note("building", old, row.id):
        changed.turn.change(building_id=row.id, longitude=row.longitude, latitude=row.latitude)
    return row.label if place is None else place


_STRICTNESS = {"": 0, Category.Privacy.PUBLIC: 1, Category.Privacy.LIMITED: 2, Category.Privacy.PRIVATE: 3}


def stricter(*privacies: str) -> str:
    """Return the strictest of several privacies; empty ones say nothing."""
    return max(privacies, key=lambda one: _STRICTNESS[one]) or Category.Privacy.LIMITED
