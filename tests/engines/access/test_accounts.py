"""Accounts are made, changed and closed by those who administer their area, and by nobody else."""

import pytest
from tests.factories.access import (
    PASSWORD,
    a_dispatcher,
    a_grid_leader,
    a_resident,
    an_account,
    an_administrator,
    appointed,
)
from tests.factories.territory import County, a_county

from linli.engines.access import public as access
from linli.engines.access.models import Account
from linli.engines.access.public import AccountInput
from linli.engines.journal import public as journal
from linli.kernel.actor import SYSTEM
from linli.kernel.errors import Invalid, NotAllowed, NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> County:
    return a_county()


def made_by(by, **more) -> Account:
    given = {"username": "xin.lai", "name": "新来的", "password": "", "by": by} | more
    return access.create_account(**given)


def test_an_administrator_makes_accounts_of_the_own_area(place: County):
    administrator = an_administrator(place.street)
    account = made_by(administrator)
    assert account.path == place.street.path
    assert made_by(administrator, username="b2", path=place.grids[0].path).path == place.grids[0].path
    with pytest.raises(NotAllowed):
        made_by(administrator, username="c3", path=place.county.path)


def test_nobody_else_makes_accounts(place: County):
    for by in (a_dispatcher(place.street), a_grid_leader(place.grids[0]), a_resident(), access.visitor()):
        with pytest.raises(NotAllowed):
            made_by(by)
        with pytest.raises(NotAllowed):
            made_by(by, path=place.grids[0].path)


def test_a_user_name_is_kept_small_and_had_once():
    assert made_by(SYSTEM, username=" Wang.Fang ").username == "wang.fang"
    for again in ("wang.fang", "WANG.FANG"):
        with pytest.raises(Invalid) as refused:
            made_by(SYSTEM, username=again)
        assert "username" in refused.value.fields
    assert made_by(SYSTEM, username="王芳").username == "王芳"


@pytest.mark.parametrize("username", ["", "a", "a b", "-dash", "x" * 41, "a/b", "a\nb"])
def test_a_user_name_that_cannot_be_typed_safely_is_refused(username: str):
    with pytest.raises(Invalid):
        made_by(SYSTEM, username=username)


def test_what_is_too_long_is_refused_before_the_database_is_asked():
    with pytest.raises(Invalid) as refused:
        made_by(SYSTEM, name="长" * 41, public_name="长" * 21)
    assert set(refused.value.fields) == {"name", "public_name"}


def test_a_batch_is_made_whole_or_not_at_all():
    made_by(SYSTEM, username="taken")
    with pytest.raises(Invalid):
        access.create_accounts([AccountInput("fresh", "甲"), AccountInput("taken", "乙")], by=SYSTEM)
    assert not Account.objects.filter(username="fresh").exists()
    ids = access.create_accounts([AccountInput("one", "甲"), AccountInput("two", "乙")], by=SYSTEM)
    assert access.account_names(ids) == {ids[0]: "甲", ids[1]: "乙"}
    assert not any(account.has_usable_password() for account in Account.objects.filter(pk__in=ids))


def test_the_batch_asks_the_database_few_times(django_assert_max_num_queries):
    rows = [AccountInput(f"person.{number}", f"第{number}人") for number in range(300)]
    with django_assert_max_num_queries(12):
        access.create_accounts(rows, by=SYSTEM)


class TestChanging:
    """Who may change what of whom."""

    def test_a_county_administrator_changes_anybody(self, place: County):
        administrator = an_administrator(place.county)
        for account_id in (a_grid_leader(place.grids[0]).account_id, a_resident().account_id):
            changed = access.change_account(account_id=account_id, name="改名", by=administrator)
            assert changed.name == "改名"

    def test_a_street_administrator_changes_those_who_serve_wholly_in_the_street(self, place: County):
        other_street = place.street
        leader = a_grid_leader(place.grids[0])
        administrator = an_administrator(place.communities[0])
        access.change_account(account_id=leader.account_id, public_name="林师傅", by=administrator)
        appointed("street_dispatcher", other_street, account=Account.objects.get(pk=leader.account_id))
        with pytest.raises(NotFound):
            access.change_account(account_id=leader.account_id, public_name="王师傅", by=administrator)

    def test_a_residents_account_is_kept_by_the_county_only(self, place: County):
        resident = a_resident()
        with pytest.raises(NotFound):
            access.change_account(account_id=resident.account_id, name="改名", by=an_administrator(place.street))

    def test_residents_change_their_own_name_and_staff_only_their_language(self, place: County):
        resident, leader = a_resident(), a_grid_leader(place.grids[0])
        access.change_account(account_id=resident.account_id, name="清泉", large_type=True, by=resident)
        assert Account.objects.get(pk=resident.account_id).large_type
        access.change_account(account_id=leader.account_id, language="en", by=leader)
        with pytest.raises(NotFound):
            access.change_account(account_id=leader.account_id, name="自封主任", by=leader)

    def test_the_neighbour_cannot_change_anybody(self, place: County):
        leader, neighbour = a_grid_leader(place.grids[0]), a_grid_leader(place.grids[1])
        with pytest.raises(NotFound):
            access.change_account(account_id=leader.account_id, name="改名", by=neighbour)

    def test_what_changed_is_in_the_history_without_the_values(self, place: County):
        leader = a_grid_leader(place.grids[0])
        access.change_account(
            account_id=leader.account_id, work_phone="0935-1111111", by=an_administrator(place.county)
        )
        last = journal.history(f"account:{leader.account_id}")[-1]
        assert last.kind == "account.changed"
        assert last.data == {"fields": ["work_phone"]}

    def test_rights_cannot_be_changed_this_way(self, place: County):
        leader = a_grid_leader(place.grids[0])
        with pytest.raises(Invalid):
            access.change_account(account_id=leader.account_id, is_active="", by=SYSTEM)


class TestPasswords:
    """Long phrases are best; short ones must mix."""

    @pytest.mark.parametrize(
        "password",
        ["four quiet words here", "linli-demo-2026", "春天在邻里喝早茶", "Tr0ub4dor&3", "just a phrase of words"],
    )
    def test_these_are_taken(self, password: str):
        access.check_password(password)

    @pytest.mark.parametrize(
        "password", ["", "short", "1234567890", "aaaaaaaaaaaaaaaaaaaa", "password123", "justletters", "喝茶"]
    )
    def test_these_are_not(self, password: str):
        with pytest.raises(Invalid) as refused:
            access.check_password(password)
        assert "password" in refused.value.fields

    def test_the_lengths_are_settings(self, settings):
        settings.PASSWORD_LENGTH, settings.PASSPHRASE_LENGTH = 14, 30
        with pytest.raises(Invalid):
            access.check_password("just a phrase of words")

    def test_ones_own_must_differ_from_the_present_one(self):
        account = an_account(password=PASSWORD)
        own = access.actor_of(account.pk)
        with pytest.raises(Invalid):
            access.set_password(account_id=account.pk, password=PASSWORD, by=own)
        changed = access.set_password(account_id=account.pk, password="five green apples in may", by=own)
        assert not changed.password_is_temporary

    def test_one_given_by_an_administrator_is_temporary_and_needs_an_elevated_session(self, place: County):
        leader = a_grid_leader(place.grids[0])
        new = access.new_passphrase()
        with pytest.raises(NotAllowed):
            access.set_password(account_id=leader.account_id, password=new, by=an_administrator(place.county))
        given = access.set_password(
            account_id=leader.account_id, password=new, by=an_administrator(place.county, elevated=True)
        )
        assert given.password_is_temporary
        assert given.check_password(new)

    def test_one_set_by_the_system_for_the_trial_is_not_temporary(self):
        account = an_account()
        assert not access.set_password(account_id=account.pk, password=PASSWORD, by=SYSTEM).password_is_temporary

    def test_new_passphrases_are_good_and_never_the_same(self):
        made = {access.new_passphrase() for _ in range(200)}
        assert len(made) == 200
        for passphrase in made:
            access.check_password(passphrase)


class TestClosing:
    """An account that is closed keeps its history."""

    def test_for_a_reason_by_the_administrator(self, place: County):
        leader = a_grid_leader(place.grids[0])
        administrator = an_administrator(place.county)
        with pytest.raises(Invalid):
            access.deactivate(account_id=leader.account_id, reason=" ", by=administrator)
        assert not access.deactivate(account_id=leader.account_id, reason="离职", by=administrator).is_active
        assert access.activate(account_id=leader.account_id, reason="返聘", by=administrator).is_active
        kinds = [event.kind for event in journal.history(f"account:{leader.account_id}")]
        assert kinds[-2:] == ["account.deactivated", "account.activated"]

    def test_nobody_closes_the_own_account(self, place: County):
        administrator = an_administrator(place.county)
        with pytest.raises(NotAllowed):
            access.deactivate(account_id=administrator.account_id, reason="误点", by=administrator)


class TestFinding:
    """An administrator finds the people of the own areas."""

    def test_by_parts_of_the_name(self, place: County):
        leader = a_grid_leader(place.grids[0], account=an_account("林小满", username="lin.xm"))
        a_grid_leader(place.grids[1], account=an_account("王大力", username="wang.dl"))
        administrator = an_administrator(place.county)
        assert [row.id for row in access.find_accounts("小满", administrator).items] == [leader.account_id]
        assert [row.id for row in access.find_accounts("LIN.", administrator).items] == [leader.account_id]

    def test_not_those_of_other_areas(self, place: County):
        leader = a_grid_leader(place.grids[0])
        other = a_grid_leader(place.grids[2])
        found = {row.id for row in access.find_accounts("", an_administrator(place.communities[0])).items}
        assert leader.account_id in found
        assert other.account_id not in found

    def test_nobody_else_finds_anybody(self, place: County):
        for viewer in (a_dispatcher(place.street), a_resident(), access.visitor()):
            assert access.find_accounts("", viewer).items == []

    def test_a_long_list_costs_no_more_than_a_short_one(self, place: County, django_assert_max_num_queries):
        administrator = an_administrator(place.county)
        for grid in place.grids:
            a_grid_leader(grid)
        with django_assert_max_num_queries(2):
            rows = access.find_accounts("", administrator).items
        assert len(rows) == 5
        assert sum(len(row.grants) for row in rows) == 4 * 2 + 2


def test_an_account_in_use_is_found_by_its_name_however_it_is_typed():
    made = an_account(username="heping")
    assert access.account_named(" HePing ") == made.pk
    made.is_active = False
    made.save(update_fields=["is_active"])
    assert access.account_named("heping") is None
