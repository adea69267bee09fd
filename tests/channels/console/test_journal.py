"""The journal in the console: stuck work, looks, history, and whether it is whole."""

from html import unescape

import pytest
from django.test import Client
from tests.factories.access import PASSWORD, a_dispatcher, an_account, appointed
from tests.factories.cases import a_case, a_world
from tests.factories.journal import staff
from tests.factories.lists import a_need
from tests.factories.meetings import a_sitting
from tests.factories.orders import a_catalogue, an_order
from tests.factories.plans import a_lattice, a_plan
from tests.factories.wishes import a_wish

from linli.engines.access.models import Account
from linli.engines.journal import public as journal
from linli.engines.journal.models import Event, Outbox
from linli.kernel import clock
from linli.kernel.locks import write

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return a_world()


@pytest.fixture
def console(client: Client, world) -> Client:
    appointed("administrator", world.land.county, account=an_account("周管理", username="guan", password=PASSWORD))
    client.post("/accounts/login/", {"login": "guan", "password": PASSWORD})
    return client


def page_of(answer) -> str:
    return unescape(answer.content.decode())


def stuck(receiver: str = "mail") -> Outbox:
    return Outbox.objects.create(
        receiver=receiver,
        key=f"{receiver}:{Outbox.objects.count()}",
        created_at=clock.now(),
        dead_at=clock.now(),
        attempts=8,
        last_error="Connection refused",
    )


def test_stuck_work_is_shown_with_why_and_tried_again(console: Client):
    letter = stuck()
    page = page_of(console.get("/console/journal/"))
    assert f'data-letter="{letter.pk}"' in page
    assert "Connection refused" in page
    console.post(f"/console/journal/stuck/{letter.pk}/again/")
    letter.refresh_from_db()
    assert letter.dead_at is None
    assert letter.next_at is not None


def test_all_of_it_is_tried_again_at_once(console: Client):
    for _ in range(3):
        stuck()
    console.post("/console/journal/stuck/again/")
    assert not Outbox.objects.filter(dead_at__isnull=False).exists()


def test_it_is_laid_aside_for_a_reason_and_only_once(console: Client):
    letter = stuck()
    address = f"/console/journal/stuck/{letter.pk}/aside/"
    assert console.post(address, {"reason": ""}).status_code == 422
    assert console.post(address, {"reason": "邮箱已停用"}).status_code == 302
    assert console.post(address, {"reason": "邮箱已停用"}).status_code == 302
    letter.refresh_from_db()
    assert letter.done_at is not None


def test_the_history_is_checked_on_demand(console: Client):
    assert 'data-verified="whole"' in page_of(console.post("/console/journal/verify/"))


def test_a_changed_history_is_found(console: Client, world):
    case = a_case(world).case
    with write():
        journal.record(kind="case.noted", stream=f"case:{case.pk}", by=world.worker, path=case.path)
    first = Event.objects.filter(stream=f"case:{case.pk}").order_by("number").first()
    super(type(Event.objects.all()), Event.objects.filter(pk=first.pk)).update(data={"text": "改过的"})
    assert 'data-verified="broken"' in page_of(console.post("/console/journal/verify/"))


def test_each_look_is_listed_with_its_reason_and_the_number_of_the_case(console: Client, world):
    case = a_case(world).case
    with write():
        journal.look(
            viewer=world.worker, subject=f"case:{case.pk}", fields=["phone"], purpose="回访前核对", path=case.path
        )
    page = page_of(console.get("/console/journal/looks/"))
    assert "回访前核对" in page
    assert case.number in page
    assert "回访前核对" not in page_of(console.get("/console/journal/looks/", {"account": world.leader.account_id}))


def test_what_happened_to_a_case_is_found_by_its_number(console: Client, world):
    case, other = a_case(world).case, a_case(world).case
    page = page_of(console.get("/console/journal/history/", {"q": case.number}))
    assert case.number in page
    assert other.number not in page
    assert "没有找到" in page_of(console.get("/console/journal/history/", {"q": "2020-0101-0001"}))


def test_what_happened_is_found_by_the_number_or_name_that_pages_show(console: Client, world):
    a_catalogue()
    order, other, wish, need = an_order(world).order, an_order(world).order, a_wish(world).wish, a_need(world)
    sitting = a_sitting(world)
    plan = a_plan(a_lattice(land=world.land), name="三年不变的网格")
    asked = {
        order.number: "下单", order.number.lower(): "下单", wish.number: "心愿", need.number: "需求",
        sitting.meeting.title[1:]: "开会", "三年不变": "网格方案",
    }
    for text, words in asked.items():
        table = page_of(console.get("/console/journal/history/", {"q": text})).partition("<tbody>")[2]
        assert "没有找到" not in table, (text, words)
        assert other.number not in table
    named = page_of(console.get("/console/journal/history/", {"q": f"order:{order.pk}"}))
    assert order.number in named.partition("<tbody>")[2], "and is called by it in the list"
    assert plan.name in page_of(console.get("/console/journal/history/", {"kind": "grid_plan"}))


def test_a_number_from_outside_the_areas_one_audits_finds_nothing(world):
    a_catalogue()
    order = an_order(world).order
    here, elsewhere = world.land.county, next(one for one in world.land.communities if one.path not in order.path)
    streams = journal.streams_called(order.number)
    assert streams == [f"order:{order.pk}"]
    assert journal.events(staff(role="auditor", path=here.path), streams=streams).items
    assert not journal.events(staff(role="auditor", path=elsewhere.path), streams=streams).items


def test_what_was_said_in_a_case_opens_with_more_rights_only(console: Client, world):
    made = a_case(world)
    made.did("accept", world.worker, note="先和物业约好时间")
    address = "/console/journal/history/"
    assert "先和物业约好时间" not in page_of(console.get(address, {"q": made.case.number}))
    console.post("/me/elevate/", {"reason": "核对投诉", "minutes": 30})
    assert "先和物业约好时间" in page_of(console.get(address, {"q": made.case.number}))


def test_the_history_is_narrowed_by_kind_and_person(console: Client, world):
    a_case(world).did("accept", world.worker)
    accounts = page_of(console.get("/console/journal/history/", {"kind": "account."}))
    assert "建立账号" in accounts
    assert "派单" not in accounts.partition("<tbody>")[2]
    by_worker = page_of(console.get("/console/journal/history/", {"account": world.worker.account_id}))
    assert "建立账号" not in by_worker.partition("<tbody>")[2]


def test_to_others_it_does_not_exist(client: Client, world):
    client.force_login(Account.objects.get(pk=a_dispatcher(world.land.street).account_id))
    assert client.get("/console/journal/").status_code == 404
    assert client.get("/console/journal/history/").status_code == 404
    assert client.post("/console/journal/verify/").status_code == 404
    assert client.get("/console/journal/looks/").status_code == 200


def test_a_page_of_history_costs_a_fixed_number_of_queries(console: Client, world, django_assert_max_num_queries):
    for _ in range(6):
        a_case(world)
    console.get("/console/journal/history/")
    with django_assert_max_num_queries(10):     # one for each kind of thing on the page among them
        assert console.get("/console/journal/history/").status_code == 200
