"""The points shop: what is there is had once; points thank and are never taken."""

from datetime import timedelta

import pytest
from django.db import connection
from tests.factories.together import Meeting, together
from tests.factories.volunteers import SATURDAY, Neighbourhood, actor

from linli.engines.ledger import public as ledger
from linli.engines.ledger.public import Move, Overdrawn
from linli.kernel import clock
from linli.kernel.actor import SYSTEM, VISITOR
from linli.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from linli.kernel.rows import by_key
from linli.programmes.volunteers import accounts
from linli.programmes.volunteers import public as volunteers
from linli.programmes.volunteers.models import Redemption, ShopItem, Volunteer
from linli.programmes.volunteers.public import SoldOut
from linli.programmes.volunteers.verbs import shop as verbs


def give_points(who: Volunteer, amount: int) -> None:
    own, issued = accounts.several([(accounts.POINTS, who.pk, who.path), (accounts.POINTS_GIVEN, None, who.path)])
    ledger.post(key=f"gift:{who.pk}", kind="volunteer.rewarded", moves=[Move(issued.id, own.id, amount)], by=SYSTEM)


def points(who: Volunteer) -> int:
    row = ledger.account("volunteers.points", f"volunteer:{who.pk}")
    return row.balance if row else 0


class TestReserve:
    def test_put_aside_and_fetched(self, here: Neighbourhood):
        who, item = here.volunteer(), here.item(price=2, stock=5)
        give_points(who, 5)
        row = volunteers.reserve(item_id=item.pk, key="k", by=actor(who))
        assert (points(who), ShopItem.objects.get().stock) == (3, 4)
        assert volunteers.reserve(item_id=item.pk, key="k", by=actor(who)).pk == row.pk, "a double tap is one wish"
        assert [one.id for one in volunteers.aside(here.grid_leader, code=row.code)] == [row.pk]
        with pytest.raises(NotFound):
            volunteers.fetch(redemption_id=row.pk, by=actor(who))
        with pytest.raises(NotFound):
            volunteers.fetch(redemption_id=row.pk, by=here.stranger)
        volunteers.fetch(redemption_id=row.pk, by=here.worker)
        assert volunteers.fetch(redemption_id=row.pk, by=here.worker).state == "fetched"
        with pytest.raises(WrongState):
            volunteers.give_back(redemption_id=row.pk, by=actor(who))
        assert ledger.verify() == []

    def test_given_back_whole(self, here: Neighbourhood):
        who, item = here.volunteer(), here.item(stock=1)
        give_points(who, 2)
        row = volunteers.reserve(item_id=item.pk, key="k", by=actor(who))
        with pytest.raises(SoldOut):
            volunteers.reserve(item_id=item.pk, key="other", by=actor(who))
        with pytest.raises(NotFound):
            volunteers.give_back(redemption_id=row.pk, by=here.stranger)
        volunteers.give_back(redemption_id=row.pk, by=actor(who))
        volunteers.give_back(redemption_id=row.pk, by=actor(who))
        assert (points(who), ShopItem.objects.get().stock) == (2, 1)

    def test_not_fetched_in_time(self, here: Neighbourhood):
        who, item = here.volunteer(), here.item(stock=1)
        give_points(who, 2)
        volunteers.reserve(item_id=item.pk, key="k", by=actor(who))
        assert volunteers.lapse() == 0
        with clock.at(SATURDAY + timedelta(days=15)):
            assert volunteers.lapse() == 1
        assert (points(who), Redemption.objects.get().state) == (2, "lapsed")

    def test_nobody_buys_without_points_and_nothing_changes(self, here: Neighbourhood):
        who, item = here.volunteer(), here.item(price=3)
        give_points(who, 2)
        with pytest.raises(Overdrawn):
            volunteers.reserve(item_id=item.pk, key="k", by=actor(who))
        assert (points(who), ShopItem.objects.get().stock, Redemption.objects.count()) == (2, 5, 0)

    def test_a_limit_of_the_month(self, here: Neighbourhood):
        who, item = here.volunteer(), here.item(most_each=1)
        give_points(who, 10)
        volunteers.reserve(item_id=item.pk, key="a", by=actor(who))
        with pytest.raises(WrongState):
            volunteers.reserve(item_id=item.pk, key="b", by=actor(who))
        with clock.at(SATURDAY + timedelta(days=14)):
            assert volunteers.reserve(item_id=item.pk, key="b", by=actor(who)).state == "reserved"

    def test_the_shelf_is_the_organisers(self, here: Neighbourhood):
        item = here.item()
        with pytest.raises(NotAllowed):
            volunteers.restock(item_id=item.pk, count=1, by=here.stranger)
        with pytest.raises(Invalid):
            volunteers.restock(item_id=item.pk, count=-6, by=here.worker)
        with pytest.raises(NotFound):
            volunteers.stock(VISITOR, here.community.path)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
class TestTheLastOne:
    def crowd(self, here: Neighbourhood, count: int) -> list[Volunteer]:
        people = [here.volunteer(account=False) for _ in range(count)]
        for who in people:
            give_points(who, 2)
        return people

    def test_a_thousand_wishes_for_the_last_one(self):
        with clock.at(SATURDAY):
            here = Neighbourhood()
            item, people = here.item(stock=1), self.crowd(here, 25)

        def wish(who: Volunteer) -> list[str]:
            results = []
            for number in range(40):
                try:
                    volunteers.reserve(item_id=item.pk, key=f"{who.pk}:{number}", by=here.worker, volunteer_id=who.pk)
                    results.append("had")
                except SoldOut:
                    results.append("sold out")
            return results

        results = [one for found in together(*[lambda w=w: wish(w) for w in people], timeout=200) for one in found]
        assert (len(results), results.count("had"), results.count("sold out")) == (1000, 1, 999)
        assert ShopItem.objects.get().stock == 0
        assert sum(points(who) for who in people) == 2 * 25 - 2
        assert ledger.verify() == []

    def test_without_the_lock_two_want_the_same_and_the_database_says_no(self, monkeypatch):
        """The control: the stock is read, not locked."""
        if connection.vendor != "postgresql":
            pytest.skip("SQLite has one writer at a time whatever the code does")
        with clock.at(SATURDAY):
            here = Neighbourhood()
            item, people = here.item(stock=1), self.crowd(here, 2)
        meeting = Meeting(2)

        def unlocked(model, key):
            row = by_key(model, key)
            meeting.wait()
            return row

        monkeypatch.setattr(verbs, "locked_row", unlocked)

        def wish(who: Volunteer):
            return volunteers.reserve(item_id=item.pk, key=f"{who.pk}", by=here.worker, volunteer_id=who.pk)

        results = together(*[lambda w=w: wish(w) for w in people])
        had = [one for one in results if isinstance(one, Redemption)]
        assert len(had) == 2, "without the lock the last one is promised twice"
