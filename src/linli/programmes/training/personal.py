"""Sealed fields of those who learn."""

from linli.kernel.crypto import keyed_hash, seal, unseal
from linli.programmes.training.models import Trainee

FIELDS = ("name", "phone")


def sealed(field: str, text: str) -> str:
    """Return a text sealed for a field."""
    return seal(text, purpose=f"training.{field}")


def opened(row: Trainee) -> dict[str, str]:
    """Return name and phone."""
    return {field: unseal(getattr(row, field), purpose=f"training.{field}") for field in FIELDS}


def plain_phone(text: str) -> str:
    """Return the digits of a phone number."""
    return "".join(sign for sign in text if sign.isascii() and sign.isdigit())[-15:]


def phone_hash(phone: str) -> str:
    """Return by what a phone is found."""
    return keyed_hash(plain_phone(phone)[-11:], purpose="training.phone")
