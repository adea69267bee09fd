"""Making, naming and closing areas."""

import secrets
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.engines.journal import public as journal
from linli.engines.territory.directory import DIRECTORY
from linli.engines.territory.models import Appointment, Area, AreaCode, Unit
from linli.engines.territory.paths import child_path, subtree
from linli.engines.territory.policies import require_change
from linli.engines.territory.queries.places import BOUNDARIES
from linli.engines.territory.verbs.rehome import rehome_buildings
from linli.engines.territory.versions import renew
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotFound, WrongState
from linli.kernel.locks import locked_one, write

_PARENT = {
    Area.Kind.COUNTY: frozenset[str](),
    Area.Kind.STREET: frozenset({Area.Kind.COUNTY}),
    Area.Kind.COMMUNITY: frozenset({Area.Kind.STREET}),
    Area.Kind.GRID: frozenset({Area.Kind.COMMUNITY}),
}


def add_area(
    *,
    kind: str,
    name: str,
    code: str,
    parent_id: int | None = None,
    grid_kind: str = "",
    valid_from: date | None = None,
    short_name: str = "",
    rural: bool = False,
    by: Actor,
) -> Area:
    """Add a county, street, community or grid under its parent.

    Raises: NotAllowed, NotFound, Invalid (kind under the wrong parent, code taken).
    """
    with write():
        parent = _parent(parent_id)
        require_change(by, parent.path if parent is not None else "")
        if kind == Area.Kind.GRID and not grid_kind:
            grid_kind = Area.GridKind.BASIC
        _check_area(kind, name, code, grid_kind, parent)
        starts = valid_from or clock.today()
        made = Area.objects.create(
            kind=kind,
            grid_kind=grid_kind,
            parent=parent,
            path=f"-{secrets.token_hex(8)}",
            code=code,
            name=name,
            short_name=short_name,
            rural=rural,
            valid_from=starts,
        )
        made.path = child_path(parent.path if parent is not None else "", made.pk)
        made.save(update_fields=["path"])
        AreaCode.objects.create(area=made, code=code, valid_from=starts)
        renew(BOUNDARIES, DIRECTORY)
        journal.record(
            kind="area.added",
            stream=f"area:{made.pk}",
            by=by,
            path=made.path,
            data={"kind": kind, "name": name, "code": code, "parent": parent_id, "valid_from": starts.isoformat()},
        )
        return made


def _parent(parent_id: int | None) -> Area | None:
    if parent_id is None:
        return None
    found = Area.objects.filter(pk=parent_id, valid_to__isnull=True).first()
    if found is None:
        raise NotFound
    return found


def _check_area(kind: str, name: str, code: str, grid_kind: str, parent: Area | None) -> None:
    if kind not in Area.Kind.values:
        raise Invalid(fields={"kind": _("This level is not known. Use county, street, community or grid.")})
    above = {parent.kind} if parent is not None else frozenset[str]()
    if above != (_PARENT[Area.Kind(kind)] & above) or (not above and kind != Area.Kind.COUNTY):
        raise Invalid(
            fields={"parent_id": _("A grid lies in a community, a community in a street, a street in the county.")}
        )
    if not name.strip():
        raise Invalid(fields={"name": _("The name is missing.")})
    if kind == Area.Kind.GRID and grid_kind not in {Area.GridKind.BASIC, Area.GridKind.SPECIAL}:
        raise Invalid(fields={"grid_kind": _("A grid is basic or special.")})
    if not code.isascii() or not code.isalnum():
        raise Invalid(fields={"code": _("A code has digits and letters only.")})
    if Area.objects.filter(code=code, valid_to__isnull=True).exists():
        raise Invalid(fields={"code": _("Another area bears this code.")}, code="code_taken")


def change_area(
    *,
    area_id: int,
    name: str | None = None,
    short_name: str | None = None,
    code: str | None = None,
    valid_from: date | None = None,
    source: str = "",
    by: Actor,
) -> Area:
    """Rename an area, or give it another code from a day on; the old code stays known with its dates.

    Raises: NotAllowed, NotFound, Invalid.
    """
    with write():
        area = locked_one(Area.objects.filter(pk=area_id, valid_to__isnull=True))
        require_change(by, area.path)
        changes = {"name": name, "short_name": short_name}
        before = {key: getattr(area, key) for key in [*changes, "code"]}
        for key, value in changes.items():
            if value is not None:
                setattr(area, key, value.strip())
        if not area.name:
            raise Invalid(fields={"name": _("The name is missing.")})
        if code is not None and code != area.code:
            _change_code(area, code, valid_from or clock.today(), source)
        area.save(update_fields=["name", "short_name", "code"])
        renew(BOUNDARIES, DIRECTORY)
        after = {key: getattr(area, key) for key in before}
        journal.record(
            kind="area.changed",
            stream=f"area:{area.pk}",
            by=by,
            path=area.path,
            data={"before": before, "after": after},
        )
        return area


def _change_code(area: Area, code: str, day: date, source: str) -> None:
    if Area.objects.filter(code=code, valid_to__isnull=True).exclude(pk=area.pk).exists():
        raise Invalid(fields={"code": _("Another area bears this code.")}, code="code_taken")
    area.codes.filter(valid_to__isnull=True).update(valid_to=day)
    AreaCode.objects.update_or_create(
        area=area, valid_from=day, defaults={"code": code, "valid_to": None, "source": source}
    )
    area.code = code


def close_area(*, area_id: int, valid_to: date, by: Actor) -> Area:
    """Close an area: from the day on it is no longer valid. Its history stays.

    Raises: NotAllowed, NotFound, WrongState (something in it is still open).
    """
    with write():
        area = locked_one(Area.objects.filter(pk=area_id, valid_to__isnull=True))
        require_change(by, area.path)
        if valid_to < area.valid_from:
            raise Invalid(fields={"valid_to": _("The last day lies before the first.")})
        open_below = Area.objects.filter(subtree(area.path), valid_to__isnull=True).exclude(pk=area.pk).exists()
        open_posts = Appointment.objects.filter(Q(ends__isnull=True) | Q(ends__gt=valid_to), area=area).exists()
        open_units = Unit.objects.filter(area=area, active=True).exists()
        if open_below or open_posts or open_units:
            raise WrongState(_("Areas, appointments or units in it are still open. Close them first."))
        area.valid_to = valid_to
        area.save(update_fields=["valid_to"])
        area.codes.filter(valid_to__isnull=True).update(valid_to=valid_to)
        area.boundaries.filter(valid_to__isnull=True).update(valid_to=valid_to)
        renew(BOUNDARIES, DIRECTORY)
        if valid_to <= clock.today():
            rehome_buildings(area.path)
        journal.record(
            kind="area.closed", stream=f"area:{area.pk}", by=by, path=area.path, data={"valid_to": valid_to.isoformat()}
        )
        return area
