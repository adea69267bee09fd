"""A county's practice is one file (N8): what is wrong in it is said with place, key and what to write instead."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import translation

from linli.patterns import public as patterns

Change = Callable[[str], str]
FOLDER = patterns.default_pattern().parent


@pytest.fixture
def faulty(tmp_path: Path) -> Callable[..., list[patterns.Problem]]:
    """Return a checker of the shipped pattern with words replaced in one of its files."""

    def check(old: str, new: str, *, file: str = "") -> list[patterns.Problem]:
        shutil.copy(FOLDER / "jinchang.toml", tmp_path)
        for folder in ("jinchang", "common"):
            shutil.copytree(FOLDER / folder, tmp_path / folder, dirs_exist_ok=True)
        path = tmp_path / (file or file_with(old))
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        with translation.override("en"):
            return patterns.check(tmp_path / "jinchang.toml")

    return check


def file_with(words: str) -> str:
    """Return the first file of the shipped pattern that has these words."""
    names = ["jinchang.toml", *(f"common/{name}.toml" for name in ("posts", "kinds", "rules"))]
    return next(name for name in names if words in (FOLDER / name).read_text("utf-8"))


def line_of(file: str, words: str) -> int:
    text = (FOLDER / file).read_text("utf-8")
    return text[: text.index(words)].count("\n") + 1


@pytest.mark.parametrize("code", ["jinchang", "xixian", "chengkou"])
def test_the_shipped_patterns_have_no_fault(code):
    assert patterns.check(patterns.shipped()[code]) == []


def test_the_default_comes_first_and_a_file_of_ones_own_is_found_by_its_way():
    assert next(iter(patterns.shipped())) == "jinchang"
    assert patterns.named("xixian").name == "xixian.toml"
    assert patterns.named("") == patterns.default_pattern()
    assert patterns.named("/somewhere/own.toml") == Path("/somewhere/own.toml")


def test_a_wrong_key_is_named_with_its_line_and_the_right_one(faulty):
    old = "household_limit = 100"
    problems = faulty(old, "houshold_limit = 100")
    assert [problem.key for problem in problems] == ["posts[5].houshold_limit"]
    assert problems[0].line == line_of("jinchang.toml", old)
    assert "Did you mean “household_limit”?" in problems[0].message


def test_an_unknown_role_is_named_with_the_nearest(faulty):
    problems = faulty('roles = ["checker", "figures"]', 'roles = ["checkr", "figures"]')
    assert "“checkr” is not known here" in problems[0].message
    assert "“checker”" in problems[0].message


def test_an_unknown_kind_of_unit_is_found_in_the_included_file(faulty):
    problems = faulty('handler = "property"', 'handler = "propperty"', file="common/classes.toml")
    assert problems[0].file == "common/classes.toml"
    assert problems[0].line == line_of("common/classes.toml", 'handler = "property"')
    assert "Did you mean “property”?" in problems[0].message


def test_a_limit_without_source_is_refused(faulty):
    problems = faulty('within = "1 工作日"\nsource = "@whistle"', 'within = "1 工作日"')
    assert problems[0].key == "limits[3]"
    assert "“source” is missing" in problems[0].message


def test_a_source_that_is_referred_to_must_be_there(faulty):
    problems = faulty('source = "@whistle"', 'source = "@wistle"')
    assert "[sources] has no “wistle”" in problems[0].message


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('finish = "24 时"', 'finish = "一天"', "is no span of time"),
        ('kind = "complaint"', 'kind = "complain"', "There is no kind of request “complain”"),
        ('privacy = "public"', 'privacy = "open"', "“open” is not known here"),
        ('code = "A02"', 'code = "A01"', "used twice"),
        ('code = "A02"', 'code = "Z02"', "must begin with that of a class"),
    ],
)
def test_faults_of_classes(faulty, old, new, said):
    problems = faulty(old, new, file="common/classes.toml")
    assert any(said in problem.message for problem in problems), problems


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('target = "unit:police"', 'target = "unit:polis"', "There is no kind of unit “polis”"),
        ('target = "post:community_worker"', 'target = "post:worker"', "There is no post “worker”"),
        ('target = "duty"', 'target = "somewhere"', "is no target"),
        ('grid = "grid_leader"', 'grid = "grid_lead"', "There is no post “grid_lead”"),
        ('categories = ["I01"]', 'categories = ["X9"]', "No class begins with “X9”"),
        ("grid_households = [300, 650]", "grid_households = [650, 300]", "the least"),
        ('name = "着火冒烟先打 119"', 'name = "被骗了马上止付"', "is here already"),
    ],
)
def test_faults_of_rules_posts_and_areas(faulty, old, new, said):
    problems = faulty(old, new)
    assert any(said in problem.message for problem in problems), problems


def test_matters_are_counted_against_what_the_list_says(faulty):
    problems = faulty("count = 53", "count = 52", file="jinchang/matters.toml")
    assert "says 52 matters, but 53 stand" in problems[0].message


def test_a_reply_for_an_unknown_step_or_placeholder_is_refused(faulty):
    file = "common/replies.toml"
    assert "There is no step “takes”" in faulty('verb = "take"', 'verb = "takes"', file=file)[0].message
    assert "{numer}" in faulty("编号 {number}", "编号 {numer}", file=file)[0].message


def test_what_is_no_toml_is_said_with_its_line(faulty):
    problems = faulty('code = "jinchang"', "code = jinchang")
    assert len(problems) == 1
    assert problems[0].line == line_of("jinchang.toml", 'code = "jinchang"')


def test_files_that_are_missing_too_far_away_or_no_text(faulty, tmp_path):
    assert "There is no such file" in faulty("common/units.toml", "common/unitz.toml")[0].message
    assert "beside this file" in faulty("common/units.toml", "../units.toml")[0].message
    (tmp_path / "jinchang.toml").write_bytes("编码 = '国标'".encode("gb18030"))
    with translation.override("en"):
        assert "UTF-8" in patterns.check(tmp_path / "jinchang.toml")[0].message
        assert "no such file" in patterns.check(tmp_path / "nowhere.toml")[0].message


def test_a_rule_that_is_never_reached_is_only_remarked(faulty):
    late = '[[rules]]\nname = "晚了"\ntarget = "duty"\nreason = "看不到"\nsource = "@county"\n\n'
    last = 'reason = "按分类建议通常的承办单位，派单员确认。"\nsource = "@county"\n'
    problems = faulty(last, f"{last}\n{late}")
    assert [problem.level for problem in problems] == ["warning"]


def test_faults_are_told_in_chinese(faulty, tmp_path):
    faulty('roles = ["checker", "figures"]', 'roles = ["checkr", "figures"]')
    with translation.override("zh-hans"):
        said = str(patterns.check(tmp_path / "jinchang.toml")[0])
    assert "行" in said
    assert "您是不是" in said or "是不是" in said
