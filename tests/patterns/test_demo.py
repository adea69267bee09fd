"""The invented county in the database: built through the verbs, every state reached, the same for a seed."""

from collections import Counter
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction

from linli.channels.console.eventwords import words_of
from linli.engines.access import public as access
from linli.engines.cases import public as cases
from linli.engines.cases.models import Case
from linli.engines.journal import public as journal
from linli.engines.ledger import public as ledger
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import SYSTEM
from linli.patterns import demo
from linli.patterns import public as patterns
from linli.patterns.demo.build import plan_year
from linli.patterns.demo.rhythm import year
from linli.programmes.volunteers import public as volunteers

UNTIL = datetime(2026, 11, 20, 15, 30, tzinfo=clock.CHINA)
BELIEVABLE = {
    "response": (0.84, 0.99),
    "resolution": (0.88, 0.98),
    "satisfaction": (0.72, 0.93),
    "on_time": (0.8, 0.97),
    "settled": (0.5, 0.95),
}
Built = dict[str, Any]


def build(seed: int = 1, number: int = 60) -> Built:
    """Build a small county and return what there is to see of it."""
    patterns.load(patterns.default_pattern())
    world = demo.build(seed=seed, cases=number, until=UNTIL)
    rows = cases.search(SYSTEM, size=200).items
    return {"world": world, "rows": rows}


def digest(built: Built) -> list[tuple[object, ...]]:
    return [(row.number, row.state, row.text, row.place, row.assignee_name, row.people) for row in built["rows"]]


@pytest.fixture
def county(db: None, settings: Any, tmp_path: Any) -> Built:
    settings.MEDIA_ROOT = tmp_path
    return build(number=600)


def test_a_small_county_has_a_case_in_every_state_and_staff_at_work(county):
    states = Counter(row.state for row in county["rows"])
    assert set(states) == set(cases.State.values), states
    assert county["world"].refused == []
    with clock.at(UNTIL):
        _every_sign_in_finds_work(county)
        _one_problem_seven_people(county)
        _nothing_is_left_undelivered()
        _every_event_has_words()
        _posts_are_filled_but_for_a_few()
        _rates_are_as_counties_publish_them()
        _little_is_late()
        _the_last_week_is_a_week(county["world"])


def _every_sign_in_finds_work(county: Built) -> None:
    signs = county["world"].cast.staff.signs
    for row in demo.SIGN_INS:
        account = get_user_model().objects.get(username=row.username)
        assert account.check_password(demo.PASSWORD)
        assert account.invented
        assert not account.password_is_temporary
    for username in ("gridleader", "worker", "handler"):
        todo = cases.todo(access.actor_of(signs[username], second_factor=True))
        assert len(todo.late) + len(todo.today) + len(todo.new) + len(todo.later) >= 4, username
    assert cases.desk_list(access.actor_of(signs["street"], second_factor=True), cases.CaseFilter(), None).items
    assert len(cases.followed(access.actor_of(signs["resident"]))) >= 6


def _one_problem_seven_people(county: Built) -> None:
    assert max(row.people for row in county["rows"]) == 7


def _nothing_is_left_undelivered() -> None:
    assert journal.deliver_due(limit=10) == 0
    assert journal.dead_letters(SYSTEM) == []
    assert journal.verify() == []
    assert ledger.verify() == []


def _every_event_has_words() -> None:
    kinds = set(journal.Event.objects.values_list("kind", flat=True).distinct())
    assert sorted(kind for kind in kinds if words_of(kind) == kind) == []


def _posts_are_filled_but_for_a_few() -> None:
    path = territory.county().path
    missing = territory.vacancy_counts(path)
    assert 0 < missing["building_head"] < 60
    assert sum(missing.values()) < 80
    assert territory.overloads(path)


def test_another_practice_fills_its_own_posts(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    patterns.load(patterns.shipped()["chengkou"])
    demo.build(cases=30)
    assert territory.county().name == "巴岭县"
    missing = territory.vacancy_counts(territory.county().path)
    assert missing.get("grid_unit_contact", 0) == missing.get("fund_member", 0) == 0
    assert next(item.name for item in volunteers.schemes()[0].items) == "四点半托管"


def test_the_same_seed_lives_the_same_year(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    seen = []
    for _turn in range(2):
        with transaction.atomic():
            seen.append(digest(build()))
            transaction.set_rollback(True)
        territory.forget_caches()
    assert seen[0] == seen[1]


def _rates_are_as_counties_publish_them() -> None:
    """The cases pinned to the last days, few among 3,200, are many here: they are left out, and the bounds are wide."""
    since, until = (UNTIL - timedelta(days=365)).date(), (UNTIL - timedelta(days=14)).date()
    seen = cases.figures(SYSTEM, territory.county().path, since, until)
    for name, (low, high) in BELIEVABLE.items():
        value = seen.rates[name].raw_value
        assert value is not None
        assert low <= value <= high, (name, value)


def _little_is_late() -> None:
    still_open = Case.objects.exclude(state__in=cases.ENDED)
    late = still_open.filter(due_at__lt=UNTIL)
    assert 1 <= late.count() <= still_open.count() // 4
    assert late.filter(due_at__lt=UNTIL - timedelta(days=30)).count() <= 2


def _the_last_week_is_a_week(world: Any) -> None:
    """Plan the whole year of the demo without living it: what is pinned to its end makes no heap there."""
    random = Random(1)
    days = year(UNTIL - timedelta(days=365), UNTIL, random)
    plans, _groups = plan_year(world, days, 3200, random)
    weeks = Counter((UNTIL - plan.at).days // 7 for plan in plans)
    usual = sum(weeks[number] for number in range(1, 9)) / 8
    assert 0.5 * usual < weeks[0] < 1.3 * usual
