"""Keys and serials are had in one question; nobody gets the same, and what is undone is given out anew."""

from datetime import date

import pytest
from django.db import connection, transaction

from linli.engines.cases.models import Attachment, Category, DaySerial, Kind
from linli.kernel.locks import write
from linli.kernel.reservations import reserve

pytestmark = pytest.mark.django_db(transaction=True)
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def test_serials_of_a_day_go_on_where_they_ended() -> None:
    with write():
        assert reserve({}, days=DaySerial, serials={MONDAY: 2}).serials(MONDAY) == range(1, 3)
        assert reserve({}, days=DaySerial, serials={MONDAY: 3}).serials(MONDAY) == range(3, 6)


def test_several_days_and_tables_are_asked_for_at_once(django_assert_num_queries: object) -> None:
    Kind.objects.create(code="help", name="求助")
    Category.objects.create(code="A", name="环境", words=[])
    questions = 1 if connection.vendor == "postgresql" else 3
    with write(), django_assert_num_queries(questions):  # type: ignore[operator]
        had = reserve({Kind: 2, Category: 1}, days=DaySerial, serials={TUESDAY: 1, MONDAY: 2})
    assert (had.serials(MONDAY), had.serials(TUESDAY)) == (range(1, 3), range(1, 2))
    assert list(had.keys(Kind)) == [Kind.objects.get().pk + 1, Kind.objects.get().pk + 2]
    assert list(had.keys(Category)) == [Category.objects.get().pk + 1]


def test_what_was_undone_leaves_no_gap_in_the_numbers_of_a_day() -> None:
    with write():
        reserve({Attachment: 1}, days=DaySerial, serials={MONDAY: 7})
        transaction.set_rollback(True)
    with write():
        assert reserve({}, days=DaySerial, serials={MONDAY: 1}).serials(MONDAY) == range(1, 2)
