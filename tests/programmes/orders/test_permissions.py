"""Who may do what to an order, and who does not even know of it."""

import pytest
from tests.factories import access as people
from tests.factories.orders import a_helper, an_order

from linli.engines.journal.models import Look
from linli.kernel.actor import VISITOR
from linli.kernel.errors import Invalid, NotAllowed, NotFound
from linli.programmes.orders import public as orders


def test_strangers_do_not_know_of_it(world):
    made = an_order(world).offered()
    far = a_helper(world, "何平", community=1)
    for stranger in (VISITOR, people.a_resident(), world.other_worker, far, world.handler):
        with pytest.raises(NotFound):
            orders.order_for(stranger, made.number)
        for verb in ("offer", "take", "withdraw", "confirm"):
            with pytest.raises(NotFound):
                made.did(verb, stranger)
    assert orders.pool(far).items == []
    assert orders.orders(world.other_worker, orders.OrderFilter()).items == []


def test_the_street_sees_its_communities(world):
    made = an_order(world)
    assert [row.number for row in orders.orders(world.street, orders.OrderFilter()).items] == [made.number]


def test_whoever_did_the_work_does_not_confirm_it(world):
    made = an_order(world).offered()
    made.taken_by(world.worker).begun().finished()
    with pytest.raises(NotAllowed):
        made.did("confirm", world.worker)
    made.did("confirm", world.street)
    assert made.order.state == "confirmed"


def test_the_taker_neither_confirms_nor_calls_off(world):
    helper = a_helper(world)
    made = an_order(world).taken_by(helper)
    with pytest.raises(NotAllowed):
        made.did("withdraw", helper)
    made.begun().finished()
    for verb, given in (("confirm", {}), ("complain", {"reason": "x"})):
        with pytest.raises(NotAllowed):
            made.did(verb, helper, **given)


def test_only_the_resident_thanks(world):
    made = an_order(world).taken_by(a_helper(world)).begun().finished().did("confirm", world.worker)
    with pytest.raises(NotAllowed):
        made.did("rate", world.worker, rating=5)
    made.did("rate", made.orderer, rating=4)


def test_every_look_at_the_door_is_written_down(world):
    made = an_order(world)
    with pytest.raises(Invalid):
        orders.personal(world.worker, made.number, " ")
    assert orders.personal(world.worker, made.number, "核实地址").phone == "138 0000 0000"
    look = Look.objects.get()
    assert (look.subject, look.purpose) == (f"order:{made.id}", "核实地址")


def test_the_community_tells_the_door_code_by_phone(world):
    made = an_order(world).taken_by(a_helper(world))
    code = orders.personal(world.worker, made.number, "电话告知上门码").door_code
    assert code == orders.order_for(made.orderer, made.number).door_code
    assert "door_code" in Look.objects.get().fields


def test_after_the_end_the_taker_no_longer_reaches_the_resident(world):
    helper = a_helper(world)
    made = an_order(world).taken_by(helper).begun().finished().did("confirm", world.worker)
    with pytest.raises(NotAllowed):
        orders.personal(helper, made.number, "再联系")


def test_visitors_cannot_order_as_if_by_phone(world):
    with pytest.raises(NotAllowed):
        an_order(world, origin="phone")


def test_the_catalogue_is_the_administrators(world):
    row = orders.ServiceInput("x", "某项服务", "其他")
    with pytest.raises(NotAllowed):
        orders.define_services([row], by=world.worker)
    orders.define_services([row], by=people.an_administrator())
    assert orders.service("x").name == "某项服务"


def test_takers_are_registered_by_their_community(world):
    someone = people.a_resident()
    given = {"area_id": world.land.communities[0].pk, "account_id": someone.account_id}
    with pytest.raises(NotFound):
        orders.register_taker(by=world.other_worker, **given)
    with pytest.raises(NotFound):
        orders.register_taker(by=someone, **given)
    made = orders.register_taker(by=world.worker, **given)
    with pytest.raises(NotFound):
        orders.end_taker(made.pk, by=world.other_worker)
    orders.end_taker(made.pk, by=someone)  # oneself at any time
    made.refresh_from_db()
    assert not made.active


def test_offering_oneself_brings_no_checks_along(world):
    someone = a_helper(world, vetted_until=None)
    orders.register_taker(
        by=world.worker,
        area_id=world.land.communities[0].pk,
        account_id=someone.account_id,
        insured_until=world.more.get("day"),
    )
    moved = orders.offer_myself(by=someone, area_id=world.land.communities[1].pk)
    assert (moved.vetted_until, moved.insured_until) == (None, None)
    with pytest.raises(NotAllowed):
        orders.offer_myself(by=VISITOR, area_id=world.land.communities[0].pk)
