"""Quick reads and writes say the same as the ORM, on both databases."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError

from linli.engines.cases.models import Attachment, Category, DaySerial, Kind, Matter
from linli.kernel import rows
from linli.kernel.errors import NotFound
from linli.kernel.locks import locked_row, write

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 11, 21, 6, 5, 7, 123456, tzinfo=UTC)


def a_photo(key: str = "a" * 32) -> Attachment:
    return Attachment(key=key, width=4, height=3, size=9, sha256="f" * 64, public=True, at=MOMENT)


def test_what_is_added_is_read_back_by_the_orm() -> None:
    made = rows.add(a_photo())
    found = Attachment.objects.get(pk=made.pk)
    assert (found.key, found.public, found.at, found.case_id) == (made.key, True, MOMENT, None)
    assert made._state.adding is False


def test_what_the_orm_wrote_is_read_back() -> None:
    Kind.objects.create(code="long", name="长期", milestones=[{"name": "一", "days": 7}], needs_agreement=True)
    made = Matter.objects.create(
        code="A-1", list_kind="assisting", title="巡查", basis="法", valid_from=date(2026, 1, 2), valid_to=None
    )
    kind = rows.matching(Kind, {"code": "long"})[0]
    assert (kind.milestones, kind.needs_agreement, kind.active) == ([{"name": "一", "days": 7}], True, True)
    found = rows.by_key(Matter, made.pk)
    assert found == made
    assert found is not None
    assert (found.valid_from, found.valid_to) == (date(2026, 1, 2), None)


def test_some_fields_are_written_and_no_others() -> None:
    kind = Kind.objects.create(code="help", name="求助")
    made = Category.objects.create(code="A", name="环境", kind=kind, words=["脏"])
    made.name, made.words, made.kind_id, made.urgency = "环境卫生", ["脏", "乱"], None, "urgent"
    rows.update(made, {"name", "words", "kind"})
    found = Category.objects.get(pk=made.pk)
    assert (found.name, found.words, found.kind_id, found.urgency) == ("环境卫生", ["脏", "乱"], None, "normal")


def test_a_field_that_is_none_is_said_so() -> None:
    made = rows.add(a_photo())
    with pytest.raises(ValueError, match="no such fields"):
        rows.update(made, {"heigth"})


def test_null_is_asked_for_as_null() -> None:
    first = rows.add(a_photo())
    second = rows.add(a_photo("b" * 32))
    assert [one.pk for one in rows.matching(Attachment, {"case_id": None, "public": True})] == [first.pk, second.pk]
    assert rows.matching(Attachment, {"case_id": 7}) == []


def test_the_database_still_says_no() -> None:
    rows.add(a_photo())
    with pytest.raises(IntegrityError), write():
        rows.add(a_photo())


def test_keys_need_not_be_numbers() -> None:
    DaySerial.objects.create(day=date(2026, 11, 21), last=4)
    assert rows.matching(DaySerial, {"last": 4})[0].day == date(2026, 11, 21)


def test_a_row_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound), write():
        locked_row(Attachment, 99)


def test_rows_with_any_of_some_numbers_are_read_at_once() -> None:
    kind = Kind.objects.create(code="help", name="求助")
    other = Kind.objects.create(code="long", name="长期")
    made = [
        Category.objects.create(code=code, name=code, kind=of, words=[])
        for code, of in (("A", kind), ("B", other), ("C", kind), ("D", None))
    ]
    assert rows.among(Category, "kind_id", [kind.pk, other.pk, 0]) == made[:3]
    assert rows.among(Category, "kind_id", [kind.pk, other.pk], code="B") == [made[1]]
    assert rows.among(Category, "kind_id", []) == []


def test_moments_are_written_as_the_orm_writes_them() -> None:
    by_hand, by_orm = rows.add(a_photo()), a_photo("b" * 32)
    by_orm.save()
    assert [one.at for one in Attachment.objects.filter(at=MOMENT)] == [MOMENT, MOMENT]
    assert Attachment.objects.get(pk=by_hand.pk).at == Attachment.objects.get(pk=by_orm.pk).at


def test_no_keys_are_no_rows() -> None:
    assert rows.by_keys(Kind, []) == []
