"""A unit looks after a stretch of street: it walks it, what it finds becomes cases, and the next round gets its day."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.factories import access as people
from tests.factories.cases import MORNING, World, a_world
from tests.factories.streets import LINE, a_stretch
from tests.factories.together import together

from linli.engines.cases.models import Case
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from linli.programmes.streets import public as streets
from linli.programmes.streets.models import Round

pytestmark = pytest.mark.django_db


def test_what_is_found_on_a_round_becomes_cases_and_the_next_round_gets_its_day(world: World) -> None:
    row = a_stretch(world)
    seen = (streets.Found("井盖松动，车一过就响。"), streets.Found("垃圾没有清走。", "A01"))
    made, before = streets.walk_round(row.pk, by=world.handler, key="k1", note="走了全程", findings=seen)
    assert not before
    found = Case.objects.order_by("pk")
    assert [one.text for one in found] == ["井盖松动，车一过就响。", "垃圾没有清走。"]
    assert {one.origin for one in found} == {"desk"}
    assert found[0].path.startswith(world.land.communities[0].path)
    detail = streets.stretch_for(world.handler, row.pk)
    assert detail.row.next_on == clock.today() + timedelta(days=7)
    assert [one.number for one in detail.rounds[0].findings] == [one.number for one in found]
    assert made.note == "走了全程"


def test_the_same_round_sent_twice_is_one_round(world: World) -> None:
    row = a_stretch(world)
    for before in (False, True):
        found = (streets.Found("路灯不亮。"),)
        assert streets.walk_round(row.pk, by=world.handler, key="k1", findings=found)[1] is before
    assert (Round.objects.count(), Case.objects.count()) == (1, 1)


def test_a_round_with_a_bad_finding_leaves_nothing(world: World) -> None:
    row = a_stretch(world)
    with pytest.raises(Invalid):
        streets.walk_round(
            row.pk, by=world.handler, key="k1", findings=(streets.Found("路灯不亮。"), streets.Found("  "))
        )
    assert (Round.objects.count(), Case.objects.count()) == (0, 0)


def test_the_board_shows_what_is_due_and_what_is_late(world: World) -> None:
    row = a_stretch(world)
    assert [one.tone for one in streets.run_stretches(world.worker)] == ["calm"]
    with clock.at(MORNING + timedelta(days=7)):
        assert [one.tone for one in streets.my_stretches(world.handler)] == ["soon"]
    with clock.at(MORNING + timedelta(days=9)):
        assert [one.id for one in streets.run_stretches(world.worker, due_only=True)] == [row.pk]
        assert streets.stretches()[0].late


def test_only_its_unit_and_the_place_walk_and_read_its_rounds(world: World) -> None:
    row = a_stretch(world)
    streets.walk_round(row.pk, by=world.worker, key="k1")
    for stranger in (world.cleaner, world.other_worker, world.resident, people.a_visitor()):
        with pytest.raises(NotFound):
            streets.stretch_for(stranger, row.pk)
        with pytest.raises(NotFound):
            streets.walk_round(row.pk, by=stranger, key="k2")
        with pytest.raises((NotFound, NotAllowed)):
            streets.end_stretch(row.pk, by=stranger)
    with pytest.raises(NotFound):
        streets.hand_over(row.pk, unit_id=world.team.id, rhythm_days=3, by=world.handler)
    with pytest.raises(NotAllowed):
        a_stretch(world, by=world.other_worker)


def test_a_stretch_has_one_unit_and_goes_to_another(world: World) -> None:
    row = a_stretch(world)
    with pytest.raises(Invalid):
        a_stretch(world, unit_id=world.team.id)
    streets.hand_over(row.pk, unit_id=world.team.id, rhythm_days=3, by=world.worker)
    assert streets.my_stretches(world.handler) == []
    assert streets.my_stretches(world.cleaner)[0].next_on == clock.today() + timedelta(days=3)
    streets.end_stretch(row.pk, by=world.worker)
    with pytest.raises(WrongState):
        streets.walk_round(row.pk, by=world.worker, key="k3")
    assert a_stretch(world).pk != row.pk


@pytest.mark.parametrize(
    "wrong", [{"lines": []}, {"lines": [[(0.0, 0.0)]]}, {"lines": [[(0, 0), (9, 9)]]}, {"rhythm_days": 0}]
)
def test_no_line_too_long_a_line_or_no_rhythm(world: World, wrong: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        a_stretch(world, **wrong)


def test_its_length_is_that_of_the_ground(world: World) -> None:
    assert abs(a_stretch(world, lines=[LINE]).metres - 871) < 3


@pytest.mark.django_db(transaction=True)
def test_two_phones_send_the_same_round_at_once() -> None:
    with clock.at(MORNING):
        world = a_world()
        row = a_stretch(world)

    def walk(by: Actor) -> Callable[[], object]:
        def run() -> object:
            with clock.at(MORNING):
                return streets.walk_round(row.pk, by=by, key="k1", findings=(streets.Found("路灯不亮。"),))[1]

        return run

    assert sorted(together(walk(world.handler), walk(world.handler))) == [False, True]  # type: ignore[type-var]
    assert Case.objects.count() == 1
