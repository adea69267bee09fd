"""Kind and class of a case, from memory."""

from linli.engines.cases.models import Case
from linli.engines.cases.taxonomy import CategoryRow, KindRow, taxonomy


def kind_of(case: Case) -> KindRow:
    """Return the kind of a case."""
    return next(row for row in taxonomy().kinds if row.id == case.kind_id)


def category_of(case: Case) -> CategoryRow | None:
    """Return the class of a case; None while it has none."""
    return taxonomy().category_by_id.get(case.category_id) if case.category_id else None
