"""The clocks of a case: what starts, pauses, extends and stops them, and what they show on the case."""

from datetime import datetime, timedelta

import pytest
from tests.factories.cases import MORNING, World, a_case, a_found_case, today_plus
from tests.factories.moments import china

from linli.engines.cases import clocks
from linli.engines.cases import public as cases
from linli.engines.cases.models import Case, Clock, Task
from linli.engines.cases.public import LimitInput, State
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import SYSTEM


def running(case_id: int, kind: str = "handling") -> Clock:
    return Clock.objects.get(case=case_id, task=None, kind=kind, stopped_at=None)


def kinds(case_id: int) -> set[str]:
    return set(Clock.objects.filter(case=case_id, task=None, stopped_at=None).values_list("kind", flat=True))


def test_a_report_starts_first_contact_and_handling(world: World) -> None:
    made = a_case(world)
    assert kinds(made.id) == {"first_contact", "handling"}
    assert running(made.id, "first_contact").due_at == china(2026, 11, 16, 11)  # 120 working minutes from 9
    assert running(made.id).due_at == china(2026, 11, 23, 9)  # the fifth working day
    case = made.case
    assert (case.due_kind, case.due_at, case.queue_at) == ("first_contact", china(2026, 11, 16, 11), case.due_at)
    assert case.contact_due_at == case.due_at


def test_what_was_found_on_the_round_has_nobody_to_contact(world: World) -> None:
    made = a_found_case(world)
    assert kinds(made.id) == {"handling"}
    assert made.case.contact_due_at is None


def test_the_first_contact_stops_its_clock_once(world: World) -> None:
    made = a_case(world).handling_by(world.leader)
    with clock.at(MORNING + timedelta(minutes=50)):
        made.did("contact", world.leader, note="打过电话")
    with clock.at(MORNING + timedelta(minutes=90)):
        made.did("contact", world.leader, note="又打了一次")
    case = made.case
    assert (case.contacted_at, case.contact_minutes) == (MORNING + timedelta(minutes=50), 50)
    assert kinds(made.id) == {"handling"}
    assert case.due_kind == "handling"


def test_a_contact_can_be_noted_by_itself(world: World) -> None:
    case = a_case(world).case
    clocks.contacted(case)
    assert (case.contacted_at, case.due_kind) == (MORNING, "handling")


def test_the_most_specific_limit_counts(world: World) -> None:
    """The own class before its parent before all; then the smallest area."""
    community = world.land.communities[0]
    cases.define_limits(
        [
            LimitInput("handling", 9, "d", "全县"),
            LimitInput("handling", 8, "d", "本社区", area_id=community.pk),
            LimitInput("handling", 7, "d", "环境卫生", category_code="A"),
            LimitInput("handling", 6, "d", "楼道堆物", category_code="A03"),
            LimitInput("handling", 5, "d", "楼道堆物，本社区", category_code="A03", area_id=community.pk),
        ],
        by=SYSTEM,
    )
    assert running(a_case(world).id).source == "楼道堆物，本社区"
    assert running(a_case(world, grid=2).id).source == "楼道堆物"
    assert running(a_case(world, category_code="A01").id).source == "环境卫生"
    assert running(a_case(world, category_code="E01", kind_code="help").id).source == "本社区"
    assert running(a_case(world, category_code="E01", kind_code="help", grid=2).id).source == "全县"


def test_a_county_without_limits_has_no_clocks(world: World) -> None:
    for row in cases.limits():
        cases.drop_limit(row.id, by=SYSTEM)
    made = a_case(world).accepted().handling_by(world.leader).handled()
    assert not Clock.objects.filter(case=made.id).exists()
    assert (made.case.due_at, made.case.due_kind) == (None, "")


def test_a_pause_keeps_what_is_left_in_the_clocks_own_counting(world: World) -> None:
    made = a_case(world).handling_by(world.leader)
    with clock.at(china(2026, 11, 18, 9)):  # two working days used, three left
        made.did("suspend", world.leader, reason="等配件", until=today_plus(7))
        assert (running(made.id).left, running(made.id).next_at) == (3 * 570, None)
        assert made.case.due_kind == "first_contact"
    with clock.at(china(2026, 11, 24, 9)):
        made.did("resume", world.leader)
    assert running(made.id).due_at == china(2026, 11, 27, 9)  # three working days later
    assert running(made.id).left == 3 * 570


def test_a_clock_that_is_late_stays_as_late_through_a_pause(world: World) -> None:
    made = a_case(world).handling_by(world.leader)
    due = running(made.id).due_at
    with clock.at(due + timedelta(hours=2)):
        made.did("suspend", world.leader, reason="等配件", until=today_plus(7))
        assert running(made.id).left == -120
    with clock.at(due + timedelta(days=3)):
        made.did("resume", world.leader)
    assert running(made.id).due_at == due
    assert running(made.id).left == -120


def test_granted_time_is_added(world: World) -> None:
    made = a_case(world).handling_by(world.leader)
    made.did("ask_extension", world.leader, value=2, unit="wd", reason="等配件").did(
        "grant_extension", world.street, text="同意"
    )
    assert running(made.id).due_at == china(2026, 11, 25, 9)
    assert running(made.id).budget == 7 * 570


def test_time_granted_during_a_pause_counts_afterwards(world: World) -> None:
    made = a_case(world).handling_by(world.leader)
    made.did("ask_extension", world.leader, value=2, unit="wd", reason="等配件")
    made.did("suspend", world.leader, reason="等配件", until=today_plus(7))
    made.did("grant_extension", world.street, text="同意")
    assert running(made.id).left == 7 * 570


def test_doing_it_stops_handling_and_starts_the_call_back(world: World) -> None:
    made = a_case(world).handling_by(world.leader)
    with clock.at(china(2026, 11, 17, 9)):
        made.handled()
    assert kinds(made.id) == {"call_back"}
    assert running(made.id, "call_back").due_at == china(2026, 11, 19, 9)
    case = made.case
    assert (case.on_time, case.handling_minutes, case.due_kind) == (True, 24 * 60, "call_back")


def test_done_too_late_is_not_in_time(world: World) -> None:
    made = a_case(world).handling_by(world.leader)
    with clock.at(china(2026, 11, 23, 9, 1)):
        made.handled()
    assert made.case.on_time is False


def test_a_failed_check_goes_on_with_what_was_left(world: World) -> None:
    """Work that was not done gets no new time."""
    made = a_case(world).handling_by(world.leader)
    with clock.at(china(2026, 11, 18, 9)):
        made.handled()
    with clock.at(china(2026, 11, 19, 9)):
        made.did("check", world.worker, passed=False, note="还堵着")
    assert kinds(made.id) == {"handling"}
    assert running(made.id).left == 3 * 570
    assert running(made.id).due_at == china(2026, 11, 24, 9)


def test_not_solved_starts_handling_anew(world: World) -> None:
    made = a_case(world).checked()
    with clock.at(china(2026, 11, 18, 9)):
        made.did("confirm", made.reporter, solved=False, words="又堆上了")
    assert made.case.state == State.DISPATCHED
    assert kinds(made.id) == {"handling"}
    assert running(made.id).due_at == china(2026, 11, 25, 9)


def test_a_closed_case_has_no_clock_and_a_reopened_one_starts_anew(world: World) -> None:
    made = a_case(world).closed()
    assert kinds(made.id) == set()
    assert (made.case.due_at, made.case.due_kind) == (None, "")
    with clock.at(china(2026, 11, 18, 9)):
        made.did("reopen", made.reporter, reason="又堆上了")
    assert running(made.id).due_at == china(2026, 11, 25, 9)


def test_a_review_holds_the_clock_and_disagreement_lets_it_go_on(world: World) -> None:
    made = a_case(world).handling_by(world.leader)
    with clock.at(china(2026, 11, 17, 9)):
        made.did("propose_close", world.leader, reason="依法已办结")
        assert running(made.id).paused_at is not None
    with clock.at(china(2026, 11, 18, 9)):
        made.did("review_close", world.street, agreed=False, text="再想想办法")
    assert running(made.id).left == 4 * 570
    assert running(made.id).due_at == china(2026, 11, 24, 9)


@pytest.mark.parametrize(
    ("verb", "arguments"), [("refuse", {"exit": "outside", "text": "请找法院"}), ("merge", {"into": 0})]
)
def test_an_ended_case_rings_no_more(world: World, verb: str, arguments: dict[str, object]) -> None:
    lead, made = a_case(world).accepted(), a_case(world).accepted()
    if "into" in arguments:
        arguments = {"into": lead.id}
    made.did(verb, world.worker, **arguments)
    assert kinds(made.id) == set()
    assert not Clock.objects.filter(case=made.id, next_at__isnull=False).exists()


def test_a_reporter_who_leaves_neighbours_waiting_stops_nothing(world: World) -> None:
    made = a_case(world)
    made.followed(name="李叔")
    made.did("withdraw", made.reporter, reason="搬走了")
    assert made.case.state == State.SUBMITTED
    assert kinds(made.id) == {"first_contact", "handling"}


def test_a_sub_task_has_a_clock_to_answer_and_one_to_finish(world: World) -> None:
    made = a_case(world).handling_by(world.leader)
    made.did("add_helper", world.leader, assignee=world.firm_key, text="请搬走大件")
    task = Task.objects.get(case=made.id)
    own = Clock.objects.get(task=task, stopped_at=None)
    assert (own.kind, own.due_at, task.due_at) == ("response", china(2026, 11, 17, 9), own.due_at)
    made.did("take_task", world.handler, task_id=task.pk)
    task.refresh_from_db()
    assert Clock.objects.get(task=task, stopped_at=None).kind == "handling"
    assert task.due_at == china(2026, 11, 23, 9)
    made.did("finish_task", world.handler, task_id=task.pk, text="搬走了")
    task.refresh_from_db()
    assert not Clock.objects.filter(task=task, stopped_at=None).exists()
    assert task.due_at is None


def test_another_class_brings_its_own_limit_from_the_same_start(world: World) -> None:
    made = a_case(world).handling_by(world.leader)
    with clock.at(MORNING + timedelta(minutes=30)):
        made.did("amend", world.street, category="B01")
    assert running(made.id).due_at == MORNING + timedelta(hours=2)
    assert (running(made.id).value, running(made.id).unit) == (120, "min")
    assert made.case.due_at == MORNING + timedelta(hours=2)


def test_one_clock_of_a_kind_runs_at_a_time(world: World) -> None:
    case = a_case(world).case
    clocks.apply(case, cases.STEPS["reopen"].clock)
    clocks.apply(case, (cases.Effect.START,))
    assert Clock.objects.filter(case=case, stopped_at=None).count() == 2


def moments_of(found: Clock) -> tuple[datetime, datetime, datetime]:
    return clocks.moments(found, territory.calendar_for(found.case.area_id))


def test_the_ladder_goes_by_counted_time(world: World) -> None:
    found = running(a_case(world).id)
    assert moments_of(found) == (china(2026, 11, 20, 9), china(2026, 11, 23, 9), china(2026, 11, 25, 13, 45))


def test_opening_a_case_writes_its_clocks_with_few_queries(world: World, django_assert_num_queries: object) -> None:
    case = Case.objects.get(pk=a_case(world).id)
    Clock.objects.filter(case=case).delete()
    with django_assert_num_queries(5):  # type: ignore[operator]  # one look, one token each, two inserts
        clocks.apply(case, (cases.Effect.START,))
