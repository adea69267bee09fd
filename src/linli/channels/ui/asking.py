"""How a request asks: by a person who sees pages, or by a script; and from which page."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def wants_json(request: HttpRequest) -> bool:
    """Say whether a script asks, which cannot show a page."""
    return request.path.startswith("/api/") or request.headers.get("Accept", "").startswith("application/json")


def local_address(address: str | None, default: str = "/") -> str:
    """Return an address of this product as given, and the default in place of any other."""
    if address and address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return address
    return default


def referring_page(request: HttpRequest) -> str:
    """Return the page of this product the person came from, or the home page."""
    parts = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""))
    if parts.netloc != request.get_host():
        return "/"
    return local_address(f"{parts.path}?{parts.query}" if parts.query else parts.path)
