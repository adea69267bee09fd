"""Two matters in one message: offered where both halves are clear, and made two cases with one verb."""

import pytest
from tests.factories.cases import World, a_case

from linli.engines.cases import public as cases
from linli.engines.cases.models import Case, Following
from linli.engines.cases.public import CategoryInput
from linli.kernel.actor import SYSTEM
from linli.kernel.errors import Invalid, NotFound

TWO = "3号楼楼道灯不亮，晚上看不见。另外，门口的垃圾好几天没人清运了。"


@pytest.fixture(autouse=True)
def words(world: World) -> None:
    """Classes that are known by their words."""
    cases.define_categories(
        [
            CategoryInput("A01", "垃圾堆积清运", "A", words=("垃圾", "清运"), kind_code="complaint"),
            CategoryInput("A03", "楼道堆物", "A", words=("堆物", "旧家具"), kind_code="complaint"),
            CategoryInput("B02", "照明", "B", words=("楼道灯", "路灯", "不亮"), kind_code="help"),
            CategoryInput("D01", "家庭纠纷", "D", words=("吵架",), kind_code="mediation"),
        ],
        by=SYSTEM,
    )


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        (TWO, "B02", "A01"),
        ("反映两个问题：1、路灯不亮，走路怕摔；2、垃圾堆了三天没人清运", "B02", "A01"),
        ("一、路灯不亮有一个月了。二、楼下垃圾没人收。", "B02", "A01"),
        ("①垃圾桶满了没人清运②楼道灯也不亮了", "A01", "B02"),
        ("楼下垃圾没人收，还有，楼道灯不亮很久了", "A01", "B02"),
    ],
)
def test_both_halves_are_found_with_their_classes(world: World, text: str, first: str, second: str) -> None:
    found = cases.two_matters(text)
    assert found is not None
    assert (found.first.guess.code, found.second.guess.code) == (first, second)


@pytest.mark.parametrize(
    "text",
    [
        "楼道灯不亮，垃圾也没人收",
        "3号楼楼道灯不亮，另外4号楼的路灯也不亮",
        "垃圾没人清运，另外楼道堆物也很多，旧家具放了一年",
        "路灯不亮，还有一个月就过年了，垃圾多的时候看不见路",
        "路灯不亮，还有人在那里丢垃圾",
        "1号楼路灯不亮，2号楼垃圾没人清运",
        "2026年1.5元的垃圾费，路灯不亮",
        "路灯不亮。另外谢谢你们。",
        "另外",
        "",
        "\x00",
        TWO * 10,
        "一、" * 100,
    ],
)
def test_one_matter_and_doubt_are_left_alone(world: World, text: str) -> None:
    assert cases.two_matters(text) is None


def test_the_second_matter_becomes_a_case_of_the_same_person_at_the_same_place(world: World) -> None:
    made = a_case(world, text=TWO, category_code="B02")
    cases.divide(made.id, by=world.worker, text="门口的垃圾好几天没人清运了", category="A01")
    second = Case.objects.exclude(pk=made.id).get()
    first = made.case
    assert first.text == TWO, "the first keeps its words"
    assert (second.category.code, second.state, second.area_id) == ("A01", first.state, first.area_id)
    assert (second.place, second.longitude, second.submitted_at) == (first.place, first.longitude, first.submitted_at)
    asked = Following.objects.get(case=second, reporter=True)
    assert asked.account_id is None, "the colleague who made two of it does not become the one who asked"
    assert asked.phone_hash == Following.objects.get(case=first, reporter=True).phone_hash
    seen = cases.personal(world.worker, second.pk, "回访")
    assert "张大妈" in str(seen)
    steps = cases.case_for(world.worker, id=made.id).steps
    assert second.number in steps[-1].title


def test_an_accepted_case_gives_an_accepted_one(world: World) -> None:
    made = a_case(world, text=TWO).did("accept", world.worker)
    cases.divide(made.id, by=world.worker, text="门口的垃圾没人清运")
    assert Case.objects.exclude(pk=made.id).get().state == "accepted"


def test_without_words_nothing_is_done_and_others_see_nothing(world: World) -> None:
    made = a_case(world, text=TWO)
    with pytest.raises(Invalid):
        cases.divide(made.id, by=world.worker, text=" ")
    with pytest.raises(NotFound):
        cases.divide(made.id, by=world.other_worker, text="垃圾")
    assert Case.objects.count() == 1
