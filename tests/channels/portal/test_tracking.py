"""Follow by code, answer, withdraw, reopen; and nobody else's reports."""

import pytest
from django.test import Client
from tests.factories import cases as make

from linli.engines.cases import public as cases

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> make.World:
    return make.a_world()


def bearer_of(made: make.Made) -> Client:
    client = Client()
    answer = client.post("/track/", {"code": made.code})
    assert answer.headers["Location"] == f"/track/{made.following_id}/"
    return client


def page_of(client: Client, made: make.Made) -> str:
    return client.get(f"/track/{made.following_id}/").content.decode()


def test_the_code_opens_the_report_however_it_is_typed(world):
    made = make.a_case(world)
    client = Client()
    assert client.post("/track/", {"code": made.code.lower().replace("-", " ")}).status_code == 302
    assert made.case.number in page_of(client, made)


@pytest.mark.parametrize("code", ["", "K7QM", "K7QM-3TVX-9RDA5", "<script>"])
def test_a_code_that_is_none_is_said_beside_the_field(world, code):
    answer = Client().post("/track/", {"code": code})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()


def test_without_the_code_the_report_does_not_exist(world):
    made = make.a_case(world)
    assert Client().get(f"/track/{made.following_id}/").status_code == 404
    assert bearer_of(make.a_case(world)).get(f"/track/{made.following_id}/").status_code == 404


def test_the_steps_name_posts_not_people(world):
    made = make.a_case(world).handled()
    page = page_of(bearer_of(made), made)
    assert "网格长" in page
    assert "林秀英" not in page


def test_confirming_and_rating_in_one_go(world):
    made = make.a_case(world).checked()
    client = bearer_of(made)
    assert 'data-verb-form="confirm"' in page_of(client, made)
    answer = client.post(f"/track/{made.following_id}/confirm/", {"solved": "yes", "rating": "5", "words": "很快"})
    assert answer.status_code == 302
    assert made.case.state == cases.State.CLOSED
    assert made.case.rating == 5


def test_not_solved_sends_it_back(world):
    made = make.a_case(world).checked()
    client = bearer_of(made)
    page = client.post(f"/track/{made.following_id}/confirm/", {"solved": "no", "words": "又堆上了"}, follow=True)
    assert made.case.state == cases.State.DISPATCHED
    assert "退回重新办理" in page.content.decode()


def test_an_answer_without_the_one_thing_asked(world):
    made = make.a_case(world).checked()
    answer = bearer_of(made).post(f"/track/{made.following_id}/confirm/", {"words": "还行吧"})
    assert answer.status_code == 422
    assert "还行吧" in answer.content.decode()
    assert made.case.state == cases.State.CHECKED


def test_withdrawing(world):
    made = make.a_case(world)
    client = bearer_of(made)
    assert 'data-verb="withdraw"' in page_of(client, made)
    assert "随时可以再报" in client.get(f"/track/{made.following_id}/withdraw/").content.decode()
    client.post(f"/track/{made.following_id}/withdraw/", {"reason": ""})
    assert made.case.state == cases.State.WITHDRAWN


def test_reopening_once_with_the_reason(world):
    made = make.a_case(world).closed()
    client = bearer_of(made)
    client.post(f"/track/{made.following_id}/reopen/", {"reason": "又坏了"})
    assert made.case.state == cases.State.DISPATCHED


@pytest.mark.parametrize("verb", ["accept", "dispatch", "refuse", "nonsense"])
def test_a_resident_gets_no_form_of_other_verbs(world, verb):
    made = make.a_case(world)
    client = bearer_of(made)
    assert client.get(f"/track/{made.following_id}/{verb}/").status_code == 404


@pytest.mark.parametrize("verb", ["accept", "refuse"])
def test_a_resident_cannot_do_a_colleague_s_verb(world, verb):
    made = make.a_case(world)
    client = bearer_of(made)
    client.post(f"/track/{made.following_id}/{verb}/", {"exit": "outside", "text": "不归我们管"})
    assert made.case.state == cases.State.SUBMITTED


def test_my_things_say_first_what_waits_for_me(world):
    waiting, running = make.a_case(world).checked(), make.a_case(world, text="楼下的灯不亮")
    client = bearer_of(waiting)
    client.post("/track/", {"code": running.code})
    page = client.get("/mine/").content.decode()
    assert page.index("等您回复") < page.index("办理中")
    assert "请您确认" in page


def test_my_things_are_empty_with_a_way_on(world):
    page = Client().get("/mine/").content.decode()
    assert "还没有" in page
    assert "/report/" in page


def test_my_things_need_few_queries_however_many_there_are(world, django_assert_max_num_queries):
    client = Client()
    for _number in range(8):
        client.post("/track/", {"code": make.a_case(world).code})
    client.get("/mine/")
    with django_assert_max_num_queries(6):
        client.get("/mine/")


def test_whoever_reported_for_somebody_is_named_on_the_page(world):
    made = make.a_case(world, reporter=cases.Reporter(name="王奶奶", helper_name="小李"))
    assert "由小李代您上报" in page_of(bearer_of(made), made)
