"""Addresses as residents write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.engines.territory.addresses import chinese_number, floor_of_room, parse_address


def parts(text: str) -> tuple[str, str, str, str, str, str]:
    found = parse_address(text)
    return found.estate, found.building, found.entrance, found.floor, found.room, found.rest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("XX小区3号楼2单元501", ("XX小区", "3", "2", "", "501", "")),
        ("3-2-501", ("", "3", "2", "", "501", "")),
        ("3栋2单元5层501", ("", "3", "2", "5", "501", "")),
        ("３号楼２单元５０１室", ("", "3", "2", "", "501", "")),
        ("３－２－５０１", ("", "3", "2", "", "501", "")),
        ("3 - 2 - 501 室", ("", "3", "2", "", "501", "")),
        ("兴农小区三号楼二单元", ("兴农小区", "3", "2", "", "", "")),
        ("二十三号楼一单元1001", ("", "23", "1", "", "1001", "")),
        ("龙首小区十号楼一单元二楼", ("龙首小区", "10", "1", "2", "", "")),
        ("兴农小区 3#2单元501", ("兴农小区", "3", "2", "", "501", "")),
        ("兴农小区3#楼501", ("兴农小区", "3", "", "", "501", "")),
        ("3幢501室", ("", "3", "", "", "501", "")),
        ("滨河家园A座1203", ("滨河家园", "A", "", "", "1203", "")),
        ("滨河家园b座1203", ("滨河家园", "B", "", "", "1203", "")),
        ("第3栋第2单元", ("", "3", "2", "", "", "")),
        ("兴农小区03号楼02单元0501", ("兴农小区", "3", "2", "", "501", "")),
        ("兴农小区3-501", ("兴农小区", "3", "", "", "501", "")),
        ("3号楼2-501", ("", "3", "2", "", "501", "")),
        ("2单元501号", ("", "", "2", "", "501", "")),
        ("兴农小区3号院2号楼", ("兴农小区3号院", "2", "", "", "", "")),
        ("甘肃省金昌市金川区滨河路街道北京路社区兴农小区12号楼3单元302号", ("兴农小区", "12", "3", "", "302", "")),
        ("新华路12号兴农小区3号楼", ("兴农小区", "3", "", "", "", "新华路12号")),
        ("兴农小区3号楼2单元门口灯坏了", ("兴农小区", "3", "2", "", "", "门口灯坏了")),
        ("xx小区3号楼前面", ("xx小区", "3", "", "", "", "前面")),
        ("兴农小区东门", ("兴农小区", "", "", "", "", "东门")),
        ("兴农小区", ("兴农小区", "", "", "", "", "")),
        ("新华路12号", ("", "", "", "", "", "新华路12号")),
        ("没有地址", ("", "", "", "", "", "没有地址")),
        ("", ("", "", "", "", "", "")),
    ],
)
def test_an_address_is_taken_apart(text, expected):
    assert parts(text) == expected


@pytest.mark.parametrize("text", ["电话138-1234-5678", "2026-11-21停水", "楼道灯坏了", "楼下有人吵", "1-2-3-4-5"])
def test_what_is_no_address_comes_back_whole(text):
    assert parts(text) == ("", "", "", "", "", text)


@given(st.text(max_size=60) | st.text(alphabet="0123456789一二三十百号楼栋幢座#-单元层室小区 ＃－３", max_size=30))
def test_no_text_makes_it_fail(text):
    parse_address(text)


@given(building=st.integers(1, 99), entrance=st.integers(1, 9), room=st.integers(101, 3304))
def test_numbers_survive_every_way_of_writing(building, entrance, room):
    expected = (str(building), str(entrance), str(room))
    for text in (
        f"兴农小区{building}号楼{entrance}单元{room}",
        f"兴农小区{building}幢{entrance}单元{room}室",
        f"兴农小区{building}座{entrance}门{room}",
        f"兴农小区{building}-{entrance}-{room}",
        f"兴农小区 {building} 号楼 {entrance} 单元 {room} 室",
    ):
        found = parse_address(text)
        assert (found.building, found.entrance, found.room) == expected, text
        assert found.estate == "兴农小区", text


def test_chinese_numerals():
    assert [chinese_number(text) for text in ("三", "十", "十二", "二十", "二十三", "一百零五", "一〇二", "两")] == [
        3, 10, 12, 20, 23, 105, 102, 2,
    ]  # fmt: skip
    assert chinese_number("三号") is None
    assert chinese_number("") is None


def test_a_room_tells_its_floor():
    assert [floor_of_room(room) for room in ("501", "1203", "A502", "01", "12345")] == [5, 12, 5, 1, 1]
