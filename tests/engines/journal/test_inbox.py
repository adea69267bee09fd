"""Each reads the own messages and nobody else's."""

import pytest
from tests.factories.journal import an_account, an_event, bearer, resident, staff

from linli.engines.journal import public as journal
from linli.engines.journal.models import Message
from linli.kernel.actor import VISITOR
from linli.kernel.errors import Invalid, NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    """Two accounts and two followings, with five messages each."""
    lin, wang = an_account("lin"), an_account("wang")
    for n in range(5):
        journal.notify(event=an_event(), topic="t", title=f"m{n}", accounts=[lin, wang], followings=[31, 32])
    return lin, wang


def test_newest_first_page_by_page(people):
    page = journal.inbox(staff(people[0]), size=3)
    assert [row.title for row in page.items] == ["m4", "m3", "m2"]
    rest = journal.inbox(staff(people[0]), page.next_cursor, size=3)
    assert [row.title for row in rest.items] == ["m1", "m0"]
    with pytest.raises(Invalid):
        journal.inbox(staff(people[0]), "nonsense")


def test_read_and_counted(people):
    viewer = staff(people[0])
    assert journal.unread_count(viewer) == 5
    first = journal.inbox(viewer).items[0].id
    assert journal.mark_read(viewer, [first]) == 1
    assert journal.mark_read(viewer, [first]) == 0
    assert journal.unread_count(viewer) == 4
    assert journal.mark_read(viewer) == 4


def test_nobody_reads_or_marks_the_messages_of_another(people):
    lin, wang = people
    foreign = [row.id for row in journal.inbox(staff(wang)).items]
    assert journal.mark_read(staff(lin), foreign) == 0
    assert not set(foreign) & {row.id for row in journal.inbox(staff(lin)).items}
    assert journal.unread_count(resident(wang)) == 5


def test_a_bearer_sees_the_messages_of_the_own_codes(people):
    assert len(journal.inbox(bearer(31)).items) == 5
    assert len(journal.inbox(bearer(31, 32)).items) == 10
    assert len(journal.messages_for_following(31, viewer=bearer(31))) == 5
    assert journal.mark_read(bearer(31)) == 5
    assert journal.unread_count(bearer(32)) == 5
    with pytest.raises(NotFound):
        journal.messages_for_following(31, viewer=bearer(32))


def test_a_visitor_has_no_messages(people):
    assert journal.inbox(VISITOR).items == []
    assert journal.unread_count(VISITOR) == 0
    assert journal.mark_read(VISITOR) == 0


@pytest.mark.parametrize("messages", [3, 30])
def test_the_inbox_costs_one_query(messages, django_assert_num_queries):
    account = an_account()
    for _ in range(messages):
        journal.notify(event=an_event(), topic="t", title="m", accounts=[account])
    with django_assert_num_queries(1):
        journal.inbox(staff(account))
    with django_assert_num_queries(1):
        journal.unread_count(staff(account))
    assert Message.objects.count() == messages
