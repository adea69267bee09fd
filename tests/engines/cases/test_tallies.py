"""Figures from cases counted beforehand are those of counting every case, at any moment and after any change."""

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.cases import MORNING, World, a_case
from tests.factories.rows import some_cases

from linli.engines.cases import figures as direct
from linli.engines.cases import public as cases
from linli.engines.cases.models import Case, Tally, TallyMark
from linli.engines.cases.public import CaseFilter, Figures
from linli.engines.cases.tallies import keeping
from linli.engines.cases.tallies.cells import number_of, signature_of
from linli.kernel import clock
from linli.kernel.actor import SYSTEM

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
ENDS = (
    {"state": "closed", "closed_at": MORNING}, {"state": "handling"}, {"state": "submitted"},
    {"state": "withdrawn"}, {"state": "refused", "exit_code": "outside"},
)  # fmt: skip


def a_life(random: Random) -> dict[str, Any]:
    """Columns of an invented case of this year."""
    at = MORNING - timedelta(days=random.randrange(300), hours=random.randrange(9))
    contacted = at + timedelta(minutes=random.randrange(300)) if random.random() < 0.7 else None
    made: dict[str, Any] = dict(random.choice(ENDS))
    if made["state"] in {"withdrawn", "refused"}:
        made["closed_at"] = at
    return {
        **made,
        "submitted_at": at,
        "last_at": at,
        "contact_due_at": random.choice((None, at + timedelta(minutes=120), MORNING + timedelta(days=400))),
        "contacted_at": contacted,
        "contact_minutes": random.choice((None, random.randrange(300))),
        "handling_minutes": random.choice((None, random.randrange(9000))),
        "solved": random.choice((None, True, False)),
        "rating": random.choice((None, 1, 3, 5)),
        "on_time": random.choice((None, True, False)),
        "settled_level": random.choice(("", "grid", "street")),
        "unreasonable": random.random() < 0.1,
    }


@pytest.fixture
def lived(world: World) -> World:
    random = Random(5)
    for number in range(240):
        some_cases(world, 1, grid=number % 2, **a_life(random))
    return world


def both(
    world: World, since: date, until: date, *, path: str = "", level: str = "", category: str = ""
) -> tuple[Figures, Figures]:
    """Return the figures as they are shown, and by counting every case."""
    at = path or world.land.county.path
    shown = cases.figures(SYSTEM, at, since, until, level=level, category=category)
    mark = list(TallyMark.objects.all())
    TallyMark.objects.all().delete()
    counted = cases.figures(SYSTEM, at, since, until, level=level, category=category)
    TallyMark.objects.bulk_create(mark)
    return shown, counted


SPANS = (YEAR, (date(2026, 3, 5), date(2026, 10, 20)), (date(2026, 11, 2), date(2026, 11, 8)), (date(2020, 1, 1),) * 2)


@pytest.mark.parametrize("span", SPANS)
@pytest.mark.parametrize("level", ["", "community", "grid"])
def test_any_time_and_any_level_show_what_counting_would_show(
    lived: World, span: tuple[date, date], level: str
) -> None:
    keeping.rebuild()
    for path in (lived.land.county.path, lived.land.grids[0].path):
        shown, counted = both(lived, *span, path=path, level=level)
        assert shown == counted


@pytest.mark.parametrize("span", SPANS)
@pytest.mark.parametrize("category", ["A", "A01", "A03", "E"])
def test_a_class_and_a_heading_show_what_counting_would_show(
    lived: World, span: tuple[date, date], category: str
) -> None:
    keeping.rebuild()
    whole, _counted = both(lived, *span)
    shown, counted = both(lived, *span, category=category)
    assert shown == counted
    of_class = [row for row in whole.by_category if row.key.startswith(category)]
    assert shown.received.count == sum(row.received or 0 for row in of_class)


def test_a_change_counts_at_once_and_is_counted_anew_later(lived: World) -> None:
    keeping.rebuild()
    today = Tally.objects.filter(span="d", path=lived.land.county.path, first=MORNING.date()).values_list("counts")
    before, kept = cases.figures(SYSTEM, lived.land.county.path, *YEAR).received.count, today.first()
    made = a_case(lived)
    old = Case.objects.filter(state="closed").order_by("submitted_at")[0]
    Case.objects.filter(pk=old.pk).update(rating=2, solved=False, last_at=clock.now())
    shown, counted = both(lived, *YEAR)
    assert shown == counted
    assert shown.received.count == (before or 0) + 1
    assert (made.case.submitted_on, today.first()) == (MORNING.date(), kept), "its day is not counted anew yet"
    keeping.keep(clock.now())
    assert today.first() != kept
    shown, counted = both(lived, *YEAR)
    assert shown == counted
    assert keeping.verify() == []


def test_a_contact_that_becomes_due_while_nothing_happens_counts_as_missed(
    world: World,
) -> None:
    some_cases(world, 30, state="handling", contact_due_at=MORNING + timedelta(hours=2), last_at=MORNING)
    keeping.rebuild()
    with clock.at(MORNING + timedelta(hours=3)):
        shown, counted = both(world, *YEAR)
    assert shown == counted
    assert (shown.response.denominator, shown.response.numerator) == (30, 0)


def test_a_year_is_read_with_few_queries_and_without_the_cases_of_quiet_days(lived: World) -> None:
    with clock.at(MORNING + timedelta(days=30)):
        keeping.rebuild()
        chosen = CaseFilter(path=lived.land.county.path, since=YEAR[0], until=YEAR[1])
        with CaptureQueriesContext(connection) as asked:
            direct._figures(chosen, "grid")
    assert len(asked) <= 6
    assert sum("cases_case" in query["sql"] for query in asked.captured_queries) == 2, "what changed, what is owed"


def test_a_tally_that_was_tampered_with_is_found_and_made_right_by_counting_anew(lived: World) -> None:
    with clock.at(MORNING + timedelta(days=30)):
        keeping.rebuild()
        assert keeping.verify() == []
        day = Tally.objects.filter(span="d").order_by("pk")[0]
        Tally.objects.filter(pk=day.pk).update(counts=b"")
        assert keeping.verify() == [
            f"tally {day.first}: differs from its cases", f"tally {day.first:%Y-%m}: differs from its days"
        ]  # fmt: skip
        assert keeping.rebuild() > 0
        assert keeping.verify() == []


def test_a_clock_that_was_set_back_makes_the_tallies_unusable_instead_of_wrong(lived: World) -> None:
    with clock.at(MORNING + timedelta(days=2)):
        keeping.rebuild()
    assert keeping.mark() is None
    keeping.keep(clock.now())
    assert keeping.mark() is not None


def test_every_signature_comes_back_from_its_number() -> None:
    random = Random(1)
    for number in random.sample(range(166_000), 3000):
        assert number_of(signature_of(number)) == number
