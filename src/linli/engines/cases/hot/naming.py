"""An issue is named by its own words: the title of the message that says it best, and the place most of them name."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from linli.engines.cases.alike.wording import cleaned
from linli.engines.cases.hot.mentions import DISTRICT, mentions
from linli.kernel.text import mask_personal

TITLE, PLACE = 60, 30
_LEAD = re.compile(
    r"^(?:再次|强烈|紧急|恳请|恳求|请求|希望|请|我要|要求|有关|关于|反映|反应|投诉|举报|咨询|求助|建议|问问|询问|呼吁|对于|尊敬的领导|师傅|麻烦问一下|请问|问一下|反映一下|上次说过|领导|您好|你好|[\s，,！!：:])+"
)
_TAIL = re.compile(
    r"(?:(?:存在)?(?:一系列|一些)?的?(?:问题|情况|投诉|咨询|建议|请求|事宜|一事|举报信?|维权投诉))?[\s。！!？?，,；;.…~～]*$"
)
_SIGNS = re.compile(r"[^\w]+|_|[在的对于与及]")
_CUT = re.compile(r"[路街道]?和")  # half of the names of two roads
_CITY = re.compile(r"[A-Za-z]市")
_SHORTEST = 3  # characters of a place
_LONGEST = 9
_PART_OF_ALL = 0.3


@dataclass(frozen=True, slots=True)
class Wording:
    """One message of an issue, as far as its name goes."""

    title: str
    said: str  # title and beginning of the text, as they are compared
    names: tuple[str, ...]
    districts: frozenset[str]
    fit: float  # how much of what all say it says


def title_of(messages: Sequence[Wording]) -> str:
    """Return the title that says best what all say, without requests and politeness; personal numbers are masked."""
    best = max(messages, key=lambda one: (round(one.fit, 2), -abs(len(one.title) - 18)))
    whole = " ".join(mask_personal(cleaned(best.title)).split()).replace(",", "，")
    short = _TAIL.sub("", _LEAD.sub("", whole))
    return (short if len(short) > _SHORTEST else whole)[:TITLE]


def place_of(messages: Sequence[Wording]) -> str:
    """Return the name of a place that most messages share, after their district; empty when they share none."""
    least = max(2 if len(messages) > 1 else 1, _PART_OF_ALL * len(messages))
    district = _usual(messages, least)
    heads = [_plain(one.title) for one in messages]
    endings: Counter[str] = Counter()
    for one, head in zip(messages, heads, strict=True):
        titled_names = mentions(head)
        joined = [left + right for left, right in pairwise(titled_names) if left + right in head]  # a name made of two
        names = (*one.names, *titled_names, *joined)
        endings.update({name[at:] for name in names for at in range(max(0, len(name) - _SHORTEST + 1))})
    shared = {
        name: sum(name in head or name in one.said for one, head in zip(messages, heads, strict=True))
        for name, number in sorted(endings.items(), key=lambda one: (-one[1], one[0]))[:80]
        if number >= least / 2 and _SHORTEST <= len(name) <= _LONGEST and not _CUT.match(name)
    }
    fitting = [name for name, number in shared.items() if number >= least]
    if not fitting:
        return (district or _city(messages, least)).upper()[:PLACE]
    # what stands in the titles is what the matter is about; what only the texts name is beside it
    titled = {name: sum(name in head for head in heads) for name in fitting}
    weight = {name: (shared[name] + 2 * titled[name]) * (min(len(name), 6) - 1.5) for name in fitting}
    best = max(fitting, key=lambda name: (weight[name], len(name), name))
    return f"{district.upper()}{best}"[:PLACE]


def _plain(title: str) -> str:
    """Return a title without signs, districts and the requests it begins with."""
    return DISTRICT.sub(" ", _SIGNS.sub(" ", _LEAD.sub("", cleaned(title).casefold())))


def _city(messages: Sequence[Wording], least: float) -> str:
    found = Counter(one for message in messages for one in set(_CITY.findall(message.title))).most_common(1)
    return found[0][0] if found and found[0][1] >= least else ""


def _usual(messages: Sequence[Wording], least: float) -> str:
    found = Counter(name for one in messages for name in one.districts)
    best = max(found, key=lambda name: (found[name], name), default="")
    return best if best and found[best] >= least else ""
