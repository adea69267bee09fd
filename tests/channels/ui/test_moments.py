"""Dates and times as people say them."""

from datetime import UTC, date, timedelta

import pytest
from tests.factories.moments import SATURDAY, china

from linli.channels.ui.moments import ago_words, day_words, long_day, moment_words
from linli.kernel import clock


@pytest.fixture(autouse=True)
def saturday_afternoon():
    with clock.at(SATURDAY):
        yield


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (china(2026, 11, 21, 9, 5), "今天 09:05"),
        (china(2026, 11, 20, 18, 20), "昨天 18:20"),
        (china(2026, 11, 22, 8, 30), "明天 08:30"),
        (china(2026, 11, 14, 14, 5), "11 月 14 日 14:05"),
        (china(2025, 3, 2, 14, 5), "2025 年 3 月 2 日 14:05"),
    ],
)
def test_a_moment_in_words(moment, words):
    assert moment_words(moment) == words


def test_a_moment_is_shown_on_china_s_clocks_wherever_it_was_written():
    assert moment_words(china(2026, 11, 21, 0, 10).astimezone(UTC)) == "今天 00:10"


def test_a_day_alone_has_no_hour():
    assert moment_words(date(2026, 11, 21)) == "今天"
    assert day_words(date(2026, 12, 1)) == "12 月 1 日"
    assert long_day(date(2026, 11, 21)) == "11 月 21 日 星期六"


def test_within_the_hour_it_is_said_how_long_ago():
    assert ago_words(SATURDAY - timedelta(seconds=20)) == "刚刚"
    assert ago_words(SATURDAY - timedelta(minutes=35)) == "35 分钟前"
    assert ago_words(SATURDAY - timedelta(hours=2)) == "今天 12:05"
