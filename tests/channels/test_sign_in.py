"""Signing in and out, lock-out, second factor, the gate before the desk and the console."""

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from tests.factories.access import PASSWORD, a_dispatcher, an_account, appointed
from tests.factories.signing_in import LOGIN, sign_in
from tests.factories.territory import County, a_county

from linli.engines.access import public as access
from linli.engines.access.models import Account
from linli.kernel import clock
from linli.kernel.actor import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def place() -> County:
    return a_county()


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
