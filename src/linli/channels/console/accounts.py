"""Accounts: found, made, changed, closed; what was done to them; who had more rights for a time."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.channels.console.eventwords import told
from linli.channels.console.formpage import FormPage
from linli.channels.console.forms.accounts import ROLE_WORDS, AccountForm, NewAccountForm, ReasonForm
from linli.channels.console.forms.base import carried_out
from linli.channels.console.frame import ADMINISTRATOR, ConsoleRequest, page_for
from linli.channels.console.scope import areas_of
from linli.engines.access import public as access
from linli.engines.access.public import AccountRow, Role
from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.kernel.actor import Grant
from linli.kernel.errors import LinliError

FORM = ["GET", "POST"]
AUDIT = (Role.ADMINISTRATOR, Role.AUDITOR)


def posts_of(grants: tuple[Grant, ...], names: dict[str, str]) -> list[str]:
    """Return the posts behind grants in words, each once: 网格长 · 第 3 网格."""
    titles = {post.code: post.name for post in territory.posts()}
    found: dict[tuple[int | None, bool], str] = {}
    for grant in grants:
        lent = f"（{_('stand-in')}）" if grant.stand_in else ""
        place = names.get(grant.path, "")
        found[grant.appointment_id, grant.stand_in] = f"{titles.get(grant.post, grant.post)} · {place}{lent}"
    counted = Counter(found.values())
    return [f"{words} × {count}" if count > 1 else words for words, count in counted.items()]


def area_names(grants: tuple[Grant, ...]) -> dict[str, str]:
    """Return the names of the areas of grants, by path, in one query."""
    return path_names({grant.path for grant in grants})


def path_names(paths: set[str]) -> dict[str, str]:
    """Return the names of areas by their paths."""
    ids = {path: territory.ids_of(path)[-1] for path in paths if path}
    names = territory.area_names(ids.values())
    return {path: names.get(key, "") for path, key in ids.items()}


@page_for(*ADMINISTRATOR)
@require_safe
def accounts(request: ConsoleRequest) -> HttpResponse:
    """Show the accounts of the viewer's areas, found by name."""
    text = request.GET.get("q", "")
    page = access.find_accounts(text, request.viewer, cursor=request.GET.get("cursor"))
    names = area_names(tuple(grant for row in page.items for grant in row.grants))
    rows = [{"account": row, "posts": posts_of(row.grants, names)} for row in page.items]
    return render(request, "console/accounts/list.html", {"rows": rows, "page": page, "text": text})


@never_cache
@page_for(*ADMINISTRATOR)
@require_http_methods(FORM)
def add(request: ConsoleRequest) -> HttpResponseBase:
    """Make an account with a passphrase that is shown once and changed at the first sign-in."""
    form = NewAccountForm(request.POST or None, areas=areas_of(request.viewer, ADMINISTRATOR, deepest="community"))
    passphrase = access.new_passphrase()
    if request.method == "POST" and form.is_valid():
        try:
            made = access.create_account(**form.cleaned_data, password=passphrase, temporary=True, by=request.viewer)
        except LinliError as error:
            form.refuse(error)
        else:
            context = {"account": made, "passphrase": passphrase}
            return render(request, "console/accounts/passphrase.html", context)
    page = FormPage(
        name="console-account-new",
        title=_("New account"),
        button=_("Make it"),
        lead=_("What somebody may do comes from a post: appoint them under “Grids and posts” afterwards."),
        back=reverse("console:accounts"),
        back_label=_("Accounts"),
    )
    return page.show(request, form)


@page_for(*ADMINISTRATOR)
@require_http_methods(FORM)
def account(request: ConsoleRequest, account_id: int) -> HttpResponseBase:
    """Show one account and change who it belongs to."""
    row = access.account_for(request.viewer, account_id)
    form = AccountForm(request.POST or None, initial=_initial(row))
    if request.method == "POST" and carried_out(
        request, form, access.change_account, done=_("Kept."), account_id=account_id, by=request.viewer
    ):
        return redirect("console:account", account_id)
    return render(
        request, "console/accounts/one.html", _context(request, row, form), status=422 if form.errors else 200
    )


def _initial(row: AccountRow) -> dict[str, str]:
    return {"name": row.name, "public_name": row.public_name, "work_phone": row.work_phone, "email": row.email}


def _context(request: ConsoleRequest, row: AccountRow, form: AccountForm) -> dict[str, Any]:
    return {
        "account": row,
        "form": form,
        "posts": posts_of(row.grants, area_names(row.grants)),
        "roles": [ROLE_WORDS[Role(code)] for code in sorted({grant.role for grant in row.grants})],
        "second_factor": access.has_second_factor(row.id),
        "history": [told(event) for event in reversed(journal.history(f"account:{row.id}"))],
        "elevated": request.viewer.elevated,
        "own": row.id == request.viewer.account_id,
    }


@never_cache
@page_for(*ADMINISTRATOR)
@require_POST
def new_passphrase(request: ConsoleRequest, account_id: int) -> HttpResponse:
    """Give somebody a new passphrase, shown once, to be changed at the next sign-in."""
    passphrase = access.new_passphrase()
    changed = access.set_password(account_id=account_id, password=passphrase, by=request.viewer)
    return render(request, "console/accounts/passphrase.html", {"account": changed, "passphrase": passphrase})


def _with_reason(
    request: ConsoleRequest, account_id: int, verb: Callable[..., object], *, title: str, done: str
) -> HttpResponseBase:
    row = access.account_for(request.viewer, account_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and carried_out(
        request, form, verb, done=done, account_id=account_id, by=request.viewer
    ):
        return redirect("console:account", account_id)
    back = reverse("console:account", args=[account_id])
    page = FormPage("console-account-reason", title, title, back, row.name, lead=row.name)
    return page.show(request, form)


@page_for(*ADMINISTRATOR)
@require_http_methods(FORM)
def close(request: ConsoleRequest, account_id: int) -> HttpResponseBase:
    """Close an account for a reason."""
    done = _("Closed. Nobody signs in with it any more.")
    return _with_reason(request, account_id, access.deactivate, title=_("Close the account"), done=done)


@page_for(*ADMINISTRATOR)
@require_http_methods(FORM)
def reopen(request: ConsoleRequest, account_id: int) -> HttpResponseBase:
    """Open a closed account again for a reason."""
    done = _("The account is open again.")
    return _with_reason(request, account_id, access.activate, title=_("Open the account again"), done=done)


@page_for(*ADMINISTRATOR)
@require_http_methods(FORM)
def reset_second_factor(request: ConsoleRequest, account_id: int) -> HttpResponseBase:
    """Take a lost second factor off an account for a reason."""
    done = _("Taken off. The next sign-in sets up a new one.")
    return _with_reason(request, account_id, access.reset_second_factor, title=_("Take the second step off"), done=done)


@page_for(*AUDIT)
@require_safe
def elevations(request: ConsoleRequest) -> HttpResponse:
    """Show who had more rights, when and why."""
    return render(request, "console/accounts/elevations.html", {"rows": access.elevations(request.viewer)})


@page_for(*AUDIT)
@require_safe
def elevation(request: ConsoleRequest, session_id: int) -> HttpResponse:
    """Show every request of one elevated session."""
    rows = access.elevated_requests(request.viewer, session_id)
    return render(request, "console/accounts/elevation.html", {"rows": rows, "number": session_id})
