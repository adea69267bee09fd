"""Named scenarios through the lifecycle table, from the first word to the end."""

import pytest

from linli.engines.cases import public as cases
from linli.engines.cases.public import State
from tests.factories.cases import World, a_case, a_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return a_world()


def test_the_usual_way_from_report_to_confirmed_result(world: World) -> None:
    made = a_case(world).accepted().dispatched_to(world.leader_key).did("take", world.leader)
    made.did("contact", world.leader, note="已联系").did("handle", world.leader, note="搬走了")
    made.did("check", world.worker, passed=True).did("confirm", made.reporter, solved=True, rating=5)
    case = made.case
    assert (case.state, case.solved, case.rating, case.settled_level) == (State.CLOSED, True, 5, "grid")
    assert case.version == 8
    assert made.verbs == ["submit", "accept", "dispatch", "take", "contact", "handle", "check", "confirm"]
