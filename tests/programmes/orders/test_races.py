"""Two at the very same time, and a control that shows the race without the lock."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from django.db import connection
from tests.factories.cases import MORNING, World, a_world
from tests.factories.orders import a_catalogue, a_helper, an_order
from tests.factories.together import Meeting, together

from linli.kernel import clock
from linli.kernel.errors import LinliError
from linli.programmes.orders import public as orders
from linli.programmes.orders.models import Order, Work
from linli.programmes.orders.verbs import turn

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
one_writer = pytest.mark.skipif(
    "sqlite" in connection.settings_dict["ENGINE"], reason="SQLite lets one write at a time"
)


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    with clock.at(MORNING):
        made = a_world()
        a_catalogue()
        yield made


def two_take(world: World) -> list[object]:
    made = an_order(world).offered()
    helpers = [a_helper(world), a_helper(world, "何平")]

    def take(by: object) -> object:
        with clock.at(MORNING):
            return orders.take(made.id, by=by)

    return together(*(partial(take, helper) for helper in helpers))


def test_of_two_who_take_the_last_place_one_wins(world: World) -> None:
    results = two_take(world)
    assert len([one for one in results if isinstance(one, LinliError)]) == 1
    assert Work.objects.filter(back_at=None).count() == 1


@one_writer
def test_control_without_the_lock_both_take_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = Meeting(2, seconds=15)

    def unlocked(found: Callable[..., object]) -> Order:
        order = found.get()  # type: ignore[attr-defined]
        if order.state == "offered":
            meeting.wait()
        return order

    made = an_order(world).offered()
    helpers = [a_helper(world), a_helper(world, "何平")]
    monkeypatch.setattr(turn, "locked_one", unlocked)

    def take(by: object) -> object:
        with clock.at(MORNING):
            return orders.take(made.id, by=by)

    together(*(partial(take, helper) for helper in helpers))
    assert Work.objects.filter(back_at=None).count() == 2
