"""A pattern can be loaded, compared, loaded again (N8): only what differs is written, and nothing is taken away."""

from pathlib import Path

import pytest
from django.utils import translation

from linli.engines.access import public as access
from linli.engines.access.public import Role
from linli.engines.cases import public as cases
from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.kernel.actor import SYSTEM, Actor, ActorKind
from linli.kernel.errors import NotAllowed, WrongState
from linli.patterns import public as patterns

pytestmark = pytest.mark.django_db
SHIPPED = patterns.default_pattern()


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Return a copy of the shipped pattern that a test may change."""
    for path in [SHIPPED, *SHIPPED.parent.glob("common/*.toml"), *SHIPPED.parent.glob("jinchang/*.toml")]:
        copy = tmp_path / path.relative_to(SHIPPED.parent)
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(path.read_text("utf-8"), "utf-8")
    return tmp_path / SHIPPED.name


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def differences_of(path: Path) -> list[patterns.Change]:
    """Return how a file differs from what is in force, but for the rules: these wait until there is a county."""
    return [one for one in patterns.diff(path) if one.section != "rules"]


def test_everything_of_the_file_is_in_force_after_a_load():
    report = patterns.load(SHIPPED)
    assert report.waiting == ["rules"]
    assert len(cases.categories()) == 17 + 102
    assert len(cases.matters("statutory")) == 12
    assert len(cases.matters("assisting")) == 53
    assert len(cases.matters("delegated")) == 36
    assert [kind.code for kind in cases.kinds()][:3] == ["inquiry", "help", "complaint"]
    head = next(post for post in territory.posts() if post.code == "building_head")
    assert head.household_limit == 100
    assert all(limit.source for limit in cases.limits())
    assert cases.usual_posts()["grid"] == "grid_leader"
    loaded = patterns.loaded()
    assert loaded is not None
    assert (loaded.code, loaded.name) == ("jinchang", "金昌做法")


def test_a_second_load_changes_nothing_and_leaves_no_trace():
    patterns.load(SHIPPED)
    before = len(journal.history("pattern"))
    again = patterns.load(SHIPPED)
    assert list(again) == []
    assert differences_of(SHIPPED) == []
    assert len(journal.history("pattern")) == before == 1


def test_rules_wait_for_the_county_and_come_with_it():
    patterns.load(SHIPPED)
    assert cases.rules() == []
    patterns.first_county(name="云泉县", code="629901000000", username="guanli", password="long-enough-1")
    assert next(rule.name for rule in cases.rules()) == "着火冒烟先打 119"
    assert patterns.load(SHIPPED).waiting == []
    assert patterns.diff(SHIPPED) == []


def test_the_first_county_has_an_administrator_and_no_second_one():
    patterns.load(SHIPPED)
    county = patterns.first_county(name="云泉县", code="629901000000", username="guanli", password="long-enough-1")
    held = territory.appointments(SYSTEM, territory.area(county).path)
    assert [row.post_code for row in held] == ["county_administrator"]
    assert access.may(access.actor_of(held[0].account_id), Role.ADMINISTRATOR, territory.area(county).path)


def test_a_rule_for_a_unit_that_is_not_there_yet_shows_as_broken_and_mends_itself():
    patterns.load(SHIPPED)
    county = patterns.first_county(name="云泉县", code="629901000000", username="guanli", password="long-enough-1")
    assert {fault.name for fault in cases.broken_rules(SYSTEM)} == {"被骗了马上止付", "夜里的噪声请派出所"}
    territory.add_unit(kind="police", name="城关派出所", area_id=county, by=SYSTEM)
    assert cases.broken_rules(SYSTEM) == []


def test_a_county_without_a_pattern_cannot_be_set_up():
    with pytest.raises(WrongState):
        patterns.first_county(name="云泉县", code="629901000000", username="guanli", password="long-enough-1")


def test_diff_names_what_a_file_would_change_and_load_writes_just_that(own):
    patterns.load(SHIPPED)
    change(own, 'name = "网格长"', 'name = "网格组长"')
    change(own.parent / "common/classes.toml", 'finish = "24 时"', 'finish = "12 时"')
    differences = differences_of(own)
    assert {(one.section, one.key, one.field) for one in differences} == {
        ("posts", "grid_leader", "name"), ("limits", "handling A01", "within"),
    }
    assert "24 时 → 12 时" in "\n".join(map(str, differences))
    assert len(patterns.load(own)) == 2
    assert differences_of(own) == []
    assert next(post for post in territory.posts() if post.code == "grid_leader").name == "网格组长"


def test_what_the_console_changed_shows_in_the_diff():
    patterns.load(SHIPPED)
    cases.save_limit(
        cases.LimitInput(clock="handling", value=2, unit="wd", source="街道会议", category_code="A03"), by=SYSTEM
    )
    differences = differences_of(SHIPPED)
    assert ("limits", "handling A03", "within") in {(one.section, one.key, one.field) for one in differences}
    patterns.load(SHIPPED)
    assert differences_of(SHIPPED) == []


def test_what_the_file_no_longer_names_stays_and_is_said(own):
    patterns.load(SHIPPED)
    file = own.parent / "common/kinds.toml"
    text = file.read_text("utf-8")
    start = text.index('[[kinds]]\ncode = "service"')
    end = text.index("[[kinds]]", start + 5)
    file.write_text(text[:start] + text[end:], "utf-8")
    classes = own.parent / "common/classes.toml"
    classes.write_text(classes.read_text("utf-8").replace('kind = "service"', 'kind = "help"'), "utf-8")
    report = patterns.load(own)
    assert [(one.section, one.key) for one in report.kept] == [("kinds", "service")]
    assert cases.kind("service").active


def test_a_faulty_file_is_not_loaded_at_all(own):
    change(own, 'roles = ["checker", "figures"]', 'roles = ["checkr", "figures"]')
    with pytest.raises(patterns.FaultyPattern) as refused:
        patterns.load(own)
    assert refused.value.problems
    assert patterns.loaded() is None
    assert territory.posts() == []


def test_only_an_administrator_of_the_county_loads():
    patterns.load(SHIPPED)
    patterns.first_county(name="云泉县", code="629901000000", username="guanli", password="long-enough-1")
    nobody = Actor(kind=ActorKind.STAFF, name="路人", account_id=None)
    limit = cases.LimitInput(clock="handling", value=2, unit="wd", source="会议", category_code="A03")
    cases.save_limit(limit, by=SYSTEM)
    with pytest.raises(NotAllowed):
        patterns.load(SHIPPED, by=nobody)


def test_words_speak_the_readers_language():
    assert patterns.word("grid") == "grid"
    patterns.load(SHIPPED)
    assert patterns.word("grid") == "网格"
    with translation.override("en"):
        assert patterns.word("grid") == "grid"
    assert patterns.word("unheard of") == "unheard of"
