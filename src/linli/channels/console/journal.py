"""The journal: work that got stuck, who looked at whom, what happened, and whether the history is whole."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.channels.console.eventwords import is_named, subject_words, told
from linli.channels.console.formpage import FormPage
from linli.channels.console.forms.accounts import ReasonForm
from linli.channels.console.frame import ConsoleRequest, page_for
from linli.engines.access.public import Role
from linli.engines.journal import public as journal
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound

AUDIT = (Role.ADMINISTRATOR, Role.AUDITOR)
LOOKS = (*AUDIT, Role.SUPERVISOR)
FAMILIES = (
    ("case.", gettext_lazy("Cases")),
    ("account.", gettext_lazy("Accounts")),
    ("token.", gettext_lazy("Keys")),
    ("appointment", gettext_lazy("Appointments")),
    ("area.", gettext_lazy("Areas")),
    ("rule", gettext_lazy("Rules")),
    ("order.", gettext_lazy("Orders")),
    ("wish", gettext_lazy("Wishes")),
    ("need.", gettext_lazy("Needs")),
    ("resource.", gettext_lazy("Resources")),
    ("project.", gettext_lazy("Projects")),
    ("donation.", gettext_lazy("Gifts")),
    ("street.", gettext_lazy("Adopted streets")),
    ("meeting.", gettext_lazy("Joint meetings")),
    ("registration.", gettext_lazy("Registrations")),
    ("volunteer", gettext_lazy("Volunteers")),
    ("training.", gettext_lazy("Training")),
    ("journal.", gettext_lazy("Journal")),
)
SHOWN_FAULTS = 100
KEY_DIGITS = 18


@page_for(*AUDIT)
@require_safe
def overview(request: ConsoleRequest) -> HttpResponse:
    """Show how the work behind the pages stands, and what got stuck."""
    context = {"state": journal.outbox_state(), "letters": journal.dead_letters(request.viewer)}
    return render(request, "console/journal/overview.html", context)


@page_for(*AUDIT)
@require_POST
def retry(request: ConsoleRequest, letter_id: int) -> HttpResponse:
    """Try stuck work again."""
    journal.retry_dead_letter(letter_id, request.viewer)
    messages.success(request, _("It is tried again within a minute."))
    return redirect("console:journal")


@page_for(*AUDIT)
@require_POST
def retry_all(request: ConsoleRequest) -> HttpResponse:
    """Try all stuck work again, after what held it up has been mended."""
    letters = journal.dead_letters(request.viewer)
    for letter in letters:
        journal.retry_dead_letter(letter.id, request.viewer)
    messages.success(request, _("All %(n)d are tried again within a minute.") % {"n": len(letters)})
    return redirect("console:journal")


@page_for(*AUDIT)
@require_http_methods(["GET", "POST"])
def lay_aside(request: ConsoleRequest, letter_id: int) -> HttpResponseBase:
    """Say that stuck work needs no delivery any more, and why."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            journal.lay_aside_dead_letter(letter_id, request.viewer, form.cleaned_data["reason"])
        except NotFound:
            messages.info(request, _("It is not stuck any more."))
        return redirect("console:journal")
    page = FormPage(
        name="console-journal-aside",
        title=_("Lay it aside"),
        button=_("Lay it aside"),
        lead=_("Nobody will be told any more about what this work was for."),
        back=reverse("console:journal"),
        back_label=_("Journal"),
    )
    return page.show(request, form)


@page_for(*AUDIT)
@require_POST
def verify(request: ConsoleRequest) -> HttpResponse:
    """Check every chain and seal now, and say what was found."""
    faults = journal.verify()
    return render(request, "console/journal/verified.html", {"faults": faults[:SHOWN_FAULTS], "count": len(faults)})


@page_for(*LOOKS)
@require_safe
def looks(request: ConsoleRequest) -> HttpResponse:
    """Show who looked at whose personal data, when and why."""
    account = request.GET.get("account", "")
    page = journal.look_log(request.viewer, request.GET.get("cursor"), account_id=_key(account))
    names = journal.names_of(row.subject for row in page.items)
    rows = [
        {"look": row, "case": _case(row.subject, names), "subject": subject_words(row.subject, names)}
        for row in page.items
    ]
    return render(request, "console/journal/looks.html", {"rows": rows, "page": page, "account": account})


@page_for(*AUDIT)
@require_safe
def history(request: ConsoleRequest) -> HttpResponse:
    """Find what happened: to what has a number or a name, of one kind, by one person."""
    text = request.GET.get("q", "").strip()
    family = request.GET.get("kind", "")
    account = request.GET.get("account", "")
    page = journal.events(
        request.viewer,
        request.GET.get("cursor"),
        streams=[text, *journal.streams_called(text)] if text else (),
        prefix=family if family in dict(FAMILIES) else "",
        account_id=_key(account),
    )
    names = journal.names_of(event.stream for event in page.items)
    rows = [
        {
            "event": told(event, with_data=_open(request.viewer, event.stream)),
            "subject": subject_words(event.stream, names),
            "named": is_named(event.stream, names),
        }
        for event in page.items
    ]
    context = {"rows": rows, "page": page, "text": text, "kind": family, "account": account, "families": FAMILIES}
    return render(request, "console/journal/history.html", context)


def _case(stream: str, names: dict[str, str]) -> str:
    return names.get(stream, "") if stream.startswith("case:") else ""


def _key(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= KEY_DIGITS else None


def _open(viewer: Actor, stream: str) -> bool:
    """Say whether the data of an event may be shown: those of a case only inside an elevated session."""
    return viewer.elevated or not stream.startswith(("case:", "application:"))
