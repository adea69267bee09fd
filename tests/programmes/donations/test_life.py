"""A gift from the offer to what became of it (W5): voluntary, thanked, shown only by consent, money counted by two."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from tests.factories import access as people
from tests.factories.gifts import a_gift, money

from linli.engines.journal.models import Event, Look, Message
from linli.engines.journal.public import deliver_due, history
from linli.engines.ledger import public as ledger
from linli.kernel.actor import VISITOR
from linli.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from linli.programmes.donations import privacy
from linli.programmes.donations import public as donations
from linli.programmes.donations.models import Donation


def kept(made) -> int:
    owner = f"area:{made.gift.path}"
    return ledger.balances("donations.kept", [owner]).get(owner, 0)


def test_books_are_offered_received_and_put_to_use(world):
    made = a_gift(world).received().used()
    assert made.gift.state == "used"
    assert [one.kind.removeprefix("donation.") for one in history(f"donation:{made.id}")] == ["give", "receive", "use"]


def test_the_wall_shows_the_name_that_agreed_and_no_other(world):
    proud = a_gift(world).received()
    shy = a_gift(world, giver=donations.Giver(name="孙志强", phone="13800000000")).received()
    rows = {row.number: row for row in donations.wall(VISITOR).items}
    assert rows[proud.number].shown == "何老师"
    assert rows[shy.number].shown == "一位邻居"
    assert "孙志强" not in str([event.data for event in Event.objects.all()])
    assert "晓燕" not in proud.gift.name


def test_consent_is_taken_back_at_any_time(world):
    made = a_gift(world).received().did("show", world.worker, shown="")
    assert donations.wall(VISITOR).items[0].shown == "一位邻居"
    made.did("show", made.giver, shown="何老师一家")
    assert donations.wall(VISITOR).items[0].shown == "何老师一家"


def test_an_offer_is_seen_by_the_community_and_the_giver_only(world):
    made = a_gift(world)
    for stranger in (VISITOR, people.a_resident(), world.other_worker):
        with pytest.raises(NotFound):
            donations.donation_for(stranger, made.number)
    assert donations.donation_for(made.giver, made.number).tracking_code == made.code
    assert donations.donation_for(world.worker, made.number).verbs[:2] == ("receive", "refuse")
    assert donations.wall(VISITOR).items == []


def test_residents_offer_no_money(world):
    with pytest.raises(NotAllowed):
        a_gift(world, kind="money", value_fen=1000)
    with pytest.raises(NotAllowed):
        a_gift(world, by=people.a_resident(), kind="money", value_fen=1000, received=True)


def test_money_is_counted_by_a_second_person_before_it_is_spent(world):
    made = money(world)
    assert kept(made) == 0
    with pytest.raises(WrongState):
        made.used(100)
    with pytest.raises(NotAllowed):
        made.did("count", world.worker)
    made.counted()
    assert kept(made) == 100_000
    made.used(30_000)
    assert (made.gift.state, kept(made)) == ("received", 70_000)
    made.used(70_000)
    assert (made.gift.state, kept(made)) == ("used", 0)
    assert ledger.verify() == []


@pytest.mark.parametrize("fen", [0, -1, 100_001])
def test_no_more_is_spent_than_was_given(world, fen):
    made = money(world).counted()
    with pytest.raises(Invalid) as refused:
        made.used(fen)
    assert "value" in refused.value.fields
    assert kept(made) == 100_000


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=some.lists(some.integers(1, 60_000), max_size=6))
def test_what_is_kept_is_what_was_given_less_what_was_spent(world, parts):
    made, left = money(world).counted(), 100_000
    before = kept(made) - left
    for part in parts:
        if part <= left and left:
            made.used(part)
            left -= part
        elif left:
            with pytest.raises(Invalid):
                made.used(part)
    assert kept(made) - before == left == made.gift.value_fen - made.gift.spent_fen


def test_the_same_use_twice_is_one_use(world):
    made = money(world).counted()
    for _each in range(2):
        donations.VERBS["use"](made.id, by=world.worker, note="买灯", fen=10_000, key="0" * 16)
    assert kept(made) == 90_000


def test_the_same_offer_twice_is_one_gift(world):
    first, second = (a_gift(world, intake_key="one") for _each in range(2))
    assert (first.number, first.code) == (second.number, second.code)
    assert Donation.objects.count() == 1


def test_the_giver_hears_what_became_of_it(world):
    resident = people.a_resident("何晓燕")
    made = a_gift(world, by=resident, giver=donations.Giver(name="何晓燕", account_id=resident.account_id))
    made.received().used()
    deliver_due(limit=100)
    told = Message.objects.filter(account_id=resident.account_id, link__contains=made.number)
    assert [one.title.split("：")[0] for one in told.order_by("id")] == ["谢谢，已经收到", "您的捐赠派上了用场"]


def test_a_certificate_is_checked_by_its_code_and_by_nothing_else(world):
    made = a_gift(world).received()
    printed = donations.certificate_for(made.giver, made.number)
    assert donations.verified(made.number, printed.code) == printed
    assert printed.name == "何晓燕"
    with pytest.raises(NotFound):
        donations.verified(made.number, "0" * 16)
    with pytest.raises(NotFound):
        donations.certificate_for(people.a_resident(), made.number)
    assert not Look.objects.exists()
    donations.certificate_for(world.worker, made.number)
    assert Look.objects.get().fields == "name"


def test_there_is_no_certificate_of_an_offer(world):
    made = a_gift(world)
    with pytest.raises(NotFound):
        donations.certificate_for(made.giver, made.number)


def test_a_charitys_receipt_is_noted_for_the_giver(world):
    made = money(world).did("receipt", world.worker, charity="金澜县慈善会", receipt_number="GY-0001")
    assert donations.donation_for(world.worker, made.number).receipt_number == "GY-0001"
    assert donations.donation_for(VISITOR, made.number).receipt_number == ""


def test_who_may_what(world):
    made = a_gift(world)
    for by in (VISITOR, people.a_resident(), world.other_worker):
        with pytest.raises(NotFound):
            made.did("receive", by)
    with pytest.raises(NotAllowed):
        made.did("receive", made.giver)
    made.received()
    for by in (VISITOR, people.a_resident(), world.other_worker, made.giver):
        with pytest.raises(NotAllowed):
            made.did("use", by, note="x")
    with pytest.raises(WrongState):
        made.did("withdraw", made.giver)


def test_a_look_at_the_giver_is_recorded(world):
    made = a_gift(world)
    assert donations.personal(world.worker, made.number, "联系捐赠人")["phone"] == "13800000000"
    assert Look.objects.get().subject == f"donation:{made.id}"
    with pytest.raises(NotAllowed):
        donations.personal(made.giver, made.number, "x")


def test_an_erased_giver_leaves_the_gift_without_a_name(world):
    resident = people.a_resident("何晓燕")
    giver = donations.Giver(name="何晓燕", shown="何老师", account_id=resident.account_id)
    made = a_gift(world, by=resident, giver=giver).received().used()
    assert privacy.export(resident.account_id)[0]["name"] == "何晓燕"
    assert donations.erase(resident.account_id) == 1
    assert (made.gift.name, made.gift.shown, made.gift.account_id) == ("", "", None)
    assert donations.wall(VISITOR).items[0].shown == "一位邻居"
