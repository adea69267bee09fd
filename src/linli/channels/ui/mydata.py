"""What is held about oneself: how much, a copy to take along, and erasing it."""

import json
from typing import cast

from allauth.core.exceptions import ReauthenticationRequired
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from linli.channels.ui.sign_in import signed_in_recently
from linli.channels.ui.widgets import ChoicesWidget
from linli.engines.access import public as access
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Text, WrongState

KEEPERS: dict[str, Text] = {
    "account": gettext_lazy("Account and sign-ins"),
    "journal": gettext_lazy("Messages"),
    "cases": gettext_lazy("Reports"),
    "orders": gettext_lazy("Orders"),
    "wishes": gettext_lazy("Wishes"),
    "lists": gettext_lazy("Needs and resources"),
    "donations": gettext_lazy("Gifts"),
    "registration": gettext_lazy("Registrations"),
    "training": gettext_lazy("Training"),
    "volunteers": gettext_lazy("Volunteering"),
    "meetings": gettext_lazy("Joint meetings"),
    "streets": gettext_lazy("Adopted streets"),
}
ENDED, ALL = "ended", "all"


class EraseForm(forms.Form):
    """What is to be erased, said once more."""

    scope = forms.ChoiceField(
        label=gettext_lazy("What shall be erased?"),
        choices=[
            (ENDED, gettext_lazy("My name and details in what is finished; I keep my account")),
            (ALL, gettext_lazy("These, my messages and my account: I cannot sign in any more")),
        ],
        initial=ENDED,
        widget=ChoicesWidget(),
    )
    sure = forms.BooleanField(
        label=gettext_lazy("Yes, erase it. It cannot be brought back."),
        error_messages={"required": gettext_lazy("Please tick that you are sure.")},
        widget=forms.CheckboxInput(),
    )


def _viewer(request: HttpRequest) -> Actor:
    """Return who asks, once the password was typed just now. Raises: ReauthenticationRequired."""
    if not signed_in_recently(request):
        raise ReauthenticationRequired
    return cast("Actor", request.viewer)  # type: ignore[attr-defined]


@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """Show what is held, with the ways to take a copy and to erase it."""
    return _page(request, _viewer(request), EraseForm())


def _page(request: HttpRequest, viewer: Actor, form: EraseForm, status: int = 200) -> HttpResponse:
    rows = [(KEEPERS.get(code, code), number) for code, number in access.held(viewer).items()]
    return render(request, "ui/me/data.html", {"rows": rows, "form": form}, status=status)


@require_POST
def copy(request: HttpRequest) -> HttpResponse:
    """Hand out everything that is held, as a file that people and other systems can read."""
    found = access.own_copy(by=_viewer(request))
    named = {str(KEEPERS.get(code, code)): kept for code, kept in found.items()}
    text = json.dumps(named, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="linli-{clock.today():%Y%m%d}.json"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def erase(request: HttpRequest) -> HttpResponse:
    """Erase what has ended; and close the account, if asked."""
    viewer = _viewer(request)
    form = EraseForm(request.POST)
    if not form.is_valid():
        return _page(request, viewer, form, 422)
    everything = form.cleaned_data["scope"] == ALL
    try:
        gone = sum(access.erase_own(by=viewer, close_account=everything).values())
    except WrongState as error:
        form.add_error("scope", str(error))
        return _page(request, viewer, form, 422)
    if everything:
        logout(request)
        messages.success(request, _("Your account is closed and your details are erased."))
        return HttpResponseRedirect("/")
    words = ngettext("Erased in %(n)d entry.", "Erased in %(n)d entries.", gone) if gone else _(
        "Nothing that is finished holds your details."
    )
    messages.success(request, words % {"n": gone} if gone else words)
    return HttpResponseRedirect(reverse("ui:my_data"))
