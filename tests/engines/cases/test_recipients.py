"""Which event tells whom."""

from typing import Any

import pytest
from tests.factories.cases import Made, World, a_case, a_found_case, another_handler, today_plus

from linli.engines.cases import public as cases
from linli.engines.cases.models import Task
from linli.engines.cases.recipients import notify, notify_together
from linli.engines.journal import public as journal
from linli.engines.journal.models import Event, Message
from linli.kernel.actor import SYSTEM, Actor
from linli.kernel.locks import write


class Post:
    """Delivers and remembers what is new."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.names = {actor.account_id: name for name, actor in vars(world).items() if isinstance(actor, Actor)}

    def new(self) -> list[Message]:
        seen = set(Message.objects.values_list("pk", flat=True))
        while journal.deliver_due():
            pass
        assert journal.outbox_state().dead == 0
        return list(Message.objects.exclude(pk__in=seen).order_by("pk"))

    def told(self) -> set[str]:
        """The names of colleagues and `f<following>` of residents who got a message since the last look."""
        return {self.names.get(one.account_id, one.recipient.replace(":", "")) for one in self.new()}


@pytest.fixture
def post(world: World) -> Post:
    return Post(world)


def waits(made: Made) -> str:
    return f"f{made.following_id}"


class TestColleagues:
    def test_a_new_case_at_the_desk(self, world: World, post: Post) -> None:
        made = a_case(world)
        assert post.told() == {"worker", waits(made)}

    def test_one_sent_at_once(self, world: World, post: Post) -> None:
        made = a_case(world, assignee=world.leader_key)
        assert post.told() == {"leader", waits(made)}

    def test_sent_and_sent_anew(self, world: World, post: Post) -> None:
        made = a_case(world).dispatched_to(world.leader_key)
        post.new()
        made.did("dispatch", world.worker, assignee=world.firm_key)
        assert post.told() == {"leader", "handler"}

    def test_everybody_in_the_unit_until_one_takes_it(self, world: World, post: Post) -> None:
        colleague = another_handler(world)
        made = a_case(world).dispatched_to(world.firm_key)
        accounts = {one.account_id for one in post.new()}
        assert {world.handler.account_id, colleague.account_id} <= accounts
        made.did("take", world.handler)
        post.new()
        made.did("supervise", world.street, text="抓紧")
        assert colleague.account_id not in {one.account_id for one in post.new()}

    def test_handed_back_to_the_desk_then_to_the_street(self, world: World, post: Post) -> None:
        made = a_case(world).dispatched_to(world.leader_key)
        post.new()
        made.did("decline", world.leader, reason="归物业")
        assert post.told() == {"worker"}
        made.dispatched_to(world.firm_key)
        post.new()
        made.did("decline", world.handler, reason="归网格")
        assert post.told() == {"street", "second"}

    def test_passed_up_and_told_the_result(self, world: World, post: Post) -> None:
        made = a_case(world).handling_by(world.leader).did("escalate", world.leader, reason="太大")
        assert {"street", "second"} <= post.told()
        made.did("dispatch", world.street, assignee=world.team_key).handling_by(world.cleaner).handled(
            world.cleaner
        ).checked()
        post.new()
        made.closed()
        assert post.told() == {"leader", "cleaner"}

    def test_parts(self, world: World, post: Post) -> None:
        made = a_case(world).handling_by(world.leader)
        post.new()
        made.did("add_helper", world.leader, assignee=world.firm_key, text="帮忙")
        assert post.told() == {"handler"}
        made.did("whistle", world.street, assignees=[world.team_key], text="来")
        assert {"cleaner"} <= post.told()
        first, second = Task.objects.filter(case=made.id).order_by("number")
        made.did("take_task", world.handler, task_id=first.pk)
        assert post.told() == {"leader"}
        made.did("decline_task", world.cleaner, task_id=second.pk, reason="没车")
        assert post.told() == {"leader", "street"}
        made.did("cancel_task", world.leader, task_id=first.pk, reason="不用了")
        assert post.told() == {"handler"}

    def test_more_time(self, world: World, post: Post) -> None:
        made = a_case(world).handling_by(world.leader)
        post.new()
        made.did("ask_extension", world.leader, value=2, unit="wd", reason="等配件")
        assert post.told() == {"street", "second"}
        made.did("grant_extension", world.second)
        assert post.told() == {"leader", waits(made)}

    def test_done_checked_and_not_done(self, world: World, post: Post) -> None:
        made = a_case(world).handling_by(world.leader)
        post.new()
        made.did("handle", world.leader, note="好了")
        assert post.told() == {"worker", waits(made)}
        made.did("check", world.worker, passed=False, note="没好")
        assert post.told() == {"leader"}

    def test_not_solved_and_not_solved_again(self, world: World, post: Post) -> None:
        made = a_case(world).checked()
        post.new()
        made.did("confirm", made.reporter, solved=False)
        assert post.told() == {"leader", waits(made)}
        made.did("take", world.leader).did("handle", world.leader, note="再办").did("check", world.street, passed=True)
        post.new()
        made.did("confirm", made.reporter, solved=False)
        assert post.told() == {"street", "second"}
        made.did("review_close", world.second, agreed=True, text="依法办结")
        assert post.told() == {"leader", waits(made)}

    def test_solved(self, world: World, post: Post) -> None:
        made = a_case(world).checked()
        post.new()
        made.closed()
        assert post.told() == {"leader"}

    def test_found_on_the_round(self, world: World, post: Post) -> None:
        made = a_found_case(world).handling_by(world.leader).handled()
        post.new()
        made.did("check", world.worker, passed=True)
        assert post.told() == {"leader", waits(made)}

    def test_opened_again_withdrawn_and_supervised(self, world: World, post: Post) -> None:
        made = a_case(world).closed()
        post.new()
        made.did("reopen", made.reporter, reason="又来")
        assert post.told() == {"leader", waits(made)}
        made.did("supervise", world.street, text="抓紧")
        assert post.told() == {"leader", "worker"}
        made.did("withdraw", made.reporter)
        assert post.told() == {"leader"}

    def test_the_ladder(self, world: World, post: Post) -> None:
        made = a_case(world).handling_by(world.leader)
        post.new()
        for step, names in (
            (1, {"leader"}),
            (2, {"leader", "street", "second"}),
            (3, {"leader", "street", "second", "county"}),
        ):
            kind = "case.reminded" if step == 1 else "case.overdue"
            with write():
                journal.record(kind=kind, stream=f"case:{made.id}", by=SYSTEM, data={"clock": "handling", "step": step})
            found = post.new()
            assert {post.names[one.account_id] for one in found} == names
            assert {one.urgent for one in found} == {step > 1}

    def test_nobody_of_the_own_doing(self, world: World, post: Post) -> None:
        a_case(world, by=world.worker, origin="phone")
        assert "worker" not in post.told()


class TestResidents:
    def test_all_of_one_problem(self, world: World, post: Post) -> None:
        lead, other = a_case(world).handling_by(world.leader), a_case(world)
        joined = lead.followed()
        other.did("merge", world.worker, into=lead.id)
        post.new()
        lead.did("interim", world.leader, text="明天清运")
        assert post.told() == {waits(lead), waits(other), f"f{joined.following_id}"}
        lead.handled().checked()
        post.new()
        lead.closed()
        assert post.told() == {"leader", waits(other), f"f{joined.following_id}"}

    def test_words_about_the_authors_home_go_to_the_author_alone(self, world: World, post: Post) -> None:
        made = a_case(world).handling_by(world.leader)
        joined = made.followed()
        post.new()
        made.did("interim", world.leader, text="李家答应明天搬")
        bodies = {one.recipient: one.body for one in post.new()}
        assert bodies == {f"f:{made.following_id}": "李家答应明天搬", f"f:{joined.following_id}": ""}

    def test_whoever_left_hears_no_more(self, world: World, post: Post) -> None:
        made = a_case(world).handling_by(world.leader)
        made.followed()
        made.did("withdraw", made.reporter)
        post.new()
        made.did("interim", world.leader, text="明天")
        assert waits(made) not in post.told()

    def test_a_pause_says_why(self, world: World, post: Post) -> None:
        made = a_case(world).handling_by(world.leader)
        post.new()
        made.did("suspend", world.leader, reason="等雨停", until=today_plus(3))
        assert [(one.recipient, one.body) for one in post.new()] == [(f"f:{made.following_id}", "等雨停")]

    def test_none_of_what_is_between_offices(self, world: World, post: Post) -> None:
        made = a_case(world).dispatched_to(world.leader_key)
        post.new()
        made.did("decline", world.leader, reason="推").dispatched_to(world.firm_key)
        assert waits(made) not in post.told()


class TestUrgency:
    def test_an_emergency_passes_quiet_hours(self, world: World, post: Post) -> None:
        a_case(world, category_code="B01", kind_code="help", assignee=world.leader_key)
        assert {one.urgent for one in post.new() if one.account_id} == {True}

    def test_nothing_else_does(self, world: World, post: Post) -> None:
        a_case(world).closed()
        assert {one.urgent for one in post.new()} == {False}


def test_told_once_however_often_delivered(world: World, post: Post) -> None:
    a_case(world).closed()
    before = len(post.new())
    for event in Event.objects.filter(kind__startswith="case."):
        notify(event, {})
    assert Message.objects.count() == before


def test_told_together_is_told_alike(world: World, post: Post, django_assert_max_num_queries: Any) -> None:
    a_case(world).closed()
    a_case(world).dispatched_to(world.leader_key).did("decline", world.leader, reason="不归我管")
    post.new()
    Message.objects.all().delete()
    for event in Event.objects.filter(kind__startswith="case."):
        notify(event, {})
    one_by_one = {(one.event_id, one.recipient, one.title, one.body, one.urgent) for one in Message.objects.all()}
    Message.objects.all().delete()
    events = list(Event.objects.filter(kind__startswith="case.").order_by("id"))
    with django_assert_max_num_queries(12):
        notify_together(events)
    told = {(one.event_id, one.recipient, one.title, one.body, one.urgent) for one in Message.objects.all()}
    assert told == one_by_one


def test_messages_are_in_chinese_and_link_to_the_case(world: World, post: Post) -> None:
    made = a_case(world).dispatched_to(world.leader_key)
    message = next(one for one in post.new() if one.account_id == world.leader.account_id)
    assert cases.Case.objects.get(pk=made.id).number in message.link
    assert message.body
