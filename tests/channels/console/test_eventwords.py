"""Every kind of event that the program writes has words on the page of the journal; nobody reads codes there."""

import re
from pathlib import Path

import pytest

import linli
from linli.channels.console.eventkinds import STEPS, WORDS
from linli.channels.console.eventwords import DETAILS, UNSHOWN, _is_shown, _said, words_of
from linli.engines.cases.public import STEPS as CASE_STEPS

SOURCE = Path(linli.__file__).parent
WRITTEN = re.compile(r"""kind=f?["']([a-z_]+\.[a-z_{}]+)["']""")


def written() -> set[str]:
    """Return the kinds as they stand in the source, and the verbs of each table of steps."""
    files = [one for part in ("engines", "programmes", "patterns") for one in (SOURCE / part).rglob("*.py")]
    plain = {kind for file in files for kind in WRITTEN.findall(file.read_text("utf-8")) if "{" not in kind}
    steps = {f"{family}.{verb}" for family, table in STEPS.items() for verb in table}
    taxonomy = (SOURCE / "engines" / "cases" / "verbs" / "define.py").read_text("utf-8")
    plain |= {f"taxonomy.{what}" for what in re.findall(r'written\("([a-z_]+)"', taxonomy)}
    return plain | steps | {f"case.{verb}" for verb in CASE_STEPS}


def test_every_kind_that_is_written_has_words() -> None:
    found = written()
    assert len(found) > 120
    assert sorted(kind for kind in found if words_of(kind) == kind) == []


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("order.take", "已接单"),
        ("wish.claim", "已认领"),
        ("donation.give", "提出捐赠"),
        ("need.say", "听到需求"),
        ("street.walk", "巡查一次"),
        ("lists.publish", "公布当月清单"),
    ],
)
def test_orders_wishes_gifts_lists_and_streets_are_told_in_the_countys_language(kind: str, words: str) -> None:
    assert words_of(kind) == words


def test_money_is_told_in_yuan_and_what_is_no_word_is_left_out() -> None:
    assert _said("fen", 326_000) == "3,260.00 元"
    assert not _is_shown("served", [{"account": 1}])
    assert not _is_shown("data", {"a": 1})
    assert not set(DETAILS) & UNSHOWN


def test_no_kind_stands_twice_and_none_is_empty() -> None:
    assert all(str(words) for words in WORDS.values())
    assert not {kind for kind in WORDS if kind.partition(".")[2] in STEPS.get(kind.partition(".")[0], ())}
