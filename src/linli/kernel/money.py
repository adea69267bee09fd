"""Money in fen, always whole."""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

from linli.kernel.errors import Invalid

_AMOUNT = re.compile(r"(-?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?")
MOST_FEN = 10**15      # ten trillion yuan: more is a slip of the finger


def format_fen(fen: int) -> str:
    """Return fen as yuan, for example `1,234.50`."""
    sign, fen = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{fen // 100:,}.{fen % 100:02}"


def parse_yuan(text: str) -> int:
    """Return typed yuan as fen: `1,234.5`, `￥1234.50`, `1234元`. Never rounds.

    Raises: Invalid.
    """
    plain = unicodedata.normalize("NFKC", text).replace(" ", "").removeprefix("¥").removesuffix("元")
    match = _AMOUNT.fullmatch(plain)
    if match is None:
        raise Invalid(_("Please write an amount in yuan, for example 1234.50."))
    sign, whole, part = match.groups()
    fen = int(whole.replace(",", "")) * 100 + int((part or "").ljust(2, "0"))
    if fen > MOST_FEN:
        raise Invalid(_("This amount is too large. Please check it."))
    return -fen if sign else fen
