"""Sealed fields of volunteers: how they are written, found, opened."""

import json
import unicodedata
from datetime import date
from typing import Any

from linli.kernel.crypto import keyed_hash, seal, unseal
from linli.programmes.volunteers.models import Volunteer

SEALED = ("name", "phone", "identity", "born", "details", "guardian")
EXTRA = ("sex", "nationality", "political_status", "education", "occupation", "email", "document_kind", "home")


def sealed(field: str, text: str) -> str:
    """Return a text sealed for a field of volunteers."""
    return seal(text, purpose=f"volunteer.{field}")


def opened(row: Volunteer, field: str) -> str:
    """Return the text of a sealed field."""
    return unseal(getattr(row, field), purpose=f"volunteer.{field}")


def plain(text: str) -> str:
    """Return a phone or document number as it is compared: half width, without blanks and dashes."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).upper() if sign.isalnum())


def phone_hash(phone: str) -> str:
    """Return by what a phone is found; empty for none."""
    number = plain(phone)[-11:]
    return keyed_hash(number, purpose="volunteer.phone") if number else ""


def identity_hash(identity: str) -> str | None:
    """Return by what a document is found; None for none."""
    number = plain(identity)
    return keyed_hash(number, purpose="volunteer.identity") if number else None


def sealed_details(given: dict[str, str]) -> str:
    """Seal the optional items of the data standard; empty ones are left out."""
    kept = {name: given[name].strip()[:60] for name in EXTRA if given.get(name, "").strip()}
    return sealed("details", json.dumps(kept, ensure_ascii=False)) if kept else ""


def details(row: Volunteer) -> dict[str, Any]:
    """Return the optional items."""
    text = opened(row, "details")
    found: dict[str, Any] = json.loads(text) if text else {}
    return found


def born_on(identity: str) -> date | None:
    """Return the birthday a citizen's number holds (GB 11643: digits 7 to 14); None when it holds none."""
    number = plain(identity)
    if len(number) != 18 or not number[:17].isdigit():
        return None
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def adult_day(born: date) -> date:
    """Return the day on which somebody turns 18 (Civil Code 17)."""
    try:
        return born.replace(year=born.year + 18)
    except ValueError:      # born on 29 February
        return date(born.year + 18, 3, 1)
