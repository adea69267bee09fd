"""What somebody typed into a form that could not be taken: kept in the session, shown, and sent again with one tap."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.kernel import clock
from linli.kernel.errors import NotFound

SESSION_KEY = "kept"
KEPT_MINUTES = 30
KEPT_FORMS = 3
KEPT_SIGNS = 100_000
SECRET = re.compile(r"password|secret|csrfmiddlewaretoken|^code$")
LABELS: dict[str, Promise] = {
    "text": _("What you wrote"),
    "note": _("Note"),
    "reason": _("Reason"),
    "words": _("Your words"),
    "title": _("Title"),
    "place": _("Place"),
    "name": _("Name"),
    "phone": _("Phone"),
    "public_text": _("Text for the public"),
    "cause": _("Cause"),
    "plan": _("Plan"),
    "result": _("Result"),
    "email": _("E-mail"),
}


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of one form, in order."""

    address: str
    fields: tuple[tuple[str, str], ...]
    files: bool
    at: datetime

    @property
    def shown(self) -> list[tuple[str, str]]:
        """Return what a person wrote, with a label; keys and ticks stay out of sight."""
        found = []
        for name, value in self.fields:
            label = LABELS.get(name)
            if value.strip() and (label is not None or " " in value or not value.isascii()):
                found.append((str(label or ""), value))
        return found


def typed(request: HttpRequest) -> Typed:
    """Return what a request brought, without passwords and codes."""
    fields = tuple(
        (name, value)
        for name, values in request.POST.lists()
        if not SECRET.search(name.lower())
        for value in values
        if isinstance(value, str)
    )
    return Typed(address=request.get_full_path(), fields=fields, files=bool(request.FILES), at=clock.now())


def keep(request: HttpRequest, form: Typed) -> str:
    """Keep a form for half an hour; return its key. What is too long for that stays on the page that shows it."""
    small = _fits(form)
    key = secrets.token_urlsafe(12)
    held: dict[str, Any] = dict(list(request.session.get(SESSION_KEY, {}).items())[-(KEPT_FORMS - 1) :])
    held[key] = {
        "address": form.address,
        "fields": form.fields if small else (),
        "files": form.files,
        "at": form.at.isoformat(),
    }
    request.session[SESSION_KEY] = held
    return key


def _fits(form: Typed) -> bool:
    return sum(len(value) for _name, value in form.fields) <= KEPT_SIGNS


def answer(request: HttpRequest, *, first: str) -> HttpResponse:
    """Show what was typed, and send the person on to what has to be done first, then back to send it.

    A form that a part of a page sent goes there at once: the page around it is of the session that has ended.
    """
    form = typed(request)
    back = reverse("ui:kept", args=[keep(request, form)])
    onward = f"{first}?{urlencode({'next': back})}"
    if request.headers.get("HX-Request") and _fits(form):
        messages.info(request, _("What you wrote is kept for half an hour. You can send it after this step."))
        return HttpResponse(headers={"HX-Redirect": onward})
    context = {"typed": form, "first": onward, "signed_in": request.user.is_authenticated}
    response = render(request, "ui/kept.html", context, status=403)
    response["HX-Retarget"], response["HX-Reswap"] = "body", "innerHTML"
    return response


def read(request: HttpRequest, key: str) -> Typed:
    """Return a form kept in this session. Raises: NotFound when there is none, or its time is over."""
    held = request.session.get(SESSION_KEY, {}).get(key)
    if held is None:
        raise NotFound(_("There is nothing kept here any more."))
    at = datetime.fromisoformat(held["at"])
    if clock.now() - at > timedelta(minutes=KEPT_MINUTES):
        raise NotFound(_("There is nothing kept here any more."))
    fields = tuple((str(name), str(value)) for name, value in held["fields"])
    return Typed(address=held["address"], fields=fields, files=held["files"], at=at)


def send_again(request: HttpRequest, key: str) -> HttpResponse:
    """Show a kept form once more, to be sent by the person who is now signed in."""
    return render(request, "ui/kept.html", {"typed": read(request, key), "first": "", "signed_in": True})
