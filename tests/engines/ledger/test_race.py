"""Many at once: what is there is spent once."""

import pytest
from django.db import connection
from tests.factories.ledger import an_account, balance, give, move, the_issuer
from tests.factories.together import Meeting, together

from linli.engines.ledger import public as ledger
from linli.engines.ledger.models import Account
from linli.engines.ledger.public import Overdrawn, Posted
from linli.engines.ledger.verbs import post as posting
from linli.kernel.rows import by_keys

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def test_two_who_spend_the_same_points():
    one, other = an_account(), an_account()
    give(one, 10)
    results = together(*[lambda: move(one, other, 10) for _ in range(6)])
    assert sum(isinstance(result, Posted) for result in results) == 1
    assert sum(isinstance(result, Overdrawn) for result in results) == 5
    assert (balance(one), balance(other)) == (0, 10)
    assert ledger.verify() == []


def test_accounts_taken_crosswise_do_not_lock_one_another_out():
    one, other = an_account(), an_account()
    give(one, 50)
    give(other, 50)
    results = together(*[lambda: move(one, other, 1), lambda: move(other, one, 1)] * 4)
    assert all(isinstance(result, Posted) for result in results), results
    assert (balance(one), balance(other)) == (50, 50)
    assert ledger.verify() == []


def test_without_the_lock_both_spend_it(monkeypatch):
    """The control: the same verb with rows read, not locked, writes the same number of an account twice."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time whatever the code does")
    one, other, issuer = an_account(), an_account(), the_issuer()
    give(one, 10)
    meeting = Meeting(2)

    def unlocked(model, keys):
        found = by_keys(model, keys)
        if model is Account:
            meeting.wait()
        return found

    monkeypatch.setattr(posting, "locked_rows", unlocked)
    results = together(lambda: move(one, other, 10), lambda: move(one, issuer, 10))
    assert not all(isinstance(result, Posted | Overdrawn) for result in results), "the database itself had to refuse"
