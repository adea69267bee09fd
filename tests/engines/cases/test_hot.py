"""Hot issues of a file: what belongs together, what does not, how hot it is, and files as they come."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.channels.cli import hot
from linli.engines.cases.hot.analyse import hot_issues
from linli.engines.cases.hot.heat import Voice, heat_of
from linli.engines.cases.hot.mentions import districts, mentions
from linli.engines.cases.hot.reading import Columns, Message, moment_of, read_messages
from linli.kernel.clock import CHINA
from linli.kernel.errors import Invalid

START = datetime(2026, 5, 1, 8, tzinfo=CHINA)
PLANT = [
    ("松涛苑旁边的搅拌站噪音扰民", "松涛苑小区旁新建的混凝土搅拌站日夜生产，机器轰鸣，粉尘很大，老人孩子睡不着。"),
    ("投诉松涛苑附近搅拌站粉尘污染", "我住松涛苑二期，搅拌站的粉尘飘进屋里，机器噪音从早到晚，孩子咳嗽不停。"),
    ("松涛苑搅拌站什么时候搬走", "松涛苑业主都在问，搅拌站的噪音和粉尘严重扰民，混凝土车从早到晚进出。"),
    ("请管管松涛苑门口的搅拌站", "搅拌站离松涛苑最近的楼只有五十米，混凝土粉尘、噪音让人没法开窗。"),
]
LIFT = [
    ("松涛苑三栋电梯经常停运", "松涛苑三栋的电梯一个月坏了四次，老人被关在里面，维修人员半天才到。"),
    ("松涛苑电梯又坏了", "松涛苑三栋电梯停运，维修一直没有人来，老人上不了楼。"),
]
ELSEWHERE = [
    ("银杏里后面水泥厂太吵", "银杏里后面的水泥厂通宵开工，大货车来回跑，灰土满天，窗户不敢开。"),
    ("银杏里水泥厂灰土满天", "水泥厂的大货车通宵跑，银杏里到处是灰土，谁来管一管。"),
]
OTHERS = [
    ("医保卡怎么补办", "我的医保卡丢了，请问在哪里补办，需要带什么材料。"),
    ("公交十二路能不能加密", "早高峰十二路公交二十分钟一班，上班总迟到，能不能多发几趟。"),
    ("中心小学报名要什么材料", "孩子九月上学，中心小学报名需要哪些证件。"),
]


def messages(*groups: list[tuple[str, str]], support: int = 0) -> list[Message]:
    """Return the messages of all groups, one a day, taken from the groups in turn."""
    named = zip("abcdefg", groups, strict=False)
    lined = [(f"{letter}{at}", *said) for letter, group in named for at, said in enumerate(group)]
    mixed = sorted(lined, key=lambda one: (one[0][1:], one[0]))
    return [
        Message(number, title, text, START + timedelta(days=day), support)
        for day, (number, title, text) in enumerate(mixed)
    ]


def test_one_matter_at_one_place_is_one_issue() -> None:
    found = hot_issues(messages(PLANT, OTHERS))
    assert [one.ids for one in found] == [("a0", "a1", "a2", "a3")]
    assert found[0].place.endswith("松涛苑")
    assert "搅拌站" in found[0].title
    assert found[0].heat.people == 4


def test_two_matters_of_one_estate_and_one_matter_of_two_estates_stay_apart() -> None:
    found = hot_issues(messages(PLANT, LIFT, ELSEWHERE, OTHERS))
    assert {one.ids for one in found} == {("a0", "a1", "a2", "a3"), ("b0", "b1"), ("c0", "c1")}
    assert {one.place[-3:] for one in found} == {"松涛苑", "银杏里"}


def test_the_same_message_sent_again_is_one_issue_and_one_person() -> None:
    same = [Message(str(n), *PLANT[0], START + timedelta(hours=n), 0, "u1") for n in range(30)]
    found = hot_issues(same)
    assert len(found) == 1
    assert len(found[0].ids) == 30
    assert found[0].heat.people == 1


def test_a_single_message_with_much_support_is_an_issue() -> None:
    assert hot_issues([Message("1", *PLANT[0], START, 900)])[0].heat.value == 62.0  # (1 + 30) x 1 x 2
    assert hot_issues([Message("1", *PLANT[0], START, 3)]) == []


def test_heat_can_be_checked_by_hand() -> None:
    at = START + timedelta(days=400)
    old = [Voice(START, 1, 0), Voice(START + timedelta(days=40), 3, 16)]
    calm = heat_of(old, at)
    assert (calm.people, calm.support, calm.recency, calm.rise) == (4, 16, 0.25, 1.0)
    assert calm.value == 2.0  # (4 + 4) x 0.25 x 1
    rising = heat_of([*old, *(Voice(at - timedelta(days=day)) for day in (0, 1, 2, 3))], at)
    assert (rising.people, rising.recency, rising.rise) == (8, 1.0, 1.5)
    assert rising.value == 18.0  # (8 + 4) x 1 x 1.5


def test_places_are_read_from_words() -> None:
    assert mentions("松涛苑小区旁 银星路 第三小学") == ["松涛苑小区", "银星路", "第三小学"]
    assert mentions("银星路路灯") == ["银星路"]
    assert districts("a3区松涛苑 b7县银杏里") == {"a3区", "b7县"}


def test_messages_that_say_nothing_are_left_alone() -> None:
    odd = ["", "。", "😀😀", "<p></p>", "谢谢领导", "\x00", "灯" * 50_000, "a"]
    given_ = [Message(str(n), text, text, START) for n, text in enumerate(odd)]
    assert hot_issues(given_) == []
    assert hot_issues([]) == []


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=40), st.text(max_size=120)), max_size=25))
def test_no_message_is_in_two_issues_whatever_they_say(said: list[tuple[str, str]]) -> None:
    found = hot_issues([Message(str(n), title, text, START, n) for n, (title, text) in enumerate(said)])
    ids = [number for one in found for number in one.ids]
    assert len(ids) == len(set(ids))
    assert [one.heat.value for one in found] == sorted((one.heat.value for one in found), reverse=True)


@pytest.mark.parametrize(
    "written",
    [
        "2026-05-01 08:00:00", "2026/5/1 8:00", "2026年5月1日 8时0分", "2026.5.1 上午8:00", "2026-05-01T08:00:00+08:00",
        "1777593600", "1777593600000", START.replace(tzinfo=None), "46143.333333333336",
    ],
)  # fmt: skip
def test_times_are_read_however_they_are_written(written: object) -> None:
    found = moment_of(written)
    assert found is not None
    assert abs(found - START) < timedelta(seconds=1)


@pytest.mark.parametrize("written", ["", None, "昨天", "2026-13-45", True, "08:00"])
def test_what_is_no_time_is_none(written: object) -> None:
    assert moment_of(written) is None


def test_rows_that_cannot_be_read_are_told_and_nothing_else_is_lost() -> None:
    rows = (
        "编号,标题,内容,时间,点赞数\n1,路灯坏了,花园路,2026-05-01,3\n1,路灯又坏了,花园路,2026-05-02,x\n"
        "3,,,2026-05-02,\n4,井盖,松了,不详,\n"
    )
    found = read_messages(rows.encode("gb18030"), Columns(["标题", "内容"], "时间", "点赞数"))
    assert [(one.id, one.support) for one in found.messages] == [("1", 3), ("1#3", 0)]
    assert [number for number, _why in found.refused] == [4, 5]
    with pytest.raises(Invalid):
        read_messages(rows.encode(), Columns(["标题"], "日期"))


def a_file(path: Path) -> Path:
    said = messages(PLANT, LIFT, OTHERS)
    lines = ["编号,标题,内容,时间,点赞", *(f"{m.id},{m.title},{m.text},{m.at:%Y/%m/%d %H:%M},2" for m in said)]
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    return path


def test_the_command_writes_ranked_issues(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = a_file(tmp_path / "m.csv"), tmp_path / "out.json"
    command = [str(file), "--text", "标题，内容", "--time", "时间", "--support", "点赞", "--out", str(out)]
    assert hot.main(command) == 0
    made = json.loads(out.read_text(encoding="utf-8"))
    assert [one["message_ids"] for one in made] == [["a0", "a1", "a2", "a3"], ["b0", "b1"]]
    assert set(made[0]) >= {"title", "place", "from", "to", "heat"}
    assert made[0]["from"] < made[0]["to"]
    assert "2 个问题" in capsys.readouterr().out


def test_the_command_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = a_file(tmp_path / "m.csv"), str(tmp_path / "out.json")
    assert hot.main([str(file), "--text", "正文", "--time", "时间", "--out", out]) == 2
    assert "标题" in capsys.readouterr().out
    assert hot.main([str(tmp_path / "none.csv"), "--text", "标题", "--time", "时间", "--out", out]) == 2
