"""Addresses as people write them, taken apart. Never raises: what is not understood comes back as `rest`.

Understood: "兴农小区3号楼2单元501室", "3-2-501", "3栋2单元5层501", full-width digits, Chinese numerals,
幢 座 # 门 室 号.
"""

import re
import unicodedata

from linli.engines.territory.types import ParsedAddress

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_TENS = {"十": 10, "百": 100}
_NUMERAL = "零〇一二两三四五六七八九十百"
_DASHES = "‐‑‒–—―−﹣－~～_"
_NUMBER = rf"(?:[0-9]{{1,6}}|[{_NUMERAL}]{{1,7}})"
_LABEL = rf"(?:[A-Z]?[0-9]{{1,6}}[A-Z]?|[A-Z]|[{_NUMERAL}]{{1,7}})"

# a house number that belongs to a road is not a building: 新华路12号
_ROAD = re.compile(rf"^(?P<road>.*?(?:大道|路|街|巷|胡同|道)(?:{_NUMBER}号(?!楼|院)(?:附{_NUMBER}号)?)?)(?P<more>.*)$")
_ADMIN = re.compile(
    r"^(?:[^\s0-9A-Za-z]{1,8}?(?:省|自治区))?(?:[^\s0-9A-Za-z]{1,8}?(?:市(?!场)|州|盟))?(?:[^\s0-9A-Za-z]{1,8}?(?:县|(?<![小社校园片景库厂])区(?!域)))?"
    r"(?:[^\s0-9A-Za-z]{1,8}?(?:街道(?:办事处)?|镇|乡))?(?:[^\s0-9A-Za-z]{1,10}?(?:社区|村委会|居委会))?"
)
_ESTATE_WORDS = (
    "小区|花园|家园|新村|公寓|嘉园|佳苑|苑|里|院|城|府|庭|居|园|村|坊|湾|广场|商场|市场|大厦|中心|宿舍|"
    "家属院|住宅区|名邸|华庭|学校|医院"
)
_BUILDING = re.compile(
    rf"第?(?P<number>{_LABEL})(?:号楼(?!道|梯)|号栋|号幢|栋楼?|幢楼?|座|#楼?|楼(?!道|梯|下|上|顶|层|长|宇))",
    re.IGNORECASE,
)
_ENTRANCE = re.compile(rf"第?(?P<number>{_LABEL})(?:单元|门洞|门(?!口|前|外|牌|卫|诊|市|面))")
_FLOOR = re.compile(rf"第?(?P<number>{_NUMBER})(?:层|楼(?!道|梯|长))")
_ROOM = re.compile(r"(?P<number>[A-Z]?[0-9]{2,6}[A-Z]?|[0-9](?=[室号户]))(?:室|号房|号|户|房)?", re.IGNORECASE)
_SHORT = re.compile(
    r"(?<![0-9A-Z-])(?P<building>[A-Z]?[0-9]{1,3}[A-Z]?)-(?P<entrance>[0-9]{1,2})(?:单元)?-(?P<room>[0-9]{2,5}[A-Z]?)(?:室|号)?(?![0-9-])",
    re.IGNORECASE,
)
# 3号楼2-501 says the building in words, so the 2 before the dash is the entrance: not a short form
_SHORTER = re.compile(
    r"(?<![0-9A-Z楼栋幢座#-])(?P<building>[A-Z]?[0-9]{1,3}[A-Z]?)-(?P<room>[0-9]{3,5}[A-Z]?)(?:室|号)?(?![0-9-])",
    re.IGNORECASE,
)
_UNIT_ROOM = re.compile(r"^(?P<entrance>[0-9]{1,2})-(?P<room>[0-9]{2,5}[A-Z]?)(?:室|号)?(?![0-9-])", re.IGNORECASE)
_CONNECT = re.compile(r"^[\s,，、.。;；·的之-]+|[\s,，、;；·-]+$")
_LONGEST = 200


def chinese_number(text: str) -> int | None:
    """Return the value of a Chinese numeral up to 999, or None: 二十三 -> 23, 一〇二 -> 102."""
    if not text or any(one not in _NUMERAL for one in text):
        return None
    if not any(one in _TENS for one in text):
        return int("".join(str(_DIGITS[one]) for one in text))
    total, waiting = 0, 0
    for one in text:
        if one in _TENS:
            total += (waiting or 1) * _TENS[one]
            waiting = 0
        else:
            waiting = _DIGITS[one]
    return total + waiting


def normalise(text: str) -> str:
    """Return text with half-width letters and digits, one kind of dash, no spaces between parts."""
    plain = unicodedata.normalize("NFKC", text[:_LONGEST].replace("\x00", ""))
    plain = re.sub(f"[{_DASHES}]", "-", plain)
    plain = re.sub(r"\s*-\s*", "-", plain)
    return re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", plain).strip()


def plain_number(text: str) -> str:
    """Return a number in digits without leading zeros: 三 -> 3, 03 -> 3, A03 -> A3."""
    value = chinese_number(text)
    if value is not None:
        return str(value)
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", text.upper())


class _Reader:
    """Takes one part after another out of what is left."""

    def __init__(self, text: str) -> None:
        self.left = text
        self.parts: dict[str, str] = {}

    def take(self, name: str, pattern: re.Pattern[str], *, at_start: bool) -> bool:
        """Take a part if it is there; what stands before the building is the estate."""
        found = pattern.match(self.left) if at_start else pattern.search(self.left)
        if found is None:
            return False
        if not at_start:
            self.parts["before"] = self.left[: found.start()]
        for key, value in found.groupdict().items():
            self.parts[name if key == "number" else key] = plain_number(value)
        self.left = _CONNECT.sub("", self.left[found.end() :])
        return True


def parse_address(text: str) -> ParsedAddress:
    """Take an address apart. Never raises; `rest` is what was not understood."""
    line = normalise(text or "")
    if not line:
        return ParsedAddress()
    reader = _Reader(line)
    if not (reader.take("", _SHORT, at_start=False) or reader.take("", _SHORTER, at_start=False)):
        _read_in_words(reader)
    road, estate = _estate_of(reader.parts.pop("before", ""))
    parts = {key: value for key, value in reader.parts.items() if key in {"building", "entrance", "floor", "room"}}
    if not parts:
        road, estate, reader.left = _name_only(line)
    rest = " ".join(one for one in (road, reader.left) if one)
    return ParsedAddress(estate=estate, rest=rest, **parts)


def _read_in_words(reader: _Reader) -> None:
    if reader.take("building", _BUILDING, at_start=False):
        before = reader.parts.pop("before")
        if not reader.take("", _UNIT_ROOM, at_start=True):
            reader.take("entrance", _ENTRANCE, at_start=True)
        reader.parts["before"] = before
    elif not reader.take("entrance", _ENTRANCE, at_start=False):
        return
    reader.take("floor", _FLOOR, at_start=True)
    if "room" not in reader.parts:
        reader.take("room", _ROOM, at_start=True)


def _estate_of(before: str) -> tuple[str, str]:
    """Split what stands before the building into the road (kept as rest) and the estate's name."""
    before = _CONNECT.sub("", before)
    inside = _ADMIN.match(before)
    if inside is not None and inside.end() < len(before):
        before = before[inside.end() :]
    on_road = _ROAD.match(before)
    if on_road is not None and on_road["more"]:
        return on_road["road"], _CONNECT.sub("", on_road["more"])
    return "", before


def _name_only(line: str) -> tuple[str, str, str]:
    """Return road, estate and rest of a text without any numbered part."""
    road, name = _estate_of(line)
    found = re.match(rf"^(?P<estate>[^\s,，。;；]{{1,20}}?(?:{_ESTATE_WORDS}))(?P<more>.*)$", name)
    if found is None:
        return "", "", line
    return road, found["estate"], _CONNECT.sub("", found["more"])


def floor_of_room(room: str) -> int:
    """Return the floor that a room number tells: 501 -> 5, 1203 -> 12; 1 where it tells none."""
    digits = re.sub(r"[^0-9]", "", room)
    return int(digits[:-2]) or 1 if len(digits) in {3, 4} else 1
