"""Texts as people give them: needed or not, of a length that fits, without the sign that no database takes."""

from django.utils.translation import gettext as _

from linli.kernel.errors import Invalid


def needed_text(text: str, *, field: str, longest: int = 200) -> str:
    """Return a text that has to be there. Raises: Invalid."""
    said = fitting_text(text, field=field, longest=longest)
    if not said:
        words = _("Please say why, in a few words.") if field == "reason" else _("Please fill this in.")
        raise Invalid(fields={field: words})
    return said


def fitting_text(text: str, *, field: str, longest: int = 200) -> str:
    """Return a text that may be left out. Raises: Invalid when it is too long."""
    said = text.replace("\x00", "").strip()
    if len(said) > longest:
        words = _("This is longer than %(count)d characters. Please shorten it.") % {"count": longest}
        raise Invalid(fields={field: words})
    return said
