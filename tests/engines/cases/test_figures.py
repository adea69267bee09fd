"""Honest figures: numerator, denominator, what was left out, and the cases behind each number."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.factories import access as people
from tests.factories.cases import MORNING, World, a_case
from tests.factories.moments import china
from tests.factories.rows import some_cases
from tests.factories.territory import a_member

from linli.engines.cases import public as cases
from linli.engines.cases.public import Figures, Rate
from linli.kernel import clock
from linli.kernel.actor import SYSTEM
from linli.kernel.errors import Invalid, NotFound

VECTORS = Path(__file__).resolve().parents[4] / "shared/data/vectors.json"
DAY = MORNING.date()
SINCE, UNTIL = date(2026, 11, 1), date(2026, 11, 30)
IN_TIME = {"contacted_at": MORNING, "contact_due_at": MORNING + timedelta(hours=2), "contact_minutes": 30}
TOO_LATE = {"contacted_at": MORNING + timedelta(hours=9), "contact_due_at": MORNING + timedelta(hours=2)}


def counted(world: World, path: str = "", **more: Any) -> Figures:
    return cases.figures(SYSTEM, path or world.land.county.path, SINCE, UNTIL, **more)


def left_out(rate: Rate) -> dict[str, int | None]:
    return {part.key: part.count for part in rate.excluded}


def a_month(world: World) -> None:
    """The month of the worked example: 100 received, 8 left out, 90 of 92 contacted in time, 80 answered."""
    some_cases(world, 1, state="refused", exit_code="emergency")
    some_cases(world, 2, state="refused", exit_code="legal_channel")
    some_cases(world, 3, state="refused", exit_code="in_hand")
    some_cases(world, 2, unreasonable=True, lawful_close=True, solved=False, rating=1, **IN_TIME)
    some_cases(world, 30, solved=True, rating=5, **IN_TIME)
    some_cases(world, 26, solved=True, rating=4, **IN_TIME)
    some_cases(world, 4, solved=True, rating=3, **IN_TIME)
    some_cases(world, 6, solved=False, rating=3, **IN_TIME)
    some_cases(world, 14, solved=False, rating=2, **IN_TIME)
    some_cases(world, 10, **IN_TIME)
    some_cases(world, 2, **TOO_LATE)


def test_the_three_rates_of_the_worked_example(world: World) -> None:
    if not VECTORS.exists():
        pytest.skip("the test vectors are not here")
    wanted = json.loads(VECTORS.read_text(encoding="utf-8"))["three_rates"]
    a_month(world)
    found = counted(world)
    assert (found.received.count, found.valid.count) == (wanted["received"], wanted["valid"])
    assert {part.key: part.count for part in found.excluded} == {
        "excluded:exit_emergency": 1,
        "excluded:exit_legal_channel": 2,
        "excluded:exit_in_hand": 3,
        "excluded:unreasonable": 2,
    }
    assert (found.response.numerator, found.response.denominator) == (wanted["contacted_in_time"], wanted["valid"])
    assert found.response.value == wanted["response_rate"]
    assert (found.resolution.numerator, found.resolution.denominator) == (
        wanted["answered_solved"],
        wanted["callbacks_reached"],
    )
    assert found.resolution.value == wanted["resolution_rate"]
    assert found.satisfaction.numerator == wanted["very_satisfied"] + wanted["satisfied"]
    assert found.satisfaction.value == wanted["satisfaction_rate_top2"]


def test_raw_and_adjusted_stand_side_by_side(world: World) -> None:
    """Two residents who asked for what the law does not give: left out of the adjusted rate, not of the raw one."""
    a_month(world)
    resolution = counted(world).resolution
    assert (resolution.numerator, resolution.denominator) == (60, 80)
    assert (resolution.raw_numerator, resolution.raw_denominator) == (60, 82)
    assert resolution.raw_value == 60 / 82


def test_what_is_left_out_and_what_is_asked_make_up_everything(world: World) -> None:
    a_month(world)
    some_cases(world, 3, state="withdrawn")
    lead = some_cases(world, 1)[0]
    some_cases(world, 4, state="merged", merged_into=lead)
    some_cases(world, 5, state="handling", contact_due_at=MORNING + timedelta(days=90))
    found = counted(world)
    assert found.received.count == 113
    for rate in found.rates.values():
        assert rate.denominator + sum(part.count or 0 for part in rate.excluded) == 113
    assert left_out(found.response)["response:contact_not_due"] == 5
    assert left_out(found.response)["excluded:merged"] == 4
    assert left_out(found.response)["excluded:withdrawn"] == 3


def test_fewer_than_twenty_give_no_value(world: World) -> None:
    some_cases(world, 19, solved=True, rating=5)
    assert (counted(world).resolution.denominator, counted(world).resolution.value) == (19, None)
    some_cases(world, 1, solved=False, rating=1)
    assert counted(world).resolution.value == 0.95


def test_nobody_to_call_is_not_asked_about(world: World) -> None:
    some_cases(world, 20, origin="desk")
    assert counted(world).response.denominator == 0
    assert left_out(counted(world).response) == {"response:no_contact": 20}


def test_a_contact_that_is_overdue_counts_as_missed_before_it_happens(world: World) -> None:
    some_cases(world, 20, state="handling", contact_due_at=MORNING + timedelta(hours=2))
    assert counted(world).response.denominator == 0
    with clock.at(MORNING + timedelta(hours=3)):
        assert (counted(world).response.numerator, counted(world).response.denominator) == (0, 20)


def test_the_share_settled_close_to_home(world: World) -> None:
    for level, number in (("grid", 12), ("community", 6), ("street", 5), ("county", 2)):
        some_cases(world, number, settled_level=level)
    some_cases(world, 3, state="handling")
    settled = counted(world).settled
    assert (settled.numerator, settled.denominator, settled.value) == (18, 25, 0.72)
    assert left_out(settled) == {"settled:not_closed": 3}


def test_done_in_time(world: World) -> None:
    some_cases(world, 15, on_time=True)
    some_cases(world, 5, on_time=False)
    assert counted(world).on_time.value == 0.75


@pytest.mark.parametrize(
    ("minutes", "hours"), [([60] * 10 + [180] * 11, 3.0), ([60] * 10 + [180] * 10, 2.0), ([60] * 19, None)]
)
def test_medians(world: World, minutes: list[int], hours: float | None) -> None:
    for one in minutes:
        some_cases(world, 1, contact_minutes=one, handling_minutes=one * 2)
    found = counted(world)
    assert found.first_contact_hours == hours
    assert found.handling_hours == (hours * 2 if hours else None)


def test_weeks_begin_on_monday_and_empty_ones_show(world: World) -> None:
    some_cases(world, 2, submitted_at=china(2026, 11, 1, 23, 58))
    some_cases(world, 3, submitted_at=china(2026, 11, 2, 0, 1))
    some_cases(world, 4, submitted_at=china(2026, 11, 16, 9))
    assert [(row.key, row.received) for row in counted(world).weeks] == [
        ("2026-10-26", 2),
        ("2026-11-02", 3),
        ("2026-11-09", 0),
        ("2026-11-16", 4),
    ]


def test_days_are_chinas_and_both_ends_count(world: World) -> None:
    some_cases(world, 1, submitted_at=china(2026, 10, 31, 23, 59))
    some_cases(world, 1, submitted_at=china(2026, 11, 1, 0, 0))
    some_cases(world, 1, submitted_at=china(2026, 11, 30, 23, 59))
    some_cases(world, 1, submitted_at=china(2026, 12, 1, 0, 0))
    assert counted(world).received.count == 2


def test_by_class_and_by_area(world: World) -> None:
    some_cases(world, 5, grid=0)
    some_cases(world, 3, grid=1, category="A01")
    some_cases(world, 2, grid=2, category="")
    first, other = world.land.communities
    found = counted(world, world.land.street.path)
    assert [(row.key, row.received) for row in found.by_category] == [("A01", 3), ("A03", 5)]
    assert [(row.name, row.received) for row in found.by_area] == [(first.name, 8), (other.name, 2)]
    grids = counted(world, world.land.street.path, level="grid").by_area
    assert [(row.key, row.received) for row in grids] == [
        (world.land.grids[0].path, 5),
        (world.land.grids[1].path, 3),
        (world.land.grids[2].path, 2),
    ]


def test_every_number_opens_to_exactly_its_cases(world: World) -> None:
    a_month(world)
    some_cases(world, 6, grid=2, category="A01", solved=True, rating=2, on_time=False, settled_level="grid")
    found = counted(world)
    path = world.land.county.path

    def behind(key: str) -> int:
        return len(cases.figure_cases(SYSTEM, path, SINCE, UNTIL, key, size=200).items)

    parts = [found.received, found.valid, found.closed, found.open, *found.excluded]
    for rate in found.rates.values():
        assert behind(f"{rate.name}:numerator") == rate.numerator
        assert behind(f"{rate.name}:denominator") == rate.denominator
        assert behind(f"{rate.name}:missed") == rate.denominator - rate.numerator
        assert behind(f"{rate.name}:raw_numerator") == rate.raw_numerator
        assert behind(f"{rate.name}:raw_denominator") == rate.raw_denominator
        parts += rate.excluded
    for part in parts:
        assert behind(part.key) == part.count
        assert len(cases.search(SYSTEM, "", part.filter, size=200).items) == part.count
    for row in [*found.weeks, *found.by_category, *found.by_area]:
        assert len(cases.search(SYSTEM, "", row.filter, size=200).items) == row.received
    for row in found.by_area:
        rate = row.rates["resolution"]
        assert len(cases.search(SYSTEM, "", rate.missed, size=200).items) == rate.denominator - rate.numerator


def test_keys_of_several_parts(world: World) -> None:
    some_cases(world, 3, grid=0, solved=False)
    some_cases(world, 2, grid=2, solved=False)
    some_cases(world, 1, grid=2, solved=True)
    path = world.land.county.path

    def behind(key: str) -> int:
        return len(cases.figure_cases(SYSTEM, path, SINCE, UNTIL, key).items)

    assert behind(f"area:{world.land.communities[1].path}+resolution:missed") == 2
    assert behind("category:A03") == 6
    assert behind("week:2026-11-16") == 6
    assert behind("week:2026-11-09") == 0
    for wrong in ("resolution:ranking", "week:monday", "area:9999999", "nonsense"):
        with pytest.raises(Invalid):
            behind(wrong)


def test_who_may_read_figures(world: World) -> None:
    street = world.land.street.path
    assert cases.figures(a_member("figures", world.land.street), street, SINCE, UNTIL).received.count == 0
    assert cases.figures(world.street, street, SINCE, UNTIL)
    for stranger in (people.a_resident(), people.a_visitor(), world.worker, world.leader):
        with pytest.raises(NotFound):
            cases.figures(stranger, street, SINCE, UNTIL)
    assert cases.figures(world.worker, world.land.communities[0].path, SINCE, UNTIL)


def test_the_public_sees_no_small_numbers(world: World) -> None:
    some_cases(world, 4, grid=0, state="refused", exit_code="outside")
    some_cases(world, 7, grid=2, category="A01")
    shown = cases.public_figures(world.land.street.path, SINCE, UNTIL)
    assert [(row.received, bool(row.rates)) for row in shown.by_area] == [(None, False), (7, True)]
    assert [(row.key, row.received) for row in shown.by_category] == [("A01", 7), ("A03", None)]
    assert [part.count for part in shown.excluded] == [None]
    assert shown.received.count == 11


def test_a_case_on_its_whole_way_counts(world: World) -> None:
    a_case(world).closed()
    found = counted(world)
    assert (found.received.count, found.closed.count) == (1, 1)
    assert [rate.numerator for rate in found.rates.values()] == [1, 1, 1, 1, 1]


def test_a_time_must_make_sense(world: World) -> None:
    with pytest.raises(Invalid):
        cases.figures(SYSTEM, "", UNTIL, SINCE)
    with pytest.raises(Invalid):
        cases.figures(SYSTEM, "", date(2020, 1, 1), UNTIL)


def test_figures_cost_a_fixed_number_of_queries(world: World, django_assert_max_num_queries: Any) -> None:
    a_month(world)
    counted(world)
    with django_assert_max_num_queries(9):
        counted(world)
