"""From sign-up to confirmed hours: codes, second persons, limits, overlaps, stars."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories.together import together
from tests.factories.volunteers import HOUR, SATURDAY, Neighbourhood, actor, the_role

from linli.engines.journal import public as journal
from linli.engines.ledger import public as ledger
from linli.kernel import clock
from linli.kernel.actor import VISITOR
from linli.kernel.errors import Invalid, LinliError, NotAllowed, NotFound, WrongState
from linli.programmes.volunteers import public as volunteers
from linli.programmes.volunteers.models import Role, Service, SignUp, Star
from linli.programmes.volunteers.verbs import attend

NEXT = SATURDAY + timedelta(days=7)


def hours(who) -> int:
    return ledger.balances("volunteers.hours", [f"volunteer:{who.pk}"])[f"volunteer:{who.pk}"]


def points(who) -> int:
    return ledger.balances("volunteers.points", [f"volunteer:{who.pk}"])[f"volunteer:{who.pk}"]


class TestSignUp:
    def test_who_comes_late_waits_and_moves_up(self, here: Neighbourhood):
        activity = here.activity(wanted=1, starts=NEXT)
        one, other = here.volunteer(), here.volunteer()
        role = the_role(activity)
        assert volunteers.sign_up(role_id=role.pk, by=actor(one)).state == "coming"
        assert volunteers.sign_up(role_id=role.pk, by=actor(one)).state == "coming", "twice is once"
        assert volunteers.sign_up(role_id=role.pk, by=actor(other)).state == "waiting"
        volunteers.withdraw(activity_id=activity.pk, by=actor(one))
        assert SignUp.objects.get(volunteer=other).state == "coming"
        assert Role.objects.get(pk=role.pk).taken == 1
        assert journal.unread_count(actor(other)) == 1

    def test_not_at_two_places_at_once(self, here: Neighbourhood):
        who = here.volunteer()
        first, second = here.activity(starts=NEXT), here.activity(starts=NEXT + HOUR)
        volunteers.sign_up(role_id=the_role(first).pk, by=actor(who))
        with pytest.raises(WrongState) as refused:
            volunteers.sign_up(role_id=the_role(second).pk, by=actor(who))
        assert refused.value.code == "overlap"

    def test_insurance_and_vetting_are_looked_at_for_the_day(self, here: Neighbourhood):
        who = here.volunteer()
        dangerous, children = here.activity(needs_insurance=True, starts=NEXT), here.activity(needs_vetting=True)
        for activity in (dangerous, children):
            with pytest.raises(Invalid):
                volunteers.sign_up(role_id=the_role(activity).pk, by=actor(who))
        day = clock.local(NEXT).date()
        late = day - timedelta(days=1)
        volunteers.set_cover(volunteer_id=who.pk, insured_until=late, vetted_until=None, by=here.worker)
        with pytest.raises(Invalid):
            volunteers.sign_up(role_id=the_role(dangerous).pk, by=actor(who))
        volunteers.set_cover(volunteer_id=who.pk, insured_until=day, vetted_until=None, by=here.worker)
        assert volunteers.sign_up(role_id=the_role(dangerous).pk, by=actor(who)).state == "coming"

    def test_others_do_not_sign_me_up(self, here: Neighbourhood):
        who, activity = here.volunteer(), here.activity(starts=NEXT)
        for by in (here.stranger, VISITOR, actor(here.volunteer())):
            with pytest.raises(NotFound):
                volunteers.sign_up(role_id=the_role(activity).pk, by=by, volunteer_id=who.pk)

    def test_called_off(self, here: Neighbourhood):
        who, activity = here.volunteer(), here.activity(starts=NEXT)
        volunteers.sign_up(role_id=the_role(activity).pk, by=actor(who))
        with pytest.raises(NotAllowed):
            volunteers.cancel_activity(activity_id=activity.pk, why="下雨", by=here.stranger)
        volunteers.cancel_activity(activity_id=activity.pk, why="下雨", by=here.worker)
        assert journal.unread_count(actor(who)) == 1
        with pytest.raises(WrongState):
            volunteers.sign_up(role_id=the_role(activity).pk, by=actor(here.volunteer()))


class TestCodes:
    def test_the_code_of_now_and_the_one_before(self, here: Neighbourhood):
        who, activity = here.volunteer(), here.activity()
        volunteers.sign_up(role_id=the_role(activity).pk, by=actor(who))
        code, seconds = volunteers.door_code(here.grid_leader, activity.pk)
        assert 0 < seconds <= 30
        with clock.at(SATURDAY + timedelta(seconds=45)):
            row = volunteers.check_in(activity_id=activity.pk, by=actor(who), code=code)
        again = volunteers.check_in(activity_id=activity.pk, by=actor(who), code=code)
        assert (again.pk, row.how, Service.objects.count()) == (row.pk, "code", 1), "a double check-in does no harm"

    @pytest.mark.parametrize("seconds", [61, 3600])
    def test_a_stale_code(self, here: Neighbourhood, seconds):
        who, activity = here.volunteer(), here.activity()
        volunteers.sign_up(role_id=the_role(activity).pk, by=actor(who))
        code, _seconds = volunteers.door_code(here.worker, activity.pk)
        with clock.at(SATURDAY + timedelta(seconds=seconds)), pytest.raises(Invalid):
            volunteers.check_in(activity_id=activity.pk, by=actor(who), code=code)

    def test_a_forged_code_and_that_of_another_activity(self, here: Neighbourhood):
        who, activity, other = here.volunteer(), here.activity(), here.activity()
        volunteers.sign_up(role_id=the_role(activity).pk, by=actor(who))
        for code in ("", "00000000", volunteers.door_code(here.worker, other.pk)[0]):
            with pytest.raises(Invalid):
                volunteers.check_in(activity_id=activity.pk, by=actor(who), code=code)

    def test_only_stewards_see_the_code(self, here: Neighbourhood):
        activity = here.activity()
        for viewer in (here.stranger, VISITOR, actor(here.volunteer())):
            with pytest.raises(NotFound):
                volunteers.door_code(viewer, activity.pk)
            with pytest.raises(NotFound):
                volunteers.attendees(viewer, activity.pk)

    def test_too_early(self, here: Neighbourhood):
        who, activity = here.volunteer(), here.activity(starts=SATURDAY + HOUR)
        with pytest.raises(WrongState):
            volunteers.check_in(activity_id=activity.pk, by=here.worker, volunteer_id=who.pk)


class TestConfirm:
    def test_hours_and_points_are_posted_once(self, here: Neighbourhood):
        who = here.volunteer()
        row = here.served(who, minutes=100)
        volunteers.confirm_service(service_id=row.pk, by=here.second)
        assert (hours(who), points(who)) == (100, 3), "whole points only: 100 minutes at 2 an hour"
        assert ledger.verify() == []

    def test_who_noted_it_does_not_confirm_it(self, here: Neighbourhood):
        who, activity = here.volunteer(), here.activity()
        volunteers.check_in(activity_id=activity.pk, by=here.worker, volunteer_id=who.pk)
        with clock.at(SATURDAY + HOUR):
            row = volunteers.check_out(activity_id=activity.pk, by=here.worker, volunteer_id=who.pk)
            with pytest.raises(NotAllowed):
                volunteers.confirm_service(service_id=row.pk, by=here.worker)
            with pytest.raises(NotFound):
                volunteers.confirm_service(service_id=row.pk, by=here.stranger)
            with pytest.raises(NotFound):
                volunteers.confirm_service(service_id=row.pk, by=here.grid_leader)
            assert [one.id for one in volunteers.to_confirm(here.second).items] == [row.pk]
            assert volunteers.to_confirm(here.worker).items == []
        with pytest.raises(IntegrityError), transaction.atomic():
            Service.objects.filter(pk=row.pk).update(confirmed_by=row.noted_by_id)

    def test_the_daily_limit_and_its_approval(self, here: Neighbourhood):
        who = here.volunteer()
        here.served(who, minutes=7 * 60)
        activity = here.activity(starts=SATURDAY + 8 * HOUR, hours=4)
        with clock.at(activity.starts):
            volunteers.check_in(activity_id=activity.pk, by=here.worker, volunteer_id=who.pk)
        with clock.at(activity.ends):
            row = volunteers.check_out(activity_id=activity.pk, by=here.worker, volunteer_id=who.pk)
            for by, approved in ((here.second, False), (here.second, True), (here.head, False)):
                with pytest.raises(Invalid) as refused:
                    volunteers.confirm_service(service_id=row.pk, by=by, approved=approved)
                assert refused.value.code == "daily_limit"
            done = volunteers.confirm_service(service_id=row.pk, by=here.head, approved=True)
        assert (done.over_cap, hours(who)) == (True, 11 * 60)

    def test_a_back_entry_needs_two_people_and_a_reason_and_stays_marked(self, here: Neighbourhood):
        who, activity = here.volunteer(), here.activity()
        times = {"starts": activity.starts, "ends": activity.starts + HOUR}
        entry = {"activity_id": activity.pk, "volunteer_id": who.pk, **times}
        with pytest.raises(WrongState):
            volunteers.back_entry(**entry, reason="手机没电", by=here.worker)
        with clock.at(activity.ends + HOUR):
            with pytest.raises(Invalid):
                volunteers.back_entry(**entry, reason=" ", by=here.worker)
            row = volunteers.back_entry(**entry, reason="手机没电", by=here.worker)
            with pytest.raises(NotAllowed):
                volunteers.confirm_service(service_id=row.pk, by=here.worker)
            assert volunteers.confirm_service(service_id=row.pk, by=here.second).how == "back"
        with clock.at(activity.ends + timedelta(days=31)), pytest.raises(WrongState):
            volunteers.back_entry(**entry | {"volunteer_id": here.volunteer().pk}, reason="忘了", by=here.worker)

    def test_who_forgets_to_check_out(self, here: Neighbourhood):
        who, activity = here.volunteer(), here.activity()
        volunteers.check_in(activity_id=activity.pk, by=here.worker, volunteer_id=who.pk)
        with clock.at(activity.ends + 3 * HOUR):
            assert volunteers.end_forgotten() == 1
        row = Service.objects.get()
        assert (row.state, row.ends, bool(row.reason)) == ("ended", activity.ends, True)

    def test_a_wrong_confirmation_is_corrected_by_a_reversal(self, here: Neighbourhood):
        who = here.volunteer()
        row = here.served(who)
        with pytest.raises(NotFound):
            volunteers.take_back(service_id=row.pk, reason="人没来", by=here.stranger)
        volunteers.take_back(service_id=row.pk, reason="人没来", by=here.worker)
        assert (hours(who), points(who)) == (0, 0)
        assert ledger.verify() == []

    def test_points_that_are_spent_stay_spent(self, here: Neighbourhood):
        who = here.volunteer()
        row = here.served(who)
        volunteers.reserve(item_id=here.item(price=4).pk, key="k", by=actor(who))
        volunteers.take_back(service_id=row.pk, reason="人没来", by=here.worker)
        assert (hours(who), points(who)) == (0, 0)

    def test_a_star_at_a_hundred_hours_reached_once(self, here: Neighbourhood):
        who = here.volunteer()
        for day in range(13):
            here.served(who, minutes=460, starts=SATURDAY + timedelta(days=day))
        assert not Star.objects.exists()
        here.served(who, minutes=20, starts=SATURDAY + timedelta(days=20))
        here.served(who, minutes=20, starts=SATURDAY + timedelta(days=21))
        assert [one.stars for one in Star.objects.all()] == [1]


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), min_size=1, max_size=8)


@pytest.mark.django_db(transaction=True)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spans=SPANS)
def test_no_minute_is_counted_twice(spans):
    with clock.at(SATURDAY):
        here = volunteers_world()
        who = here.volunteer()
        for start, length in spans:
            begin = SATURDAY + timedelta(minutes=15 * start)
            activity = here.activity(starts=begin, hours=length / 4)
            times = {"starts": activity.starts, "ends": activity.ends}
            with clock.at(SATURDAY + timedelta(days=2)):
                try:
                    row = volunteers.back_entry(
                        activity_id=activity.pk, volunteer_id=who.pk, reason="补", by=here.worker, **times
                    )
                    volunteers.confirm_service(service_id=row.pk, by=here.second)
                except LinliError:
                    continue
    served = sorted(Service.objects.filter(volunteer=who, state="confirmed").values_list("starts", "ends", "minutes"))
    assert all(one[1] <= other[0] for one, other in pairwise(served))
    assert hours(who) == sum(minutes for _starts, _ends, minutes in served) <= 480


_worlds: list[Neighbourhood] = []


def volunteers_world() -> Neighbourhood:
    """One community for all examples of a property; made anew when the tables were emptied."""
    if not _worlds or not Role._meta.apps.get_model("territory", "Area").objects.exists():
        _worlds[:] = [Neighbourhood()]
    return _worlds[0]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_the_last_place_is_given_once(self):
        with clock.at(SATURDAY):
            here = Neighbourhood()
            activity = here.activity(wanted=1, starts=NEXT)
            people = [actor(here.volunteer()) for _ in range(6)]
            role = the_role(activity).pk

        def sign(by):
            with clock.at(SATURDAY):
                return volunteers.sign_up(role_id=role, by=by).state

        states = together(*[lambda by=by: sign(by) for by in people])
        assert sorted(states) == ["coming", *["waiting"] * 5]

    def test_a_double_confirmation_is_posted_once(self):
        with clock.at(SATURDAY):
            here = Neighbourhood()
            who, activity = here.volunteer(), here.activity()
            volunteers.check_in(activity_id=activity.pk, by=here.worker, volunteer_id=who.pk)
        with clock.at(SATURDAY + HOUR):
            row = volunteers.check_out(activity_id=activity.pk, by=here.worker, volunteer_id=who.pk)

        def confirm(by):
            with clock.at(SATURDAY + HOUR):
                return volunteers.confirm_service(service_id=row.pk, by=by).state

        results = together(*[lambda by=by: confirm(by) for by in (here.second, here.head) * 3])
        assert results == ["confirmed"] * 6
        assert (hours(who), ledger.verify()) == (60, [])


def test_overlap_is_looked_for_under_the_lock(here: Neighbourhood):
    who = here.volunteer()
    here.served(who)
    with pytest.raises(WrongState):
        attend.require_no_overlap(who, SATURDAY + HOUR, SATURDAY + 3 * HOUR)
    attend.require_no_overlap(who, SATURDAY + 2 * HOUR, SATURDAY + 3 * HOUR)
