"""Correcting the class and the place of a case."""

import pytest
from tests.factories.cases import World, a_case

from linli.engines.cases import public as cases
from linli.kernel.errors import Invalid


def test_a_new_class_brings_its_urgency_privacy_and_limit(world: World) -> None:
    made = a_case(world)
    due = made.case.clocks.get(kind="handling").due_at
    made.did("amend", world.worker, category="B01", note="是燃气味")
    case = made.case
    assert (case.category.code, case.urgency) == ("B01", "emergency")
    assert case.clocks.get(kind="handling").due_at < due


def test_a_private_class_hides_it_at_once(world: World) -> None:
    made = a_case(world, category_code="A01").did("amend", world.worker, category="D01")
    assert made.case.privacy == "private"
    assert cases.open_verbs(made.case, world.leader) == []


def test_another_place_goes_to_its_desk(world: World) -> None:
    made = a_case(world).did("amend", world.worker, area_id=world.land.grids[2].pk)
    assert (made.case.path, made.case.desk_id) == (world.land.grids[2].path, world.land.communities[1].pk)
    made.did("accept", world.other_worker)


def test_not_while_somebody_here_has_it(world: World) -> None:
    made = a_case(world).dispatched_to(world.leader_key)
    with pytest.raises(Invalid) as refused:
        cases.amend(made.id, by=world.worker, area_id=world.land.grids[2].pk)
    assert "area_id" in refused.value.fields
    made.did("amend", world.worker, area_id=world.land.grids[1].pk)


@pytest.mark.parametrize("more", [{}, {"category": "Z"}, {"kind": "Z"}, {"urgency": "soon"}, {"privacy": "all"}])
def test_what_is_not_known_is_refused(world: World, more: dict[str, str]) -> None:
    made = a_case(world)
    with pytest.raises(Invalid):
        cases.amend(made.id, by=world.worker, **more)
    assert made.case.version == 1


def test_the_words_themselves_stay_out_of_the_history(world: World) -> None:
    made = a_case(world).did("amend", world.worker, title="张大妈家门口", place="3 号楼")
    assert "张大妈" not in str([step.text + step.title for step in cases.case_for(world.worker, id=made.id).steps])
    assert (made.case.title, made.case.place) == ("张大妈家门口", "3 号楼")


def test_a_title_holds_no_phone(world: World) -> None:
    assert "138" not in a_case(world, text="请回电 13800000000").case.title
