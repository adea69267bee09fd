"""Does a text say that somebody is in danger now? The words are the county's; what undoes them is grammar.

A danger word counts unless its own clause says that it is not so ("没有漏气"), only feared ("怕着火"), long over
("去年着火"), told as what happens often ("交通事故频发") or part of another thing ("火灾报警器", "消防演练").
Who is in danger writes few words: in a long letter it counts only at its beginning, or where its sentence says that it
is now. In doubt it counts: a number too many costs a glance.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from linli.engines.cases.taxonomy import DangerRow, taxonomy

LOOKED_AT = 3000
LETTER = 150     # signs from which a text is a letter
BEGINNING = 80   # of a letter: its title and first sentence
_SENTENCE = re.compile(r"[。！!？?；;\n]+")
_CLAUSE = re.compile(r"[，,、：:…—]|但是|不过|可是|但|结果|现在")
_NOT = re.compile(
    r"(?:没有|没|未|无|不是|并非|并未|不存在|(?<!会)不会|不再|排除)"
    r"(?:再|有|发生|出现|闻到|发现|看到|看见|听说|检测到|任何|什么|明显|过|人|着|的|了|是|因为){0,3}$"
)
_FEARED = re.compile(
    r"(?:担心|害怕|生怕|(?<!恐)怕|容易|(?<![交贸简])易|万一|一旦|如果|要是|以防|防止|谨防|预防|避免|以免|免得|(?<!消)防|"
    r"可能会|可能引起|可能引发|可能造成|"
    r"会引起|会引发|会造成|会导致|将会|迟早|早晚|存在|有可能|假如|假设|随时|动不动)[^，,。]{0,8}$"
)
_OVER = re.compile(
    r"去年|前年|上个?月|上周|上星期|前几年|几年前|多年前|年前|小时候|曾经|曾(?=发生|有|被)|以前|之前|当时|那次|上次|前不久|\d+年前|\d{4}年|\d+月\d+日"
)
_NOW = re.compile(r"(?<!到)现在|正在|又|此刻|刚刚|刚才|马上|快来|救命|还在|仍在|今天")
_CAUSED = re.compile(r"(?:导致|造成|引起|引发)[^，,。]{0,6}$")   # 导致火灾 is feared, 导致起火了 has happened
_HAPPENED = re.compile(r"^(?:了|啦|[，,！!。]?快|[，,！!。]?来人)")
_OFTEN = re.compile(r"经常|常常|频繁|频发|多次|多起|几次|几起|时有|常年|不止一|每次|动辄|再三|屡次")
_FIGURES = re.compile(
    r"打架子鼓|强奸民意|家暴[征力拆]|三上吊|救命[稻钱恩药]|救命消防|落水[管沟口]|着火点|打人工|打架构"
)
_DONE = re.compile(
    r"^[^，,。]{0,6}(?:扑灭|灭掉|救出|救出来|修好|处理好|处理完|找到了|送医|平息|事件|案件|事故后|之后|过后|以后|后来)"
)
_OTHER_THING = re.compile(
    r"^(?:的)?(?:隐患|风险|危险|演练|演习|培训|宣传|知识|讲座|报警器|报警系统|警报|探测器|检测|警示|标志|保险|预案|防控|防范|预防|"
    r"应急预案|逃生|自救|安全|案例|新闻|视频|电影|怎么办|无处|后果|可能性|赔偿|保障|现象)"
)
_EXERCISE = re.compile(r"演练|演习|培训|讲座|宣传(?:活动|周|日|栏|册)|拍戏|拍电影|知识(?:竞赛|问答)|安全教育|应急预案")


@dataclass(frozen=True, slots=True)
class Danger:
    """A danger that a text speaks of, with the word that said so."""

    row: DangerRow
    word: str


@dataclass(frozen=True, slots=True)
class DangerFound:
    """What a text says of dangers: the first that counts, and whether any word of danger stands in it at all."""

    danger: Danger | None = None
    spoken: bool = False    # words were there; without a danger they were undone


def danger_in(text: str) -> DangerFound:
    """Return the danger a text speaks of, in the order of the county's list. Never raises."""
    said = _FIGURES.sub("", unicodedata.normalize("NFKC", text[:LOOKED_AT]))
    letter = len(said) > LETTER
    spoken = False
    for row in taxonomy().dangers:
        pattern = _any_of(row.words)
        if pattern is None:
            continue
        for sentence, at, found in _found(said, pattern):
            spoken = True
            told_late = letter and at > BEGINNING and _NOW.search(sentence) is None
            if not told_late and _counts(sentence, found):
                return DangerFound(Danger(row, found[0]), spoken=True)
    return DangerFound(spoken=spoken)


@lru_cache(maxsize=64)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """Return a pattern for a danger's words, the longest first; None for no words."""
    kept = sorted((word for word in words if word), key=lambda word: (-len(word), word))
    return re.compile("|".join(re.escape(word) for word in kept)) if kept else None


def _found(said: str, pattern: re.Pattern[str]) -> Iterator[tuple[str, int, re.Match[str]]]:
    """Return each place where a word stands: its sentence, how far into the text, the word in the sentence."""
    if pattern.search(said) is None:
        return
    begin = 0
    for sentence in _SENTENCE.split(said):
        for found in pattern.finditer(sentence):
            yield sentence, begin + found.start(), found
        begin += len(sentence) + 1


def _counts(sentence: str, found: re.Match[str]) -> bool:
    before = _CLAUSE.split(sentence[: found.start()])[-1]
    after = sentence[found.end() : found.end() + 20]
    undone = (
        _NOT.search(before) is not None
        or _FEARED.search(before) is not None
        or _OTHER_THING.match(after) is not None
        or _EXERCISE.search(sentence) is not None
        or _DONE.match(after) is not None
        or _OFTEN.search(f"{before}{after[:8]}") is not None
        or (_CAUSED.search(before) is not None and _HAPPENED.match(after) is None)
    )
    if undone:
        return False
    past = _OVER.search(sentence[: found.start()])
    return past is None or _NOW.search(sentence, past.end()) is not None
