"""What is heard in words: offered while they are written and on the page of a case, taken with one tap."""

from dataclasses import replace

import pytest
from django.test import Client
from tests.factories import cases as make

from linli.engines.access.models import Account
from linli.engines.cases import public as cases
from linli.engines.cases.models import Case
from linli.engines.cases.public import CategoryInput
from linli.engines.territory.models import Building
from linli.kernel.actor import SYSTEM
from linli.kernel.errors import Invalid

pytestmark = pytest.mark.django_db
DARK = "兴农小区3号楼2单元的楼道灯不亮"


@pytest.fixture
def world() -> make.World:
    world = make.a_world()
    make.a_block(world)
    return world


def at_work(actor) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=actor.account_id))
    return client


def hear(text: str, **more: str) -> str:
    return Client().post("/heard/", {"text": text, **more}).content.decode()


def without_a_place(world: make.World, text: str = DARK) -> Case:
    """A case of which only the community is known."""
    nowhere = replace(make.the_county_desk(world), place="", inside=True, how="unknown", longitude=None, latitude=None)
    return make.a_case(world, text=text, location=nowhere).case


def test_the_place_in_the_words_is_offered_while_they_are_written(world):
    page = hear(DARK)
    assert 'data-heard-place="兴农小区3号楼2单元"' in page
    assert "data-longitude=" in page
    assert "您说的是这个地方吗？" in page


def test_where_a_place_is_given_none_is_offered(world):
    assert "data-heard-place" not in hear(DARK, placed="1")
    assert hear("楼道灯不亮").strip() == ""


def test_whom_to_call_is_said_at_once(world):
    page = hear("三楼着火了", placed="1")
    assert 'href="tel:119"' in page


@pytest.mark.parametrize("text", ["", "a", "\x00", "🙂" * 3000, "<script>alert(1)</script>兴农小区3号楼"])
def test_whatever_is_written_is_answered(world, text):
    assert "<script>" not in hear(text)


def test_without_a_script_the_place_is_written_into_the_form_to_be_sent_again(world):
    answer = Client().post("/report/", {"text": DARK})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="兴农小区3号楼2单元"' in page
    assert "我们从您的话里读到这个地方" in page
    assert not Case.objects.exists()


@pytest.mark.parametrize("place", ["console", "desk"])
def test_one_tap_at_the_desk_puts_the_case_there(world, place):
    case = without_a_place(world)
    client = at_work(world.county)
    there = f"/{place}/case/{case.number}/"
    page = client.get(there).content.decode()
    assert 'data-place-guess="兴农小区3号楼2单元"' in page
    house = Building.objects.get()
    given = {"building_id": str(house.pk), "place": "兴农小区3号楼2单元", "expected_version": str(case.version)}
    assert client.post(f"{there}amend/", given).status_code == 302
    case.refresh_from_db()
    assert (case.building_id, case.place, case.longitude) == (house.pk, "兴农小区3号楼2单元", house.longitude)
    assert case.area_id == world.land.grids[0].pk
    steps = cases.case_for(world.street, number=case.number).steps
    assert "楼栋" in f"{steps[-1].title} {steps[-1].text}"


def test_a_case_with_an_exact_place_is_left_alone(world):
    case = make.a_case(world, text=DARK).case
    assert "data-place-guess" not in at_work(world.street).get(f"/console/case/{case.number}/").content.decode()


def test_a_building_that_is_gone_is_refused(world):
    case = without_a_place(world)
    with pytest.raises(Invalid) as refused:
        cases.amend(case.pk, by=world.county, building_id=999_999)
    assert "building_id" in refused.value.fields


def two_classes() -> None:
    cases.define_categories(
        [
            CategoryInput("A01", "垃圾堆积清运", "A", words=("垃圾", "清运"), kind_code="complaint"),
            CategoryInput("B02", "照明", "B", words=("路灯", "不亮"), kind_code="help"),
        ],
        by=SYSTEM,
    )


TWO = "路灯不亮了，晚上看不见。另外，门口的垃圾好几天没人清运了。"


def test_two_matters_are_pointed_out_while_writing_and_may_be_sent_together(world):
    two_classes()
    assert "data-heard-halves" in hear(TWO)
    Client().post("/report/", {"text": TWO, "place": "兴农小区3号楼"})
    assert Case.objects.count() == 1


@pytest.mark.parametrize("place", ["console", "desk"])
def test_at_the_desk_one_tap_opens_the_form_filled_in_with_the_second_matter(world, place):
    two_classes()
    case = make.a_case(world, text=TWO, category_code="B02").case
    client = at_work(world.worker)
    there = f"/{place}/case/{case.number}/"
    assert "data-halves" in client.get(there).content.decode()
    form = client.get(f"{there}divide/").content.decode()
    assert "门口的垃圾好几天没人清运了。</textarea>" in form
    assert '<option value="A01" selected>' in form
    assert client.post(f"{there}divide/", {"text": "门口的垃圾没人清运", "category": "A01"}).status_code == 302
    assert Case.objects.count() == 2
    assert "data-halves" not in client.get(there).content.decode(), "once is enough"


def test_whoever_reported_follows_the_second_matter_from_the_page_of_the_first(world):
    two_classes()
    browser = Client()
    sent = browser.post("/report/", {"text": TWO, "place": "兴农小区3号楼"}).headers["Location"].partition("?")[0]
    first = Case.objects.get()
    cases.divide(first.pk, by=world.worker, text="门口的垃圾好几天没人清运了", category="A01")
    second = Case.objects.exclude(pk=first.pk).get()
    page = browser.get(sent).content.decode()
    assert f'data-second="{second.number}"' in page
    there = page.partition(f'data-second="{second.number}"')[0].rpartition('href="')[2].partition('"')[0]
    assert second.number in browser.get(there).content.decode()
    assert Client().get(there).status_code == 404, "nobody else"


@pytest.mark.parametrize("place", ["console", "desk"])
def test_the_desk_reads_at_once_that_somebody_may_be_in_danger(world, place):
    case = make.a_case(world, text="三楼着火了，快来").case
    calm = make.a_case(world, text="没有着火，是报警器响").case
    client = at_work(world.worker)
    assert 'data-danger="119"' in client.get(f"/{place}/case/{case.number}/").content.decode()
    assert "data-danger" not in client.get(f"/{place}/case/{calm.number}/").content.decode()
