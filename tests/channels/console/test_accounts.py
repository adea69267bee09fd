"""Accounts and keys in the console."""

import re
from html import unescape

import pytest
from django.test import Client
from tests.factories.access import PASSWORD, a_grid_leader, an_account, appointed
from tests.factories.territory import County, a_county

from linli.engines.access import public as access
from linli.engines.access.models import Account, Token

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> County:
    return a_county()


@pytest.fixture
def administrator(place: County) -> Account:
    return appointed("administrator", place.county, account=an_account("周管理", username="guan", password=PASSWORD))


@pytest.fixture
def console(client: Client, administrator: Account) -> Client:
    client.post("/accounts/login/", {"login": administrator.username, "password": PASSWORD})
    return client


@pytest.fixture
def elevated(console: Client) -> Client:
    console.post("/me/elevate/", {"reason": "新员工入职", "minutes": 30})
    return console


def page_of(answer) -> str:
    return unescape(answer.content.decode())


def test_an_administrator_sees_who_holds_what(console: Client, place: County):
    a_grid_leader(place.grids[0], account=an_account("林小满", username="lin.xm"))
    page = page_of(console.get("/console/accounts/", {"q": "小满"}))
    assert 'data-account="lin.xm"' in page
    assert "网格长 · 兴农社区第一网格" in page


def test_to_others_the_pages_do_not_exist(client: Client, place: County):
    leader = a_grid_leader(place.grids[0])
    client.force_login(Account.objects.get(pk=leader.account_id))
    for address in ("", f"{leader.account_id}/", "new/", "tokens/", "tokens/new/", "elevated/"):
        assert client.get(f"/console/accounts/{address}").status_code == 404


def test_a_new_account_gets_a_passphrase_that_is_shown_once_and_changed_at_once(console: Client, place: County):
    form = {"username": "Lin.XM", "name": "林小满", "public_name": "林师傅", "path": place.communities[0].path}
    answer = console.post("/console/accounts/new/", form)
    passphrase = re.search(r"data-passphrase>([^<]+)<", page_of(answer))[1]
    made = Account.objects.get(username="lin.xm")
    assert made.path == place.communities[0].path
    assert made.password_is_temporary
    assert "no-store" in answer.headers["Cache-Control"]
    assert passphrase not in page_of(console.get(f"/console/accounts/{made.pk}/"))
    newcomer = Client()
    newcomer.post("/accounts/login/", {"login": "lin.xm", "password": passphrase})
    assert newcomer.get("/me/").url.startswith("/accounts/password/change/")


def test_what_was_typed_stays_when_the_user_name_is_taken(console: Client, place: County):
    an_account(username="lin.xm")
    form = {"username": "lin.xm", "name": "林小满", "path": place.county.path}
    answer = console.post("/console/accounts/new/", form)
    assert answer.status_code == 422
    assert 'value="林小满"' in page_of(answer)


def test_a_name_is_changed_and_the_change_is_told(console: Client, place: County):
    leader = a_grid_leader(place.grids[0])
    address = f"/console/accounts/{leader.account_id}/"
    form = {"name": "林小满", "public_name": "林师傅", "work_phone": "0935-1", "email": ""}
    assert console.post(address, form).status_code == 302
    page = page_of(console.get(address))
    assert 'value="林小满"' in page
    assert "修改账号" in page


def test_a_new_passphrase_needs_more_rights(console: Client, place: County):
    leader = a_grid_leader(place.grids[0])
    address = f"/console/accounts/{leader.account_id}/passphrase/"
    refused = console.post(address)
    assert refused.status_code == 403
    assert 'data-code="not_elevated"' in page_of(refused)
    console.post("/me/elevate/", {"reason": "忘记密码", "minutes": 30})
    passphrase = re.search(r"data-passphrase>([^<]+)<", page_of(console.post(address)))[1]
    assert Account.objects.get(pk=leader.account_id).check_password(passphrase)


def test_an_account_is_closed_for_a_reason_and_opened_again(console: Client, place: County):
    leader = a_grid_leader(place.grids[0])
    address = f"/console/accounts/{leader.account_id}/"
    assert console.post(f"{address}close/", {"reason": ""}).status_code == 422
    assert console.post(f"{address}close/", {"reason": "离职"}).status_code == 302
    assert not Account.objects.get(pk=leader.account_id).is_active
    assert "离职" in page_of(console.get(address))
    console.post(f"{address}open/", {"reason": "返聘"})
    assert Account.objects.get(pk=leader.account_id).is_active


def test_a_key_is_shown_once_and_ended(elevated: Client, place: County):
    form = {
        "name": "12345 热线",
        "roles": ["collector", "supervisor"],
        "path": place.street.path,
        "until": "2099-12-31",
    }
    answer = elevated.post("/console/accounts/tokens/new/", form)
    secret = re.search(r"data-secret>([^<]+)<", page_of(answer))[1]
    assert access.actor_of_token(secret).paths("collector") == (place.street.path,)
    listed = page_of(elevated.get("/console/accounts/tokens/"))
    assert "12345 热线" in listed
    assert secret not in listed
    elevated.post(f"/console/accounts/tokens/{Token.objects.get().pk}/end/")
    assert "已停用" in page_of(elevated.get("/console/accounts/tokens/"))


def test_without_more_rights_no_key_is_issued(console: Client, place: County):
    form = {"name": "12345 热线", "roles": ["collector"], "path": place.street.path}
    assert console.post("/console/accounts/tokens/new/", form).status_code == 422
    assert not Token.objects.exists()


def test_every_page_opened_with_more_rights_is_listed(elevated: Client):
    elevated.get("/console/accounts/?q=林")
    page = page_of(elevated.get("/console/accounts/elevated/"))
    number = re.search(r'href="/console/accounts/elevated/(\d+)/"', page)[1]
    assert "新员工入职" in page
    assert "/console/accounts/?q=" in page_of(elevated.get(f"/console/accounts/elevated/{number}/"))


def test_the_strip_says_until_when_and_ends_it(elevated: Client):
    page = page_of(elevated.get("/console/accounts/"))
    assert 'class="elevated' in page
    elevated.post("/me/elevate/end/", {"next": "/console/accounts/"})
    assert 'class="elevated' not in page_of(elevated.get("/console/accounts/"))


@pytest.mark.parametrize("people", [2, 12])
def test_the_list_costs_the_same_for_few_and_many(
    console: Client, place: County, people, django_assert_max_num_queries
):
    for number in range(people):
        a_grid_leader(place.grids[number % 4])
    console.get("/console/accounts/")
    with django_assert_max_num_queries(8):
        assert console.get("/console/accounts/").status_code == 200
