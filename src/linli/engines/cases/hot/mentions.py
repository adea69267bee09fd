"""Where a message says it is: estates, roads, villages, schools, companies by the words that end their names."""

import re

_ENDS = """
小区 花园 家园 新村 新城 公寓 广场 国际 大厦 商城 市场 公园 学校 小学 中学 大学 学院 医院 幼儿园 街道 社区 大道 大桥
公司 集团 银行 物业 工地 车站 地铁站 水库 工业园 产业园 山庄 酒店 饭店 路口
路 街 巷 镇 乡 村 城 苑 府 庭 湾 园 里 郡 寓 坊 岛 滩 桥 河 湖 厂 店 组 弄 胡同
"""
_END = re.compile("(?:" + "|".join(sorted(_ENDS.split(), key=len, reverse=True)) + ")+")
DISTRICT = re.compile(r"(?:[a-z]\d*[市区县])|(?:[一-鿿]{1,3}(?:(?<![社小园校地市城山厂片])区|县|市))")
_LEAST, _MOST = 2, 6  # characters before the end of a name
_NO_NAME = frozenset("道路公街本该全各老新大农城乡在小学商超门个一两")


def mentions(words: str, *, most: int = 8) -> list[str]:
    """Return the names of places in what `said` gave, in their order. How far a name reaches to the left is a guess."""
    found: list[str] = []
    for run in DISTRICT.sub(" ", words).split():
        start = 0
        for end in _END.finditer(run):
            begin = max(start, end.start() - _MOST)
            name = run[begin : end.end()]
            if name[-2:] == 2 * name[-1]:  # 花园路路灯
                name = name[:-1]
            if end.start() - begin >= _LEAST or (end.start() - begin == 1 and run[begin] not in _NO_NAME):
                found.append(name)
            start = end.end()
            if len(found) == most:
                return found
    return found


def districts(words: str) -> frozenset[str]:
    """Return the districts, counties and towns of a title: what lies in different ones is not one place."""
    return frozenset(found for found in DISTRICT.findall(words) if not found.endswith("市"))
