"""Who asked and who joined: sealed names and phones, tracking codes."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from linli.engines.cases.models import Case, Following
from linli.kernel import clock, rows
from linli.kernel.crypto import keyed_hash, seal, unseal
from linli.kernel.errors import Invalid
from linli.kernel.ids import normalise_tracking_code, tracking_code

SEALED = ("tracking", "name", "phone", "email", "home")
_LONGEST = {"name": 40, "phone": 30, "email": 120, "home": 120}


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who asks. `helper_*` is whoever reports for them (代办); the record says so."""

    name: str = ""
    phone: str = ""
    email: str = ""
    home: str = ""
    account_id: int | None = None
    helper_account_id: int | None = None
    helper_name: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A case and the tracking code of whoever reported or joined it. `repeated`: it was there already."""

    case: Case
    tracking_code: str
    following_id: int | None = None
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class NewFollowing:
    """A person about to wait for a case."""

    account_id: int | None = None
    name: str = ""
    phone: str = ""
    email: str = ""
    home: str = ""
    helper_id: int | None = None
    helper_name: str = ""
    reporter: bool = False
    author: bool = False

    def save(self, case: Case) -> tuple[Following, str]:
        """Write the following and return it with its tracking code. Raises: Invalid."""
        following, code = self.made(case)
        return rows.add(following), code

    def made(self, case: Case) -> tuple[Following, str]:
        """Make the following, to be saved after its case; return it with its tracking code. Raises: Invalid."""
        code = tracking_code()
        texts = {name: _fitting(name, getattr(self, name)) for name in _LONGEST}
        return rows.new(
            Following,
            case_id=case.pk,
            reporter=self.reporter,
            author=self.author,
            account_id=self.account_id,
            helper_id=self.helper_id,
            helper_name=self.helper_name[:40],
            tracking=sealed("tracking", code),
            tracking_hash=_hash(code),
            phone_hash=hash_of_phone(texts["phone"]),
            at=clock.now(),
            **{name: sealed(name, text) for name, text in texts.items()},
        ), code


def _fitting(name: str, text: str) -> str:
    kept = text.replace("\x00", "").strip()
    if len(kept) > _LONGEST[name]:
        raise Invalid(
            fields={name: _("This is longer than %(count)d characters. Please shorten it.") % {"count": _LONGEST[name]}}
        )
    return kept


def sealed(field: str, text: str) -> str:
    """Seal a field of a following; an empty one stays empty."""
    return seal(text, purpose=f"following.{field}") if text else ""


def opened(field: str, envelope: str) -> str:
    """Open a sealed field of a following."""
    return unseal(envelope, purpose=f"following.{field}") if envelope else ""


def code_of(following: Following) -> str:
    """Return the tracking code of a following."""
    return opened("tracking", following.tracking)


def hash_of(code: str) -> str:
    """Return the hash by which a tracking code is found. Raises: Invalid when it can be none."""
    return _hash(normalise_tracking_code(code))


def _hash(code: str) -> str:
    return keyed_hash(code, purpose="following.tracking")


def hash_of_phone(phone: str) -> str:
    """Return the hash by which a phone number is found; empty for none."""
    digits = "".join(sign for sign in phone if sign.isdigit())
    return keyed_hash(digits, purpose="following.phone") if digits else ""
