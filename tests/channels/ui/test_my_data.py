"""Everybody sees what is held about them, takes a copy along, and has it erased."""

import json
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from tests.factories.access import PASSWORD, an_account, appointed
from tests.factories.cases import a_world
from tests.factories.orders import a_catalogue, a_helper, an_order

import linli.programmes
from linli.engines.access import keepers
from linli.engines.access import public as access
from linli.engines.access.models import Account
from linli.engines.journal import public as journal
from linli.kernel.actor import VISITOR
from linli.kernel.errors import NotAllowed
from linli.programmes.orders.models import Order
from linli.programmes.orders.public import Orderer

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    a_catalogue()
    return a_world()


@pytest.fixture
def resident(client: Client) -> Account:
    made = an_account("何阿姨", username="heayi", password=PASSWORD)
    client.post("/accounts/login/", {"login": "heayi", "password": PASSWORD})
    return made


def orders_of(world, account: Account) -> tuple[Order, Order]:
    """One order that is done and confirmed, and one that waits."""
    by = access.actor_of(account.pk)
    own = {"by": by, "orderer": Orderer(name="何阿姨", phone="13800000000", home="2-501", account_id=account.pk)}
    done = an_order(world, **own).taken_by(a_helper(world)).begun().finished(minutes=30)
    done.did("confirm", by)
    return done.order, an_order(world, **own).order


def page_of(answer) -> str:
    return unescape(answer.content.decode())


def test_every_part_that_keeps_something_about_people_takes_part():
    folders = Path(linli.programmes.__path__[0])
    parts = {one.parent.name for one in folders.glob("*/privacy.py")} | {"journal", "cases"}
    assert parts == set(keepers._keepers)


def test_one_sees_how_much_is_held_and_takes_a_copy(client: Client, world, resident: Account):
    done, _waiting = orders_of(world, resident)
    page = page_of(client.get("/me/data/"))
    assert "订单" in page
    answer = client.post("/me/data/copy/")
    assert "attachment" in answer["Content-Disposition"]
    copy = json.loads(answer.content)
    assert copy["订单"][0]["order"] == done.number
    assert "13800000000" in copy["订单"][0].values()
    assert copy["账号和登录记录"]["account"][0]["username"] == "heayi"
    assert journal.history(f"account:{resident.pk}")[-1].kind == "account.copied"


def test_a_copy_holds_nothing_of_others(client: Client, world, resident: Account):
    orders_of(world, an_account("别人", username="bieren"))
    assert "订单" not in json.loads(client.post("/me/data/copy/").content)


def test_what_is_finished_is_erased_and_what_runs_stays(client: Client, world, resident: Account):
    done, waiting = orders_of(world, resident)
    assert client.post("/me/data/erase/", {"scope": "ended"}).status_code == 422, "without saying so once more"
    done.refresh_from_db()
    assert done.name
    answer = client.post("/me/data/erase/", {"scope": "ended", "sure": "on"})
    assert answer.status_code == 302
    done.refresh_from_db()
    waiting.refresh_from_db()
    assert (done.name, done.phone, done.account_id) == ("", "", None)
    assert waiting.name
    assert waiting.account_id == resident.pk
    assert "已在 1 条记录里删去" in page_of(client.get("/me/data/"))


def test_an_account_is_closed_on_request(client: Client, world, resident: Account):
    orders_of(world, resident)
    assert client.post("/me/data/erase/", {"scope": "all", "sure": "on"})["Location"] == "/"
    resident.refresh_from_db()
    assert (resident.is_active, resident.name, resident.username) == (False, "—", f"gone-{resident.pk}")
    assert client.get("/me/data/").status_code == 302, "signed out"
    kinds = [one.kind for one in journal.history(f"account:{resident.pk}")]
    assert kinds[-3:] == ["journal.erased", "account.data_erased", "account.erased"]


def test_who_holds_a_post_keeps_the_account_and_nothing_is_half_erased(client: Client, world, resident: Account):
    done, _waiting = orders_of(world, resident)
    appointed("grid_leader", world.land.grids[0], account=resident)
    answer = client.post("/me/data/erase/", {"scope": "all", "sure": "on"})
    assert answer.status_code == 422
    assert "field-error" in page_of(answer)
    done.refresh_from_db()
    assert done.name


def test_the_password_is_asked_for_again(client: Client, world):
    client.force_login(an_account("何阿姨", username="heayi", password=PASSWORD))
    for answer in (client.get("/me/data/"), client.post("/me/data/copy/"), client.post("/me/data/erase/")):
        assert answer.status_code == 302
        assert "reauthenticate" in answer["Location"]


def test_without_an_account_there_is_no_copy():
    with pytest.raises(NotAllowed):
        access.own_copy(by=VISITOR)
    with pytest.raises(NotAllowed):
        access.erase_own(by=VISITOR)


def test_one_keeper_has_one_name():
    with pytest.raises(ValueError, match="orders"):
        access.register_keeper("orders", list, int)
    with pytest.raises(ValueError, match="account"):
        access.register_keeper("account", list, int)
    access.forget_keeper("nobody")
