"""An order from the first word to the thanks, and every side path (三单: 点单、派单、接单、评单)."""

from datetime import timedelta

import pytest
from tests.factories import access as people
from tests.factories.cases import a_place
from tests.factories.orders import a_helper, an_order

from linli.engines.journal.models import Event, Message
from linli.engines.journal.public import deliver_due, history
from linli.kernel import clock
from linli.kernel.actor import SYSTEM
from linli.kernel.errors import Busy, Invalid, NotAllowed, NotFound, WrongState
from linli.programmes.orders import public as orders
from linli.programmes.orders.codes import BEGIN, END, door_code
from linli.programmes.orders.models import Order, Work
from linli.programmes.orders.tick import tick
from linli.programmes.orders.types import Orderer


def test_a_card_is_fetched_for_a_relative(world):
    helper = a_helper(world)
    made = an_order(world).offered().taken_by(helper).begun().finished(minutes=40)
    assert made.order.state == "done"
    made.did("confirm", made.orderer).did("rate", made.orderer, rating=5, thanks="谢谢小梅")
    assert (made.order.state, made.order.rating) == ("confirmed", 5)
    kinds = [event.kind for event in history(f"order:{made.id}")]
    assert kinds == [f"order.{verb}" for verb in ("order", "offer", "take", "start", "finish", "confirm", "rate")]
    confirmed = Event.objects.get(kind="order.confirm")
    begun = Work.objects.get().started_at.isoformat()
    served = {"account": helper.account_id, "taker": f"a{helper.account_id}", "minutes": 40, "begun": begun}
    assert confirmed.data["served"] == [served]


def test_history_holds_no_phone_number(world):
    made = an_order(world).offered()
    made.did("refuse", world.worker, reason="请改打 13800000000")
    assert "13800000000" not in str([event.data for event in Event.objects.all()])


def test_who_takes_it_sees_the_door_and_the_pool_does_not(world):
    helper, other = a_helper(world), a_helper(world, "何平")
    made = an_order(world).offered()
    seen = orders.order_for(other, made.number)
    assert "13800000000" not in seen.text
    assert "138********" not in made.order.text
    with pytest.raises(NotAllowed):
        orders.personal(other, made.number, "联系")
    made.taken_by(helper)
    assert orders.personal(helper, made.number, "上门前联系").home == "2-501"
    with pytest.raises(NotFound):
        orders.order_for(other, made.number)  # gone from the pool, gone from sight


def test_two_go_together_where_the_service_asks_for_two(world):
    first, second = a_helper(world), a_helper(world, "何平")
    made = an_order(world, "bath").offered().taken_by(first)
    assert made.order.state == "offered"
    with pytest.raises(WrongState):
        made.did("start", first, code=door_code(made.id, BEGIN))
    made.taken_by(second).begun()
    with clock.at(clock.now() + timedelta(minutes=50)):
        made.did("finish", first, code=door_code(made.id, END), note="好了")
        assert made.order.state == "started"
        made.did("finish", second, code=door_code(made.id, END), note="好了")
    assert made.order.state == "done"


def test_only_vetted_people_go_to_children(world):
    plain = a_helper(world)
    vetted = a_helper(world, "何平", vetted_until=clock.today())
    made = an_order(world, "tutor")
    with pytest.raises(Invalid):
        made.offered(f"a{plain.account_id}")
    made.offered()
    with pytest.raises(NotFound):
        made.did("take", plain)
    with clock.at(clock.now() + timedelta(days=1)), pytest.raises(NotFound):
        made.did("take", vetted)  # the check has run out
    made.taken_by(vetted)
    assert made.order.state == "taken"


def test_offered_by_name_only_those_see_it(world):
    named, other = a_helper(world), a_helper(world, "何平")
    made = an_order(world).offered(f"a{named.account_id}")
    assert [row.number for row in orders.pool(named).items] == [made.number]
    assert orders.pool(other).items == []
    made.did("decline", named, reason="今天走不开")
    assert made.order.pooled
    assert [row.number for row in orders.pool(other).items] == [made.number]


def test_given_back_it_lies_in_the_pool_again(world):
    helper, other = a_helper(world), a_helper(world, "何平")
    made = an_order(world).offered().taken_by(helper)
    made.did("give_back", helper, reason="临时要加班")
    assert (made.order.state, made.order.pooled) == ("offered", True)
    made.takers.clear()
    assert made.taken_by(other).order.state == "taken"


def test_a_unit_takes_it_with_whoever_serves_there(world):
    orders.register_taker(by=world.worker, area_id=world.land.communities[0].pk, unit_id=world.firm.id)
    made = an_order(world).offered(f"u{world.firm.id}").taken_by(world.handler)
    assert Work.objects.get().taker == f"u{world.firm.id}"
    assert made.order.state == "taken"


def test_nobody_there_goes_back_to_the_community(world):
    helper = a_helper(world)
    made = an_order(world).offered().taken_by(helper)
    made.did("not_there", helper, reason="邻居说已经搬走")
    assert (made.order.state, made.order.reason) == ("ordered", "邻居说已经搬走")
    assert [row.number for row in orders.to_do(world.worker)] == [made.number]


def test_not_done_as_agreed_counts_no_minutes(world):
    made = an_order(world).taken_by(a_helper(world)).begun().finished()
    made.did("complain", made.orderer, reason="卡没有取回来")
    assert made.order.state == "ordered"
    assert not Work.objects.filter(back_at=None).exists()


def test_what_nobody_takes_falls_to_the_pool_and_then_to_the_community(world):
    helper = a_helper(world)
    later = clock.now() + timedelta(days=2)
    made = an_order(world, wanted_from=later, wanted_to=later + timedelta(hours=2)).offered(f"a{helper.account_id}")
    until = made.order.offer_until
    assert tick(until - timedelta(minutes=1)) == 0
    assert tick(until) == 1
    assert made.order.pooled
    assert tick(until) == 0  # running it twice is running it once
    assert tick(made.order.offer_until) == 1
    assert made.order.state == "ordered"


def test_a_promise_that_was_forgotten_comes_back(world):
    made = an_order(world).taken_by(a_helper(world))
    assert tick(made.order.wanted_to + timedelta(hours=1)) == 0
    assert tick(made.order.wanted_to + timedelta(hours=2)) == 1
    assert made.order.state == "ordered"


def test_called_off_before_anybody_began(world):
    helper = a_helper(world)
    made = an_order(world).taken_by(helper)
    made.did("withdraw", made.orderer)
    assert made.order.state == "withdrawn"
    deliver_due(limit=100)
    titles = list(Message.objects.filter(account_id=helper.account_id).values_list("title", flat=True))
    assert "已取消：代办取件，兴农小区 3 号楼" in titles
    begun = an_order(world).taken_by(helper).begun()
    with pytest.raises(WrongState):
        begun.did("withdraw", begun.orderer)


@pytest.mark.parametrize("code", ["", "000000", "abc"])
def test_a_wrong_code_opens_no_door(world, code):
    helper = a_helper(world)
    made = an_order(world).taken_by(helper)
    with pytest.raises(Invalid):
        made.did("start", helper, code=code)
    assert made.order.wrong_codes == 1


def test_after_eight_wrong_codes_the_community_helps(world):
    helper = a_helper(world)
    made = an_order(world).taken_by(helper)
    for _try in range(8):
        with pytest.raises(Invalid):
            made.did("start", helper, code="1")
    with pytest.raises(Busy):
        made.did("start", helper, code=door_code(made.id, BEGIN))


def test_a_code_lives_ten_to_twenty_minutes_and_fits_one_order(world):
    helper = a_helper(world)
    made, other = an_order(world).taken_by(helper), an_order(world)
    code = door_code(made.id, BEGIN)
    with clock.at(clock.now() + timedelta(minutes=20)), pytest.raises(Invalid):
        made.did("start", helper, code=code)
    with pytest.raises(Invalid):
        made.did("start", helper, code=door_code(other.id, BEGIN))
    with pytest.raises(Invalid):
        made.did("start", helper, code=door_code(made.id, END))
    with clock.at(clock.now() + timedelta(minutes=9)):
        assert made.did("start", helper, code=code).order.state == "started"


def test_time_counts_once(world):
    helper = a_helper(world)
    first = an_order(world).taken_by(helper).begun()
    second = an_order(world).taken_by(helper)
    with pytest.raises(Invalid) as refused:
        second.begun()
    assert refused.value.code == "elsewhere"
    first.finished(minutes=1)
    assert second.begun().order.state == "started"


def test_too_early_at_the_door(world):
    helper = a_helper(world)
    later = clock.now() + timedelta(days=1)
    made = an_order(world, wanted_from=later, wanted_to=later + timedelta(hours=2)).taken_by(helper)
    with pytest.raises(Invalid):
        made.begun()


def test_nobody_takes_the_own_order(world):
    helper = a_helper(world)
    own = Orderer(name="刘小梅", phone="13900000000", account_id=helper.account_id)
    made = an_order(world, by=helper, orderer=own).offered()
    assert orders.pool(helper).items == []
    with pytest.raises(NotAllowed):
        made.did("take", helper)


def test_the_same_key_is_the_same_order(world):
    first = orders.order_for(SYSTEM, an_order(world, intake_key="a" * 32).number)
    second = an_order(world, intake_key="a" * 32)
    assert (second.number, Order.objects.count()) == (first.row.number, 1)


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("text", {"text": "  "}),
        ("text", {"text": "字" * 1001}),
        ("service", {"service_code": "none"}),
        ("phone", {"orderer": Orderer(name="张大妈")}),
        ("home", {"orderer": Orderer(phone="13800000000", home="2" * 61)}),
    ],
)
def test_bad_orders_say_where_the_fault_is(world, field, given):
    with pytest.raises(Invalid) as refused:
        an_order(world, **given)
    assert field in refused.value.fields


def test_windows_that_are_none(world):
    now = clock.now()
    for start, end, field in (
        (now, now + timedelta(minutes=5), "wanted_to"),
        (now - timedelta(hours=3), now - timedelta(hours=2), "wanted_from"),
        (now + timedelta(days=61), now + timedelta(days=61, hours=1), "wanted_from"),
    ):
        with pytest.raises(Invalid) as refused:
            an_order(world, wanted_from=start, wanted_to=end)
        assert field in refused.value.fields
    across_midnight = an_order(world, wanted_from=now + timedelta(hours=13), wanted_to=now + timedelta(hours=17))
    assert across_midnight.order.state == "ordered"


def test_outside_of_every_community_nobody_could_come(world):
    place = a_place(world)
    with pytest.raises(Invalid) as refused:
        an_order(world, location=place.__class__(place.area, None, "县外", inside=False, how="outside"))
    assert "place" in refused.value.fields


def test_the_code_finds_the_order(world):
    made = an_order(world)
    assert orders.by_code(made.code.lower()) == (made.id, made.number)
    with pytest.raises(Invalid):
        orders.by_code("nonsense")


def test_messages_reach_the_community_the_takers_and_the_resident(world):
    resident = people.a_resident("周奶奶")
    helper = a_helper(world)
    own = Orderer(name="周奶奶", account_id=resident.account_id)
    made = an_order(world, by=resident, orderer=own).offered().taken_by(helper).begun().finished()
    deliver_due(limit=100)
    told = Message.objects.values_list("account_id", "topic")
    assert (world.worker.account_id, "desk.order") in told
    assert (helper.account_id, "desk.order") in told
    titles = list(Message.objects.filter(account_id=resident.account_id).values_list("title", flat=True))
    assert len(titles) == 3, titles  # looked for, taken, done
    assert all(made.number in link for link in Message.objects.values_list("link", flat=True))
