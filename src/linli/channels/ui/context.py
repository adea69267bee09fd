"""What every page's frame knows: who looks, how large the type is, which language is shown."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from linli.kernel.actor import VISITOR, Actor

SIZE_COOKIE = "linli_size"
LARGE = "large"


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame of one page."""

    large: bool
    language: str                    # as in <html lang>
    address: str                     # to come back to after a switch of size or language


def viewer_of(request: HttpRequest) -> Actor:
    """Return who looks at the page."""
    viewer = getattr(request, "viewer", VISITOR)
    return viewer if isinstance(viewer, Actor) else VISITOR


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Return the variables of the page frame; nothing here asks the database unless a template uses it."""
    language = get_language() or "zh-hans"
    frame = Frame(
        large=request.COOKIES.get(SIZE_COOKIE) == LARGE,
        language="zh-Hans" if language.startswith("zh") else language,
        address=request.get_full_path(),
    )
    return {
        "frame": frame,
        "viewer": SimpleLazyObject(lambda: viewer_of(request)),
    }

