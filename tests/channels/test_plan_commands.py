"""The commands of the planner on files, one after another as a county would use them."""

import csv
import json
from pathlib import Path

import pytest
from tests.factories import towns

from linli.channels.cli import plan

POINTS = "名称,类别,经度,纬度,可包网格数\n东站,诊所,102.1905,38.5205,9\n西站,诊所,102.1930,38.5230,9\n"


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    towns.save(tmp_path / "b.json", towns.plots(12, 12))
    towns.save(tmp_path / "r.json", [towns.main_road(6, 12)])
    (tmp_path / "points.csv").write_text(POINTS, encoding="utf-8")
    made = {name: str(tmp_path / name) for name in ("b.json", "r.json", "points.csv", "plan.json", "out.csv")}
    assert plan.main(["grids", "--buildings", made["b.json"], "--seconds", "0.2", "--out", made["plan.json"]]) == 0
    return made


def last_line(capsys) -> dict:
    return json.loads(capsys.readouterr().out.strip().splitlines()[-1])


def test_a_plan_is_checked(files, capsys) -> None:
    assert plan.main(["check", "--buildings", files["b.json"], "--plan", files["plan.json"]]) == 0
    assert last_line(capsys)["in_band_percent"] == 100
    narrow = ["--min", "399", "--max", "399"]
    assert plan.main(["check", "--buildings", files["b.json"], "--plan", files["plan.json"], *narrow]) == 1


def test_units_are_spread_over_the_grids_of_the_plan(files, capsys) -> None:
    command = ["units", "--units", files["points.csv"], "--grids", files["plan.json"], "--out", files["out.csv"]]
    assert plan.main(command) == 0
    told = last_line(capsys)
    assert told["optimal"]
    assert told["grids_without"] == 0
    rows = list(csv.DictReader(Path(files["out.csv"]).read_text(encoding="utf-8-sig").splitlines()))
    assert len({row["grid"] for row in rows}) == told["grids"]
    assert all(row["reason"] for row in rows)


def test_reach_and_the_next_site_are_told(files, capsys) -> None:
    about = ["--buildings", files["b.json"], "--roads", files["r.json"], "--points", files["points.csv"]]
    assert plan.main(["reach", *about, "--minutes", "3"]) == 0
    reach = last_line(capsys)
    assert plan.main(["site", *about, "--minutes", "3", "--kind", "诊所", "--count", "1"]) == 0
    site = last_line(capsys)
    assert site["before"] == reach["inside"]
    assert site["after"] >= site["before"]
    assert site["optimal"]


def test_a_file_that_is_none_is_refused_in_words(files, tmp_path: Path, capsys) -> None:
    command = ["units", "--units", str(tmp_path / "nothing.csv"), "--grids", files["plan.json"]]
    assert plan.main(command) == 2
    assert "nothing.csv" in capsys.readouterr().out
