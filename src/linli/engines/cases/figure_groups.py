"""The groups that figures are made of: read from the tallies, or counted from every case."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Substr

from linli.engines.cases.figure_parts import Signature, contact_column, parts_of
from linli.engines.cases.models import Case
from linli.engines.cases.rows import CaseFilter, narrow
from linli.engines.cases.tallies.reading import Groups, groups
from linli.engines.cases.taxonomy import taxonomy


def groups_of(base: CaseFilter, since: date, until: date, depth: int) -> Groups | None:
    """Return the groups from the tallies; of some classes only, how long things took is read from their cases."""
    if not base.category:
        return groups(base.path, since, until, depth)
    known = taxonomy().categories
    classes = frozenset(row.id for row in known if base.category in {row.code, row.parent_code})
    found = groups(base.path, since, until, depth, classes)
    if found is not None:
        cases = narrow(Case.objects.all(), base)
        found.contact = _by_minutes(cases, "contact_minutes")
        found.handling = _by_minutes(cases, "handling_minutes")
    return found


def counted(base: CaseFilter, depth: int) -> Groups:
    """Return the groups of the figures by counting every case; a million takes seconds."""
    cases = narrow(Case.objects.all(), base)
    by_week: dict[date, Counter[str]] = defaultdict(Counter)
    for day, parts in _grouped(cases, "submitted_on").items():
        by_week[day - timedelta(days=day.weekday())].update(parts)
    return Groups(
        weeks=by_week,
        categories=_grouped(cases, "category_id"),
        areas=_grouped(cases.annotate(part=Substr("path", 1, depth)), "part"),
        contact=_by_minutes(cases, "contact_minutes"),
        handling=_by_minutes(cases, "handling_minutes"),
    )


def _by_minutes(cases: QuerySet[Case], column: str) -> list[tuple[int, int]]:
    known = cases.filter(~Q(**{column: None})).order_by()
    return sorted(known.values_list(column).annotate(n=Count("id")))


def _grouped(cases: QuerySet[Case], by: str) -> dict[Any, Counter[str]]:
    """Count every part for each value of a column, in one query: cases of one signature are counted together."""
    rows = cases.order_by().annotate(contact=contact_column()).values_list(by, *Signature._fields)
    groups: dict[Any, Counter[str]] = defaultdict(Counter)
    for value, *signature, count in rows.annotate(n=Count("id")):
        group = groups[value]
        for name in parts_of(Signature(*signature)):
            group[name] += count
    return groups
