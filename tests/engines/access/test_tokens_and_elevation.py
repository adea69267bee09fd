"""Keys of machines, and more rights for a short time."""

from datetime import timedelta

import pytest
from tests.factories.access import a_dispatcher, a_grid_leader, an_account, an_administrator, appointed, as_actor
from tests.factories.territory import County, a_county

from linli.engines.access import public as access
from linli.engines.access.models import ElevatedRequest, Token
from linli.engines.access.public import Role
from linli.engines.journal import public as journal
from linli.kernel import clock
from linli.kernel.actor import SYSTEM, ActorKind
from linli.kernel.errors import Invalid, NotAllowed, NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> County:
    return a_county()


class TestTokens:
    """A key is shown once, kept as a hash, and can be ended."""

    def issue(self, place: County, **more):
        given = {"name": "12345 热线", "roles": [Role.COLLECTOR], "path": place.county.path}
        return access.issue_token(**(given | more), by=an_administrator(place.county, elevated=True))

    def test_a_machine_with_a_key_has_its_roles_over_its_area(self, place: County):
        token, secret = self.issue(place, roles=[Role.COLLECTOR, Role.SUPERVISOR], path=place.street.path)
        actor = access.actor_of_token(secret)
        assert actor.kind is ActorKind.MACHINE
        assert actor.token_id == token.pk
        assert access.may(actor, Role.SUPERVISOR, place.grids[0].path)
        assert not access.may(actor, Role.SUPERVISOR, place.county.path)

    def test_the_secret_is_nowhere_in_the_database(self, place: County):
        token, secret = self.issue(place)
        assert secret.startswith("linli_")
        assert secret not in str(Token.objects.filter(pk=token.pk).values())
        assert secret not in str([event.data for event in journal.history(f"token:{token.pk}")])

    def test_unknown_ended_and_revoked_keys_are_refused_in_the_same_words(self, place: County):
        _ended, ended_secret = self.issue(place, expires_at=clock.now() + timedelta(days=1))
        revoked, revoked_secret = self.issue(place)
        access.revoke_token(token_id=revoked.pk, by=an_administrator(place.county))
        words = set()
        with clock.at(clock.now() + timedelta(days=2)):
            for secret in ("linli_nothing", ended_secret, revoked_secret, ""):
                with pytest.raises(NotAllowed) as refused:
                    access.actor_of_token(secret)
                words.add(str(refused.value.message))
        assert len(words) == 1

    def test_the_day_of_the_last_use_is_noted_once_a_day(self, place: County, django_assert_num_queries):
        token, secret = self.issue(place)
        access.actor_of_token(secret)
        assert Token.objects.get(pk=token.pk).last_used_on == clock.today()
        with django_assert_num_queries(1):
            access.actor_of_token(secret)

    def test_only_an_elevated_administrator_of_the_area_issues_one(self, place: County):
        for by in (an_administrator(place.county), a_dispatcher(place.street)):
            with pytest.raises(NotAllowed):
                access.issue_token(name="x", roles=[Role.COLLECTOR], path=place.street.path, by=by)
        street = an_administrator(place.street, elevated=True)
        with pytest.raises(NotAllowed):
            access.issue_token(name="x", roles=[Role.COLLECTOR], path=place.county.path, by=street)

    @pytest.mark.parametrize("roles", [[], ["administrator"], ["collector", "auditor"], ["nonsense"]])
    def test_a_machine_never_administers(self, place: County, roles: list[str]):
        with pytest.raises(Invalid):
            self.issue(place, roles=roles)

    def test_another_areas_key_cannot_be_ended(self, place: County):
        token, secret = self.issue(place)
        with pytest.raises(NotFound):
            access.revoke_token(token_id=token.pk, by=an_administrator(place.street))
        access.actor_of_token(secret)
        assert access.tokens(an_administrator(place.street)) == []
        assert [row.pk for row in access.tokens(an_administrator(place.county))] == [token.pk]


class TestElevation:
    """For a reason, for a time, and ended by itself."""

    def test_an_administrator_opens_one_for_half_an_hour(self, place: County):
        administrator = an_administrator(place.county)
        opened = access.elevate(account_id=administrator.account_id, reason="核对投诉", by=administrator)
        assert opened.ends - opened.starts == timedelta(minutes=30)
        assert access.running_elevation(opened.pk, administrator.account_id)
        with clock.at(opened.ends):
            assert access.running_elevation(opened.pk, administrator.account_id) is None
        assert access.running_elevation(opened.pk, an_account().pk) is None

    def test_not_without_a_reason_nor_for_too_long(self, place: County):
        administrator = an_administrator(place.county)
        for wrong in ({"reason": "  "}, {"reason": "核对投诉", "minutes": 0}, {"reason": "核对投诉", "minutes": 61}):
            with pytest.raises(Invalid):
                access.elevate(account_id=administrator.account_id, by=administrator, **wrong)

    def test_not_for_somebody_else_and_not_by_a_grid_leader(self, place: County):
        administrator, leader = an_administrator(place.county), a_grid_leader(place.grids[0])
        for account_id, by in ((leader.account_id, administrator), (leader.account_id, leader)):
            with pytest.raises(NotAllowed):
                access.elevate(account_id=account_id, reason="核对投诉", by=by)

    def test_not_without_the_second_factor_where_it_is_needed(self, place: County, settings):
        settings.SECOND_FACTOR_FOR_STAFF = True
        account = appointed("administrator", place.county)
        with pytest.raises(NotAllowed):
            access.elevate(account_id=account.pk, reason="核对投诉", by=as_actor(account))
        access.elevate(account_id=account.pk, reason="核对投诉", by=as_actor(account, second_factor=True))

    def test_a_second_one_ends_the_first(self, place: County):
        administrator = an_administrator(place.county)
        first = access.elevate(account_id=administrator.account_id, reason="核对投诉", by=administrator)
        access.elevate(account_id=administrator.account_id, reason="导出名单", by=administrator)
        assert access.running_elevation(first.pk, administrator.account_id) is None

    def test_requests_are_read_by_its_owner_and_by_auditors_only(self, place: County):
        administrator = an_administrator(place.county)
        dispatcher = a_dispatcher(place.street)
        opened = access.elevate(account_id=dispatcher.account_id, reason="核对投诉", by=dispatcher)
        access.record_elevated_request(session_id=opened.pk, method="GET", address="/console/case/1/?" + "x" * 400)
        for viewer in (dispatcher, administrator):
            assert len(access.elevated_requests(viewer, opened.pk)) == 1
        with pytest.raises(NotFound):
            access.elevated_requests(a_grid_leader(place.grids[0]), opened.pk)
        assert [row.pk for row in access.elevations(administrator)] == [opened.pk]
        assert access.elevations(administrator, own=True) == []
        assert len(ElevatedRequest.objects.get().address) == 200

    def test_opening_and_ending_are_history(self, place: County):
        administrator = an_administrator(place.county)
        access.elevate(account_id=administrator.account_id, reason="核对投诉", by=administrator)
        assert access.end_elevation(account_id=administrator.account_id, by=administrator) == 1
        assert access.end_elevation(account_id=administrator.account_id, by=administrator) == 0
        kinds = [event.kind for event in journal.history(f"account:{administrator.account_id}")][-2:]
        assert kinds == ["account.elevated", "account.elevation_ended"]

    def test_the_system_needs_none(self):
        access.require_elevated(SYSTEM)


def test_the_sealed_keys_of_second_factors_move_to_the_present_key(settings):
    stored = access.seal_key("JBSWY3DPEHPK3PXP")
    account = an_account()
    account.authenticator_set.create(type="totp", data={"secret": stored})
    settings.CRYPTO_KEYS = ["new:" + "bmV3IGtleSBvZiAzMiBieXRlcyBmb3IgdGVzdHMhISE=", *settings.CRYPTO_KEYS]
    assert access.reseal() == 1
    assert access.reseal() == 0
    moved = account.authenticator_set.get().data["secret"]
    assert ":new:" in moved
    assert access.open_key(moved) == "JBSWY3DPEHPK3PXP"
