"""The page of one case at the desk and at the console: the same parts, the same verbs."""

import pytest
from django.test import Client
from tests.factories import cases as make

from linli.engines.access.models import Account
from linli.engines.cases import public as cases
from linli.engines.journal import public as journal
from linli.kernel.actor import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> make.World:
    return make.a_world()


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=actor.account_id))
    return client


def address(made: make.Made, *more: str) -> str:
    return "/".join(["/desk/case", made.case.number, *more]) + "/"


def test_everything_at_hand(world):
    made = make.a_case(world).handling_by(world.leader)
    page = signed_in(world.leader).get(address(made)).content.decode()
    for part in (made.case.number, "三单元楼道里堆满了", "兴农小区 3 号楼", 'data-verb="handle"', "每次查看都有记录"):
        assert part in page
    assert page.count("btn-primary") == 1


def test_one_tap_takes_the_case(world):
    made = make.a_case(world).dispatched_to(world.leader_key)
    answer = signed_in(world.leader).post(address(made, "take"), {"expected_version": made.case.version})
    assert answer.status_code == 302
    assert made.case.state == cases.State.HANDLING


def test_the_form_works_without_javascript(world):
    made = make.a_case(world).handling_by(world.leader)
    client = signed_in(world.leader)
    page = client.get(address(made, "decline")).content.decode()
    assert f'action="{address(made, "decline")}"' in page
    answer = client.post(address(made, "decline"), {"reason": ""})
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()


def test_htmx_gets_the_form_alone_and_is_led_on_when_it_is_done(world):
    made = make.a_case(world).handling_by(world.leader)
    client = signed_in(world.leader)
    part = client.get(address(made, "decline"), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert 'data-verb-form="decline"' in part
    refused = client.post(address(made, "decline"), {"reason": ""}, headers={"HX-Request": "true"})
    assert refused.status_code == 200
    done = client.post(address(made, "decline"), {"reason": "不在我们网格"}, headers={"HX-Request": "true"})
    assert done.headers["HX-Redirect"]


def test_a_verb_that_is_not_open_leads_back_to_the_case(world):
    made = make.a_case(world).handling_by(world.leader)
    answer = signed_in(world.leader).get(address(made, "take"), follow=True)
    assert answer.redirect_chain[-1][0] == address(made)
    assert "现在不能这样办" in answer.content.decode()


def test_who_asked_is_shown_only_on_asking_and_the_look_is_written_down(world):
    made = make.a_case(world).handling_by(world.leader)
    client = signed_in(world.leader)
    assert "张大妈" not in client.get(address(made)).content.decode()
    page = client.post(address(made, "personal"), {"purpose": "contact"}).content.decode()
    assert "张大妈" in page
    assert [look.purpose for look in journal.looks(f"case:{made.id}")]


def test_a_colleague_elsewhere_does_not_find_the_case(world):
    made = make.a_case(world).handling_by(world.leader)
    assert signed_in(world.cleaner).get(address(made)).status_code == 404
    assert signed_in(world.cleaner).post(address(made, "personal")).status_code == 404


def test_a_helper_takes_part_and_finishes(world):
    made = make.a_case(world).handling_by(world.leader)
    made.did("add_helper", world.leader, assignee=world.firm_key, text="请派车来拉")
    client = signed_in(world.handler)
    page = client.get(address(made)).content.decode()
    assert "请派车来拉" in page
    task = cases.case_for(world.handler, id=made.id).tasks[0]
    client.post(address(made, "take_task"), {"task_id": task.id})
    form = client.get(address(made, "finish_task"), {"task_id": task.id}).content.decode()
    assert f'name="task_id" value="{task.id}"' in form
    client.post(address(made, "finish_task"), {"task_id": task.id, "text": "拉走了"})
    assert cases.case_for(world.leader, id=made.id).tasks[0].state == "done"
