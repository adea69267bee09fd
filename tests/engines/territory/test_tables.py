"""Reading files: formats, encodings, where the names of columns stand, which column is which."""

import pytest
from tests.factories import territory as make
from tests.factories.files import a_csv, a_feature, a_geojson, an_xls, an_xlsx

from linli.engines.territory.imports.columns import FIELDS, known_names, match, missing
from linli.engines.territory.imports.tables import read_table
from linli.kernel.errors import Invalid

ROWS = (["社区", "小区", "楼号"], ["兴农社区", "兴农小区", 3], ["桂花社区", "桂花苑", 12])


def texts(table) -> list[list[str]]:
    return [[str(cell) for cell in row.cells] for row in table.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_csv_in_every_usual_encoding(encoding, separator):
    table = read_table(a_csv(*ROWS, encoding=encoding, separator=separator))
    assert table.headers == ["社区", "小区", "楼号"]
    assert texts(table) == [["兴农社区", "兴农小区", "3"], ["桂花社区", "桂花苑", "12"]]


def test_a_rare_character_of_gb18030_survives():
    name = "䶮鿍小区"
    assert read_table(a_csv(["社区", "小区"], ["a", name], encoding="gb18030")).rows[0].cells[1] == name


def test_xlsx_under_a_title_keeps_the_numbers_of_its_rows():
    table = read_table(
        an_xlsx(["2026 年楼栋台账"], [], ["说明：请勿改动"], *ROWS, [], ["x", "y", 1]), known_names("buildings")
    )
    assert table.headers == ["社区", "小区", "楼号"]
    assert [row.number for row in table.rows] == [5, 6, 8]


def test_columns_without_a_name_or_with_the_same_one_lose_nothing():
    table = read_table(a_csv(["社区", "", "名称", "名称", ""], ["a", "b", "c", "d", "e"]))
    assert table.headers == ["社区", "#2", "名称", "名称 (4)", "#5"]
    assert match("buildings", table.headers) == {"community": 0, "name": 2}


def test_the_content_decides_not_the_name():
    assert read_table(an_xlsx(*ROWS)).headers == read_table(a_csv(*ROWS)).headers


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"  \n ", "empty_file"),
        (b"PK\x03\x04broken", "broken_file"),
        (b'{"type": "FeatureCollection", "features": [', "broken_file"),
        (b'{"a": 1}', "no_geojson"),
        (b'{"type": "FeatureCollection", "features": []}', "empty_file"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content, code):
    with pytest.raises(Invalid) as refused:
        read_table(content)
    assert refused.value.code == code


def test_binary_rubbish_never_crashes():
    with pytest.raises(Invalid):
        read_table(an_xlsx(*ROWS)[:200])
    with pytest.raises(Invalid) as refused:
        read_table(bytes(range(256)) * 3)
    assert refused.value.code == "no_text"


def test_geojson_becomes_a_table():
    table = read_table(
        a_geojson(a_feature(make.square(0, 0), name="一", code="1"), a_feature(None, name="二", more=[1]))
    )
    assert table.headers == ["name", "code", "more"]
    assert table.rows[0].shape["type"] == "Polygon"
    assert table.rows[1].shape == {}


def test_geojson_in_another_system_is_refused():
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4547"}}
    with pytest.raises(Invalid) as refused:
        read_table(a_geojson(a_feature(make.square(0, 0), name="一"), crs=crs))
    assert refused.value.code == "other_system"
    fine = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    assert read_table(a_geojson(a_feature(make.square(0, 0), name="一"), crs=fine)).rows


def test_columns_are_matched_by_chinese_and_english_names():
    headers = ["序号", "所属社区*", "小区名称", "楼栋号（必填）", "Longitude", "LAT", "户数(户)", "单元数"]
    assert match("buildings", headers) == {
        "community": 1, "estate": 2, "number": 3, "longitude": 4, "latitude": 5, "households": 6, "entrances": 7,
    }  # fmt: skip
    assert missing("buildings", match("buildings", headers)) == []


def test_a_column_that_contains_a_name_is_second_choice():
    assert match("homes", ["房屋所在小区", "楼号", "具体房号"]) == {"estate": 0, "building": 1, "room": 2}


def test_needed_columns_that_are_missing_are_told():
    assert [field.name for field in missing("units", match("units", ["名称"]))] == ["kind", "area"]


@pytest.mark.parametrize("kind", FIELDS)
def test_every_name_of_a_column_leads_to_its_field(kind):
    for field in FIELDS[kind]:
        for name in field.names:
            others = [one for one in FIELDS[kind] if name in one.names]
            assert match(kind, [name]) == {others[0].name: 0}


def test_a_workbook_of_excel_97_is_read_as_well():
    table = read_table(an_xls(("小区", "楼栋", "经度"), ("长青家园", "1号楼", 102.19)))
    assert table.headers == ["小区", "楼栋", "经度"]
    assert list(table.rows[0].cells) == ["长青家园", "1号楼", 102.19]
