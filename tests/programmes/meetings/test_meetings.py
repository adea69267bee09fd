"""One joint meeting replaces going round the units one by one: five resolutions, thirteen units, sixty-five tasks."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.factories import access as people
from tests.factories.cases import MORNING, World, a_world
from tests.factories.meetings import Sitting, a_body, a_meeting, a_sitting
from tests.factories.together import together

from linli.engines.cases import public as cases
from linli.engines.cases.models import Case, Clock
from linli.engines.journal import public as journal
from linli.engines.journal.models import Message
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import SYSTEM, Actor
from linli.kernel.errors import Invalid, LinliError, NotAllowed, NotFound, WrongState
from linli.programmes.meetings import public as meetings
from linli.programmes.meetings.models import MeetingTask

pytestmark = pytest.mark.django_db


def test_five_resolutions_become_sixty_five_tasks_of_thirteen_units_in_one_step(world: World) -> None:
    sitting = a_sitting(world, units=13).held().agreed(5)
    sent = meetings.send_resolutions(sitting.id, by=world.worker)
    assert (sent.made, sent.total) == (65, 65)
    made = Case.objects.filter(origin="meeting")
    assert made.count() == 65
    assert set(made.values_list("state", flat=True)) == {"dispatched"}
    assert set(made.values_list("assignee", flat=True)) == {territory.unit_key(one.unit_id) for one in sitting.seats}
    one = made.get(assignee=territory.unit_key(sitting.seats[0].unit_id), title="第1项")
    assert one.path == sitting.seats[0].path
    assert one.routed_by == "第四季度联席会议，第 1 项"


def test_the_clock_of_a_task_rings_on_the_day_that_was_agreed_on_and_nobody_is_to_be_contacted(world: World) -> None:
    sitting = a_sitting(world).held().agreed().sent()
    clocks = Clock.objects.filter(case__in=MeetingTask.objects.values("case"))
    assert set(clocks.values_list("kind", flat=True)) == {"handling"}
    due = clock.local(clocks[0].due_at)
    assert (due.date(), due.hour) == (sitting.resolutions[0].due_on, 18)


def test_sent_twice_makes_nothing_twice_and_a_new_unit_gets_its_own(world: World) -> None:
    sitting = a_sitting(world).held().agreed(2).sent()
    assert meetings.send_resolutions(sitting.id, by=world.worker) == meetings.Sent(0, 4)
    unit = world.team.id
    meetings.add_seat(body_id=sitting.body.pk, unit_id=unit, area_id=world.land.grids[0].pk, by=world.worker)
    sitting.agreed(1, title="新增一项")
    assert meetings.send_resolutions(sitting.id, by=world.worker) == meetings.Sent(5, 9)
    assert Case.objects.filter(origin="meeting").count() == 9


def test_all_or_nothing_where_a_unit_is_not_there_any_more(world: World) -> None:
    sitting = a_sitting(world, units=3).held().agreed(2)
    territory.change_unit(unit_id=sitting.seats[2].unit_id, active=False, by=SYSTEM)
    with pytest.raises(Invalid):
        meetings.send_resolutions(sitting.id, by=world.worker)
    assert not Case.objects.filter(origin="meeting").exists()
    meetings.end_seat(sitting.seats[2].pk, by=world.worker)
    assert meetings.send_resolutions(sitting.id, by=world.worker).made == 4


def test_a_unit_handles_its_task_and_the_matrix_shows_it(world: World) -> None:
    sitting = a_sitting(world).held().agreed(2).sent()
    handler = sitting.handler(0)
    line = next(one for one in meetings.matrix(world.worker, sitting.id) if one.seat.id == sitting.seats[0].pk)
    number = line.cells[0].number
    waiting = cases.todo(handler)
    assert number in {row.number for row in (*waiting.late, *waiting.today, *waiting.new, *waiting.later)}
    task = Case.objects.get(number=number)
    cases.take(task.pk, by=handler)
    cases.handle(task.pk, by=handler, note="楼道清理完毕。")
    after = next(one for one in meetings.matrix(world.worker, sitting.id) if one.seat.id == sitting.seats[0].pk)
    assert [cell.tone for cell in after.cells] == ["done", "open"]
    cases.check(task.pk, by=world.worker, passed=True)
    assert Case.objects.get(pk=task.pk).state == "closed"  # nobody waits for a call: the check closes it
    detail = meetings.meeting_for(world.worker, sitting.id)
    assert [(one.tasks, one.done) for one in detail.resolutions] == [(2, 1), (2, 0)]
    assert (detail.row.agreed, detail.row.tasks, detail.row.done) == (2, 4, 1)


def test_what_is_not_done_in_time_is_late(world: World) -> None:
    sitting = a_sitting(world).held().agreed().sent()
    with clock.at(MORNING + timedelta(days=20)):
        assert [line.cells[0].tone for line in meetings.matrix(world.worker, sitting.id)] == ["late", "late"]
        assert meetings.meeting_for(world.worker, sitting.id).resolutions[0].late == 2


def test_a_unit_sees_its_own_line_only_and_calls_no_meeting(world: World) -> None:
    sitting = a_sitting(world).held().agreed(2).sent()
    handler = sitting.handler(1)
    assert [line.seat.id for line in meetings.matrix(handler, sitting.id)] == [sitting.seats[1].pk]
    assert meetings.meeting_for(handler, sitting.id).verbs == ()
    with pytest.raises(NotAllowed):
        meetings.send_resolutions(sitting.id, by=handler)


def _tries(sitting: Sitting) -> list[Callable[[Actor], object]]:
    day = clock.today() + timedelta(days=3)
    return [
        lambda by: meetings.meeting_for(by, sitting.id),
        lambda by: meetings.matrix(by, sitting.id),
        lambda by: meetings.send_resolutions(sitting.id, by=by),
        lambda by: meetings.resolve(sitting.id, title="一", text="二", due_on=day, by=by),
        lambda by: meetings.cancel_meeting(sitting.id, reason="不开了", by=by),
        lambda by: meetings.seats(by, sitting.body.pk),
        lambda by: meetings.end_seat(sitting.seats[0].pk, by=by),
    ]


def test_for_the_next_community_another_unit_and_visitors_it_does_not_exist(world: World) -> None:
    sitting = a_sitting(world).held().agreed()
    for stranger in (world.other_worker, world.cleaner, world.resident, people.a_visitor()):
        for attempt in _tries(sitting):
            with pytest.raises(NotFound):
                attempt(stranger)
        assert meetings.bodies(stranger) == []
        assert meetings.meetings(stranger).items == []


def test_the_neighbouring_communitys_meeting_is_not_founded_from_here(world: World) -> None:
    with pytest.raises(NotAllowed):
        meetings.found_body(area_id=world.land.communities[1].pk, name="别人的会", by=world.worker)
    with pytest.raises(Invalid):
        meetings.found_body(area_id=world.land.grids[0].pk, name="网格的会", by=world.worker)


def test_a_unit_that_does_not_serve_there_gets_no_seat(world: World) -> None:
    body, _seats = a_body(world)
    elsewhere = world.land.grids[2]
    with pytest.raises(Invalid):
        meetings.add_seat(body_id=body.pk, unit_id=world.team.id, area_id=elsewhere.pk, by=world.worker)
    again = [
        meetings.add_seat(body_id=body.pk, unit_id=world.firm.id, area_id=world.land.grids[0].pk, by=world.worker).pk
        for _time in range(2)
    ]
    assert len(set(again)) == 1


def test_a_meeting_needs_somebody_who_comes_and_minutes_before_everybody_reads_it(world: World) -> None:
    sitting = a_sitting(world)
    with pytest.raises(Invalid):
        meetings.hold_meeting(sitting.id, presence={one.pk: "absent" for one in sitting.seats}, by=world.worker)
    with pytest.raises(WrongState):
        meetings.send_resolutions(sitting.id, by=world.worker)
    sitting.held().agreed()
    with pytest.raises(Invalid):
        meetings.publish_meeting(sitting.id, by=world.worker)
    with pytest.raises(NotFound):
        meetings.public_meeting(sitting.id)
    sitting.published()
    shown = meetings.public_meeting(sitting.id)
    assert [one.title for one in shown.resolutions] == ["第1项"]
    assert shown.units == ("县第1单位", "县第2单位")


def test_phone_numbers_are_not_published(world: World) -> None:
    sitting = a_sitting(world).held().agreed(text="有事打 13800000000 找老李。")
    with pytest.raises(Invalid):
        sitting.published()


def test_the_next_meeting_hears_what_came_of_the_last(world: World) -> None:
    first = a_sitting(world).held().agreed(2).sent().published()
    earlier = a_meeting(world, first.body, days=2)
    second = Sitting(world, first.body, first.seats, a_meeting(world, first.body, days=30))
    before = meetings.meeting_for(world.worker, second.id)
    assert [one.title for one in before.last] == ["第1项", "第2项"]
    meetings.report_outcome(first.resolutions[0].pk, meeting_id=second.id, outcome="十三家都完成了。", by=world.worker)
    with pytest.raises(Invalid):
        meetings.report_outcome(first.resolutions[1].pk, meeting_id=earlier.pk, outcome="早了", by=world.worker)
    second.held().agreed().published()
    told = meetings.public_meeting(second.id).last
    assert [(one.title, one.outcome) for one in told] == [("第1项", "十三家都完成了。")]


def test_the_units_are_told_of_the_meeting_and_of_their_tasks_once(world: World) -> None:
    body, seats = a_body(world)
    handler = people.a_handler(seats[0].unit)
    sitting = Sitting(world, body, seats, a_meeting(world, body))
    journal.deliver_due()
    titles = Message.objects.filter(account_id=handler.account_id).values_list("title", flat=True)
    assert [one for one in titles if "第四季度联席会议" in one]
    sitting.held().agreed(2).sent().sent()
    journal.deliver_due()
    assert Message.objects.filter(account_id=handler.account_id, topic="case.submit").count() == 2


def test_what_was_sent_is_not_taken_back_and_what_was_not_is(world: World) -> None:
    sitting = a_sitting(world).held().agreed(1).sent().agreed(1, title="撤回的一项")
    with pytest.raises(WrongState):
        meetings.drop_resolution(sitting.resolutions[0].pk, by=world.worker)
    meetings.drop_resolution(sitting.resolutions[1].pk, by=world.worker)
    assert len(meetings.meeting_for(world.worker, sitting.id).resolutions) == 1


def test_the_list_costs_the_same_however_long(
    world: World, django_assert_max_num_queries: Callable[..., object]
) -> None:
    body, _seats = a_body(world)
    for number in range(8):
        a_meeting(world, body, days=number + 1)
    with django_assert_max_num_queries(3):
        assert len(meetings.meetings(world.worker, size=5).items) == 5
    sitting = Sitting(world, body, _seats, a_meeting(world, body)).held().agreed(5).sent()
    with django_assert_max_num_queries(14):
        meetings.matrix(world.worker, sitting.id)


def test_the_database_knows_the_pair_of_resolution_and_unit_once(world: World) -> None:
    sitting = a_sitting(world).held().agreed().sent()
    task, other = MeetingTask.objects.order_by("pk")[:2]
    MeetingTask.objects.filter(pk=other.pk).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingTask.objects.create(resolution=task.resolution, seat=task.seat, case=other.case)
    assert sitting.meeting.state == "held"


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_send_at_the_same_moment() -> None:
    with clock.at(MORNING):
        world = a_world()
        sitting = a_sitting(world, units=3).held().agreed(2)

    def send(by: Actor) -> Callable[[], object]:
        def run() -> object:
            with clock.at(MORNING):
                return meetings.send_resolutions(sitting.id, by=by)

        return run

    results = together(send(world.worker), send(world.street))
    assert not [one for one in results if isinstance(one, LinliError)]
    assert sorted(one.made for one in results) == [0, 6]  # type: ignore[attr-defined]
    assert Case.objects.filter(origin="meeting").count() == 6
