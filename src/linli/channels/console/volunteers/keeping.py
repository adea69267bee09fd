"""Books of hours and points: accounts of an area, a volunteer's own, and how a line is put right."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from linli.channels.console.exports import Sheet, spreadsheet
from linli.channels.console.formpage import FormPage, posted
from linli.channels.console.forms.base import carried_out
from linli.channels.console.frame import ConsoleRequest, page_for
from linli.channels.console.volunteers.forms import WhyForm
from linli.channels.console.volunteers.people import row_of
from linli.channels.console.volunteers.place import RUNS
from linli.engines.access.public import Role
from linli.engines.ledger.public import StatementRow
from linli.kernel.errors import NotFound
from linli.programmes.volunteers import public as volunteers

READS = (*RUNS, Role.AUDITOR, Role.FIGURES)
ACCOUNTS = {
    "volunteers.hours_given": gettext_lazy("Time given here (minutes)"),
    "volunteers.points_given": gettext_lazy("Points given here"),
    "volunteers.shop": gettext_lazy("Points spent in the shop"),
}
LINES = {
    "volunteer.served": gettext_lazy("Confirmed service"),
    "volunteer.served_order": gettext_lazy("Service in an order"),
    "volunteer.rewarded": gettext_lazy("Points for confirmed service"),
    "volunteer.redeemed": gettext_lazy("Something from the shop"),
}
OWN = {"hours": gettext_lazy("Minutes of service"), "points": gettext_lazy("Points")}


def _worded(rows: list[StatementRow]) -> list[tuple[StatementRow, str]]:
    """Return lines with what each is about."""
    return [(row, str(LINES.get(row.kind, row.kind))) for row in rows]


@page_for(*READS)
def listed(request: ConsoleRequest) -> HttpResponse:
    """Show the accounts of the areas whose books the viewer reads."""
    rows = [{"row": row, "name": ACCOUNTS[row.kind]} for row in volunteers.books(request.viewer)]
    return render(request, "console/volunteers/books.html", {"tab": "books", "rows": rows})


@page_for(*READS)
def book(request: ConsoleRequest, account_id: int) -> HttpResponse:
    """Show what came and went on an account of an area."""
    row = volunteers.book(request.viewer, account_id)
    page = volunteers.book_statement(request.viewer, account_id, request.GET.get("cursor") or None)
    context = {
        "title": ACCOUNTS[row.kind],
        "sub": row.area_name,
        "balance": row.balance,
        "page": page,
        "rows": _worded(page.items),
        "back": reverse("console:volunteer-books"),
        "back_label": _("Books"),
        "export": reverse("console:volunteer-book-export", args=[account_id]),
    }
    return render(request, "console/volunteers/statement.html", context)


@page_for(*READS)
def export(request: ConsoleRequest, account_id: int) -> HttpResponse:
    """Answer with the newest lines of an account as a workbook."""
    row = volunteers.book(request.viewer, account_id)
    columns = [
        (_("Day"), 14),
        (_("Booked"), 18),
        (_("What"), 24),
        (_("Note"), 40),
        (_("Came or went"), 12),
        (_("Balance"), 12),
    ]
    found: list[list[object]] = []
    cursor = None
    while len(found) < 20_000:
        page = volunteers.book_statement(request.viewer, account_id, cursor, size=200)
        found += [
            [one.day, one.at, str(LINES.get(one.kind, one.kind)), one.note, one.amount, one.balance]
            for one in page.items
        ]
        cursor = page.next_cursor
        if cursor is None:
            break
    return spreadsheet(str(ACCOUNTS[row.kind]), Sheet(_("Statement"), columns, found))


@page_for(*RUNS)
def own(request: ConsoleRequest, volunteer_id: int, what: str) -> HttpResponse:
    """Show a volunteer's hours or points, line by line. Raises: NotFound."""
    if what not in OWN:
        raise NotFound
    row = row_of(request, volunteer_id)
    page = volunteers.statement_of(request.viewer, volunteer_id, what, request.GET.get("cursor") or None, size=50)
    context = {
        "title": OWN[what],
        "sub": f"{row.call_name} {row.number}",
        "page": page,
        "rows": _worded(page.items),
        "what": what,
        "balance": row.minutes if what == "hours" else row.points,
        "volunteer": row.id,
        "back": reverse("console:volunteer", args=[row.id]),
        "back_label": row.call_name,
    }
    return render(request, "console/volunteers/statement.html", context)


@page_for(*RUNS)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: ConsoleRequest, volunteer_id: int, what: str, transaction_id: int) -> HttpResponseBase:
    """Put a line right by its mirror, with the reason; the volunteer is told."""
    if what not in OWN:
        raise NotFound
    row = row_of(request, volunteer_id)
    form = WhyForm(posted(request), label=_("What was wrong?"))

    def verb(**given: Any) -> None:
        volunteers.correct(volunteer_id=volunteer_id, transaction_id=transaction_id, by=request.viewer, **given)

    if form.is_bound and carried_out(request, form, verb, done=_("Put right by a reversing entry.")):
        return redirect("console:volunteer-statement", volunteer_id, what)
    lead = _("The line stays; its mirror is posted today with your reason, and the volunteer is told.")
    back = reverse("console:volunteer-statement", args=[volunteer_id, what])
    return FormPage("console-correct", _("Put a line right"), _("Put it right"), back, row.call_name, lead).show(
        request, form
    )
