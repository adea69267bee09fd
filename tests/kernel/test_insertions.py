"""New rows of several kinds are written at once and say the same as the ORM, on both databases."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection

from linli.engines.cases.models import Attachment, Category, DaySerial, Kind, Matter, Trace
from linli.engines.journal.models import Event
from linli.kernel import insertions, rows
from linli.kernel.locks import write
from linli.kernel.reservations import reserve

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 11, 21, 6, 5, 7, 123456, tzinfo=UTC)
AWKWARD = 'a "quoted" \\ stroke, %s and %, 😀, 𠮷, {"json": null}\n\ttwo lines; DROP'


def a_photo(key: str) -> Attachment:
    return rows.new(Attachment, key=key * 32, width=4, height=3, size=9, sha256="f" * 64, public=True, at=MOMENT)


def an_event(number: int, data: dict[str, object]) -> Event:
    return rows.new(
        Event, stream="case:1", number=number, kind="case.submit", at=MOMENT, actor_kind="system", data=data, hash="h"
    )


def test_several_kinds_are_written_in_one_go_and_each_is_counted(django_assert_num_queries: object) -> None:
    photos, events = [a_photo("a"), a_photo("b")], [an_event(1, {"n": 1})]
    questions = 1 if connection.vendor == "postgresql" else 2
    with write(), django_assert_num_queries(questions):  # type: ignore[operator]
        assert insertions.write([insertions.of_rows(photos), insertions.of_rows(events)]) == [2, 1]
    assert (Attachment.objects.count(), Event.objects.count()) == (2, 1)


def test_keys_are_known_before_rows_are_written_and_are_the_next_ones() -> None:
    before = rows.add(a_photo("a"))
    photos, events = [a_photo("b"), a_photo("c")], [an_event(1, {})]
    with write():
        reserved = reserve({Attachment: 2, Event: 1})
        reserved.give(photos)
        reserved.give(events)
        keys = [one.pk for one in photos]
        insertions.write([insertions.of_rows(photos), insertions.of_rows(events)])
    assert keys == [before.pk + 1, before.pk + 2]
    assert [one.key[0] for one in Attachment.objects.filter(pk__in=keys).order_by("pk")] == ["b", "c"]
    assert Event.objects.get().pk == events[0].pk
    assert rows.add(a_photo("d")).pk == keys[-1] + 1


def test_reserved_twice_no_key_is_given_twice() -> None:
    first, second = [a_photo("a")], [a_photo("b")]
    with write():
        reserve({Attachment: 1}).give(first)
        reserve({Attachment: 1}).give(second)
        insertions.write([insertions.of_rows(second), insertions.of_rows(first)])
    assert first[0].pk != second[0].pk
    assert Attachment.objects.get(pk=first[0].pk).key == "a" * 32


def test_every_kind_of_value_comes_back_as_the_orm_would_have_written_it() -> None:
    kind = rows.new(Kind, code="long", name="'长期'", milestones=[{"name": AWKWARD, "days": 7, "no": None}])
    matter = rows.new(
        Matter, code="A-1", list_kind="assisting", title=AWKWARD, basis="法", valid_from=date(2026, 1, 2), valid_to=None
    )
    event = an_event(1, {"deep": [1, 2.5, True, None, {"a": AWKWARD}]})
    with write():
        insertions.write([insertions.of_rows([kind]), insertions.of_rows([matter]), insertions.of_rows([event])])
    read = Kind.objects.get()
    assert (read.name, read.milestones) == ("'长期'", [{"name": AWKWARD, "days": 7, "no": None}])
    assert (Matter.objects.get().title, Matter.objects.get().valid_from) == (AWKWARD, date(2026, 1, 2))
    assert Matter.objects.get().valid_to is None
    assert (Event.objects.get().data, Event.objects.get().at) == (event.data, MOMENT)


def test_bytes_and_large_numbers_are_written_as_they_are() -> None:
    sketch = bytes(range(64))
    given = [(-(2**63), 20_000, 1, sketch), (2**63 - 1, 20_000, 1, b"")]
    with connection.constraint_checks_disabled(), write():
        assert insertions.write(
            [insertions.of_tuples("cases_trace", ("key", "day", "case_id", "sketch"), given)]
        ) == [2]
        found = Trace.objects.order_by("key").values_list("key", "sketch")
        assert [(key, bytes(kept)) for key, kept in found] == [(-(2**63), sketch), (2**63 - 1, b"")]
        Trace.objects.all().delete()


def test_what_is_there_already_is_left_out_and_not_counted() -> None:
    rows.add(a_photo("a"))
    with write():
        twice = insertions.of_rows([a_photo("a"), a_photo("b")], unless_there=True)
        assert insertions.write([twice, insertions.of_rows([an_event(1, {})])]) == [1, 1]


def test_what_the_database_refuses_undoes_all_of_it() -> None:
    rows.add(a_photo("a"))
    with pytest.raises(IntegrityError), write():
        insertions.write([insertions.of_rows([an_event(1, {})]), insertions.of_rows([a_photo("a")])])
    assert not Event.objects.exists()


def test_the_first_row_of_a_table_gets_a_key_too() -> None:
    kind = rows.new(Kind, code="help", name="求助")
    category = rows.new(Category, code="A", name="环境", words=[])
    with write():
        reserved = reserve({Kind: 1, Category: 1})
        reserved.give([kind])
        reserved.give([category])
        category.kind_id = kind.pk
        insertions.write([insertions.of_rows([category]), insertions.of_rows([kind])])   # the order makes no difference
    assert Category.objects.get().kind == kind


def test_signs_of_per_cent_in_a_statement_are_left_as_django_leaves_them() -> None:
    with write(), insertions.prepared() as cursor:
        cursor.execute("SELECT 'half: 50 %%', '%%s', %s", ["given"])
        assert cursor.fetchone() == ("half: 50 %", "%s", "given")


def test_keys_that_are_no_numbers_stand_in_the_rows() -> None:
    with write():
        insertions.write([insertions.of_rows([rows.new(DaySerial, day=date(2026, 11, 21), last=4)])])
    assert DaySerial.objects.get().day == date(2026, 11, 21)
