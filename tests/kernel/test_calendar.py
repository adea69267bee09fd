"""Working time as people in China count it."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.factories.moments import china

from linli.kernel.calendar import UNITS, WorkCalendar, is_national_workday, known
from linli.kernel.clock import CHINA

OFFICE = WorkCalendar()


class TestDays:
    def test_make_up_workdays_work_and_holidays_rest(self):
        assert is_national_workday(date(2026, 10, 10)), "a Saturday that makes up for the national holiday"
        assert not is_national_workday(date(2026, 10, 1))
        assert not is_national_workday(date(2026, 9, 25)), "Mid-Autumn, a Friday"
        assert not is_national_workday(date(2026, 11, 21)), "an ordinary Saturday"

    def test_years_not_announced_fall_back_to_weekdays_and_say_so(self):
        assert known(2026)
        assert not known(2031)
        assert is_national_workday(date(2031, 10, 1)), "a Wednesday: the holiday is not known yet"
        assert not is_national_workday(date(2031, 10, 4))

    def test_an_area_has_its_own_exceptions(self):
        market_day, fair = date(2026, 11, 21), date(2026, 11, 23)
        calendar = WorkCalendar(exceptions={market_day: True, fair: False})
        assert calendar.is_workday(market_day)
        assert not calendar.is_workday(fair)
        assert calendar.add(china(2026, 11, 20, 17), 120, "wmin") == china(2026, 11, 21, 9, 30)

    def test_open_from_opening_up_to_closing(self):
        assert OFFICE.is_open(china(2026, 11, 20, 8, 30))
        assert not OFFICE.is_open(china(2026, 11, 20, 18, 0))
        assert not OFFICE.is_open(china(2026, 11, 21, 12, 0))

    def test_a_calendar_that_never_works_is_refused_with_words(self):
        start = china(2026, 11, 20, 9)
        never = WorkCalendar(exceptions={start.date() + timedelta(days=n): False for n in range(-1, 500)})
        with pytest.raises(ValueError, match="no working day"):
            never.add(start, 1, "wd")

    @pytest.mark.parametrize(("opens", "closes"), [(600, 600), (700, 600), (-1, 600), (0, 1441)])
    def test_hours_that_make_no_sense_are_refused(self, opens: int, closes: int):
        with pytest.raises(ValueError, match="opens before it closes"):
            WorkCalendar(opens=opens, closes=closes)


class TestLimits:
    def test_working_minutes_run_over_the_weekend(self):
        assert OFFICE.add(china(2026, 11, 20, 17, 30), 60, "wmin") == china(2026, 11, 23, 9, 0)

    def test_used_up_at_closing_ends_at_closing(self):
        assert OFFICE.add(china(2026, 11, 20, 17, 0), 60, "wmin") == china(2026, 11, 20, 18, 0)

    def test_reported_at_night_counts_from_opening(self):
        assert OFFICE.add(china(2026, 11, 23, 23, 40), 30, "wmin") == china(2026, 11, 24, 9, 0)

    @pytest.mark.parametrize(
        ("start", "days", "end"),
        [
            (china(2026, 11, 20, 10, 15), 1, china(2026, 11, 23, 10, 15)),   # Friday: the same time on Monday
            (china(2026, 11, 21, 9, 0), 1, china(2026, 11, 23, 18, 0)),      # Saturday: until Monday closes
            (china(2026, 11, 20, 20, 0), 1, china(2026, 11, 23, 18, 0)),     # after closing: until closing
            (china(2026, 11, 20, 6, 0), 1, china(2026, 11, 23, 8, 30)),      # before opening: until opening
            (china(2026, 11, 16, 9, 0), 5, china(2026, 11, 23, 9, 0)),
            (china(2026, 9, 30, 9, 0), 3, china(2026, 10, 10, 9, 0)),        # the holiday week and its make-up Saturday
        ],
    )
    def test_working_days_end_on_the_nth_day_at_the_same_time(self, start, days, end):
        assert OFFICE.add(start, days, "wd") == end

    def test_calendar_days_and_minutes_run_through(self):
        assert OFFICE.add(china(2026, 11, 20, 17), 2, "d") == china(2026, 11, 22, 17)
        assert OFFICE.add(china(2026, 11, 20, 23), 120, "min") == china(2026, 11, 21, 1)

    def test_water_and_power_work_round_the_clock(self):
        always = WorkCalendar(round_the_clock=True)
        assert always.add(china(2026, 11, 21, 23), 120, "wmin") == china(2026, 11, 22, 1)
        assert always.add(china(2026, 11, 21, 23), 1, "wd") == china(2026, 11, 22, 23)
        assert always.elapsed(china(2026, 11, 21, 23), china(2026, 11, 22, 1), "wd") == 120

    def test_a_limit_of_nothing_ends_at_once_and_a_negative_one_is_refused(self):
        night = china(2026, 11, 21, 3)
        assert OFFICE.add(night, 0, "wmin") == night
        with pytest.raises(ValueError, match="not negative"):
            OFFICE.add(night, -1, "min")

    def test_unknown_units_are_refused(self):
        with pytest.raises(ValueError, match="unknown unit"):
            OFFICE.add(china(2026, 11, 20), 1, "weeks")
        with pytest.raises(ValueError, match="unknown unit"):
            OFFICE.elapsed(china(2026, 11, 20), china(2026, 11, 21), "weeks")

    def test_elapsed_days_are_given_in_minutes_of_their_own_counting(self):
        friday, monday = china(2026, 11, 20, 17, 0), china(2026, 11, 23, 9, 0)
        assert OFFICE.elapsed(friday, monday, "wd") == OFFICE.elapsed(friday, monday, "wmin") == 90
        assert OFFICE.elapsed(friday, monday, "d") == OFFICE.elapsed(friday, monday, "min") == 64 * 60
        assert OFFICE.elapsed(monday, friday, "min") == 0


moments = st.datetimes(
    china(2025, 1, 1).replace(tzinfo=None), china(2028, 1, 1).replace(tzinfo=None), timezones=st.just(CHINA)
)
hours = st.tuples(st.integers(0, 1438), st.integers(1, 1440)).filter(lambda pair: pair[0] < pair[1])
exceptions = st.dictionaries(st.dates(date(2025, 1, 1), date(2028, 1, 1)), st.booleans(), max_size=20)
calendars = st.builds(lambda pair, days: WorkCalendar(*pair, days), hours, exceptions)


@given(calendars, moments, st.integers(0, 3000))
@settings(max_examples=150, deadline=None)
def test_elapsed_undoes_add_in_working_minutes(calendar: WorkCalendar, start, minutes: int):
    if calendar.closes - calendar.opens < 30:
        minutes %= 60
    assert calendar.elapsed(start, calendar.add(start, minutes, "wmin"), "wmin") == minutes
    assert calendar.elapsed(start, calendar.add(start, minutes, "min"), "min") == minutes


@given(calendars, moments, moments, st.integers(0, 40), st.sampled_from(UNITS))
@settings(max_examples=150, deadline=None)
def test_who_asks_earlier_is_never_due_later(calendar: WorkCalendar, one, other, value: int, unit: str):
    early, late = sorted((one, other))
    assert calendar.add(early, value, unit) <= calendar.add(late, value, unit)


@given(calendars, moments, st.integers(0, 40), st.integers(0, 40), st.sampled_from(UNITS))
@settings(max_examples=150, deadline=None)
def test_a_longer_limit_never_ends_earlier(calendar: WorkCalendar, start, one: int, other: int, unit: str):
    short, long = sorted((one, other))
    assert start <= calendar.add(start, short, unit) <= calendar.add(start, long, unit)


@given(calendars, moments, st.integers(1, 30))
@settings(max_examples=100, deadline=None)
def test_working_days_end_inside_the_hours_of_a_working_day(calendar: WorkCalendar, start, days: int):
    end = calendar.add(start, days, "wd").astimezone(CHINA)
    minute = end.hour * 60 + end.minute
    at_midnight = calendar.closes == 1440 and minute == 0 and not calendar.is_workday(end.date())
    assert calendar.is_workday(end.date() - timedelta(days=1) if at_midnight else end.date())
    assert calendar.opens <= minute <= calendar.closes or minute == 0


@given(calendars, moments, moments, moments, st.sampled_from(UNITS))
@settings(max_examples=100, deadline=None)
def test_elapsed_adds_up_to_the_minute(calendar: WorkCalendar, a, b, c, unit: str):
    first, second, third = sorted((a, b, c))
    parts = calendar.elapsed(first, second, unit) + calendar.elapsed(second, third, unit)
    assert parts <= calendar.elapsed(first, third, unit) <= parts + 1
