"""Invented texts by class, enough to learn from: put together from a few words, the same for the same seed."""

import csv
import io
from collections.abc import Mapping
from random import Random

WORDS = {
    "A01": ("垃圾桶满了", "生活垃圾没人清运", "垃圾堆得发臭", "垃圾车三天没来", "剩饭倒在垃圾池外面"),
    "A03": ("楼道里堆满旧家具", "纸箱堵住了楼梯", "鞋柜摆在过道上", "楼道杂物走不过去", "电动车停在楼道里"),
    "B01": ("厨房闻到燃气味", "燃气表在漏气", "燃气管道锈穿了", "燃气阀门关不严", "灶台边燃气嘶嘶响"),
    "D01": ("夫妻吵架要调解", "婆媳为家务闹矛盾", "兄弟分家产争执", "儿子不赡养老人", "邻居家夫妻打闹哭喊"),
}
PLACES = ("三号楼", "二单元", "五楼", "东门", "小广场", "菜场边", "七栋", "南区")
ENDS = ("请尽快来看看", "已经一个星期了", "老人很不方便", "麻烦处理一下", "打过电话没人管", "谢谢")


def some_texts(
    each: int = 12, *, seed: int = 3, classes: tuple[str, ...] = tuple(WORDS),
    words: Mapping[str, tuple[str, ...]] = WORDS,
) -> list[tuple[str, str]]:
    """Return (text, class) pairs, so many of each class."""
    chance = Random(seed)
    made = []
    for code in classes:
        for number in range(each):
            said = f"{chance.choice(PLACES)}{chance.choice(words[code])}，{chance.choice(words[code])}"
            made.append((f"{said}，{chance.choice(ENDS)}（{number}）。", code))
    return made


def a_csv(rows: list[tuple[str, str]], *, encoding: str = "utf-8", heads: tuple[str, str] = ("诉求", "类别")) -> bytes:
    """Return a csv file of texts and classes."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(heads)
    writer.writerows(rows)
    return stream.getvalue().encode(encoding)
