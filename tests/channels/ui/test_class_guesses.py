"""A case without a class shows what it may be about, with the words that say so; one tap gives it the class."""

import pytest
from django.test import Client
from tests.factories import cases as make

from linli.engines.access.models import Account
from linli.engines.cases import public as cases

pytestmark = pytest.mark.django_db
GAS = "五楼厨房燃气泄漏，味道很重"


@pytest.fixture
def world() -> make.World:
    return make.a_world()


def at_work(actor) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=actor.account_id))
    return client


@pytest.mark.parametrize("place", ["console", "desk"])
def test_one_tap_gives_the_class_that_its_words_speak_for(world, place):
    case = make.a_case(world, text=GAS, category_code=None).case
    client = at_work(world.street if place == "console" else world.worker)
    there = f"/{place}/case/{case.number}/"
    page = client.get(there).content.decode()
    assert 'data-guess="B01"' in page
    assert "燃气" in page.partition('data-guess="B01"')[2].partition("</button>")[0]
    given = {"category": "B01", "expected_version": str(case.version)}
    assert client.post(f"{there}amend/", given).status_code == 302
    detail = cases.case_for(world.street, number=case.number)
    assert detail.category_code == "B01"
    assert detail.title == case.title, "nothing else is changed"
    assert "data-guess" not in client.get(there).content.decode()


def test_a_case_with_a_class_is_left_alone(world):
    case = make.a_case(world, text=GAS, category_code="A01").case
    assert "data-guess" not in at_work(world.street).get(f"/console/case/{case.number}/").content.decode()


def test_who_may_not_correct_it_sees_no_guess(world):
    case = make.a_case(world, text=GAS, category_code=None).dispatched_to(world.firm_key).case
    page = at_work(world.handler).get(f"/desk/case/{case.number}/").content.decode()
    assert "data-guess" not in page
