"""Pages that cost the same however deep."""

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.factories.journal import some_events

from linli.engines.journal.models import Event, Look
from linli.kernel.clock import now
from linli.kernel.errors import Invalid
from linli.kernel.paging import MAX_SIZE, Page, paginate

ORDER = ("-at", "-id")
AT = "2026-11-21T00:00:00+08:00"


def a_look(subject, at):
    return Look(subject=subject, actor_name="林", fields="phone", purpose="x", at=at)


@pytest.fixture
def looks(db: None) -> list[Look]:
    moment = now()
    Look.objects.bulk_create(a_look(f"case:{n}", moment + timedelta(hours=n // 3)) for n in range(23))
    return list(Look.objects.order_by(*ORDER))


def walk(size: int, *, order: tuple[str, ...] = ORDER) -> list[Page[Look]]:
    """Go to the end of the list, page by page."""
    pages = [paginate(Look.objects.all(), order=order, size=size)]
    while pages[-1].next_cursor:
        pages.append(paginate(Look.objects.all(), order=order, cursor=pages[-1].next_cursor, size=size))
    return pages


@pytest.mark.parametrize("size", [1, 5, 22, 23, 24])
def test_every_item_once_and_in_order(looks: list[Look], size: int):
    assert [look for page in walk(size) for look in page.items] == looks


@pytest.mark.parametrize("order", [("at", "id"), ("-at", "id"), ("subject",)])
def test_any_order(looks: list[Look], order: tuple[str, ...]):
    assert [look for page in walk(4, order=order) for look in page.items] == list(Look.objects.order_by(*order))


@pytest.mark.parametrize("size", [1, 4, 23])
def test_back_leads_over_the_same_pages(looks: list[Look], size: int):
    pages = walk(size)
    page, behind = pages[-1], pages[:-1]
    while page.previous_cursor:
        page = paginate(Look.objects.all(), order=ORDER, cursor=page.previous_cursor, size=size)
        assert page.items == behind.pop().items
        assert page.next_cursor
    assert not behind
    assert page.items[0] == looks[0]


def test_the_first_page_has_nothing_before_and_the_last_nothing_after(looks: list[Look]):
    pages = walk(10)
    assert pages[0].previous_cursor is None
    assert pages[-1].next_cursor is None
    assert paginate(Look.objects.none(), order=ORDER) == Page([], None, None)


def test_new_items_do_not_shift_the_pages(looks: list[Look]):
    first = paginate(Look.objects.all(), order=ORDER, size=10)
    a_look("case:99", looks[0].at + timedelta(days=1)).save()
    second = paginate(Look.objects.all(), order=ORDER, cursor=first.next_cursor, size=10)
    assert second.items == looks[10:20]


def test_one_query_and_no_count(looks: list[Look], django_assert_num_queries: Any):
    cursor = walk(5)[2].next_cursor
    with django_assert_num_queries(1) as captured:
        paginate(Look.objects.all(), order=ORDER, cursor=cursor, size=5)
    assert "COUNT" not in captured[0]["sql"]


def test_fields_of_related_models_and_dictionaries(db: None):
    some_events("case:1", 5)
    rows = Event.objects.values("id", "number")
    first = paginate(rows, order=("-number",), size=2)
    second = paginate(rows, order=("-number",), cursor=first.next_cursor, size=2)
    assert [row["number"] for row in (*first.items, *second.items)] == [5, 4, 3, 2]


def test_size_has_limits(looks: list[Look]):
    assert len(paginate(Look.objects.all(), order=ORDER, size=0).items) == 1
    assert len(paginate(Look.objects.all(), order=ORDER, size=MAX_SIZE * 10).items) == 23


def test_a_page_of_other_things_keeps_its_cursors(looks: list[Look]):
    page = paginate(Look.objects.all(), order=ORDER, size=5)
    subjects = [look.subject for look in looks[:5]]
    assert page.of([look.subject for look in page.items]) == Page(subjects, page.next_cursor, None)


def _cursor(content: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "cursor",
    [
        "x", "中文", "AAAA", "[" * 100, _cursor([]), _cursor([0]), _cursor({"a": 1}), _cursor("abc"), _cursor([0, AT]),
        _cursor([0, "yesterday", 3]), _cursor([0, None, 3]), _cursor([2, AT, 3]), _cursor([0, AT, "x"]),
        _cursor([0, AT, [1]]),
        _cursor([0, AT, 10**40]), _cursor([0, 7, 3]),
    ],
)
def test_a_cursor_that_this_list_did_not_give_is_refused(cursor: str):
    with pytest.raises(Invalid):
        paginate(Look.objects.all(), order=ORDER, cursor=cursor)


@pytest.mark.django_db
@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_no_text_breaks_it(text: str):
    try:
        paginate(Look.objects.all(), order=ORDER, cursor=text)
    except Invalid:
        return


def test_a_field_that_may_be_empty_cannot_order_pages(db: None):
    Look.objects.bulk_create([Look(subject="a", actor_name="", fields="", purpose="x", at=now()) for _ in range(3)])
    with pytest.raises(ValueError, match="may be empty"):
        paginate(Look.objects.all(), order=("account_id", "id"), size=1)
