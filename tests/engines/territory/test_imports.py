"""Bringing files in: nothing is lost, every refused row says why, a killed run goes on."""

from datetime import date, timedelta

import pytest
from tests.factories import territory as make
from tests.factories.files import a_csv, an_xlsx

from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.engines.territory.models import (
    Appointment,
    Building,
    Entrance,
    Estate,
    Home,
    ImportFile,
    ImportRefusal,
    ImportRun,
    Unit,
)  # fmt: skip
from linli.engines.territory.verbs import imports as verbs
from linli.kernel import clock
from linli.kernel.actor import SYSTEM
from linli.kernel.errors import Invalid, NotFound, WrongState

pytestmark = pytest.mark.django_db

HEAD = ["社区", "小区", "楼号", "层数", "单元数", "户数", "经度", "纬度", "建成日期"]


def at(column: float, row: float) -> list[str]:
    longitude, latitude = make.middle(column, row)
    return [f"{longitude:.6f}", f"{latitude:.6f}"]


def brought(kind: str, content: bytes, place: make.County, **options) -> ImportRun:
    return territory.bring_file(
        kind=kind, file_name="台账.xlsx", content=content, area_id=place.county.pk, options=options, by=SYSTEM
    )


def done(kind: str, content: bytes, place: make.County, **options) -> territory.RunRow:
    run = brought(kind, content, place, **options)
    territory.begin_run(run.pk, by=SYSTEM)
    return territory.import_run(SYSTEM, run.pk)


def reasons(run_id: int) -> dict[int, str]:
    return {one.row: one.why for one in territory.refusals(SYSTEM, run_id)}


def test_buildings_of_a_spreadsheet_are_in_and_bad_rows_are_told():
    place = make.a_county()
    run = done("buildings", an_xlsx(
        HEAD,
        ["兴农社区", "兴农小区", "3号楼", 6, 3, "36户", *at(0, 0), date(2008, 5, 1)],
        ["620399001001", "兴农小区", "4", "6层", "1、2", 24, *at(0, 1), "2008年5月1日"],
        ["兴农社区", "兴农小区", "三号楼", 6, 3, 36, *at(0, 0), ""],
        ["不存在社区", "兴农小区", "5", 6, 3, 36, *at(0, 0), ""],
        ["兴农社区", "兴农小区", "6", "六", 3, 36, *at(0, 0), ""],
        ["兴农社区", "兴农小区", "7", 6, 3, 36, *reversed(at(0, 0)), ""],
        ["兴农社区", "兴农小区", "8", 6, 3, 36, "103.19", "38.52", ""],
        ["兴农社区", "兴农小区", "9", 6, 3, 36, *at(0, 0), "05.06.2008"],
        ["兴农社区", "兴农小区", "", 6, 3, 36, *at(0, 0), ""],
        ["兴农社区", "兴农小区", "10", 6, 3, 36, "", "", ""],
    ), place)  # fmt: skip
    assert (run.state, run.total, run.done, run.refused) == ("done", 10, 2, 8)
    three = Building.objects.get(number="3")
    assert (three.name, three.floors, three.households, three.valid_from) == ("3号楼", 6, 36, date(2008, 5, 1))
    assert three.estate == Estate.objects.get(name="兴农小区", community=place.communities[0])
    assert three.grid == place.grids[0]
    assert Building.objects.get(number="4").grid == place.grids[1]
    assert list(Entrance.objects.filter(building=three).values_list("number", flat=True)) == ["1", "2", "3"]
    why = reasons(run.id)
    assert set(why) == {4, 5, 6, 7, 8, 9, 10, 11}
    assert "不存在社区" in why[5]
    assert "swapped" in why[7]
    assert "two different days" in why[9]


def test_the_same_file_twice_adds_nothing_and_says_so():
    place = make.a_county()
    content = an_xlsx(HEAD, ["兴农社区", "兴农小区", "3", 6, 3, 36, *at(0, 0), ""])
    assert done("buildings", content, place).done == 1
    again = done("buildings", content, place)
    assert (again.done, again.refused) == (0, 1)
    assert Building.objects.count() == 1


def test_one_bad_row_does_not_keep_good_ones_out():
    place = make.a_county()
    rows = [["兴农社区", "兴农小区", str(number), 6, 2, 24, *at(0, 0), ""] for number in range(1, 61)]
    rows[30][2] = "7"
    run = done("buildings", an_xlsx(HEAD, *rows), place)
    assert (run.done, run.refused) == (59, 1)
    assert list(reasons(run.id)) == [32]


def test_gb18030_and_baidu_coordinates():
    place = make.a_county()
    there = territory.convert(*make.middle(0, 0), "wgs84", "bd09")
    content = a_csv(HEAD, ["兴农社区", "兴农小区", 3, 6, 3, 36, *there, "20080501"], encoding="gb18030")
    assert done("buildings", content, place, source="bd09").done == 1
    found = Building.objects.get()
    assert (found.longitude, found.latitude) == pytest.approx(make.middle(0, 0), abs=1e-9)


def test_homes_by_columns_and_by_address():
    place = make.a_county()
    building = make.a_building(make.an_estate(place.communities[0]), "3")
    run = done("homes", an_xlsx(
        ["小区", "楼号", "单元", "房号", "地址"],
        ["兴农小区", "3", "1", "101", ""],
        ["兴农小区", "3号楼", "1单元", "102室", ""],
        ["", "", "", "", "兴农小区三号楼2单元501室"],
        ["兴农小区", "3", "1", "101", ""],
        ["兴农小区", "99", "1", "101", ""],
        ["兴农小区", "3", "1", "", ""],
    ), place)  # fmt: skip
    assert (run.done, run.refused) == (3, 3)
    homes = Home.objects.filter(building=building).values_list("entrance__number", "floor", "room")
    assert set(homes) == {("1", 1, "101"), ("1", 1, "102"), ("2", 5, "501")}


def test_units_with_the_estates_they_serve():
    place = make.a_county()
    estate = make.an_estate(place.communities[0], "兴农小区")
    run = done("units", an_xlsx(
        ["单位名称", "单位类型", "所属区域", "联系电话", "服务小区"],
        ["安和物业服务公司", "物业", "兴农社区", "0935-0000001", "兴农小区"],
        ["滨河路街道环卫所", "street.sanitation", "滨河路街道", "0935-0000002", ""],
        ["某单位", "不知道", "滨河路街道", "", ""],
        ["又一单位", "物业", "兴农社区", "", "不存在小区"],
    ), place)  # fmt: skip
    assert (run.done, run.refused) == (2, 2)
    estate.refresh_from_db()
    assert estate.property_unit.name == "安和物业服务公司"
    assert Unit.objects.get(kind="street.sanitation").area == place.street


def test_appointments_of_people_who_have_accounts():
    place = make.a_county()
    make.posts()
    make.a_building(make.an_estate(place.communities[0]), "3")
    make.a_person("林秀华")
    make.a_person("王二")
    make.a_person("李同名")
    make.a_person("李同名")
    run = done("appointments", an_xlsx(
        ["姓名", "岗位", "网格", "小区", "楼号", "任职日期", "任期届满"],
        ["林秀华", "网格长", "兴农社区第一网格", "", "", "2026-01-01", "2029年1月1日"],
        ["王二", "楼栋长", "", "兴农小区", "3号楼", "2026/01/01", ""],
        ["张没有", "网格长", "兴农社区第一网格", "", "", "", ""],
        ["李同名", "网格长", "兴农社区第一网格", "", "", "", ""],
        ["王二", "大区总管", "兴农社区第一网格", "", "", "", ""],
        ["王二", "网格长", "兴农社区", "", "", "", ""],
        ["王二", "网格长", "", "", "", "", ""],
        ["林秀华", "网格长", "兴农社区第一网格", "", "", "2027-01-01", ""],
    ), place)  # fmt: skip
    assert (run.done, run.refused) == (2, 6)
    leader = Appointment.objects.get(post__code="grid_leader")
    assert (leader.area, leader.starts, leader.ends) == (place.grids[0], date(2026, 1, 1), date(2029, 1, 1))
    assert "already" in reasons(run.id)[9]


def test_a_dry_run_changes_nothing_and_foretells_what_comes():
    place = make.a_county()
    content = an_xlsx(
        HEAD, ["兴农社区", "兴农小区", "3", 6, 3, 36, *at(0, 0), ""], ["兴农社区", "", "", 6, 3, 36, *at(0, 0), ""]
    )
    run = brought("buildings", content, place)
    report = territory.try_run(run.pk, by=SYSTEM)
    assert (report.done, [one.row for one in report.refused]) == (1, [3])
    assert not Building.objects.exists()
    assert not Estate.objects.exists()
    assert territory.grid_at(*make.middle(0, 0)).id == place.grids[0].pk
    territory.begin_run(run.pk, by=SYSTEM)
    assert territory.import_run(SYSTEM, run.pk).done == 1


def test_a_column_that_was_matched_wrongly_can_be_changed():
    place = make.a_county()
    content = a_csv(["甲", "乙", "丙", "丁", "戊"], ["兴农社区", "兴农小区", "3", *at(0, 0)])
    run = brought("buildings", content, place)
    with pytest.raises(Invalid) as refused:
        territory.begin_run(run.pk, by=SYSTEM)
    assert refused.value.code == "no_column"
    columns = {"community": 0, "estate": 1, "number": 2, "longitude": 3, "latitude": 4}
    territory.match_columns(run.pk, columns=columns, by=SYSTEM)
    territory.begin_run(run.pk, by=SYSTEM)
    assert territory.import_run(SYSTEM, run.pk).done == 1


@pytest.fixture
def _large(monkeypatch):
    """Small runs count as large, and a turn takes five rows."""
    monkeypatch.setattr(verbs, "AT_ONCE", 0)
    monkeypatch.setattr(verbs, "_PIECE", 5)
    monkeypatch.setattr(verbs, "_SECONDS", 0)


def a_long_file(rows: int = 23) -> bytes:
    made = [["兴农社区", "兴农小区", str(number), 6, 2, 24, *at(0, 0), ""] for number in range(1, rows + 1)]
    made[11][2] = ""
    return an_xlsx(HEAD, *made)


@pytest.mark.usefixtures("_large")
class TestInTheBackground:
    def test_the_worker_takes_it_in_turn_by_turn(self):
        place = make.a_county()
        run = brought("buildings", a_long_file(), place)
        territory.begin_run(run.pk, by=SYSTEM)
        seen = []
        while territory.import_run(SYSTEM, run.pk).under_way:
            seen.append(territory.import_run(SYSTEM, run.pk).percent)
            assert journal.deliver_due(limit=1) == 1
        end = territory.import_run(SYSTEM, run.pk)
        assert (end.state, end.done, end.refused, end.percent) == ("done", 22, 1, 100)
        assert seen == sorted(seen)
        assert len(seen) == 5
        assert Building.objects.count() == 22
        assert not ImportFile.objects.exists()

    def test_stopped_it_keeps_what_is_in_and_goes_on_later(self):
        place = make.a_county()
        run = brought("buildings", a_long_file(), place)
        territory.begin_run(run.pk, by=SYSTEM)
        journal.deliver_due(limit=1)
        territory.stop_run(run.pk, by=SYSTEM)
        journal.deliver_due(limit=10)
        assert Building.objects.count() == 5
        territory.begin_run(run.pk, by=SYSTEM)
        while journal.deliver_due(limit=10):
            pass
        assert Building.objects.count() == 22
        assert territory.import_run(SYSTEM, run.pk).state == "done"

    def test_a_turn_done_twice_takes_no_row_twice(self):
        place = make.a_county()
        run = brought("buildings", a_long_file(), place)
        territory.begin_run(run.pk, by=SYSTEM)
        for _ in range(12):
            verbs.work_run(None, {"run": run.pk, "begun": 1})
        assert Building.objects.count() == 22
        assert ImportRefusal.objects.count() == 1

    def test_a_worker_that_dies_in_a_turn_loses_no_row_and_takes_none_twice(self, monkeypatch):
        place = make.a_county()
        run = brought("buildings", a_long_file(), place)
        territory.begin_run(run.pk, by=SYSTEM)
        journal.deliver_due(limit=1)
        keep = verbs._keep
        monkeypatch.setattr(verbs, "_keep", lambda *_: (_ for _ in ()).throw(MemoryError))
        journal.deliver_due(limit=1)
        assert Building.objects.count() == 5
        monkeypatch.setattr(verbs, "_keep", keep)
        with clock.at(clock.now() + timedelta(minutes=10)):
            while journal.deliver_due(limit=10):
                pass
        assert Building.objects.count() == 22
        assert territory.import_run(SYSTEM, run.pk).state == "done"

    def test_a_turn_owed_before_a_stop_is_not_done_after_it(self):
        place = make.a_county()
        run = brought("buildings", a_long_file(), place)
        territory.begin_run(run.pk, by=SYSTEM)
        territory.stop_run(run.pk, by=SYSTEM)
        territory.begin_run(run.pk, by=SYSTEM)
        verbs.work_run(None, {"run": run.pk, "begun": 1})
        assert Building.objects.count() == 0

    def test_a_run_under_way_can_be_neither_begun_nor_removed(self):
        place = make.a_county()
        run = brought("buildings", a_long_file(), place)
        territory.begin_run(run.pk, by=SYSTEM)
        with pytest.raises(WrongState):
            territory.begin_run(run.pk, by=SYSTEM)
        with pytest.raises(WrongState):
            territory.remove_run(run.pk, by=SYSTEM)


def test_the_report_keeps_refused_rows_as_they_were():
    place = make.a_county()
    run = done("buildings", an_xlsx(HEAD, ["兴农社区", "兴农小区", "3", "六", 3, 36, *at(0, 0), ""]), place)
    refused = territory.refusals(SYSTEM, run.id)[0]
    assert refused.values["层数"] == "六"
    assert refused.what == "兴农小区 3"
    territory.remove_run(run.id, by=SYSTEM)
    with pytest.raises(NotFound):
        territory.import_run(SYSTEM, run.id)


def test_a_file_that_is_too_large_is_refused(settings):
    settings.UPLOAD_LIMIT_BYTES = 100
    with pytest.raises(Invalid) as refused:
        brought("buildings", a_long_file(), make.a_county())
    assert refused.value.code == "too_large"


def test_rows_can_come_without_a_file():
    place = make.a_county()
    longitude, latitude = make.middle(0, 0)
    row = {"community": "兴农社区", "estate": "兴农小区", "number": "3", "longitude": longitude, "latitude": latitude}
    report = territory.import_buildings([row, {**row, "number": ""}], area_id=place.county.pk, by=SYSTEM)
    assert (report.done, [one.row for one in report.refused]) == (1, [2])
