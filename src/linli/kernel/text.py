"""Words for lists, and for eyes that need not see everything."""

import re

_ENDS = re.compile(r"[。！？!?；;\n]")
_HALF_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ－", "0123456789Xx-")
# Longest first: an identity number is no card, a card is no phone.
_IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])\d{6}(?:1[89]|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[0-9Xx](?![0-9A-Za-z])"
)
_CARD = re.compile(r"(?<!\d)\d{4}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?!\d)")
_MOBILE = re.compile(r"(?<!\d)(?:(?:\+|00)?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)0\d{2,3}[ -]?\d{7,8}(?!\d)|(?<=[话机系打号])[:：是为 ]{0,3}[2-8]\d{6,7}(?!\d)")
_MAIL = re.compile(r"[A-Za-z0-9][\w.+-]*@[\w-]+(?:\.[\w-]+)+")
_SIGN = re.compile(r"[^\W_]")


def first_words(text: str, length: int = 24) -> str:
    """Return the first sentence of a text, cut with an ellipsis where it is longer."""
    sentence = next((part.strip() for part in _ENDS.split(text) if part.strip()), "")
    sentence = " ".join(sentence.split())
    return sentence if len(sentence) <= length else f"{sentence[: length - 1].rstrip('，,、 ')}…"


def mask_personal(text: str) -> str:
    """Return a text in which identity, card and phone numbers and mail addresses are starred out."""
    text = text.translate(_HALF_WIDTH)
    for pattern in (_MAIL, _IDENTITY, _CARD, _MOBILE, _LANDLINE):
        text = pattern.sub(_stars, text)
    return text


def _stars(match: re.Match[str]) -> str:
    return _SIGN.sub("*", match[0])
