"""Words of danger: said at once when it happens; silent when they say that nothing is, only feared, or long over."""

import time
import tomllib
from pathlib import Path

import pytest

from linli.engines.cases import public as cases
from linli.engines.cases.definitions import DangerInput
from linli.engines.cases.verbs.define import define_dangers
from linli.kernel.actor import SYSTEM, Actor, ActorKind
from linli.kernel.errors import Invalid, LinliError

pytestmark = pytest.mark.django_db
FILE = Path(cases.__file__).parents[2] / "patterns/common/dangers.toml"


@pytest.fixture(autouse=True)
def shipped() -> None:
    """The words every shipped pattern brings."""
    rows = tomllib.loads(FILE.read_text())["dangers"]
    define_dangers([DangerInput(**row, order=number) for number, row in enumerate(rows)], by=SYSTEM)


def code_of(text: str) -> str:
    found = cases.danger_in(text).danger
    return found.row.code if found is not None else ""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("3号楼2单元有燃气泄漏，味道很重", "gas"),
        ("楼道里闻到煤气味，快派人来", "gas"),
        ("五楼着火了！", "fire"),
        ("楼下充电棚起火，烟很大", "fire"),
        ("我妈被困电梯里二十分钟了", "lift"),
        ("有个小孩掉进河里了", "water"),
        ("工人从楼上摔下来了，流了好多血", "fall"),
        ("老房子塌了，压住了人", "collapse"),
        ("路灯杆漏电，有人被电到了", "electricity"),
        ("邻居一家煤气中毒，躺着不动", "poison"),
        ("隔壁小伙子说不想活了，站在楼顶", "selfharm"),
        ("楼下有人持刀砍人", "violence"),
        ("我家老人走失两个小时了，穿蓝衣服", "missing"),
        ("孩子反锁在家，才两岁", "trapped"),
        ("门口有位大爷晕倒了，叫不醒", "medical"),
        ("路口两车相撞，发生车祸，有人受伤", "traffic"),
        ("楼上又有人高空抛物，砸坏了车", "falling"),
        ("去年着火过一次，现在又着火了", "fire"),
        ("没人管，着火了也没人管", "fire"),
        ("不知道会不会漏气，但是已经闻到燃气味", "gas"),
        ("没有呼吸了，快来人", "medical"),
        ("怀疑天然气泄漏，家里有老人", "gas"),
        ("楼道没有灯，有人摔下楼了", "fall"),
        ("电动车充电导致起火了，快来", "fire"),
        ("路灯下发生车祸了，有人流血", "traffic"),
        ("消防通道旁边着火了", "fire"),
        ("交易市场二楼起火", "fire"),
        ("恐怕是燃气泄漏", "gas"),
        ("曾大爷晕倒了", "medical"),
        ("ＯＫ吗？着火了", "fire"),
    ],
)
def test_what_happens_now_is_heard(text: str, code: str) -> None:
    assert code_of(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "师傅看过了，没有燃气泄漏，就是表走得快",
        "检查后没有发现燃气泄漏",
        "没闻到煤气味，但表坏了",
        "这里不是着火，是烧秸秆的烟",
        "下周社区搞消防演练，几点开始？",
        "火灾报警器坏了半年没人修",
        "楼道堆满杂物，有火灾隐患",
        "电动车乱停，容易引起火灾",
        "电线老化，怕着火",
        "担心漏电，请来看看",
        "去年三楼着火，墙到现在没修",
        "河边没有防溺水警示牌",
        "防溺水宣传什么时候来学校？",
        "煤气中毒预防知识的传单发到了吗",
        "上个月车祸撞坏的护栏没有修",
        "建议开展防火灾培训",
        "一旦起火消防车进不来",
        "没有人打架，就是吵得睡不着",
        "火灾保险怎么办理",
        "这个路口交通事故频发，请装红绿灯",
        "电梯经常关人，被困电梯好几次了",
        "楼上打架子鼓，吵得睡不着",
        "这是我的救命钱",
        "乱停车堵了通道，发生火灾无处逃生",
        "我们小区物业多年不管事，绿化也没人管。" * 8 + "楼下有过着火的车。",
        "路灯不亮",
        "天气真好",
        "",
        "\x00",
        "🙂" * 5000,
    ],
)
def test_what_is_not_is_left_alone(text: str) -> None:
    assert code_of(text) == ""


def test_a_danger_that_is_denied_is_known_to_be_spoken_of() -> None:
    assert cases.danger_in("没有燃气泄漏").spoken
    assert not cases.danger_in("路灯不亮").spoken


def test_a_very_long_text_costs_little() -> None:
    begun = time.process_time()
    cases.danger_in("没有着火" * 25_000)
    assert time.process_time() - begun < 1, "only the beginning is read, and no pattern runs away"


def test_a_number_that_is_none_and_a_word_of_one_sign_are_refused() -> None:
    for row in (DangerInput("x", "某", ("着火",), "警察", "测试"), DangerInput("x", "某", ("火",), "119", "测试")):
        with pytest.raises(Invalid):
            define_dangers([row], by=SYSTEM)


def test_only_the_administrator_writes_them() -> None:
    with pytest.raises(LinliError):
        define_dangers([], by=Actor(kind=ActorKind.VISITOR, name=""))
