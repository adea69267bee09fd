"""Signing in: what Linli adds to allauth and axes."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Allauth with Linli's accounts."""


def locked_out(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """Say that the account is locked for some minutes."""
    return render(request, "account/locked.html", status=429)
