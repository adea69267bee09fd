"""Hours of the week in words."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.engines.matching.public import Window
from linli.kernel.errors import Invalid
from linli.programmes.lists.hours import hours_text, restored, stored, windows_of


def test_what_people_write():
    weekdays = tuple(Window(day, 990, 1110) for day in range(5))
    assert windows_of("周一至周五 16:30-18:30") == weekdays
    assert windows_of("工作日16：30到18：30") == weekdays
    assert windows_of("weekdays 16:30-18:30") == weekdays
    assert windows_of("周六、周日 9点-11点") == (Window(5, 540, 660), Window(6, 540, 660))
    assert windows_of("Sat 9:00-11:00; Sun 9:00-11:00") == (Window(5, 540, 660), Window(6, 540, 660))
    assert windows_of("周三") == (Window(2, 0, 0),)
    assert windows_of("") == ()


def test_past_midnight_is_understood():
    assert windows_of("周六 22:00-2:00") == (Window(5, 1320, 120),)
    assert windows_of("每天 20:00-24:00")[0] == Window(0, 1200, 0)


@pytest.mark.parametrize("text", ["下辈子", "周一 25:00-26:00", "周一 9:75-10:00", "周一 9:00-9:00", "9:00-10:00"])
def test_what_cannot_be_read_is_refused(text):
    with pytest.raises(Invalid):
        windows_of(text)


def test_too_many_are_refused():
    with pytest.raises(Invalid):
        windows_of("每天 6:00-7:00；每天 8:00-9:00；每天 10:00-11:00")


windows = st.lists(st.builds(Window, st.integers(0, 6), st.integers(0, 1439), st.integers(0, 1439)), max_size=6)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(windows)
def test_words_read_back_are_the_same(listed):
    kept = tuple(sorted({one for one in listed if one.starts != one.ends or one.starts == 0}))
    assert windows_of(hours_text(kept)) == kept
    assert restored(stored(kept)) == kept
