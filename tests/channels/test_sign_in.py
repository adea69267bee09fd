"""Signing in and out, lock-out, second factor, the gate before the desk and the console."""

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from tests.factories.access import PASSWORD, a_dispatcher, an_account, an_administrator, appointed
from tests.factories.cases import a_case, a_world
from tests.factories.territory import County, a_county

from linli.engines.access import public as access
from linli.engines.access.models import Account, ElevatedRequest
from linli.engines.cases import public as cases
from linli.engines.journal import public as journal
from linli.kernel import clock
from linli.kernel.actor import SYSTEM
from linli.kernel.locks import write

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def place() -> County:
    return a_county()


def sign_in(client: Client, username: str, password: str = PASSWORD, *, address: str = "127.0.0.1", **more: str):
    return client.post(LOGIN, {"login": username, "password": password, **more}, REMOTE_ADDR=address)


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_a_person_signs_in_with_name_and_password_and_lands_at_the_start(client: Client):
    an_account(username="zhang", password=PASSWORD)
    answer = sign_in(client, "Zhang ")
    assert answer.status_code == 302
    assert answer.url == "/start/"
    assert client.get("/me/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/me/").status_code == 302


def test_the_wrong_password_says_nothing_about_the_name(client: Client):
    an_account(username="zhang", password=PASSWORD)
    known, unknown = sign_in(client, "zhang", "wrong"), sign_in(client, "nobody", "wrong")
    words = re.compile(r"<li>([^<]+)</li>")
    assert words.findall(known.content.decode()) == words.findall(unknown.content.decode())


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_nobody_is_sent_to_another_site_after_signing_in(client: Client, address: str):
    an_account(username="zhang", password=PASSWORD)
    assert sign_in(client, "zhang", next=address).url == "/start/"


def test_each_goes_to_the_own_channel(place: County):
    expected = {
        appointed("street_dispatcher", place.street).pk: "/console/",
        appointed("county_supervisor", place.county).pk: "/console/",
        appointed("administrator", place.county).pk: "/console/",
        appointed("community_worker", place.communities[0]).pk: "/desk/",
        appointed("grid_leader", place.grids[0]).pk: "/desk/",
        an_account().pk: "/",
    }
    for account_id, address in expected.items():
        client = Client()
        client.force_login(Account.objects.get(pk=account_id))
        assert client.get("/start/").url == address


def test_five_wrong_passwords_lock_the_name_for_minutes_told_however_it_is_spelled(client: Client, settings):
    an_account(username="zhang", password=PASSWORD)
    for spelling in ("zhang", "Zhang", "ZHANG", " zhang"):
        assert sign_in(client, spelling, "wrong").status_code == 200
    locked = sign_in(client, "zhanG", "wrong")
    assert locked.status_code == 429
    assert "15" in locked.content.decode()
    right = sign_in(Client(), "zhang")
    assert right.status_code == 429
    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        cache.clear()
        assert sign_in(Client(), "zhang").status_code == 302


def test_a_try_during_the_lock_does_not_make_it_longer(client: Client):
    an_account(username="zhang", password=PASSWORD)
    start = clock.now()
    for _ in range(5):
        sign_in(client, "zhang", "wrong")
    with time_machine.travel(start + timedelta(minutes=10)):
        cache.clear()
        again = sign_in(client, "zhang", "wrong")
        assert again.status_code == 429
        assert re.search(r"\b[56]\b", again.content.decode())
    with time_machine.travel(start + timedelta(minutes=16)):
        cache.clear()
        assert sign_in(client, "zhang").status_code == 302


def test_a_stranger_elsewhere_locks_nobody_out(client: Client):
    an_account(username="zhang", password=PASSWORD)
    for _ in range(40):  # goes on trying although the address is locked
        answer = sign_in(client, "zhang", "wrong", address="203.0.113.9")
    assert answer.status_code == 429
    assert sign_in(Client(), "zhang", address="198.51.100.7").status_code == 302


def test_guessing_from_many_addresses_makes_the_name_wait_everywhere(client: Client):
    an_account(username="zhang", password=PASSWORD)
    for number in range(30):
        assert "一刻钟" not in sign_in(client, "zhang", "wrong", address=f"203.0.113.{number}").content.decode()
    assert "一刻钟" in sign_in(client, "zhang", address="198.51.100.7").content.decode()
    start = clock.now()
    with time_machine.travel(start + timedelta(minutes=16)):
        assert sign_in(client, "zhang", address="198.51.100.7").status_code == 302


def test_a_neighbour_is_not_locked_with_somebody_else(client: Client):
    an_account(username="zhang", password=PASSWORD)
    an_account(username="li", password=PASSWORD)
    for _ in range(5):
        sign_in(client, "zhang", "wrong")
    assert sign_in(client, "li").status_code == 302


def test_a_closed_account_cannot_sign_in_and_its_session_ends(client: Client):
    account = an_account(username="zhang", password=PASSWORD)
    sign_in(client, "zhang")
    access.deactivate(account_id=account.pk, reason="离职", by=SYSTEM)
    assert client.get("/me/").status_code == 302
    assert sign_in(Client(), "zhang").url == "/accounts/inactive/"


def test_residents_sign_up_with_a_name_and_a_password(client: Client):
    form = {"username": "Qingquan", "password1": "sun over the river bank", "password2": "sun over the river bank"}
    assert client.post("/accounts/signup/", form).url == "/start/"
    made = Account.objects.get(username="qingquan")
    assert made.has_usable_password()
    assert access.actor_of(made.pk).grants == ()
    assert client.get("/start/").url == "/"


def test_a_weak_password_is_refused_at_the_sign_up_and_what_was_typed_stays(client: Client):
    answer = client.post(
        "/accounts/signup/", {"username": "qingquan", "password1": "12345678", "password2": "12345678"}
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="qingquan"' in page
    assert "12345678" not in page
    assert not Account.objects.filter(username="qingquan").exists()


def test_sign_up_can_be_closed(client: Client, settings):
    settings.SIGN_UP_OPEN = False
    form = {"username": "qingquan", "password1": "sun over the river bank", "password2": "sun over the river bank"}
    assert client.post("/accounts/signup/", form).status_code == 200
    assert not Account.objects.exists()


@pytest.mark.parametrize("address", ["/desk/", "/console/", "/me/", "/console/journal/?x=1"])
def test_closed_doors_ask_to_sign_in_and_lead_back(client: Client, address: str):
    answer = client.get(address)
    assert answer.status_code == 302
    parts = urlsplit(answer.url)
    assert parts.path == LOGIN
    assert parse_qs(parts.query)["next"] == [address]


def test_a_script_without_a_session_is_told_in_json(client: Client):
    answer = client.post("/desk/case/1/", {"note": "x"}, headers={"accept": "application/json"})
    assert answer.status_code == 401
    assert answer.json()["code"] == "signed_out"


def test_a_given_password_must_be_changed_before_work_starts(client: Client, place: County):
    account = an_account(username="zhang", password=PASSWORD, temporary=True)
    appointed("grid_leader", place.grids[0], account=account)
    sign_in(client, "zhang")
    blocked = client.get("/me/settings/")
    assert urlsplit(blocked.url).path == "/accounts/password/change/"
    new = "five green apples in may"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new, "next": "/me/settings/"}
    assert client.post("/accounts/password/change/", form).url == "/me/settings/"
    assert client.get("/me/settings/").status_code == 200
    assert sign_in(Client(), "zhang", new).status_code == 302


def test_who_owes_a_password_has_no_roles_yet(client: Client, place: County):
    account = an_account(username="zhang", password=PASSWORD, temporary=True)
    appointed("street_dispatcher", place.street, account=account)
    sign_in(client, "zhang")
    assert urlsplit(client.get("/start/").url).path == "/accounts/password/change/"
    assert client.get("/").wsgi_request.viewer.grants == ()


def test_changing_the_password_ends_the_other_sessions(client: Client):
    an_account(username="zhang", password=PASSWORD)
    other = Client()
    sign_in(client, "zhang")
    sign_in(other, "zhang")
    new = "five green apples in may"
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert client.get("/me/").status_code == 200
    assert other.get("/me/").status_code == 302


def test_old_passwords_are_changed_where_the_place_asks_for_it(client: Client, settings):
    settings.PASSWORD_DAYS, settings.STAFF_IDLE_MINUTES = 90, 0
    account = an_account(username="zhang", password=PASSWORD)
    client.force_login(account)
    assert client.get("/me/").status_code == 200
    with clock.at(clock.now() + timedelta(days=91)):
        assert urlsplit(client.get("/me/").url).path == "/accounts/password/change/"


def test_a_long_pause_signs_out(client: Client, settings):
    settings.STAFF_IDLE_MINUTES = 30
    client.force_login(an_account())
    assert client.get("/me/").status_code == 200
    with clock.at(clock.now() + timedelta(minutes=29)):
        assert client.get("/me/").status_code == 200
    with clock.at(clock.now() + timedelta(minutes=60)):
        assert client.get("/me/").status_code == 302


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


def test_who_looks_costs_two_queries(client: Client, place: County, settings, django_assert_num_queries):
    settings.STAFF_IDLE_MINUTES = 0
    dispatcher = a_dispatcher(place.street)
    client.force_login(Account.objects.get(pk=dispatcher.account_id))
    with django_assert_num_queries(3):  # the first of them reads the session
        assert client.get("/start/").url == "/console/"


def test_the_house_says_whether_it_is_open(client: Client):
    assert client.get("/healthz").json() == {"status": "ok"}


def test_headers_keep_scripts_and_frames_out(client: Client):
    answer = client.get(LOGIN)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "script-src" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]
    page = answer.content.decode()
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)
    assert " onclick=" not in page
    assert " style=" not in page


class TestOwnPage:
    """Messages, how to be told, and who looked."""

    def test_messages_are_read_one_by_one_or_all_at_once(self, client: Client):
        account = an_account()
        for number in range(2):
            with write():
                event = journal.record(kind="test.said", stream=f"test:{number}", by=SYSTEM)
                journal.notify(event=event, topic="test", title=f"第{number}条", link="/desk/", accounts=[account.pk])
        client.force_login(account)
        page = client.get("/me/").content.decode()
        assert page.count("unread") >= 2
        first = re.search(r'data-message="(\d+)"', page)[1]
        assert client.post(f"/me/messages/{first}/", {"link": "/desk/"}).url == "/desk/"
        assert client.post(f"/me/messages/{first}/", {"link": "https://evil.example/"}).url == "/me/"
        assert journal.unread_count(access.actor_of(account.pk)) == 1
        client.post("/me/read/")
        assert journal.unread_count(access.actor_of(account.pk)) == 0

    def test_somebody_elses_message_stays_unread(self, client: Client):
        account = an_account()
        with write():
            event = journal.record(kind="test.said", stream="test:1", by=SYSTEM)
            journal.notify(event=event, topic="test", title="给别人的", accounts=[account.pk])
        client.force_login(an_account())
        assert "给别人的" not in client.get("/me/").content.decode()
        client.post("/me/messages/1/")
        assert journal.unread_count(access.actor_of(account.pk)) == 1

    def test_how_to_be_told_is_kept_and_the_address_lies_sealed(self, client: Client):
        account = an_account()
        client.force_login(account)
        form = {
            "email": "lin@example.org",
            "digest": "on",
            "digest_at": "18:30",
            "quiet_from": "21:00",
            "quiet_to": "07:30",
        }
        assert client.post("/me/settings/", form).status_code == 302
        kept = journal.mail_settings(access.actor_of(account.pk))
        assert (kept.email, kept.quiet_from, kept.quiet_to, kept.digest_at) == ("lin@example.org", 1260, 450, 1110)
        assert "lin@example.org" in client.get("/me/settings/").content.decode()
        assert "lin@example.org" not in str(account.message_settings.email)

    def test_a_wrong_address_is_shown_beside_its_field_and_nothing_is_lost(self, client: Client):
        client.force_login(an_account())
        form = {"email": "lin@", "digest_at": "18:30", "quiet_from": "21:00", "quiet_to": "07:30"}
        answer = client.post("/me/settings/", form)
        assert answer.status_code == 422
        assert 'value="lin@"' in answer.content.decode()
        assert 'value="21:00"' in answer.content.decode()

    def test_residents_see_who_looked_at_what_they_left_and_why(self, client: Client):
        world = a_world()
        made = a_case(world)
        cases.personal(world.worker, made.id, "回访前核对电话")
        session = client.session
        session["followings"] = [made.following_id]
        session.save()
        page = client.get("/who-looked/").content.decode()
        assert "回访前核对电话" in page
        assert "王师傅" in page
        assert "回访前核对电话" not in Client().get("/who-looked/").content.decode()
