"""Who looked at whose data, when and why; shown to the person and to auditors."""

import pytest
from tests.factories.journal import an_account, staff
from tests.factories.moments import SATURDAY

from linli.engines.journal import public as journal
from linli.kernel import clock
from linli.kernel.actor import SYSTEM, Actor, ActorKind, Grant
from linli.kernel.errors import Invalid, NotFound

pytestmark = pytest.mark.django_db
COUNTY = "0000001"
STREET, OTHER_STREET, ELSEWHERE = f"{COUNTY}0000002", f"{COUNTY}0000004", f"{COUNTY}0000009"
POND = f"{STREET}0000003"


def a_look(subject="case:17", path=STREET, account=None):
    with clock.at(SATURDAY):
        return journal.look(viewer=staff(account), subject=subject, fields=["name", "phone"], purpose="回访", path=path)


def test_each_look_says_who_what_when_and_why():
    account = an_account()
    a_look(account=account)
    row = journal.looks("case:17")[0]
    assert (row.account_id, row.actor_name, row.fields) == (account, "林小满", ("name", "phone"))
    assert (row.at, row.purpose, row.elevated) == (SATURDAY, "回访", False)
    assert journal.looks("case:18") == []


def test_a_look_in_an_elevated_session_says_so():
    viewer = Actor(kind=ActorKind.STAFF, name="管理员", elevated=True)
    journal.look(viewer=viewer, subject="case:17", fields=["home"], purpose="数据更正")
    assert journal.looks("case:17")[0].elevated


@pytest.mark.parametrize("purpose", ["", "   "])
def test_no_look_without_a_purpose(purpose):
    with pytest.raises(Invalid) as refused:
        journal.look(viewer=SYSTEM, subject="case:17", fields=["name"], purpose=purpose)
    assert "purpose" in refused.value.fields
    assert journal.looks("case:17") == []


class TestLookLog:
    @pytest.fixture(autouse=True)
    def looks(self):
        lin = an_account("lin")
        a_look("case:1", STREET)
        a_look("case:2", POND, lin)
        a_look("case:3", OTHER_STREET)
        return lin

    def subjects(self, viewer, **more):
        return [row.subject for row in journal.look_log(viewer, **more).items]

    @pytest.mark.parametrize("role", ["auditor", "supervisor", "administrator"])
    def test_within_the_own_areas_newest_first(self, role):
        assert self.subjects(staff(role=role, path=STREET)) == ["case:2", "case:1"]
        assert self.subjects(staff(role=role, path=COUNTY)) == ["case:3", "case:2", "case:1"]
        assert self.subjects(staff(role=role, path=ELSEWHERE)) == []

    def test_what_belongs_to_no_area_is_read_by_the_county(self):
        a_look("account:9", "")
        assert "account:9" in self.subjects(staff(role="auditor", path=COUNTY))
        assert "account:9" not in self.subjects(staff(role="auditor", path=STREET))

    def test_over_several_areas(self):
        grants = (Grant(role="auditor", path=OTHER_STREET), Grant(role="auditor", path=POND))
        assert self.subjects(Actor(kind=ActorKind.STAFF, grants=grants)) == ["case:3", "case:2"]

    def test_of_one_account(self, looks):
        assert self.subjects(staff(role="auditor", path=COUNTY), account_id=looks) == ["case:2"]

    @pytest.mark.parametrize("role", ["handler", "dispatcher", "figures"])
    def test_not_for_others(self, role):
        with pytest.raises(NotFound):
            journal.look_log(staff(role=role, path=COUNTY))

    def test_costs_one_query(self, django_assert_num_queries):
        with django_assert_num_queries(1):
            journal.look_log(staff(role="auditor", path=COUNTY), size=2)
