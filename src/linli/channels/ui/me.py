"""One's own page: messages, how to be told, password and second factor, elevated sessions, who looked."""

from typing import cast

from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from linli.channels.ui.asking import local_address
from linli.channels.ui.doors import channel_of
from linli.channels.ui.me_forms import ElevateForm, MessageSettingsForm, minutes_of
from linli.channels.ui.middleware import ELEVATED
from linli.channels.ui.sign_in import signed_in_recently
from linli.engines.access import public as access
from linli.engines.cases import public as cases
from linli.engines.journal import public as journal
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotAllowed

FIELD_WORDS = {
    "name": gettext_lazy("name"),
    "phone": gettext_lazy("phone"),
    "email": gettext_lazy("e-mail"),
    "home": gettext_lazy("home"),
    "agreement": gettext_lazy("agreement"),
}


def _viewer(request: HttpRequest) -> Actor:
    return cast("Actor", request.viewer)  # type: ignore[attr-defined]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show who one is here, and the latest messages."""
    viewer = _viewer(request)
    context = {
        "page": journal.inbox(viewer, request.GET.get("cursor")),
        "unread": journal.unread_count(viewer),
        "channel": channel_of(viewer),
        "may_elevate": access.may_elevate(viewer),
        "has_second_factor": access.has_second_factor(viewer.account_id or 0),
    }
    return render(request, "ui/me/home.html", context)


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all messages as read."""
    journal.mark_read(_viewer(request))
    return HttpResponseRedirect(reverse("ui:me"))


@require_POST
def open_message(request: HttpRequest, message_id: int) -> HttpResponse:
    """Mark a message as read and go where it leads."""
    journal.mark_read(_viewer(request), [message_id])
    return HttpResponseRedirect(local_address(request.POST.get("link"), reverse("ui:me")))


def message_settings(request: HttpRequest) -> HttpResponse:
    """Choose e-mail, quiet hours and the digest."""
    viewer = _viewer(request)
    if request.method != "POST":
        form = MessageSettingsForm.of(journal.mail_settings(viewer))
        return render(request, "ui/me/settings.html", {"form": form})
    form = MessageSettingsForm(request.POST)
    if form.is_valid() and _changed_settings(form, viewer):
        messages.success(request, _("Kept. Messages come as you chose."))
        return HttpResponseRedirect(reverse("ui:me"))
    return render(request, "ui/me/settings.html", {"form": form}, status=422)


def _changed_settings(form: MessageSettingsForm, viewer: Actor) -> bool:
    given = form.cleaned_data
    try:
        journal.change_mail_settings(
            by=viewer,
            email=given["email"],
            quiet_from=minutes_of(given["quiet_from"]),
            quiet_to=minutes_of(given["quiet_to"]),
            digest_at=minutes_of(given["digest_at"]) if given["digest"] else None,
        )
    except Invalid as error:
        for field, words in error.fields.items():
            form.add_error(field if field in form.fields else None, str(words))
        return False
    return True


@require_safe
def who_looked(request: HttpRequest) -> HttpResponse:
    """Show somebody who looked at the name and phone they left with their reports, and why."""
    viewer = _viewer(request)
    own = {f"case:{one.row.id}": one for one in cases.followed(viewer) if one.author}
    looks = journal.looks_at(own)
    names = access.public_names({look.account_id for look in looks if look.account_id})
    rows = [
        {
            "look": look,
            "who": names.get(look.account_id or 0, ""),
            "what": [FIELD_WORDS[name] for name in look.fields if name in FIELD_WORDS],
            "report": own[look.subject],
        }
        for look in looks
    ]
    return render(request, "ui/me/looks.html", {"rows": rows, "reports": len(own)})


def elevate(request: HttpRequest) -> HttpResponse:
    """Open an elevated session for a stated reason; the password is asked for unless it was just typed."""
    viewer = _viewer(request)
    if not access.may_elevate(viewer):
        raise NotAllowed
    if not signed_in_recently(request):
        raise ReauthenticationRequired
    onward = local_address(request.POST.get("next") or request.GET.get("next"), channel_of(viewer))
    form = ElevateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        opened = access.elevate(
            account_id=viewer.account_id or 0,
            reason=form.cleaned_data["reason"],
            minutes=form.cleaned_data["minutes"],
            by=viewer,
        )
        request.session[ELEVATED] = opened.pk
        return HttpResponseRedirect(onward)
    latest = access.elevations(viewer, own=True, limit=10)
    context = {"form": form, "onward": onward, "latest": latest}
    return render(request, "ui/me/elevate.html", context, status=422 if form.errors else 200)


@require_POST
def end_elevation(request: HttpRequest) -> HttpResponse:
    """End the elevated session before its time."""
    viewer = _viewer(request)
    access.end_elevation(account_id=viewer.account_id or 0, by=viewer)
    request.session.pop(ELEVATED, None)
    return HttpResponseRedirect(local_address(request.POST.get("next"), channel_of(viewer)))
