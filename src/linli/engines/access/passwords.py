"""Rules for passwords: a long phrase is best; a short one must mix kinds of signs."""

import unicodedata

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

KINDS_NEEDED = 3


def weight(password: str) -> int:
    """Return the length, a Chinese character counted as two."""
    return sum(2 if unicodedata.east_asian_width(sign) in {"W", "F"} else 1 for sign in password)


def kinds(password: str) -> int:
    """Return how many kinds of signs there are: small and capital letters, digits, others."""
    known = (str.islower, str.isupper, str.isdigit)
    found = sum(any(test(sign) for sign in password) for test in known)
    return found + any(not any(test(sign) for test in known) for sign in password)


class Passphrase:
    """Takes a phrase of `PASSPHRASE_LENGTH` as it is; what is shorter needs three kinds of signs."""

    def validate(self, password: str, user: object = None) -> None:  # noqa: ARG002
        """Hold a password against the rules. Raises: ValidationError."""
        length = weight(password)
        if length < settings.PASSWORD_LENGTH:
            raise ValidationError(
                _("Too short: at least %(least)d characters. Several words in a row are easy to remember.")
                % {"least": settings.PASSWORD_LENGTH},
                code="password_too_short",
            )
        if len(set(password)) < settings.PASSWORD_LENGTH // 2:
            raise ValidationError(_("Too many repeated characters."), code="password_repeats")
        if length < settings.PASSPHRASE_LENGTH and kinds(password) < KINDS_NEEDED:
            raise ValidationError(
                _("Use a phrase of %(enough)d characters or more, or mix letters, digits and signs.")
                % {"enough": settings.PASSPHRASE_LENGTH},
                code="password_too_plain",
            )

    def get_help_text(self) -> str:
        """Say the rule before it is broken."""
        words = _("Several words in a row are best. At least %(least)d characters.")
        return words % {"least": settings.PASSWORD_LENGTH}
