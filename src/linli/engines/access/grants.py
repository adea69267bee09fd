"""Roles that come from appointments: read anew each time, so that an ended appointment gives nothing from that day on.

The tables lie in `engines.territory`; they are reached through the relations of the account.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import F, Q, Value

from linli.engines.access.models import Account
from linli.kernel import clock
from linli.kernel.actor import Grant

_COLUMNS = {
    "roles": "post__roles",
    "post_code": "post__code",
    "held_path": "path",
    "area": "area_id",
    "unit": "unit_id",
    "building": "building_id",
    "appointment": "id",
    "scope": "programme",
}


def _holds(prefix: str, day: date) -> Q:
    """Say which rows with a term (`starts`; `ends`, the first day after it) hold on the day."""
    open_end = Q(**{f"{prefix}ends__isnull": True}) | Q(**{f"{prefix}ends__gt": day})
    return Q(**{f"{prefix}starts__lte": day}) & open_end


def _rows(
    day: date, *, accounts: Iterable[int] | None = None, paths: Iterable[str] | None = None
) -> list[dict[str, Any]]:
    """Return what is held on the day, by own appointments and stood-in ones, in one query."""
    chosen = Q(is_active=True) if accounts is None else Q(is_active=True, pk__in=list(accounts))
    held, lent = _holds("appointments__", day), _holds("stand_ins__", day) & _holds("stand_ins__appointment__", day)
    if paths is not None:
        held &= Q(appointments__path__in=list(paths))
        lent &= Q(stand_ins__appointment__path__in=list(paths))
    own_rows = (
        Account.objects.filter(chosen & held)
        .order_by()
        .annotate(**{name: F(f"appointments__{column}") for name, column in _COLUMNS.items()}, lent=Value(value=False))
    )
    lent_rows = (
        Account.objects.filter(chosen & lent)
        .order_by()
        .annotate(
            **{name: F(f"stand_ins__appointment__{column}") for name, column in _COLUMNS.items()},
            lent=Value(value=True),
        )
    )
    names = ("pk", *_COLUMNS, "lent")
    return list(own_rows.values(*names).union(lent_rows.values(*names), all=True))


def _grants(row: dict[str, Any]) -> list[Grant]:
    return [
        Grant(
            role=role,
            path=row["held_path"],
            post=row["post_code"],
            area_id=row["area"],
            unit_id=row["unit"],
            building_id=row["building"],
            appointment_id=row["appointment"],
            programme=row["scope"],
            stand_in=bool(row["lent"]),
        )
        for role in row["roles"]
    ]


def _by_account(rows: Iterable[dict[str, Any]]) -> dict[int, tuple[Grant, ...]]:
    found: dict[int, list[Grant]] = {}
    for row in rows:
        found.setdefault(row["pk"], []).extend(_grants(row))
    return {
        account: tuple(sorted(grants, key=lambda g: (g.stand_in, g.path, g.appointment_id or 0, g.role)))
        for account, grants in found.items()
    }


def grants_of_many(accounts: Iterable[int], *, on: date | None = None) -> dict[int, tuple[Grant, ...]]:
    """Return the grants of each account on a day (default: today), in one query; accounts without any are left out."""
    return _by_account(_rows(on or clock.today(), accounts=accounts))


def grants_of(account_id: int, *, on: date | None = None) -> tuple[Grant, ...]:
    """Return the grants of one account on a day (default: today), in one query."""
    return grants_of_many([account_id], on=on).get(account_id, ())


def holders_at(paths: Iterable[str], *, on: date | None = None) -> dict[int, tuple[Grant, ...]]:
    """Return the grants held at exactly these areas, by account, in one query."""
    return _by_account(_rows(on or clock.today(), paths=paths))
