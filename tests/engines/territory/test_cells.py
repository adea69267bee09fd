"""What stands in cells: dates in the ways people write them, numbers, lists."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.engines.territory.imports.cells import Refused, date_of, list_of, number_of, position_of, text_of, whole_of

DAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-21", "2026/11/21", "20261121", "2026年11月21日", "2026 年 11 月 21 日", "2026.11.21",
        "２０２６－１１－２１", 46347, 46347.0, "46347", 20261121, 20261121.0, "2026-11-21 08:05",
        "2026-11-21T08:05:00",
        DAY, datetime(2026, 11, 21, 8, 5),  # noqa: DTZ001  as spreadsheets have it
        "21.11.2026", "11/21/2026",
    ],
)  # fmt: skip
def test_a_date_in_every_usual_form(written):
    assert date_of(written) == DAY


@given(st.dates(date(1955, 1, 1), date(2118, 1, 1)))
def test_every_day_is_read_back(day):
    for text in (f"{day:%Y-%m-%d}", f"{day:%Y/%m/%d}", f"{day:%Y%m%d}", f"{day.year}年{day.month}月{day.day}日"):
        assert date_of(text) == day
    assert date_of((day - date(1899, 12, 30)).days) == day
    assert date_of(float((day - date(1899, 12, 30)) / timedelta(days=1))) == day


@pytest.mark.parametrize(
    "written", ["05.06.2026", "5/6/2026", "2026-13-01", "2026-02-30", "明天", "2026-11", "3", "", "26-11-21", None]
)
def test_a_date_that_is_unclear_is_refused_with_the_reason(written):
    with pytest.raises(Refused) as refused:
        date_of(written)
    assert refused.value.why


def test_two_readings_that_agree_are_no_doubt():
    assert date_of("06.06.2026") == date(2026, 6, 6)


def test_text_is_made_plain():
    assert text_of("　３号楼　 ") == "3号楼"
    assert text_of(3.0) == "3"
    assert text_of(None) == ""
    assert text_of(True) == "1"


def test_numbers():
    assert number_of("1,234.5") == 1234.5
    assert whole_of("6层") == 6
    assert whole_of(24.0) == 24
    for wrong in ("六", "-3", "2.5", "100001"):
        with pytest.raises(Refused):
            whole_of(wrong)


def test_a_place_in_one_cell():
    assert position_of("102.19，38.52") == (102.19, 38.52)
    assert position_of("(102.19 38.52)") == (102.19, 38.52)
    with pytest.raises(Refused):
        position_of("102.19")


def test_a_list_in_one_cell():
    assert list_of("1、2, 3；4") == ["1", "2", "3", "4"]
    assert list_of(None) == []
