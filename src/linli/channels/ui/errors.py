"""Pages for what goes wrong: each says what happened, loses nothing that was typed, and says what to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose protection has run out."""
    return render(request, "ui/error.html", {"status": 403, "reason": reason}, status=403)
