"""Numbers people read and codes nobody guesses."""

import re
import secrets
import unicodedata
from datetime import date

from django.utils.translation import gettext_lazy as _

from linli.kernel.errors import Invalid

# Crockford's 32 signs: no I, L, O, U, so that nothing is mistaken for 1, 0 or V when read aloud or copied by hand.
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MEANT = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_RANDOM_SIGNS = 12      # 5 bits each: 60 bits
_FIELD = 0b100101       # x^5 + x^2 + 1: each sign weighs differently, so one wrong or two swapped signs always show
_CASE_NUMBER = re.compile(r"(\d{4})-?(\d{4})-?(\d{4,6})")


def case_number(day: date, serial: int) -> str:
    """Return the number of the serial-th case of a day, for example `2026-1121-0047`."""
    if serial < 1:
        raise ValueError("serials begin with 1")
    return f"{day:%Y-%m%d}-{serial:04}"


def normalise_case_number(text: str) -> str:
    """Return a case number as we write it, from what somebody typed; an empty text when it is none."""
    match = _CASE_NUMBER.fullmatch(_squeezed(text, keep="-"))
    return "-".join(match.groups()) if match else ""


def tracking_code() -> str:
    """Return a new code with 60 random bits and a check sign, for example `K7QM-3TVX-9RDA5`."""
    drawn = secrets.randbits(5 * _RANDOM_SIGNS)
    signs = "".join([_SIGNS[drawn >> 5 * place & 31] for place in range(_RANDOM_SIGNS)])
    return _grouped(signs + _check_sign(signs))


def normalise_tracking_code(text: str) -> str:
    """Return a code as we write it, from what somebody typed: small letters, full width, O for 0, without dashes.

    Raises: Invalid when it cannot be one of ours.
    """
    signs = _squeezed(text.upper()).translate(_MEANT)
    if len(signs) != _RANDOM_SIGNS + 1 or any(sign not in _SIGNS for sign in signs):
        raise Invalid(_("A tracking code has 13 letters and digits. Please look at your slip again."))
    if _check_sign(signs[:-1]) != signs[-1]:
        raise Invalid(_("One of the signs of this tracking code is not right. Please look at your slip again."))
    return _grouped(signs)


def random_key() -> str:
    """Return 32 random hexadecimal characters."""
    return secrets.token_hex(16)


def _squeezed(text: str, keep: str = "") -> str:
    plain = unicodedata.normalize("NFKC", text)
    plain = re.sub(r"[\u2010-\u2015\u2212]", "-", plain)
    return "".join(sign for sign in plain if sign.isalnum() or sign in keep)


def _grouped(signs: str) -> str:
    return f"{signs[:4]}-{signs[4:8]}-{signs[8:]}"


def _check_sign(signs: str) -> str:
    """Weigh the signs by powers of x in the field of 32 elements."""
    total = 0
    for sign in signs:
        total = _times_x(total) ^ _SIGNS.index(sign)
    return _SIGNS[_times_x(total)]


def _times_x(value: int) -> int:
    value <<= 1
    return value ^ _FIELD if value >> 5 else value
