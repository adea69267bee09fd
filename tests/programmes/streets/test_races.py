"""Two at the very same time on one stretch of street, and controls that show the race without lock or constraint."""

from collections.abc import Iterator
from functools import partial

import pytest
from django.db import IntegrityError
from tests.factories.cases import MORNING, World, a_world
from tests.factories.streets import a_stretch
from tests.factories.together import Meeting, at_once, one_writer, unlocked_one

from linli.engines.cases.models import Case
from linli.engines.journal.models import Event
from linli.kernel import clock
from linli.kernel.errors import Invalid, WrongState
from linli.programmes.streets import public as streets
from linli.programmes.streets.models import Round, Stretch
from linli.programmes.streets.verbs import adopt, walk

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    with clock.at(MORNING):
        yield a_world()


def two_adopt(world: World) -> list[object]:
    return at_once(
        MORNING,
        partial(a_stretch, world, unit_id=world.firm.id),
        partial(a_stretch, world, unit_id=world.team.id, by=world.street),
    )


def test_of_two_units_that_adopt_the_same_stretch_one_has_it(world: World) -> None:
    results = two_adopt(world)
    won = [one for one in results if isinstance(one, Stretch)]
    assert len([one for one in results if isinstance(one, Invalid)]) == 1
    assert list(Stretch.objects.values_list("pk", "unit_id")) == [(one.pk, one.unit_id) for one in won]
    assert Event.objects.filter(kind="street.adopt").count() == 1


@one_writer
def test_control_the_second_is_kept_out_by_the_database_and_told_in_words(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adopt, "IntegrityError", ZeroDivisionError)  # nobody turns it into words
    assert len([one for one in two_adopt(world) if isinstance(one, IntegrityError)]) == 1


def two_end(world: World, monkeypatch: pytest.MonkeyPatch | None = None) -> list[object]:
    row = a_stretch(world)
    if monkeypatch is not None:
        monkeypatch.setattr(adopt, "locked_one", unlocked_one(Meeting(2, seconds=15)))
    return at_once(
        MORNING,
        partial(streets.end_stretch, row.pk, by=world.worker),
        partial(streets.end_stretch, row.pk, by=world.street),
    )


def test_of_two_who_end_it_one_does(world: World) -> None:
    assert len([one for one in two_end(world) if isinstance(one, WrongState)]) == 1
    assert Event.objects.filter(kind="street.end").count() == 1


@one_writer
def test_control_without_the_lock_it_ends_twice(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    two_end(world, monkeypatch)
    assert Event.objects.filter(kind="street.end").count() == 2


def two_walk(world: World) -> list[object]:
    row = a_stretch(world)
    seen = (streets.Found("井盖松动，车一过就响。"),)
    return at_once(MORNING, *[partial(streets.walk_round, row.pk, by=world.handler, key="k", findings=seen)] * 2)


def test_the_same_round_from_two_phones_is_one_round_with_one_case(world: World) -> None:
    assert sorted(before for _made, before in two_walk(world)) == [False, True]  # type: ignore[misc]
    assert (Round.objects.count(), Case.objects.count()) == (1, 1)


@one_writer
def test_control_without_the_lock_the_second_round_fails(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "locked_one", unlocked_one(Meeting(2, seconds=15)))
    assert len([one for one in two_walk(world) if isinstance(one, IntegrityError)]) == 1


def test_an_ended_stretch_is_not_handed_over_afterwards(world: World) -> None:
    row = a_stretch(world)
    at_once(
        MORNING,
        partial(streets.end_stretch, row.pk, by=world.worker),
        partial(streets.hand_over, row.pk, unit_id=world.team.id, rhythm_days=3, by=world.street),
    )
    kinds = list(Event.objects.filter(stream=f"street:{row.pk}").order_by("pk").values_list("kind", flat=True))
    assert kinds in (["street.adopt", "street.end"], ["street.adopt", "street.hand_over", "street.end"])
