"""Time served in orders is booked as service, once for each confirmation."""

from datetime import date, datetime, timedelta
from importlib import import_module
from itertools import pairwise

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from tests.factories.access import as_actor
from tests.factories.cases import MORNING, a_world
from tests.factories.orders import a_catalogue, a_helper, an_order
from tests.factories.volunteers import HOUR, Neighbourhood, actor

from linli.engines.journal import public as journal
from linli.engines.journal.models import Event
from linli.engines.ledger import public as ledger
from linli.kernel import clock
from linli.kernel.actor import VISITOR, Actor
from linli.kernel.errors import Invalid, LinliError, WrongState
from linli.kernel.locks import write
from linli.programmes.volunteers import ordered
from linli.programmes.volunteers import public as volunteers
from linli.programmes.volunteers.models import OrderTime, Service, Star, Volunteer
from linli.programmes.volunteers.public import VolunteerInput

earlier = import_module("linli.programmes.volunteers.migrations.0004_earlier_time_in_orders")


def hours(who: Volunteer) -> int:
    return ledger.balances("volunteers.hours", [f"volunteer:{who.pk}"])[f"volunteer:{who.pk}"]


def confirmed(here: Neighbourhood, *served: tuple[int | None, int], by: Actor = VISITOR, kind: str = "") -> Event:
    """An order that was confirmed, as the orders record it."""
    data = {
        "service": "errand", "by_phone": False,
        "served": [{"account": one, "taker": f"a{one}", "minutes": minutes} for one, minutes in served],
    }
    number = Event.objects.count() + 1
    path = here.county.grids[0].path
    return journal.record(kind=kind or "order.confirm", stream=f"order:{number}", by=by, path=path, data=data)


def test_minutes_are_booked_and_told(here: Neighbourhood):
    who, other = here.volunteer(), here.volunteer()
    unread = journal.unread_count(actor(who))
    confirmed(here, (who.account_id, 40), (other.account_id, 55))
    assert hours(who) == 0, "after the confirmation, not in it"
    journal.deliver_due()
    assert (hours(who), hours(other)) == (40, 55)
    assert journal.unread_count(actor(who)) == unread + 1
    assert ledger.verify() == []


def test_delivered_twice_it_counts_once(here: Neighbourhood):
    who = here.volunteer()
    event = confirmed(here, (who.account_id, 40))
    journal.deliver_due()
    with write():
        ordered.book_ordered(event, {})
    journal.deliver_due()
    assert hours(who) == 40
    assert Event.objects.filter(kind="volunteer.served_order").count() == 1


def test_two_turns_at_one_order_are_one_booking(here: Neighbourhood):
    who = here.volunteer()
    confirmed(here, (who.account_id, 40), (who.account_id, 20))
    confirmed(here, (who.account_id, 5))
    journal.deliver_due()
    assert hours(who) == 65


@pytest.mark.parametrize("kind", ["order.confirm_later", "order.complain", "order.finish"])
def test_nothing_counts_before_the_confirmation(here: Neighbourhood, kind: str):
    who = here.volunteer()
    confirmed(here, (who.account_id, 40), kind=kind)
    journal.deliver_due()
    assert hours(who) == 0


def test_own_confirmation_and_strangers_count_nothing(here: Neighbourhood):
    who = here.volunteer()
    left = here.volunteer()
    Volunteer.objects.filter(pk=left.pk).update(state=Volunteer.State.LEFT)
    confirmed(here, (who.account_id, 40), by=actor(who))
    confirmed(here, (here.worker.account_id, 40), (None, 30), (left.account_id, 40), (who.account_id, 0))
    confirmed(here)
    journal.deliver_due()
    assert (hours(who), hours(left)) == (0, 0)
    assert not Event.objects.filter(kind="volunteer.served_order").exists()


def test_one_order_counts_for_a_day_at_most(here: Neighbourhood):
    who = here.volunteer()
    confirmed(here, (who.account_id, 3000))
    journal.deliver_due()
    assert hours(who) == 8 * 60
    assert Event.objects.get(kind="volunteer.served_order").data["not_counted"] == 3000 - 480


def worked(here: Neighbourhood, who: Volunteer, begun: datetime, minutes: int) -> Event:
    """An order that was confirmed, with the time it was worked at."""
    served = [{"account": who.account_id, "taker": "a", "minutes": minutes, "begun": begun.isoformat()}]
    data = {"service": "errand", "by_phone": False, "served": served}
    stream = f"order:{Event.objects.count() + 1}"
    made = journal.record(
        kind="order.confirm", stream=stream, by=VISITOR, path=here.county.grids[0].path, data=data
    )
    journal.deliver_due()
    return made


def test_time_at_an_activity_is_not_counted_again_in_an_order(here: Neighbourhood):
    who, begin = here.volunteer(), clock.now()
    here.served(who, minutes=120, starts=begin)
    worked(here, who, begin + timedelta(minutes=90), 60)
    assert hours(who) == 150
    worked(here, who, begin + timedelta(minutes=10), 20)
    assert hours(who) == 150
    told = Event.objects.filter(kind="volunteer.served_order").order_by("pk")
    assert [(one.data["minutes"], one.data["not_counted"]) for one in told] == [(30, 30), (0, 20)]


def test_time_in_an_order_is_not_counted_again_at_an_activity(here: Neighbourhood):
    who, begin = here.volunteer(), clock.now()
    worked(here, who, begin, 60)
    activity = here.activity(starts=begin, hours=2)
    given = {"activity_id": activity.pk, "volunteer_id": who.pk, "reason": "补", "by": here.worker}
    with clock.at(begin + 5 * HOUR):
        with pytest.raises(WrongState) as refused:
            volunteers.back_entry(starts=begin + HOUR / 2, ends=begin + 2 * HOUR, **given)
        assert refused.value.code == "overlap"
        row = volunteers.back_entry(starts=begin + HOUR, ends=begin + 2 * HOUR, **given)
        volunteers.confirm_service(service_id=row.pk, by=here.second)
    assert hours(who) == 120


def confirmed_without_beginning(here: Neighbourhood, who: Volunteer, begun: datetime, minutes: int) -> Event:
    """An order that was confirmed when confirmations did not say from when; its steps do."""
    stream, path = f"order:{Event.objects.count() + 1}", here.county.grids[0].path
    with clock.at(begun):
        journal.record(kind="order.start", stream=stream, by=actor(who), path=path, data={"name": "a"})
    with clock.at(begun + timedelta(minutes=minutes)):
        done = {"name": "a", "minutes": minutes, "note": "送到了"}
        journal.record(kind="order.finish", stream=stream, by=actor(who), path=path, data=done)
    served = [{"account": who.account_id, "taker": "a", "minutes": minutes}]
    return journal.record(
        kind="order.confirm", stream=stream, by=VISITOR, path=path, data={"service": "errand", "served": served}
    )


def test_an_order_whose_confirmation_says_no_beginning_is_asked_for_its_steps(here: Neighbourhood):
    who, begin = here.volunteer(), clock.now()
    here.served(who, minutes=120, starts=begin)
    confirmed_without_beginning(here, who, begin + timedelta(minutes=90), 60)
    journal.deliver_due()
    assert hours(who) == 150
    kept = OrderTime.objects.get(volunteer=who)
    assert (kept.starts, kept.ends) == (begin + timedelta(minutes=120), begin + timedelta(minutes=150))


def test_time_booked_before_it_was_kept_when_it_was_is_kept_afterwards(here: Neighbourhood):
    who, begin = here.volunteer(), clock.now()
    confirmed_without_beginning(here, who, begin, 60)
    journal.deliver_due()
    OrderTime.objects.all().delete()
    for _time in range(2):
        earlier.keep_when_it_was(apps, None)
    kept = OrderTime.objects.get(volunteer=who)
    assert (kept.starts, kept.ends) == (begin, begin + timedelta(minutes=60))


def test_orders_and_activities_of_a_day_count_for_its_limit_together(here: Neighbourhood):
    who, begin = here.volunteer(), clock.now()
    day = clock.local(begin).replace(hour=8, minute=0, second=0, microsecond=0) + timedelta(days=1)
    here.served(who, minutes=300, starts=day)
    worked(here, who, day + timedelta(hours=6), 240)
    assert hours(who) == 480
    assert Event.objects.get(kind="volunteer.served_order").data["not_counted"] == 60
    worked(here, who, day + timedelta(hours=11), 60)
    assert hours(who) == 480
    worked(here, who, day + timedelta(days=1), 60)
    assert hours(who) == 540, "another day has room again"


def test_service_beyond_the_limit_of_a_day_with_an_order_needs_approval(here: Neighbourhood):
    who, begin = here.volunteer(), clock.now()
    day = clock.local(begin).replace(hour=8, minute=0, second=0, microsecond=0) + timedelta(days=1)
    worked(here, who, day, 400)
    with pytest.raises(Invalid) as refused:
        here.served(who, minutes=120, starts=day + timedelta(hours=8))
    assert refused.value.code == "daily_limit"
    assert hours(who) == 400


def test_what_nothing_counted_of_is_noted_once(here: Neighbourhood):
    who, begin = here.volunteer(), clock.now()
    here.served(who, minutes=120, starts=begin)
    event = worked(here, who, begin, 60)
    with write():
        ordered.book_ordered(event, {})
    assert Event.objects.filter(kind="volunteer.served_order").count() == 1


PIECES = some.lists(
    some.tuples(some.booleans(), some.integers(0, 28), some.integers(1, 8)), min_size=1, max_size=7
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=PIECES)
def test_whatever_comes_first_no_minute_of_orders_and_activities_counts_twice(
    here: Neighbourhood, pieces: list[tuple[bool, int, int]]
):
    with transaction.atomic():
        who, begin = here.volunteer(), clock.now()
        worked_at: set[int] = set()
        for in_order, start, length in pieces:
            starts, minutes = begin + timedelta(minutes=15 * start), 15 * length
            worked_at |= set(range(15 * start, 15 * start + minutes))
            with clock.at(begin + 24 * HOUR):
                if in_order:
                    worked(here, who, starts, minutes)
                else:
                    _noted(here, who, starts, minutes)
        spans = [*Service.objects.filter(volunteer=who).values_list("starts", "ends")]
        spans += OrderTime.objects.filter(volunteer=who).values_list("starts", "ends")
        spans.sort()
        assert all(one[1] <= other[0] for one, other in pairwise(spans))
        assert hours(who) <= len(worked_at)
        if all(in_order for in_order, _start, _length in pieces) and len(worked_at) <= 480:
            assert hours(who) == len(worked_at), "and none is lost"
        transaction.set_rollback(True)


def _noted(here: Neighbourhood, who: Volunteer, starts: datetime, minutes: int) -> None:
    activity = here.activity(starts=starts, hours=minutes / 60)
    given = {"activity_id": activity.pk, "volunteer_id": who.pk, "reason": "补", "by": here.worker}
    try:
        row = volunteers.back_entry(starts=activity.starts, ends=activity.ends, **given)
        volunteers.confirm_service(service_id=row.pk, by=here.second)
    except LinliError:
        return


def test_orders_lead_to_stars_and_stand_on_the_certificate(here: Neighbourhood):
    who = here.volunteer()
    for _day in range(13):
        confirmed(here, (who.account_id, 8 * 60))
    journal.deliver_due()
    assert Star.objects.get(volunteer=who).stars == 1
    here.served(who, minutes=120, starts=clock.now() + timedelta(days=1))
    with clock.at(clock.now() + 3 * 24 * HOUR):
        row = volunteers.ask_certificate(by=as_actor(who.account))
    shown = volunteers.verified(row.number, row.check_code)
    assert (shown["minutes"], shown["order_minutes"]) == (13 * 480 + 120, 13 * 480)


def test_an_order_from_the_first_word_to_the_hours(db: None):
    with clock.at(MORNING):
        world = a_world()
        a_catalogue()
        helper = a_helper(world)
        given = VolunteerInput(call_name="刘师傅", name="刘小梅", phone="13909350001", born=date(1990, 5, 1))
        who = volunteers.register_volunteer(area_id=world.land.communities[0].pk, given=given, by=helper)
        made = an_order(world).taken_by(helper).begun().finished(minutes=40)
        journal.deliver_due()
        assert hours(who) == 0, "done is not yet confirmed"
        made.did("confirm", made.orderer)
        journal.deliver_due()
        assert hours(who) == 40
