"""The words of a message as a machine compares them: cleaned, cut into pairs, without what everybody says.

Nothing here knows a language model: what is polite, official or everywhere is listed, the rest counts alike.
"""

import html
import re
import unicodedata

import numpy as np
from numpy.typing import NDArray

LONGEST = 1200  # characters that are compared: what comes after only repeats
_TAG = re.compile(r"<[^<>]{0,200}>")
_LINK = re.compile(r"(?:https?://|www\.)[\w./?=&%#:@+-]+")
# politeness, office and everyday phrases that say nothing of the matter
_PHRASES = """
尊敬的 领导 您好 你好 请问 咨询 希望 谢谢 感谢 恳请 请求 强烈 要求 反映 投诉 举报 建议
求助 关于 有关部门 相关部门 职能部门 有关 相关 部门 政府 书记 市长 县长 区长 局长 镇长
主任 我们 我是 我的 我家 你们 他们 自己 大家 本人 现在 目前 已经 一直 一个 一些 这个
那个 这样 这种 什么 怎么 怎样 为什么 因为 所以 但是 而且 如果 就是 还是 不是 没有 可以
能够 应该 需要 问题 情况 解决 处理 给予 回复 答复 尽快 及时 重视 关注 落实 督促 协调
严重 影响 居民 市民 群众 百姓 老百姓 业主 住户 小区 附近 周边 多次 至今 仍然 还有 以及
或者 对于 进行 上述 以下 如下 时候 时间 今天 昨天 每天 非常 十分 特别 到底 究竟 何时
是否 不能 不会 不知道 知道 觉得 认为 表示 告知 电话 联系 工作人员 期待 盼望 拜托 麻烦
帮忙 帮助 此致 敬礼 了解 发现 存在 造成 导致 由于 根据 按照 通过 其他 所有 全部 部分
许多 很多 几个 加快 力度 步伐 刻不容缓 建设 具体行动 全覆盖 促进 推进 推动 加强
加大 提升 提高 完善 早点 盼着 看看 问一下 拍了 照片 请看 打电话 白天 在家 师傅 年 月 日
"""
_EMPTY = re.compile("|".join(sorted({*_PHRASES.split()}, key=len, reverse=True)))
_SIGNS = re.compile(r"[^\w]+|_")
_FUNCTION = "的了是在与及也都就还又被把将给对向从到由于其而且并或若则吗呢吧啊呀哦嘛么这那您你我他她它们"
_STOP_SIGNS = dict.fromkeys(map(ord, _FUNCTION), " ")
_FIRST, _SECOND = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
Grams = NDArray[np.uint64]


def cleaned(text: str) -> str:
    """Return the words of a message without html, links and control signs, in one writing of letters and digits."""
    if "<" in text or "&" in text:
        text = html.unescape(_TAG.sub(" ", text))
    text = text[: 4 * LONGEST]
    if "http" in text or "www" in text:
        text = _LINK.sub(" ", text)
    plain = unicodedata.normalize("NFKC", text)
    return plain if plain.isprintable() else "".join(sign if sign.isprintable() else " " for sign in plain)


def said(text: str) -> str:
    """Return what a message says beyond politeness: runs of letters and digits, separated by one space."""
    bare = _EMPTY.sub(" ", cleaned(text).casefold()[:LONGEST])
    return " ".join(_SIGNS.sub(" ", bare.translate(_STOP_SIGNS)).split())


def grams(words: str) -> Grams:
    """Return the pairs of characters of what `said` gave, as numbers: each once, in order. None crosses a gap."""
    signs = np.frombuffer(words.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    if signs.size < 2:
        return np.empty(0, dtype=np.uint64)
    left, right = signs[:-1], signs[1:]
    inside = (left != ord(" ")) & (right != ord(" "))
    return np.unique(mixed(left[inside] * _FIRST + right[inside] * _SECOND))


def mixed(numbers: Grams) -> Grams:
    """Spread numbers evenly over 64 bits (the end of splitmix64)."""
    spread = numbers ^ (numbers >> np.uint64(30))
    spread = spread * np.uint64(0xBF58476D1CE4E5B9)
    spread ^= spread >> np.uint64(27)
    spread = spread * np.uint64(0x94D049BB133111EB)
    done: Grams = spread ^ (spread >> np.uint64(31))
    return done


def likeness(one: Grams, other: Grams) -> float:
    """Return which part of the shorter text's pairs the longer one has too: 0 to 1."""
    least = min(one.size, other.size)
    return np.intersect1d(one, other, assume_unique=True).size / least if least else 0.0


def shared_words(one: str, other: str, most: int = 3) -> tuple[str, ...]:
    """Return the longest words that two texts (as `said` gave them) have in common, in the order of the first."""
    found: dict[str, int] = {}
    for run in one.split():
        start = 0
        while start < len(run) - 1:
            end = start + 2
            if run[start:end] not in other:
                start += 1
                continue
            while end < len(run) and run[start : end + 1] in other:
                end += 1
            found.setdefault(run[start:end], len(found))
            start = end
    longest = sorted(found, key=lambda word: (-len(word), found[word]))[:most]
    return tuple(sorted(longest, key=found.__getitem__))
