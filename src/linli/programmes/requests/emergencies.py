"""Words that mean danger now: whoever writes them is told whom to call first. The report is taken in all the same."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from linli.engines.cases.public import CategoryRow

EMERGENCY = "emergency"
# what people write when it happens; the first that is found counts
CUES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "119",
        (
            "着火",
            "起火",
            "失火",
            "火灾",
            "冒烟",
            "冒浓烟",
            "煤气泄漏",
            "燃气泄漏",
            "煤气味",
            "燃气味",
            "爆炸",
            "困在电梯",
            "电梯困人",
            "被困",
            "溺水",
            "落水",
        ),
    ),
    ("120", ("晕倒", "昏迷", "没有呼吸", "心脏病", "大出血", "叫不醒", "中风", "喝农药", "煤气中毒", "摔伤不能动")),
    (
        "110",
        (
            "打人",
            "打架",
            "持刀",
            "拿刀",
            "砍人",
            "抢劫",
            "入室",
            "偷东西",
            "跳楼",
            "轻生",
            "自杀",
            "家暴",
            "正在打",
            "走失",
            "孩子不见",
            "高空坠物",
        ),
    ),
    ("122", ("车祸", "撞车", "撞人", "交通事故")),
)


@dataclass(frozen=True, slots=True)
class EmergencyWords:
    """Whom to call first, and the words that say so."""

    phone: str
    text: str


def emergency_of(text: str, category: CategoryRow | None) -> EmergencyWords | None:
    """Return whom to call at once: by the words of the report, else by its class."""
    phone = next((number for number, words in CUES if any(word in text for word in words)), "")
    if not phone and category is not None and category.urgency == EMERGENCY:
        phone = category.emergency_phone
    if not phone:
        return None
    return EmergencyWords(
        phone,
        _("If somebody is in danger now, please call %(phone)s first. We have your report too and act on it.")
        % {"phone": phone},
    )
