"""Two who change the rules of one area at the very same time, and controls that show the race without the lock."""

from collections.abc import Iterator
from functools import partial

import pytest
from django.db import IntegrityError
from tests.factories import access as people
from tests.factories.cases import MORNING, World, a_world
from tests.factories.together import Meeting, at_once, one_writer, unlocked_one

from linli.engines.cases import public as cases
from linli.engines.cases.models import Rule, RuleSet
from linli.engines.cases.public import RuleInput
from linli.engines.cases.verbs import rulesets
from linli.kernel import clock
from linli.kernel.errors import Busy, NotFound

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    with clock.at(MORNING):
        yield a_world()


class Rules:
    """Two who administer the county, and what they write."""

    def __init__(self, world: World) -> None:
        self.area = world.land.county.pk
        self.first = people.an_administrator(world.land.county)
        self.second = people.an_administrator(world.land.county)

    def rule(self, target: str) -> RuleInput:
        return RuleInput(name=f"到{target}", target=target, reason="测试规则。", area_id=self.area)

    def draft(self, *targets: str) -> int:
        made = cases.draft_rules(area_id=self.area, name="草稿", by=self.first)
        for target in targets:
            cases.put_rule(made.pk, self.rule(target), by=self.first)
        return int(made.pk)

    def published(self, *keys: int) -> list[object]:
        first, second = keys
        return at_once(
            MORNING,
            partial(cases.publish_rules, first, on=clock.today(), by=self.first),
            partial(cases.publish_rules, second, on=clock.today(), by=self.second),
        )


@pytest.fixture
def made(world: World) -> Rules:
    return Rules(world)


def in_force() -> list[str]:
    return list(Rule.objects.order_by("path", "order").values_list("target", flat=True))


def test_one_draft_published_twice_at_once_counts_once(made: Rules) -> None:
    key = made.draft("post:grid_leader", "duty")
    results = made.published(key, key)
    assert len([one for one in results if isinstance(one, NotFound)]) == 1
    assert in_force() == ["post:grid_leader", "duty"]
    assert RuleSet.objects.filter(state="published").count() == 1


def test_of_two_drafts_published_at_once_one_follows_the_other_and_nothing_is_mixed(made: Rules) -> None:
    keys = made.draft("post:grid_leader"), made.draft("duty")
    assert not [one for one in made.published(*keys) if isinstance(one, Exception)]
    last = RuleSet.objects.get(state="published")
    assert in_force() == [rule["target"] for rule in last.rules]
    assert RuleSet.objects.filter(state="earlier").count() == 1


@one_writer
def test_control_without_the_lock_both_want_to_be_the_one_in_force(
    made: Rules, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = made.draft("post:grid_leader"), made.draft("duty")
    meeting, checked = Meeting(2, seconds=15), rulesets._replace
    monkeypatch.setattr(rulesets, "lock_names", lambda _names: None)
    monkeypatch.setattr(rulesets, "_replace", lambda path, rules: (meeting.wait(), checked(path, rules)))
    failed = [one for one in made.published(*keys) if isinstance(one, IntegrityError | Busy)]
    assert len(failed) == 1


def test_an_earlier_set_taken_up_again_by_two_is_in_force_once(made: Rules) -> None:
    first, second = made.draft("post:grid_leader"), made.draft("duty")
    for key in (first, second):
        cases.publish_rules(key, on=clock.today(), by=made.first)
    assert not [one for one in made.published(first, first) if isinstance(one, Exception)]
    assert in_force() == ["post:grid_leader"]
    assert RuleSet.objects.count() == 3  # both earlier ones, and the one that was taken up again


def two_add(made: Rules, monkeypatch: pytest.MonkeyPatch | None = None) -> list[str]:
    key = made.draft()
    if monkeypatch is not None:
        monkeypatch.setattr(rulesets, "locked_one", unlocked_one(Meeting(2, seconds=15)))
    at_once(
        MORNING,
        partial(cases.put_rule, key, made.rule("duty"), by=made.first),
        partial(cases.put_rule, key, made.rule("usual"), by=made.second),
    )
    return [rule["target"] for rule in RuleSet.objects.get(pk=key).rules]


def test_two_add_a_rule_to_one_draft_and_both_are_in_it(made: Rules) -> None:
    assert sorted(two_add(made)) == ["duty", "usual"]


@one_writer
def test_control_without_the_lock_one_rule_is_lost(made: Rules, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(two_add(made, monkeypatch)) == 1
