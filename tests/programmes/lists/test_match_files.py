"""Two files are matched from the shell: headers in Chinese or English, refused rows said, reasons beside each pair."""

import csv
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from linli.channels.cli import match
from linli.kernel.errors import Invalid
from linli.programmes.lists.matchfiles import match_files

FILES = Path(__file__).parent / "files"


def rows_of(path: Path) -> dict[str, list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row[0]: row for row in list(csv.reader(file))[1:]}


def test_the_example_files_are_matched_with_reasons(tmp_path):
    found = match_files(FILES / "needs.csv", FILES / "resources.csv", tmp_path / "pairs.csv")
    assert found.proved
    assert (found.needs, found.resources, found.pairs) == (6, 4, 5)
    rows = rows_of(tmp_path / "pairs.csv")
    assert rows["N1"][1] == "R1"
    assert "同一类帮助" in rows["N1"][3]
    assert "小时双方都有空" in rows["N1"][3]
    assert rows["N6"][1] == ""
    assert rows["N6"][4] == "还没有合适的资源。"


def test_refused_rows_are_said_with_their_reason(tmp_path):
    found = match_files(FILES / "needs.csv", FILES / "resources.csv", tmp_path / "pairs.csv")
    said = {(name, row): why for name, row, why in found.refused}
    assert said["needs.csv", 8] == "看不懂时间“下辈子”，请写成：周一至周五 16:30-18:30。"
    assert said["resources.csv", 6] == "“名额”要填不小于 0 的整数：-2。"


def test_a_workbook_with_english_headers_is_read_and_one_is_written(tmp_path):
    book = Workbook()
    sheet = book.active
    sheet.append(["id", "need", "category", "place", "hours", "people"])
    sheet.append(["=1+1", "tutoring for pupils", "tutoring", "East/One", "Fri 16:00-18:00", 8])
    book.save(tmp_path / "needs.xlsx")
    (tmp_path / "resources.csv").write_text(
        "id,resource,category,serves,hours,seats,capacity\n"
        "T1,retired teacher tutors,tutoring,East,weekdays 16:30-18:30,20,1\n",
        encoding="utf-8",
    )
    found = match_files(tmp_path / "needs.xlsx", tmp_path / "resources.csv", tmp_path / "pairs.xlsx")
    assert found.pairs == 1
    rows = list(load_workbook(tmp_path / "pairs.xlsx").active.iter_rows(values_only=True))
    assert rows[1][1] == "T1"
    assert not str(rows[1][0]).startswith("=")


def test_files_without_the_columns_are_refused(tmp_path):
    (tmp_path / "needs.csv").write_text("名字,别的\n甲,乙\n", encoding="utf-8")
    with pytest.raises(Invalid):
        match_files(tmp_path / "needs.csv", FILES / "resources.csv", tmp_path / "out.csv")


def test_the_command_says_what_came_of_it(tmp_path, capsys):
    out = tmp_path / "pairs.csv"
    assert match.main([str(FILES / "needs.csv"), str(FILES / "resources.csv"), "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert "已证明最优" in said
    assert "needs.csv 第 8 行没有采用" in said
    assert match.main([str(tmp_path / "none.csv"), str(FILES / "resources.csv"), "--out", str(out)]) == 2
