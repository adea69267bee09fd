"""Errors a person can act on. Each has a stable code; channels turn it into a page or a JSON answer."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class LinliError(Exception):
    """An expected refusal: what happened and what to do, in the user's language.

    `fields` maps a field's name to its own message, where the fault lies in one field.
    """

    code = "error"
    status = 400
    default: Text = _("This could not be done. Nothing is lost. Please try again.")

    def __init__(
        self, message: Text | None = None, *, fields: Mapping[str, Text] | None = None, code: str | None = None,
        **context: object,
    ) -> None:
        self.message: Text = message or self.default
        self.fields = dict(fields or {})
        self.context = context
        if code:
            self.code = code
        super().__init__(str(self.message))


class Invalid(LinliError):
    """What was given cannot be used."""

    code, status = "invalid", 422
    default = _("Some of what you entered cannot be used. Please look at the marked fields.")


class NotFound(LinliError):
    """There is no such thing, or the viewer may not know of it: the two look alike."""

    code, status = "not_found", 404
    default = _("This was not found, or it is not open to you.")


class NotAllowed(LinliError):
    """The actor sees the thing but may not do this to it."""

    code, status = "not_allowed", 403
    default = _("You may not do this. Ask the street office if you think you should.")


class WrongState(LinliError):
    """The verb does not fit the state the thing is in now."""

    code, status = "wrong_state", 409
    default = _("This has moved on in the meantime. Please look at its present state.")


class Busy(LinliError):
    """Somebody else is changing the same thing; the lock was not had within 3 seconds."""

    code, status = "busy", 503
    default = _("Somebody is working on this just now. Nothing is lost. Please try again in a moment.")
