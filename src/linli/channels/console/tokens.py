"""Keys for other systems: issued, shown once, ended."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.channels.console.accounts import FORM, path_names
from linli.channels.console.formpage import FormPage
from linli.channels.console.forms.accounts import ROLE_WORDS, TokenForm
from linli.channels.console.frame import ADMINISTRATOR, ConsoleRequest, page_for
from linli.channels.console.scope import areas_of
from linli.engines.access import public as access
from linli.engines.access.public import Role, Token
from linli.kernel import clock
from linli.kernel.errors import LinliError


def _row(token: Token, names: dict[str, str]) -> dict[str, Any]:
    ended = token.expires_at is not None and token.expires_at <= clock.now()
    return {
        "token": token,
        "area": names.get(token.path, ""),
        "roles": [ROLE_WORDS[Role(code)] for code in token.roles],
        "live": token.revoked_at is None and not ended,
    }


@page_for(*ADMINISTRATOR)
@require_safe
def tokens(request: ConsoleRequest) -> HttpResponse:
    """Show the keys over the viewer's areas and when each was last used."""
    found = access.tokens(request.viewer)
    names = path_names({token.path for token in found})
    context = {"rows": [_row(token, names) for token in found], "elevated": request.viewer.elevated}
    return render(request, "console/accounts/tokens.html", context)


@never_cache
@page_for(*ADMINISTRATOR)
@require_http_methods(FORM)
def issue(request: ConsoleRequest) -> HttpResponseBase:
    """Issue a key and show it, this once."""
    form = TokenForm(request.POST or None, areas=areas_of(request.viewer, ADMINISTRATOR, deepest="community"))
    if request.method == "POST" and form.is_valid():
        try:
            token, secret = access.issue_token(**form.cleaned_data, by=request.viewer)
        except LinliError as error:
            form.refuse(error)
        else:
            return render(request, "console/accounts/token.html", {"token": token, "secret": secret})
    page = FormPage(
        name="console-token-new",
        title=_("New key"),
        button=_("Issue the key"),
        lead=_("The key is shown once. Only its fingerprint is kept."),
        back=reverse("console:tokens"),
        back_label=_("Keys for other systems"),
    )
    return page.show(request, form)


@page_for(*ADMINISTRATOR)
@require_POST
def revoke(request: ConsoleRequest, token_id: int) -> HttpResponse:
    """End a key at once."""
    access.revoke_token(token_id=token_id, by=request.viewer)
    messages.success(request, _("Ended. Whoever uses this key is refused from now on."))
    return redirect("console:tokens")
