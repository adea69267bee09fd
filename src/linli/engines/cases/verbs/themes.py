"""Open a theme, change its plan, and say when the cause is gone."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.engines.access.public import Role
from linli.engines.cases.models import Theme
from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Invalid, NotAllowed, NotFound, Text, WrongState
from linli.kernel.locks import locked_one, write

LEADS = (Role.DISPATCHER, Role.COORDINATOR, Role.SUPERVISOR)
TITLE_LENGTH = 80


def open_theme(
    *,
    title: str,
    area_id: int,
    by: Actor,
    cause: str = "",
    plan: str = "",
    lead_unit_id: int | None = None,
    due_on: date | None = None,
    public: bool = False,
) -> Theme:
    """Open a theme in an area. Raises: NotAllowed, NotFound, Invalid."""
    with write():
        area = territory.area(area_id)
        _require(by, area.path)
        _check(title, lead_unit_id)
        theme = Theme.objects.create(
            title=title.strip(),
            cause=cause.strip(),
            plan=plan.strip(),
            area_id=area.id,
            path=area.path,
            lead_unit_id=lead_unit_id,
            due_on=due_on,
            public=public,
            opened_at=clock.now(),
        )
        _record(theme, "opened", by, {"title": theme.title})
        return theme


def change_theme(
    theme_id: int,
    *,
    by: Actor,
    title: str | None = None,
    cause: str | None = None,
    plan: str | None = None,
    lead_unit_id: int | None = None,
    due_on: date | None = None,
    public: bool | None = None,
    clear: Collection[str] = (),
) -> Theme:
    """Change what is given of a theme; what is left out stays, `clear` takes the day or the leading unit away.

    Raises: NotFound, NotAllowed, WrongState, Invalid.
    """
    with write():
        theme = _unresolved(theme_id, by)
        _check(theme.title if title is None else title, lead_unit_id)
        words = {"title": title, "cause": cause, "plan": plan}
        given: dict[str, Any] = {name: value.strip() for name, value in words.items() if value is not None}
        other = {"lead_unit_id": lead_unit_id, "due_on": due_on, "public": public}
        given |= {name: value for name, value in other.items() if value is not None}
        given |= {name: None for name in ("due_on", "lead_unit_id") if name in clear}
        for name, value in given.items():
            setattr(theme, name, value)
        theme.save()
        _record(theme, "changed", by, {"fields": sorted(given)})
        return theme


def resolve_theme(theme_id: int, *, result: str, by: Actor) -> Theme:
    """Say that the cause is gone: everybody who waits for a case that hangs on it is told the result.

    The cases themselves go on to their own end. Raises: NotFound, NotAllowed, WrongState, Invalid.
    """
    with write():
        theme = _unresolved(theme_id, by)
        if not result.strip():
            raise Invalid(fields={"result": _("Please say what has been done.")})
        theme.result, theme.resolved_at = result.strip(), clock.now()
        theme.save(update_fields=["result", "resolved_at"])
        _record(theme, "resolved", by, {"title": theme.title})
        return theme


def _unresolved(theme_id: int, by: Actor) -> Theme:
    theme = locked_one(Theme.objects.filter(pk=theme_id))
    near = any(theme.path.startswith(grant.path) or grant.path.startswith(theme.path) for grant in by.grants)
    if not near and by.kind is not ActorKind.SYSTEM:
        raise NotFound
    _require(by, theme.path)
    if theme.resolved_at is not None:
        raise WrongState(_("This theme is resolved already."))
    return theme


def _require(by: Actor, path: str) -> None:
    if by.kind is not ActorKind.SYSTEM and not any(by.has(role, path) for role in LEADS):
        raise NotAllowed


def _check(title: str, lead_unit_id: int | None) -> None:
    fields: dict[str, Text] = {}
    if not title.strip():
        fields["title"] = _("Please fill this in.")
    if len(title.strip()) > TITLE_LENGTH:
        fields["title"] = _("At most 80 characters, please.")
    if fields:
        raise Invalid(fields=fields)
    if lead_unit_id is not None:
        territory.unit(lead_unit_id)


def _record(theme: Theme, kind: str, by: Actor, data: dict[str, Any]) -> None:
    journal.record(kind=f"theme.{kind}", stream=f"theme:{theme.pk}", by=by, path=theme.path, data=data)
