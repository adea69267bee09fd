"""Any part of a text is found, in the transaction that wrote it, and by nobody who may not see the case."""

import pytest
from django.db import connection
from tests.factories.cases import World, a_case
from tests.factories.rows import found_by_search, some_cases

from linli.engines.cases import public as cases
from linli.engines.cases import search
from linli.engines.cases.models import Case
from linli.engines.cases.public import CaseFilter
from linli.kernel.grams import fts5_query, tsquery_text
from linli.kernel.locks import write


def found(world: World, text: str, **more: object) -> set[int]:
    return {row.id for row in cases.search(world.worker, text, CaseFilter(**more)).items}  # type: ignore[arg-type]


def found_lately(text: str) -> bool:
    wanted = tsquery_text(text) if connection.vendor == "postgresql" else f"grams : ({fts5_query(text)})"
    return search._found_lately(wanted, "grams")


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("旧家具", True),
        ("楼道", True),
        ("道里", True),
        ("走", True),
        ("家旧具", False),
        ("旧家具 三单元", True),
        ("旧家具 四单元", False),
        ("兴农小区", True),
        ("3 号楼", True),
        ("楼道堆物", True),
        ("2026-1116-0001", True),
        ("20261117", False),
        ("。，", True),
        ("", True),
        ('" OR 1', False),
        ("'; DROP TABLE", False),
        ("NEAR(", False),
        ("*", True),
    ],
)
def test_any_part_of_a_text_is_found(world: World, text: str, is_found: bool) -> None:
    made = a_case(world)
    assert (made.id in found(world, text)) is is_found


@pytest.mark.parametrize("many", [0, 100])
def test_frequent_words_find_the_same_as_rare_ones(
    world: World, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("linli.engines.cases.search.MANY", many)
    first, second = a_case(world, text="路灯不亮"), a_case(world, text="路灯坏了")
    a_case(world, text="井盖坏了")
    assert found(world, "路灯") == {first.id, second.id}
    assert found(world, "路灯 坏") == {second.id}
    assert found(world, "路灯", states=["closed"]) == set()


def test_frequent_words_are_those_many_of_the_latest_hold(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linli.engines.cases.search.MANY", 2)
    monkeypatch.setattr("linli.engines.cases.search.LATEST", 3)
    for text in ("路灯不亮", "路灯坏了", "井盖坏了", "井盖松动", "围墙掉漆"):
        a_case(world, text=text)
    assert found_lately("井盖")
    assert not found_lately("路灯")
    assert not found_lately("围墙")


def test_letters_of_any_size_and_width(world: World) -> None:
    made = a_case(world, text="ＷＩＦＩ坏了，联系Abc路")
    for text in ("wifi", "ｗｉｆｉ", "ABC", "abc路"):
        assert made.id in found(world, text)


def test_a_corrected_class_and_a_release_are_found(world: World) -> None:
    made = a_case(world).accepted()
    assert found(world, "垃圾堆积") == set()
    made.did("amend", world.worker, category="A01", place="北门垃圾房")
    assert found(world, "垃圾堆积") == {made.id}
    assert found(world, "北门") == {made.id}
    assert found(world, "兴农小区") == set()
    made.did("release", world.worker, public_text="已清运完毕")
    assert found(world, "清运完毕") == {made.id}


def test_what_is_rolled_back_is_not_found(world: World) -> None:
    class Stop(Exception):
        """Ends the transaction."""

    def change_of_mind() -> None:
        with write():
            a_case(world, text="从未发生的火车站")
            raise Stop

    with pytest.raises(Stop):
        change_of_mind()
    assert found(world, "火车站") == set()


def test_words_and_filters_together(world: World) -> None:
    one, two = a_case(world), a_case(world, category_code="A01")
    assert found(world, "旧家具") == {one.id, two.id}
    assert found(world, "旧家具", category="A01") == {two.id}
    assert [row.id for row in cases.search(world.worker, "", CaseFilter(text="旧家具", category="A03")).items] == [
        one.id
    ]


def test_the_neighbours_do_not_find_it(world: World) -> None:
    made = a_case(world)
    assert made.id not in {row.id for row in cases.search(world.other_worker, "旧家具").items}
    assert made.id in {row.id for row in cases.search(world.street, "旧家具").items}


def test_the_desk_is_searched_too(world: World) -> None:
    made = a_case(world)
    a_case(world, text="别的事情")
    assert [row.id for row in cases.desk_list(world.worker, CaseFilter(text="旧家具")).items] == [made.id]


def test_an_index_that_was_lost_is_written_anew(world: World) -> None:
    made = some_cases(world, 3)
    assert found(world, "楼道堵了") == set()
    assert cases.reindex() == 3
    assert found(world, "楼道堵了") == {case.pk for case in made}


def test_an_erased_case_is_forgotten(world: World) -> None:
    made = found_by_search(some_cases(world, 2))
    search.forget([made[0].pk])
    Case.objects.filter(pk=made[0].pk).delete()
    assert found(world, "楼道堵了") == {made[1].pk}


def test_the_end_of_a_long_text_is_found_too(world: World) -> None:
    made = a_case(world, text="很长的话。" * 700 + "尾巴")
    assert made.id in found(world, "尾巴")
