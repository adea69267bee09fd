"""What each kind of service did, for whom, and what came of it."""

from datetime import timedelta

import pytest
from tests.factories.volunteers import HOUR, SATURDAY, Neighbourhood

from linli.kernel import clock
from linli.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from linli.programmes.volunteers import public as volunteers

SINCE = SATURDAY - timedelta(days=365)


def row_of(here: Neighbourhood, code: str = "orange", path: str = "") -> volunteers.KindRow:
    return volunteers.kind(path or here.community.path, code, since=SINCE)


def test_sums_of_a_kind_with_for_whom_and_how_many(here: Neighbourhood):
    first = here.served(here.volunteer(), minutes=90, starts=SATURDAY - timedelta(days=3))
    second = here.activity(starts=SATURDAY - timedelta(days=2), whom="老人")
    volunteers.note_result(activity_id=first.activity_id, result="来了 9 人", helped=9, by=here.worker)
    volunteers.note_result(activity_id=second.pk, result="来了 11 人", helped=11, by=here.worker)
    row = row_of(here)
    assert (row.activities, row.services, row.minutes, row.helped, row.whom) == (2, 1, 90, 20, ("老人",))
    assert [one.helped for one in volunteers.results(here.community.path, code="orange").items] == [11, 9]
    assert row_of(here, "red").activities == 0


def test_what_is_to_come_called_off_or_elsewhere_does_not_count(here: Neighbourhood):
    here.activity(starts=SATURDAY + HOUR)
    off = here.activity(starts=SATURDAY + 2 * HOUR)
    volunteers.cancel_activity(activity_id=off.pk, why="雪", by=here.worker)
    here.activity(starts=SATURDAY - timedelta(days=1))
    with clock.at(SATURDAY + timedelta(days=1)):
        assert row_of(here).activities == 2
    assert row_of(here, path=here.county.communities[1].path).activities == 0


def test_a_result_is_said_once_it_is_over_by_who_runs_it(here: Neighbourhood):
    coming = here.activity(starts=SATURDAY + HOUR)
    with pytest.raises(WrongState):
        volunteers.note_result(activity_id=coming.pk, result="好", helped=1, by=here.worker)
    over = here.activity(starts=SATURDAY - timedelta(days=1))
    for result, helped in (("", 3), ("好", -1)):
        with pytest.raises(Invalid):
            volunteers.note_result(activity_id=over.pk, result=result, helped=helped, by=here.worker)
    for by in (here.stranger, here.grid_leader):
        with pytest.raises(NotAllowed):
            volunteers.note_result(activity_id=over.pk, result="好", helped=1, by=by)
    row = volunteers.note_result(activity_id=over.pk, result="好", helped=None, by=here.worker)
    assert (row.result, row.helped) == ("好", None)


def test_a_kind_nobody_knows_is_not_there(here: Neighbourhood):
    with pytest.raises(NotFound):
        row_of(here, "nothing")


def test_the_sums_cost_the_same_however_much_was_done(here: Neighbourhood, django_assert_num_queries):
    for number in range(4):
        here.served(here.volunteer(), starts=SATURDAY - timedelta(days=number + 1))
    with django_assert_num_queries(5):
        volunteers.kinds(here.community.path, since=SINCE)
