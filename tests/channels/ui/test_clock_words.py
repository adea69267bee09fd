"""A deadline is said in words; colour only repeats it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.template import engines
from tests.factories.moments import SATURDAY

from linli.channels.ui.clockwords import clock_words, deadline_words
from linli.kernel import clock


@dataclass
class Row:
    state: str = "handling"
    due_at: datetime | None = None
    clock_kind: str = ""
    state_label: str = "办理中"


@pytest.fixture(autouse=True)
def saturday_afternoon():
    with clock.at(SATURDAY):
        yield


@pytest.mark.parametrize(
    ("away", "text", "tone"),
    [
        (timedelta(minutes=-20), "超 20 分", "late"),
        (timedelta(seconds=-5), "超 1 分", "late"),
        (timedelta(hours=-3), "超 3 小时", "late"),
        (timedelta(days=-2, hours=-1), "超 2 天", "late"),
        (timedelta(minutes=40), "还有 40 分", "soon"),
        (timedelta(hours=2, minutes=10), "还有 2 小时", "soon"),
        (timedelta(hours=5), "还有 5 小时", "calm"),
        (timedelta(hours=26), "还有 1 天", "calm"),
        (timedelta(days=9), "还有 9 天", "calm"),
    ],
)
def test_a_clock_says_how_long_is_left_or_how_late_it_is(away, text, tone):
    words = deadline_words(SATURDAY + away)
    assert (words.text, words.tone) == (text, tone)


def test_a_first_contact_says_within_what_time_to_call():
    assert deadline_words(SATURDAY + timedelta(hours=2), "first_contact").text == "2 小时内联系"
    assert deadline_words(SATURDAY + timedelta(minutes=50), "first_contact").text == "还有 50 分"


def test_without_a_running_clock_the_state_is_said():
    assert clock_words(Row()).text == "办理中"
    assert clock_words(Row(state="closed", due_at=SATURDAY, state_label="已办结")).text == "已办结"


def test_the_resident_is_asked_to_confirm_but_a_neighbour_who_follows_is_not():
    done = Row(state="checked", due_at=SATURDAY + timedelta(days=1), state_label="待居民确认")
    assert clock_words(done, reader="resident").text == "请您确认"
    assert clock_words(done, reader="follower").text == "待居民确认"


def test_a_resident_is_not_shown_our_arithmetic_of_being_late():
    late = clock_words(Row(due_at=SATURDAY - timedelta(hours=3)), reader="resident")
    assert (late.text, late.tone) == ("比约定的慢了", "late")


def test_the_filter_writes_words_and_class():
    template = engines["django"].from_string("{{ row|clock }}")
    shown = template.render({"row": Row(due_at=SATURDAY + timedelta(minutes=40))})
    assert shown == '<span class="clock soon">还有 40 分</span>'
