"""Kinds of posts, how many of each a place should have, and the units that handle cases."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.engines.journal import public as journal
from linli.engines.territory.directory import DIRECTORY
from linli.engines.territory.houses import HOUSES
from linli.engines.territory.models import Area, Estate, Post, Staffing, Unit
from linli.engines.territory.policies import require_change
from linli.engines.territory.queries.areas import county
from linli.engines.territory.versions import renew
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotFound
from linli.kernel.locks import locked_one, write


def _root_path() -> str:
    try:
        return county().path
    except NotFound:
        return ""


def define_post(
    *,
    code: str,
    name: str,
    level: str,
    roles: Sequence[str],
    by: Actor,
    name_en: str = "",
    paid: bool = False,
    term_months: int | None = None,
    household_limit: int | None = None,
    order: int = 0,
    source: str = "",
) -> Post:
    """Define a kind of post, or change it. Posts hold for the whole county.

    Raises: NotAllowed, Invalid.
    """
    with write():
        require_change(by, _root_path())
        if not code or ":" in code or len(code) > 28:
            raise Invalid(fields={"code": _("A post's code has 1 to 28 characters and no colon.")})
        if level not in Post.Level.values:
            raise Invalid(fields={"level": _("This level of post is not known.")})
        before = Post.objects.filter(code=code).first()
        if before is not None and before.level != level and before.appointments.exists():
            raise Invalid(
                fields={"level": _("Somebody is or was appointed to this post; its level can no longer change.")}
            )
        values: dict[str, Any] = {
            "name": name,
            "name_en": name_en,
            "level": level,
            "roles": list(roles),
            "paid": paid,
            "term_months": term_months,
            "household_limit": household_limit,
            "order": order,
            "source": source,
        }
        post, new = Post.objects.update_or_create(code=code, defaults=values)
        renew(DIRECTORY)
        journal.record(
            kind="post.defined" if new else "post.changed",
            stream=f"post:{post.pk}",
            by=by,
            path=_root_path(),
            data={"code": code, **values},
        )
        return post


def define_staffing(
    *, post_code: str, count: int, by: Actor, grid_kind: str = "", per_households: int | None = None
) -> Staffing:
    """Say how many holders of a post each place should have, at least, and how many households each may serve.

    Raises: NotAllowed, NotFound, Invalid.
    """
    with write():
        require_change(by, _root_path())
        post = locked_one(Post.objects.filter(code=post_code))
        if grid_kind not in Area.GridKind.values or (grid_kind and post.level != Post.Level.GRID):
            raise Invalid(fields={"grid_kind": _("Only posts in grids can be told apart by basic and special.")})
        if per_households is not None and per_households < 1:
            raise Invalid(fields={"per_households": _("This must be 1 or more.")})
        plan, _new = Staffing.objects.update_or_create(
            post=post, grid_kind=grid_kind, defaults={"count": count, "per_households": per_households}
        )
        journal.record(
            kind="post.staffing_defined",
            stream=f"post:{post.pk}",
            by=by,
            path=_root_path(),
            data={"count": count, "grid_kind": grid_kind, "per_households": per_households},
        )
        return plan


def add_unit(*, kind: str, name: str, area_id: int, phone: str = "", address: str = "", by: Actor) -> Unit:
    """Add a unit that handles cases in an area and everything below it.

    Raises: NotAllowed, NotFound, Invalid (name taken in the area).
    """
    with write():
        area = locked_one(Area.objects.filter(pk=area_id, valid_to__isnull=True))
        require_change(by, area.path)
        _check_unit(kind, name)
        if Unit.objects.filter(area=area, name=name.strip()).exists():
            raise Invalid(fields={"name": _("This area already has a unit of this name.")}, code="name_taken")
        unit = Unit.objects.create(
            kind=kind, name=name.strip(), area=area, path=area.path, phone=phone, address=address
        )
        renew(DIRECTORY)
        journal.record(
            kind="unit.added",
            stream=f"unit:{unit.pk}",
            by=by,
            path=area.path,
            data={"kind": kind, "name": unit.name, "area": area.pk, "phone": phone, "address": address},
        )
        return unit


def _check_unit(kind: str, name: str) -> None:
    if not name.strip():
        raise Invalid(fields={"name": _("The name is missing.")})
    if not kind.strip():
        raise Invalid(fields={"kind": _("The kind of unit is missing.")})


def change_unit(
    *,
    unit_id: int,
    by: Actor,
    kind: str | None = None,
    name: str | None = None,
    phone: str | None = None,
    address: str | None = None,
    active: bool | None = None,
) -> Unit:
    """Change a unit; what is not given stays. An inactive unit is offered no more cases.

    Raises: NotAllowed, NotFound, Invalid.
    """
    with write():
        unit = locked_one(Unit.objects.filter(pk=unit_id))
        require_change(by, unit.path)
        changes = {
            "kind": kind,
            "name": name.strip() if name is not None else None,
            "phone": phone,
            "address": address,
            "active": active,
        }
        given = {key: value for key, value in changes.items() if value is not None}
        for key, value in given.items():
            setattr(unit, key, value)
        _check_unit(unit.kind, unit.name)
        if Unit.objects.filter(area_id=unit.area_id, name=unit.name).exclude(pk=unit.pk).exists():
            raise Invalid(fields={"name": _("This area already has a unit of this name.")}, code="name_taken")
        unit.save(update_fields=list(changes))
        renew(DIRECTORY)
        journal.record(kind="unit.changed", stream=f"unit:{unit.pk}", by=by, path=unit.path, data=given)
        return unit


def set_property_unit(*, estate_id: int, unit_id: int | None, by: Actor) -> Estate:
    """Say which property firm serves an estate; None: none does.

    Raises: NotAllowed, NotFound, Invalid (the firm does not serve there).
    """
    with write():
        estate = locked_one(Estate.objects.select_related("community").filter(pk=estate_id))
        require_change(by, estate.community.path)
        if unit_id is not None:
            unit = Unit.objects.filter(pk=unit_id, active=True).first()
            if unit is None:
                raise NotFound
            if not estate.community.path.startswith(unit.path):
                raise Invalid(fields={"unit_id": _("This unit serves another area.")})
        estate.property_unit_id = unit_id
        estate.save(update_fields=["property_unit"])
        renew(HOUSES)
        journal.record(
            kind="estate.property_set",
            stream=f"estate:{estate.pk}",
            by=by,
            path=estate.community.path,
            data={"unit": unit_id},
        )
        return estate
