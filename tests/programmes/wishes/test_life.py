"""A micro-wish from the first word to the thanks (微心愿): small, real, quick."""

from datetime import timedelta

import pytest
from tests.factories import access as people
from tests.factories.territory import a_unit
from tests.factories.wishes import a_wish

from linli.engines.journal.models import Event, Look, Message
from linli.engines.journal.public import deliver_due, history
from linli.kernel import clock
from linli.kernel.actor import SYSTEM, VISITOR
from linli.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from linli.programmes.wishes import privacy
from linli.programmes.wishes import public as wishes
from linli.programmes.wishes.models import Wish
from linli.programmes.wishes.tick import tick


def test_a_wish_is_claimed_brought_and_thanked(world):
    neighbour = people.a_resident("何平")
    made = a_wish(world).claimed_by(neighbour).delivered().did("thank", world.street)
    assert made.wish.state == "fulfilled"
    assert [one.kind for one in history(f"wish:{made.id}")] == [
        f"wish.{verb}" for verb in ("wish", "post", "claim", "deliver", "thank")
    ]


def test_the_wall_holds_no_name(world):
    made = a_wish(world).posted()
    row = wishes.wall(VISITOR).items[0]
    assert (row.shown, row.words, row.number) == ("李奶奶", "想要一台收音机听戏", made.number)
    seen = wishes.wish_for(VISITOR, made.number)
    assert (seen.text, seen.steps, seen.verbs, seen.reaches) == ("", (), (), False)
    assert "李桂花" not in str([event.data for event in Event.objects.all()])
    assert "桂花" not in Wish.objects.get().text


def test_before_it_is_on_the_wall_only_the_community_and_the_wisher_know(world):
    made = a_wish(world)
    for stranger in (VISITOR, people.a_resident(), world.other_worker, world.leader):
        with pytest.raises(NotFound):
            wishes.wish_for(stranger, made.number)
    assert wishes.wish_for(made.wisher, made.number).tracking_code == made.code
    assert wishes.wish_for(world.worker, made.number).text.startswith("我一个人住")


def test_numbers_do_not_get_onto_the_wall(world):
    with pytest.raises(Invalid) as refused:
        a_wish(world).did("post", world.worker, shown="李奶奶", words="打 13800000000 找我")
    assert "words" in refused.value.fields


@pytest.mark.parametrize(("value", "fits"), [(0, False), (1, True), (30_000, True), (30_001, False)])
def test_a_small_wish_has_a_cap(world, value, fits):
    if fits:
        assert a_wish(world, value_fen=value).wish.value_fen == value
    else:
        with pytest.raises(Invalid) as refused:
            a_wish(world, value_fen=value)
        assert "value" in refused.value.fields


def test_a_changed_cap_leaves_what_is_there(world):
    made = a_wish(world, value_fen=30_000)
    wishes.define_rules(wishes.Rules(value_fen=10_000), by=SYSTEM)
    assert made.posted().wish.state == "posted"
    with pytest.raises(Invalid):
        a_wish(world, value_fen=10_001)


def test_unclaimed_wishes_rise_to_the_units(world):
    unit = a_unit(world.land.communities[0], "member_unit", "县图书馆")
    member = people.a_handler(unit)
    made = a_wish(world).posted()
    assert tick(clock.now() + timedelta(days=6, hours=23)) == 0
    assert tick(clock.now() + timedelta(days=7)) == 1
    assert tick(clock.now() + timedelta(days=7)) == 0  # running it twice is running it once
    deliver_due(limit=100)
    assert Message.objects.filter(account_id=member.account_id, link__contains=made.number).count() == 1
    assert [row.number for row in wishes.risen(member)] == [made.number]
    made.claimed_by(member, unit_id=unit.pk)
    assert made.wish.claimer_name == "县图书馆"


def test_a_promise_not_kept_goes_back_to_the_wall(world):
    made = a_wish(world).claimed_by(people.a_resident())
    assert tick(made.wish.claim_until - timedelta(minutes=1)) == 0
    assert tick(made.wish.claim_until) == 1
    assert (made.wish.state, made.wish.claimer_id) == ("posted", None)


def test_nothing_has_come(world):
    made = a_wish(world).claimed_by(people.a_resident()).delivered()
    made.did("miss", made.wisher, reason="没有人来过")
    assert made.wish.state == "claimed"
    made.delivered().did("thank", made.wisher, thanks="谢谢")
    assert made.wish.thanks == "谢谢"


def test_five_promises_are_enough(world):
    neighbour = people.a_resident()
    for _number in range(5):
        a_wish(world).claimed_by(neighbour)
    with pytest.raises(Invalid):
        a_wish(world).claimed_by(neighbour)


def test_the_second_who_claims_it_is_told(world):
    made = a_wish(world).claimed_by(people.a_resident())
    with pytest.raises(WrongState):
        made.did("claim", people.a_resident())


def test_named_on_the_wall_only_who_wants_it(world):
    quiet = a_wish(world).claimed_by(people.a_resident("何平"))
    proud = a_wish(world).claimed_by(people.a_resident("何平"), public=True)
    assert (quiet.wish.claimer_name, proud.wish.claimer_name) == ("", "何师傅")


def test_who_may_what(world):
    neighbour = people.a_resident()
    made = a_wish(world)
    for verb, by, given in (
        ("post", made.wisher, {"shown": "x", "words": "y"}),
        ("refuse", made.wisher, {"reason": "x"}),
    ):
        with pytest.raises(NotAllowed):
            made.did(verb, by, **given)
    made.posted()
    for by in (VISITOR, made.wisher):
        with pytest.raises(NotAllowed):
            made.did("claim", by)
    made.claimed_by(neighbour)
    with pytest.raises(NotAllowed):
        made.did("deliver", people.a_resident(), note="x")
    made.delivered()
    with pytest.raises(NotAllowed):
        made.did("thank", neighbour)


def test_whoever_brought_it_does_not_say_that_it_has_come(world):
    made = a_wish(world).claimed_by(world.worker).delivered()
    with pytest.raises(NotAllowed):
        made.did("thank", world.worker)
    made.did("thank", world.street)


def test_who_claimed_it_finds_the_door_and_the_look_is_written_down(world):
    neighbour = people.a_resident()
    made = a_wish(world).posted()
    with pytest.raises(NotAllowed):
        wishes.personal(neighbour, made.number, "送东西")
    made.claimed_by(neighbour)
    assert wishes.personal(neighbour, made.number, "送东西")["home"] == "2-501"
    assert Look.objects.get().subject == f"wish:{made.id}"
    made.delivered().did("thank", made.wisher)
    with pytest.raises(NotAllowed):
        wishes.personal(neighbour, made.number, "再去看看")


def test_boxes_are_emptied_by_staff(world):
    with pytest.raises(NotAllowed):
        a_wish(world, origin="box")
    with pytest.raises(NotAllowed):
        a_wish(world, by=world.other_worker, origin="box")
    assert a_wish(world, by=world.leader, origin="box").wish.origin == "box"


def test_after_a_year_nobody_is_known_any_more(world):
    made = a_wish(world).claimed_by(people.a_resident()).delivered().did("thank", world.street)
    assert privacy.erase_old(clock.now() + timedelta(days=364)) == 0
    assert privacy.erase_old(clock.now() + timedelta(days=366)) == 1
    assert (made.wish.text, made.wish.name, made.wish.words) == ("", "", "想要一台收音机听戏")


def test_the_same_key_is_the_same_wish(world):
    first, second = (a_wish(world, intake_key="a" * 32) for _try in range(2))
    assert first.number == second.number
    assert wishes.by_code(first.code)[1] == first.number
