"""Whoever changes the books behind the verbs' back is found out."""

import pytest
from django.db import connection
from tests.factories.ledger import an_account, give, move

from linli.engines.ledger import public as ledger
from linli.kernel.errors import Invalid


def tamper(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def kinds() -> set[str]:
    return {fault.kind for fault in ledger.verify()}


@pytest.fixture
def books(db):
    one, other = an_account(), an_account()
    give(one, 40)
    give(other, 10)
    move(one, other, 15)
    assert ledger.verify() == []
    return one, other


class TestVerify:
    def test_a_changed_amount(self, books):
        tamper("UPDATE ledger_posting SET amount = 400 WHERE amount = 40")
        assert {"changed", "wrong_balance"} <= kinds()

    def test_a_changed_balance(self, books):
        tamper("UPDATE ledger_account SET balance = balance + 1 WHERE id = %s", books[0].id)
        assert kinds() == {"wrong_balance", "not_zero"}

    def test_a_changed_day(self, books):
        tamper("UPDATE ledger_transaction SET day = '2020-01-01' WHERE number = 2")
        assert kinds() == {"changed"}

    def test_an_end_that_is_cut_off(self, books):
        tamper("DELETE FROM ledger_posting WHERE transaction_id = (SELECT max(id) FROM ledger_transaction)")
        tamper("DELETE FROM ledger_transaction WHERE number = 3")
        assert {"missing", "wrong_balance", "wrong_number"} <= kinds()

    def test_a_forged_book_is_told_by_its_seal(self, books):
        ledger.seal_postings()
        assert ledger.seal_postings() == 3
        assert ledger.seal_postings() == 0
        assert ledger.verify() == []
        tamper("UPDATE ledger_transaction SET hash = 'forged' WHERE number = 3")
        tamper("UPDATE ledger_book SET hash = 'forged'")
        assert "seal_changed" in kinds()


@pytest.mark.django_db
def test_a_statement_is_paged_both_ways(django_assert_num_queries):
    one, other = an_account(), an_account()
    for amount in range(1, 8):
        give(one, amount)
    move(one, other, 28)
    with django_assert_num_queries(2):
        first = ledger.statement(one.id, size=3)
    assert [(row.number, row.amount, row.balance) for row in first.items] == [(8, -28, 0), (7, 7, 28), (6, 6, 21)]
    second = ledger.statement(one.id, first.next_cursor, size=3)
    assert [row.number for row in second.items] == [5, 4, 3]
    back = ledger.statement(one.id, second.previous_cursor, size=3)
    assert [row.number for row in back.items] == [8, 7, 6]
    assert first.previous_cursor is back.previous_cursor is None
    last = ledger.statement(one.id, second.next_cursor, size=3)
    assert ([row.number for row in last.items], last.next_cursor) == ([2, 1], None)
    with pytest.raises(Invalid):
        ledger.statement(one.id, "nonsense")
