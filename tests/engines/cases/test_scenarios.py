"""Named scenarios through the lifecycle table, from the first word to the end."""

import pytest
from tests.factories import access as people
from tests.factories.cases import World, a_case, a_found_case, days, today_plus

from linli.engines.cases import public as cases
from linli.engines.cases.public import AgreementInput, Exit, State
from linli.kernel import clock
from linli.kernel.actor import SYSTEM
from linli.kernel.errors import Invalid, NotAllowed, WrongState


def test_the_usual_way_from_report_to_confirmed_result(world: World) -> None:
    made = a_case(world).accepted().dispatched_to(world.leader_key).did("take", world.leader)
    made.did("contact", world.leader, note="已联系").did("handle", world.leader, note="搬走了")
    made.did("check", world.worker, passed=True).did("confirm", made.reporter, solved=True, rating=5)
    case = made.case
    assert (case.state, case.solved, case.rating, case.settled_level) == (State.CLOSED, True, 5, "grid")
    assert case.version == 8
    assert made.verbs == ["submit", "accept", "dispatch", "take", "contact", "handle", "check", "confirm"]


def test_a_rule_sends_it_at_once(world: World) -> None:
    made = a_case(world, accepted=True, assignee=world.leader_key, routed_by="楼道堆物归网格长")
    assert (made.case.state, made.case.assignee, made.case.routed_by) == (
        State.DISPATCHED,
        world.leader_key,
        "楼道堆物归网格长",
    )
    assert made.case.matter.code == "A-01"
    made.did("take", world.leader).handled().checked().closed()
    assert made.verbs == ["submit", "dispatch", "take", "handle", "check", "confirm"]


def test_a_handler_claims_what_lies_free_in_the_own_area(world: World) -> None:
    made = a_case(world).claimed_by(world.leader)
    assert (made.case.state, made.case.assignee, made.case.holder_id) == (
        State.HANDLING,
        world.leader_key,
        world.leader.account_id,
    )


def test_a_unit_claims_what_it_usually_handles(world: World) -> None:
    made = a_case(world, category_code="A01").claimed_by(world.handler)
    assert made.case.assignee == world.firm_key


def test_handed_back_twice_the_street_decides(world: World) -> None:
    made = a_case(world).dispatched_to(world.leader_key).did("decline", world.leader, reason="归物业")
    assert (made.case.state, made.case.ping_pongs, made.case.desk_id) == (
        State.ACCEPTED,
        1,
        world.land.communities[0].pk,
    )
    made.dispatched_to(world.firm_key).did("decline", world.handler, reason="归网格")
    assert (made.case.ping_pongs, made.case.desk_id) == (2, world.land.street.pk)
    made.did("dispatch", world.street, assignee=world.firm_key, note="物业负责")
    with pytest.raises(WrongState) as refused:
        cases.decline(made.id, by=world.handler, reason="还是不归我")
    assert refused.value.code == "street_decided"
    made.did("escalate", world.handler, reason="要动用维修资金")
    assert (made.case.desk_id, made.case.state) == (world.land.county.pk, State.ACCEPTED)


def test_passed_up_one_level_and_told_the_result(world: World) -> None:
    made = a_case(world).handling_by(world.leader).did("escalate", world.leader, reason="需要街道协调")
    assert (made.case.desk_id, made.case.assignee) == (world.land.street.pk, "")
    made.did("dispatch", world.street, assignee=world.team_key).handling_by(world.cleaner).handled(
        world.cleaner
    ).closed()
    assert made.case.settled_level == "street"


def test_helpers_and_departments_do_parts_and_the_lead_stays_answerable(world: World) -> None:
    made = (
        a_case(world)
        .handling_by(world.leader)
        .did("add_helper", world.leader, assignee=world.firm_key, text="请派人一起搬")
    )
    made.did("whistle", world.street, assignees=[world.team_key], text="请清运")
    first, second = cases.Task.objects.filter(case=made.id).order_by("number")
    assert (first.whistle, second.whistle, second.assignee) == (False, True, world.team_key)
    made.did("take_task", world.handler, task_id=first.pk).did(
        "finish_task", world.handler, task_id=first.pk, text="已搬"
    )
    with pytest.raises(Invalid) as refused:
        cases.handle(made.id, by=world.leader, note="好了")
    assert refused.value.code == "tasks_open"
    made.did("decline_task", world.cleaner, task_id=second.pk, reason="车坏了").did("handle", world.leader, note="好了")
    assert made.case.assignee == world.leader_key


def test_more_time_is_asked_for_and_granted(world: World) -> None:
    made = a_case(world).handling_by(world.leader)
    due = made.case.due_at
    made.did("contact", world.leader, note="说过了")
    before = made.case.due_at
    made.did("ask_extension", world.leader, value=2, unit="wd", reason="等配件")
    made.did("grant_extension", world.street, text="同意")
    assert due < before < made.case.due_at


def test_more_time_is_refused(world: World) -> None:
    made = (
        a_case(world).handling_by(world.leader).did("ask_extension", world.leader, value=2, unit="wd", reason="等配件")
    )
    due = made.case.due_at
    made.did("refuse_extension", world.street, text="配件街道有")
    assert made.case.due_at == due
    with pytest.raises(WrongState):
        cases.grant_extension(made.id, by=world.street)


def test_paused_and_going_on(world: World) -> None:
    made = a_case(world).handling_by(world.leader).did("contact", world.leader, note="说过了")
    made.did("suspend", world.leader, reason="等雨停", until=today_plus(3))
    assert (made.case.state, made.case.due_at) == (State.SUSPENDED, None)
    with clock.at(clock.now() + days(1)):
        made.did("resume", world.leader)
    assert made.case.state == State.HANDLING
    assert made.case.due_at is not None


def test_a_failed_check_sends_it_back_to_work(world: World) -> None:
    made = a_case(world).handled().did("check", world.worker, passed=False, note="还有两张沙发")
    assert (made.case.state, made.case.holder_id) == (State.HANDLING, world.leader.account_id)
    made.did("handle", world.leader, note="都搬了").closed()
    assert made.case.state == State.CLOSED


def test_unhappy_then_another_checker_then_unhappy_again_then_a_second_person_closes(world: World) -> None:
    made = a_case(world).checked()
    made.did("confirm", made.reporter, solved=False, words="又堆上了")
    case = made.case
    assert (case.state, case.assignee, case.reopened, case.solved) == (State.DISPATCHED, world.leader_key, 1, False)
    made.did("take", world.leader).did("handle", world.leader, note="再次清理")
    with pytest.raises(NotAllowed):
        cases.check(made.id, by=world.worker, passed=True)
    made.did("check", world.street, passed=True)
    made.did("call_back", world.second, reached=True, solved=False, words="还是不满意")
    assert (made.case.state, made.case.proposed_by_id) == (State.REVIEW, world.second.account_id)
    with pytest.raises(NotAllowed):
        cases.review_close(made.id, by=world.second, agreed=True, text="已依法处理")
    made.did("review_close", world.street, agreed=True, text="楼道已清，住户自用部分无权处理。")
    assert (made.case.state, made.case.lawful_close, made.case.solved) == (State.CLOSED, True, False)
    with pytest.raises(WrongState):
        cases.reopen(made.id, by=made.reporter, reason="不服")


def test_a_reviewer_who_does_not_agree_sends_it_back(world: World) -> None:
    made = a_case(world).checked().did("propose_close", world.worker, reason="法律只到这里")
    made.did("review_close", world.street, agreed=False, text="还可以再谈一次")
    assert (made.case.state, made.case.assignee, made.case.proposed_by_id) == (State.DISPATCHED, world.leader_key, None)


def test_reopened_by_the_reporter_once(world: World) -> None:
    made = a_case(world).closed()
    with clock.at(clock.now() + days(14)):
        made.did("reopen", made.reporter, reason="又堆满了")
    case = made.case
    assert (case.state, case.reopened, case.solved, case.closed_at, case.former_checker_id) == (
        State.DISPATCHED,
        1,
        None,
        None,
        world.worker.account_id,
    )
    made.did("take", world.leader).did("handle", world.leader, note="清了").did(
        "check", world.street, passed=True
    ).closed()
    with pytest.raises(WrongState) as refused:
        cases.reopen(made.id, by=made.reporter, reason="再来")
    assert refused.value.code == "reopened_once"


def test_nobody_answers_three_calls(world: World) -> None:
    made = a_case(world).checked()
    for _call in range(2):
        made.did("call_back", world.worker, reached=False)
        assert made.case.state == State.CHECKED
    made.did("call_back", world.worker, reached=False)
    assert (made.case.state, made.case.solved) == (State.CLOSED, None)


def test_seven_people_one_problem_and_taken_apart_again(world: World) -> None:
    lead = a_case(world).handling_by(world.leader)
    lead.followed()
    joined = [a_case(world), a_case(world)]
    joined[0].followed()
    far = a_case(world)
    far.followed()
    far.did("merge", world.worker, into=joined[1].id)
    for one in joined:
        one.did("merge", world.worker, into=lead.id)
    assert lead.case.people == 7
    far.did("split", world.worker, reason="不是一回事")
    assert (far.case.state, far.case.people, joined[1].case.people, lead.case.people) == (State.ACCEPTED, 2, 1, 5)
    lead.handled().closed()
    assert joined[0].case.state == State.MERGED
    assert cases.tracking_view(joined[0].reporter, joined[0].following_id).state == State.CLOSED


@pytest.mark.parametrize("exit_code", Exit.values)
def test_not_taken_on_by_one_of_the_six_exits(world: World, exit_code: str) -> None:
    made = a_case(world).did("refuse", world.worker, exit=exit_code, text="请您拨打 12348 咨询。")
    assert (made.case.state, made.case.exit_code, made.case.due_at) == (State.REFUSED, exit_code, None)


def test_a_question_is_answered_at_the_desk_and_unhappy_it_comes_back_there(world: World) -> None:
    made = a_case(world, kind_code="inquiry").did("answer", world.worker, text="周一到周五都可以办。")
    assert made.case.state == State.HANDLED
    made.did("confirm", made.reporter, solved=False, words="没说要带什么")
    assert (made.case.state, made.case.assignee) == (State.ACCEPTED, "")
    made.did("answer", world.street, text="带身份证原件。").did("confirm", made.reporter, solved=True)
    assert made.case.settled_level == "community"


def test_the_reporter_withdraws(world: World) -> None:
    made = a_case(world).handling_by(world.leader)
    made.did("withdraw", made.reporter, reason="自己搬了")
    assert (made.case.state, made.case.due_at) == (State.WITHDRAWN, None)


def test_the_reporter_leaves_and_neighbours_still_wait(world: World) -> None:
    made = a_case(world).handling_by(world.leader)
    joined = made.followed()
    made.did("withdraw", made.reporter)
    assert (made.case.state, made.case.people) == (State.HANDLING, 1)
    made.handled().checked()
    neighbour = people.a_visitor(joined.following_id)
    made.did("confirm", neighbour, solved=True)
    assert made.case.state == State.CLOSED


def test_a_mediation_ends_with_an_agreement(world: World) -> None:
    made = a_case(world, kind_code="mediation", category_code="D01")
    made.accepted().did("dispatch", world.worker, assignee=world.leader_key).did("take", world.leader)
    with pytest.raises(Invalid) as refused:
        cases.handle(made.id, by=world.leader, note="谈好了")
    assert refused.value.code == "agreement_needed"
    agreement = AgreementInput(written=True, text="双方同意轮流打扫。", agreed_on=clock.today())
    made.did("handle", world.leader, note="谈好了", agreement=agreement).closed()
    detail = cases.case_for(world.worker, id=made.id)
    assert (detail.agreement.court_confirmation_until - detail.agreement.agreed_on).days == 30


def test_a_long_matter_goes_by_milestones(world: World) -> None:
    made = a_case(world, kind_code="long").handling_by(world.leader)
    usual = list(made.case.milestones.order_by("number"))
    assert [one.name for one in usual] == ["摸清情况", "开会商量"]
    made.did("finish_milestone", world.leader, milestone_id=usual[0].pk, note="共 12 户")
    made.did("set_milestones", world.leader, milestones=[("选出代表", today_plus(20)), ("签字", today_plus(40))])
    assert [one.name for one in made.case.milestones.order_by("number")] == ["摸清情况", "选出代表", "签字"]
    with pytest.raises(Invalid) as refused:
        cases.handle(made.id, by=world.leader, note="好了")
    assert refused.value.code == "milestones_open"
    for one in made.case.milestones.filter(done_at=None):
        made.did("finish_milestone", world.leader, milestone_id=one.pk)
    made.handled().closed()


def test_found_on_the_round_a_good_check_closes_it(world: World) -> None:
    made = a_found_case(world).handling_by(world.leader).handled().did("check", world.worker, passed=True)
    assert (made.case.state, made.case.solved, made.case.settled_level) == (State.CLOSED, None, "grid")


def test_supervised_shown_and_hung_on_a_theme(world: World) -> None:
    made = a_case(world).handling_by(world.leader).did("supervise", world.street, text="本周办结")
    made.did("release", world.worker, public_text="楼道堆物清理中，电话 13800000000")
    case = made.case
    assert case.supervised_at is not None
    assert "13800000000" not in case.public_text
    made.did("link_theme", world.worker, theme_id=None)


def test_the_clock_lets_a_pause_end_by_itself(world: World) -> None:
    made = a_case(world).handling_by(world.leader).did("suspend", world.leader, reason="等雨停", until=today_plus(3))
    made.did("resume", SYSTEM)
    assert made.case.state == State.HANDLING
