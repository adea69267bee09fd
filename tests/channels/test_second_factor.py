"""Staff prove twice who they are, and administrators once more before what weighs much."""

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from tests.factories.access import PASSWORD, an_account, an_administrator, appointed
from tests.factories.signing_in import code_for, sign_in
from tests.factories.territory import County, a_county

from linli.engines.access import public as access
from linli.engines.access.models import Account, ElevatedRequest
from linli.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def place() -> County:
    return a_county()


@pytest.mark.usefixtures("leader")
class TestSecondFactor:
    """Staff who see personal data set up a second factor before anything else."""

    @pytest.fixture(autouse=True)
    def _required(self, settings) -> None:
        settings.SECOND_FACTOR_FOR_STAFF = True

    @pytest.fixture
    def leader(self, place: County) -> Account:
        return appointed("grid_leader", place.grids[0], account=an_account(username="zhang", password=PASSWORD))

    def set_up(self, client: Client) -> str:
        """Sign in and switch the second factor on; return the key."""
        sign_in(client, "zhang")
        page = client.get("/accounts/2fa/totp/activate/").content.decode()
        assert "data:image/svg+xml;base64," in page
        secret = re.search(r"data-totp-secret>([A-Z2-7]+)<", page)[1]
        answer = client.post("/accounts/2fa/totp/activate/", {"code": code_for(secret)})
        assert answer.status_code == 302
        assert answer.url == "/accounts/2fa/recovery-codes/"
        return secret

    def test_nothing_opens_before_it_is_set_up(self, client: Client):
        sign_in(client, "zhang")
        answer = client.get("/me/")
        assert urlsplit(answer.url).path == "/accounts/second-factor/"
        assert client.get(answer.url).status_code == 200
        assert urlsplit(client.get("/start/").url).path == "/accounts/second-factor/"

    def test_without_it_the_roles_are_not_had_on_open_pages_either(self, client: Client):
        sign_in(client, "zhang")
        answer = client.get("/")
        assert answer.wsgi_request.viewer.grants == ()

    def test_once_set_up_work_goes_on_and_the_next_sign_in_asks_for_a_code(self, client: Client):
        secret = self.set_up(client)
        codes = client.get("/accounts/2fa/recovery-codes/").content.decode()
        assert len(re.findall(r"<code>\d{8}</code>", codes)) == 10
        assert client.get("/me/").status_code == 200
        other = Client()
        assert sign_in(other, "zhang").url == "/accounts/2fa/authenticate/"
        assert other.get("/me/").status_code == 302
        assert other.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
        with time_machine.travel(clock.now() + timedelta(seconds=60)):
            assert other.post("/accounts/2fa/authenticate/", {"code": code_for(secret)}).url == "/start/"
        assert other.get("/me/").status_code == 200

    def test_a_recovery_code_opens_once(self, client: Client):
        self.set_up(client)
        page = client.get("/accounts/2fa/recovery-codes/").content.decode()
        code = re.findall(r"<code>(\d{8})</code>", page)[0]
        for expected in (302, 200):
            other = Client()
            sign_in(other, "zhang")
            assert other.post("/accounts/2fa/authenticate/", {"code": code}).status_code == expected

    def test_the_key_lies_sealed_in_the_database(self, client: Client, leader: Account):
        secret = self.set_up(client)
        stored = leader.authenticator_set.values_list("data", flat=True)
        assert all(secret not in str(data) for data in stored)
        assert all(str(next(iter(data.values()))).startswith("v1:") for data in stored)

    def test_it_cannot_be_switched_off_while_the_work_needs_it(self, client: Client, leader: Account):
        self.set_up(client)
        client.post("/accounts/2fa/totp/deactivate/")
        assert access.has_second_factor(leader.pk)

    def test_an_older_session_without_the_code_is_asked_for_it(self, client: Client):
        older = Client()
        sign_in(older, "zhang")
        self.set_up(client)
        answer = older.get("/me/")
        answer = older.get(answer.url)
        assert urlsplit(answer.url).path == "/accounts/2fa/reauthenticate/"

    def test_an_administrator_takes_a_lost_one_off(self, client: Client, leader: Account, place: County):
        self.set_up(client)
        administrator = an_administrator(place.county, elevated=True)
        access.reset_second_factor(account_id=leader.pk, reason="手机丢了", by=administrator)
        assert not access.has_second_factor(leader.pk)
        assert sign_in(Client(), "zhang").url == "/start/"

    def test_residents_need_none(self, client: Client):
        client.force_login(an_account())
        assert client.get("/me/").status_code == 200


class TestElevation:
    """More rights for a stated reason and a short time, every request logged."""

    @pytest.fixture
    def signed_in(self, client: Client, place: County) -> Client:
        appointed("administrator", place.county, account=an_account(username="guan", password=PASSWORD))
        sign_in(client, "guan")
        return client

    def test_a_reason_opens_it_and_every_request_inside_is_noted(self, signed_in: Client):
        assert signed_in.post("/me/elevate/", {"reason": "核对投诉", "minutes": 30}).status_code == 302
        answer = signed_in.get("/me/?cursor=")
        assert answer.wsgi_request.viewer.elevated
        signed_in.get("/me/settings/")
        noted = list(ElevatedRequest.objects.order_by("id").values_list("method", "address"))
        assert noted == [("GET", "/me/?cursor="), ("GET", "/me/settings/")]

    def test_without_a_reason_it_stays_closed(self, signed_in: Client):
        assert signed_in.post("/me/elevate/", {"reason": " ", "minutes": 30}).status_code == 422
        assert not signed_in.get("/me/").wsgi_request.viewer.elevated

    def test_it_ends_by_itself(self, signed_in: Client):
        signed_in.post("/me/elevate/", {"reason": "核对投诉", "minutes": 15})
        with clock.at(clock.now() + timedelta(minutes=16)):
            assert not signed_in.get("/me/").wsgi_request.viewer.elevated

    def test_it_can_be_ended_at_once(self, signed_in: Client):
        signed_in.post("/me/elevate/", {"reason": "核对投诉", "minutes": 15})
        signed_in.post("/me/elevate/end/")
        assert not signed_in.get("/me/").wsgi_request.viewer.elevated

    def test_another_browser_of_the_same_person_is_not_elevated(self, signed_in: Client):
        signed_in.post("/me/elevate/", {"reason": "核对投诉", "minutes": 15})
        other = Client()
        sign_in(other, "guan")
        assert not other.get("/me/").wsgi_request.viewer.elevated

    def test_the_password_is_asked_for_unless_it_was_just_typed(self, signed_in: Client):
        with clock.at(clock.now() + timedelta(minutes=11)):
            answer = signed_in.post("/me/elevate/", {"reason": "核对投诉", "minutes": 15})
            assert urlsplit(answer.url).path == "/accounts/reauthenticate/"

    def test_a_grid_leader_cannot_open_it(self, client: Client, place: County):
        account = appointed("grid_leader", place.grids[0], account=an_account(username="zhang", password=PASSWORD))
        sign_in(client, account.username)
        assert client.post("/me/elevate/", {"reason": "想看看", "minutes": 15}).status_code == 403
