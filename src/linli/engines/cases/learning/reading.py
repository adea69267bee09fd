"""A text as the classifier reads it: personal numbers masked, mark-up taken out, signs made alike, cut to a length."""

import html
import re
import unicodedata

from linli.kernel.text import mask_personal

LONGEST = 4_000        # characters that are read; what a class is about is said before that
_TAGS = re.compile(r"</?[A-Za-z][^<>]{0,200}>|<!--.{0,500}?-->", re.DOTALL)
_LINKS = re.compile(r"https?://[^\s，。；）)]+", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6});")
_ESCAPED = re.compile(r"_x000[0-9A-F]_")     # line ends as spreadsheets write them
_STARS = re.compile(r"\*[*\s-]*")
_DIGITS = re.compile(r"\d+")
# places as open data name them: A3区, K8县; a class is not to hang on a place
_CODES = re.compile(r"(?<![a-z0-9])[a-z]\d{0,2}(?=[市县区州])")
_BLANK = re.compile(r"\s+")
_CJK = r"\u3400-\u4dbf\u4e00-\u9fff"
_CHINESE = re.compile(f"[{_CJK}]+")
_BETWEEN_WORDS = re.compile(
    rf"(?<=[{_CJK}]) (?=[{_CJK}])|(?<=[{_CJK}]) (?=[A-Za-z0-9*])|(?<=[A-Za-z0-9*]) (?=[{_CJK}])"
)
# what people write in the older signs most often, in the signs the taxonomy is written in
_OLD = (
    "區噪聲電話燈壞樓梯車輛擾員業費條飲環保險醫療學師長報領導問題勞動關係資訊務農產園開發規劃違築搶漏維護檢測養"
    "戶號線運營廣場鄉鎮縣橋污濁臭氣體廢圾塊塵煙霧響聽讓說請幫處理應該無沒這個們為與從來對過還時間現買賣價錢貨銷"
    "騙欠薪險遲補貼繳納償罰單證書辦續審計劃設備陽臺頂灣積盜鎖掛線纜鄰裡爭執協調觀瀏覽旅遊館體藝術訓練課齡幼兒園"
)
_NEW = (
    "区噪声电话灯坏楼梯车辆扰员业费条饮环保险医疗学师长报领导问题劳动关系资讯务农产园开发规划违筑抢漏维护检测养"
    "户号线运营广场乡镇县桥污浊臭气体废圾块尘烟雾响听让说请帮处理应该无没这个们为与从来对过还时间现买卖价钱货销"
    "骗欠薪险迟补贴缴纳偿罚单证书办续审计划设备阳台顶湾积盗锁挂线缆邻里争执协调观浏览旅游馆体艺术训练课龄幼儿园"
)
_SIMPLER = str.maketrans(_OLD, _NEW)


def plain(text: str, *, longest: int = LONGEST) -> str:
    """Return a text as the classifier reads it, on one line. Never raises; an empty text stays empty."""
    # mark-up and masks may take away much, so more is looked at than is kept
    said = mask_personal(text[: longest * 2].replace("\x00", ""))
    said = unicodedata.normalize("NFKC", said)
    if "<" in said or "&" in said:
        said = _ENTITY.sub(lambda found: html.unescape(found[0]), _TAGS.sub(" ", said))
    said = _ESCAPED.sub(" ", _LINKS.sub(" ", said))
    said = _DIGITS.sub(_number, _STARS.sub("*", said)).lower().translate(_SIMPLER)
    said = _CODES.sub("", said)
    return _BLANK.sub(" ", said).strip()[:longest]


def _number(found: "re.Match[str]") -> str:
    """Keep short numbers, which are streets and buses; years and amounts become their length."""
    digits = found[0]
    return digits if len(digits) <= 3 else "0" * min(len(digits), 6)


def is_cut(texts: "list[str]") -> bool:
    """Say whether texts were cut into words by somebody: blanks stand between Chinese signs nearly everywhere."""
    sample = [text for text in texts[:400] if len(text) > 20]
    if not sample:
        return False
    return sum(len(_BETWEEN_WORDS.findall(text)) * 8 > len(text) for text in sample) * 2 > len(sample)


def joined(text: str) -> str:
    """Put words that were cut apart together again."""
    return _BETWEEN_WORDS.sub("", _BETWEEN_WORDS.sub("", text))


def words_of_cut(text: str) -> set[str]:
    """Return the Chinese words of a text that was cut."""
    return set(_CHINESE.findall(plain(text)))
