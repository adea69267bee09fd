"""What leaves one account reaches another: once, in one asset, never below the floor."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories.ledger import HOURS, PATH, an_account, balance, give, move, the_issuer

from linli.engines.journal.public import Rewritten
from linli.engines.ledger import public as ledger
from linli.engines.ledger.models import Account, Posting, Transaction
from linli.engines.ledger.public import Entry, KeyUsed, Move, Overdrawn
from linli.kernel import clock
from linli.kernel.actor import SYSTEM, Actor, ActorKind
from linli.kernel.errors import Invalid, NotFound, WrongState

NOON = datetime(2026, 11, 21, 4, tzinfo=UTC)


@pytest.mark.django_db
class TestPost:
    def test_an_amount_moves_and_the_sum_stays_zero(self):
        one, other = an_account(), an_account()
        give(one, 30)
        move(one, other, 12)
        assert (balance(one), balance(other), balance(the_issuer())) == (18, 12, -30)
        assert ledger.verify() == []

    def test_transactions_of_a_book_are_numbered_and_chained(self):
        first, second = give(an_account(), 1), give(an_account(), 2)
        rows = list(Transaction.objects.order_by("number"))
        assert [row.number for row in rows] == [first.number, second.number] == [1, 2]
        assert rows[1].previous_hash == rows[0].hash
        assert rows[0].algorithm == "sha256"

    def test_the_same_key_is_posted_once(self):
        one = an_account()
        first, second = give(one, 5, key="visit:1"), give(one, 5, key="visit:1")
        assert (second.id, second.repeated) == (first.id, True)
        assert balance(one) == 5

    def test_a_key_does_not_stand_for_two_things(self):
        one = an_account()
        give(one, 5, key="visit:1")
        with pytest.raises(KeyUsed):
            give(one, 6, key="visit:1")

    def test_nobody_spends_what_is_not_there(self):
        one, other = an_account(), an_account()
        give(one, 5)
        with pytest.raises(Overdrawn):
            move(one, other, 6)
        assert (balance(one), balance(other)) == (5, 0)

    def test_time_does_not_become_points(self):
        with pytest.raises(Invalid):
            move(an_account(), an_account(HOURS), 1)

    @pytest.mark.parametrize("amount", [0, -1, 10**15 + 1, True, 1.5])
    def test_amounts_are_whole_and_not_absurd(self, amount):
        one, other = an_account(), an_account()
        with pytest.raises(Invalid):
            move(one, other, amount)

    def test_an_account_does_not_pay_itself(self):
        one = an_account()
        with pytest.raises(Invalid):
            move(one, one, 1)

    def test_an_account_that_is_not_there(self):
        one = an_account()
        with pytest.raises(NotFound):
            ledger.post(key="k", kind="test.moved", moves=[Move(one.id, one.id + 400, 1)], by=SYSTEM)

    def test_several_transactions_are_posted_all_or_none(self):
        one, other, issuer = an_account(), an_account(), the_issuer()
        entries = [
            Entry("a", "test.given", (Move(issuer.id, one.id, 3),)),
            Entry("b", "test.moved", (Move(one.id, other.id, 4),)),
        ]
        with pytest.raises(Overdrawn):
            ledger.post_many(entries, by=SYSTEM)
        assert (balance(one), Transaction.objects.count()) == (0, 0)
        assert ledger.verify() == []

    def test_residents_are_not_named_in_what_is_never_erased(self):
        issuer, one = the_issuer(), an_account()
        by = Actor(kind=ActorKind.RESIDENT, name="张三丰")
        ledger.post(key="k", kind="test.moved", moves=[Move(issuer.id, one.id, 1)], by=by)
        assert Transaction.objects.get().actor_name == ""

    def test_an_account_is_opened_once(self):
        assert an_account(owner="tester:same").id == an_account(owner="tester:same").id
        with pytest.raises(LookupError):
            ledger.open_account(kind="unheard.of", owner="x", path=PATH)


@pytest.mark.django_db
class TestReverse:
    def test_a_mistake_is_corrected_by_its_mirror(self):
        one = an_account()
        wrong = give(one, 50)
        ledger.reverse(transaction_id=wrong.id, reason="录错人了", by=SYSTEM)
        again = ledger.reverse(transaction_id=wrong.id, reason="录错人了", by=SYSTEM)
        assert (balance(one), again.repeated, Transaction.objects.count()) == (0, True, 2)
        assert ledger.verify() == []
        with pytest.raises(WrongState):
            ledger.reverse(transaction_id=again.id, reason="x", by=SYSTEM)

    def test_what_is_spent_cannot_be_taken_back(self):
        one, other = an_account(), an_account()
        wrong = give(one, 50)
        move(one, other, 1)
        with pytest.raises(Overdrawn):
            ledger.reverse(transaction_id=wrong.id, reason="录错人了", by=SYSTEM)

    def test_a_reason_is_needed(self):
        wrong = give(an_account(), 50)
        with pytest.raises(Invalid):
            ledger.reverse(transaction_id=wrong.id, reason=" ", by=SYSTEM)


@pytest.mark.django_db
class TestTheDatabaseSaysNo:
    """Whoever goes around the verbs meets the constraints."""

    def refused(self, sql: str, *values: object) -> None:
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)

    def test_an_overdraft(self):
        one = an_account()
        self.refused("UPDATE ledger_account SET balance = -1 WHERE id = %s", one.id)

    def test_assets_that_mix(self):
        points, hours = an_account(), an_account(HOURS)
        give(points, 5)
        self.refused("UPDATE ledger_posting SET source_id = %s", hours.id)
        self.refused("UPDATE ledger_posting SET target_id = %s", hours.id)
        self.refused("UPDATE ledger_posting SET asset = 1")
        self.refused("UPDATE ledger_account SET asset = 2 WHERE id = %s", points.id)

    def test_a_posting_to_itself_or_of_nothing(self):
        give(an_account(), 5)
        self.refused("UPDATE ledger_posting SET target_id = source_id")
        self.refused("UPDATE ledger_posting SET amount = 0")

    def test_rows_are_added_never_changed(self):
        give(an_account(), 5)
        for row in (Transaction.objects.get(), Posting.objects.get()):
            with pytest.raises(Rewritten):
                row.save()
            with pytest.raises(Rewritten):
                row.delete()
        with pytest.raises(Rewritten):
            Posting.objects.update(amount=7)


MOVES = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(1, 40)), max_size=40)


@pytest.mark.django_db(transaction=True)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES)
def test_whatever_is_posted_sums_to_zero_overdraws_nothing_and_replays(moves):
    accounts = [an_account() for _ in range(5)]
    for one in accounts[:2]:
        give(one, 50)
    expected = [50, 50, 0, 0, 0]
    for source, target, amount in moves:
        try:
            move(accounts[source], accounts[target], amount)
        except (Overdrawn, Invalid):
            assert source == target or expected[source] < amount
        else:
            expected[source] -= amount
            expected[target] += amount
    assert [balance(one) for one in accounts] == expected
    assert min(expected) >= 0
    assert sum(Account.objects.values_list("balance", flat=True)) == 0
    assert ledger.verify() == [], "the replay of all postings gives the balances"


@pytest.mark.django_db
def test_a_closed_period_takes_nothing_more():
    one = an_account()
    with clock.at(NOON):
        give(one, 5, day=date(2026, 10, 3))
        give(one, 7)
        closed = ledger.close_period(path=PATH, ends=date(2026, 10, 31), by=SYSTEM)
        with pytest.raises(ledger.PeriodClosed):
            give(one, 1, day=date(2026, 10, 31))
        give(one, 2, day=date(2026, 11, 1))
        with pytest.raises(Invalid):
            ledger.close_period(path=PATH, ends=date(2026, 10, 31), by=SYSTEM)
        with pytest.raises(Invalid):
            ledger.close_period(path=PATH, ends=date(2026, 11, 21), by=SYSTEM)
    assert closed.ends == date(2026, 10, 31)
    assert [ledger.balance_on(one.id, date(2026, m, d)) for m, d in ((10, 2), (10, 31), (11, 1), (11, 21))] == [
        0, 5, 7, 14,
    ]
    assert ledger.verify() == []
