"""Auditors read the history of their areas, and nobody else does."""

import pytest
from tests.factories.journal import an_account, staff

from linli.engines.journal import public as journal
from linli.kernel.actor import SYSTEM
from linli.kernel.errors import NotFound
from linli.kernel.locks import write

pytestmark = pytest.mark.django_db
COUNTY = "0000001"
STREET, OTHER_STREET = f"{COUNTY}0000002", f"{COUNTY}0000004"


@pytest.fixture(autouse=True)
def history():
    """Something happened in two streets, and something that belongs to no area."""
    lin = an_account("lin")
    with write():
        for number, (kind, path) in enumerate([("opened", STREET), ("taken", STREET), ("opened", OTHER_STREET)]):
            journal.record(kind=f"case.{kind}", stream=f"case:{number}", by=staff(lin), path=path)
        journal.record(kind="account.created", stream="account:1", by=SYSTEM)
    return lin


def kinds(viewer, **more):
    return [row.kind for row in journal.events(viewer, **more).items]


def test_newest_first_within_the_own_areas():
    assert kinds(staff(role="auditor", path=STREET)) == ["case.taken", "case.opened"]
    everything = ["account.created", "case.opened", "case.taken", "case.opened"]
    assert kinds(staff(role="administrator", path=COUNTY)) == everything


def test_narrowed_to_a_stream_a_kind_or_a_person(history):
    auditor = staff(role="auditor", path=COUNTY)
    assert kinds(auditor, streams=["case:1"]) == ["case.taken"]
    assert kinds(auditor, prefix="account.") == ["account.created"]
    assert len(kinds(auditor, account_id=history)) == 3


@pytest.mark.parametrize("role", ["handler", "supervisor", "figures"])
def test_not_for_others(role):
    with pytest.raises(NotFound):
        journal.events(staff(role=role, path=COUNTY))


def test_costs_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        journal.events(staff(role="auditor", path=STREET), size=1)
