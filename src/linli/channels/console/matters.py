"""Admission of matters: the three lists of what a community does, and applications for what is on none of them."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.channels.console import words
from linli.channels.console.exports import Sheet, spreadsheet
from linli.channels.console.formpage import FormPage, posted
from linli.channels.console.forms.base import carried_out
from linli.channels.console.forms.matters import ApplyForm, DecideForm, OpinionForm
from linli.channels.console.frame import LEAD, SETUP, ConsoleRequest, page_for
from linli.channels.console.scope import areas_of
from linli.engines.access.public import Role
from linli.engines.cases import public as cases
from linli.engines.cases.public import ApplicationRow
from linli.engines.territory import public as territory
from linli.kernel import clock

READS = (*SETUP, Role.HANDLER)
WAITING = ("draft", "opinion")
DEFAULT_DAYS = 90


def _lists() -> list[dict[str, Any]]:
    rows = cases.matters()
    names = {row.code: row.name for row in cases.categories(active_only=False)}
    return [
        {
            "kind": kind,
            "name": name,
            "rows": [
                {"row": row, "classes": [names.get(code, code) for code in row.categories]}
                for row in rows
                if row.list_kind == kind
            ],
        }
        for kind, name in words.LISTS.items()
    ]


@page_for(*READS)
def matters(request: ConsoleRequest) -> HttpResponse:
    """Show the three lists and the applications."""
    applications = cases.applications(request.viewer)
    chosen = request.GET.get("list", "")
    context = {
        "lists": _lists(),
        "chosen": chosen if chosen in words.LISTS else "statutory",
        "waiting": [row for row in applications if row.state in WAITING],
        "decided": [row for row in applications if row.state not in WAITING],
        "may_apply": bool(request.viewer.paths(*LEAD)),
    }
    return render(request, "console/matters.html", context)


@page_for(*LEAD)
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: ConsoleRequest) -> HttpResponseBase:
    """Ask that a matter which is on no list may be put on communities; often from a case at the desk."""
    areas = areas_of(request.viewer, LEAD, deepest="community")
    number = request.GET.get("case", "")
    detail = cases.case_for(request.viewer, number=number) if number else None
    form = ApplyForm(posted(request), areas=areas, initial=_known(detail, areas))

    def verb(**_given: object) -> object:
        return cases.apply_for_admission(**form.given, case_id=detail.id if detail else None, by=request.viewer)

    if form.is_bound and carried_out(request, form, verb, done=_("Applied. Next the communities say what they think.")):
        return redirect("console:matters")
    lead = ""
    if detail is not None:
        lead = _(
            "No list allows to put this on a community. It can go there once admitted; until then, send it to a unit."
        )
    back = reverse("console:case", args=[number]) if detail else reverse("console:matters")
    label = detail.title if detail else _("Matters")
    return FormPage("console-apply", _("Apply for admission"), _("Apply"), back, label, lead).show(request, form)


def _known(detail: cases.CaseDetail | None, areas: list[Any]) -> dict[str, Any]:
    """Fill in what is known from the case."""
    today = clock.today()
    known: dict[str, Any] = {"period_from": today, "period_to": today + timedelta(days=DEFAULT_DAYS)}
    if detail is not None:
        place = next((area.id for area in reversed(areas) if detail.path.startswith(area.path)), None)
        known |= {"title": detail.category_name or detail.title, "area_id": place, "parties": detail.assignee_name}
    return known


def _application(request: ConsoleRequest, application_id: int) -> ApplicationRow:
    return cases.application(request.viewer, application_id)


@page_for(*READS)
def application(request: ConsoleRequest, application_id: int) -> HttpResponse:
    """Show one application with what can be done about it."""
    return _page(request, _application(request, application_id))


def _page(
    request: ConsoleRequest,
    row: ApplicationRow,
    *,
    opinion: OpinionForm | None = None,
    decide: DecideForm | None = None,
) -> HttpResponse:
    viewer = request.viewer
    leads = any(viewer.has(role, row.path) for role in LEAD)
    decides = (
        any(viewer.has(role, row.path) for role in (Role.COORDINATOR, Role.SUPERVISOR))
        and viewer.account_id != row.asked_by_id
    )
    context = {
        "row": row,
        "state": words.application_state(row.state),
        "level": territory.area(row.area_id).name,
        "may_ask": row.state == "draft" and leads,
        "opinion": opinion or (OpinionForm() if row.state == "opinion" else None),
        "decide": decide or (DecideForm() if row.state == "opinion" and row.opinion and decides else None),
        "own": viewer.account_id == row.asked_by_id,
    }
    status = 422 if opinion or decide else 200
    return render(request, "console/application.html", context, status=status)


@page_for(*LEAD)
@require_POST
def ask_opinion(request: ConsoleRequest, application_id: int) -> HttpResponseBase:
    """Put an application before the communities."""
    cases.ask_opinion(application_id, by=request.viewer)
    return redirect("console:application", application_id)


@page_for(*READS)
@require_POST
def give_opinion(request: ConsoleRequest, application_id: int) -> HttpResponseBase:
    """Write down what a community says."""
    row, form = _application(request, application_id), OpinionForm(request.POST)

    def verb(**given: Any) -> object:
        return cases.give_opinion(row.id, by=request.viewer, **given)

    if carried_out(request, form, verb, done=_("Written down.")):
        return redirect("console:application", row.id)
    return _page(request, row, opinion=form)


@page_for(Role.COORDINATOR, Role.SUPERVISOR)
@require_POST
def decide(request: ConsoleRequest, application_id: int) -> HttpResponseBase:
    """Admit a matter, or refuse it."""
    row, form = _application(request, application_id), DecideForm(request.POST)

    def verb(**given: Any) -> object:
        return cases.decide_application(row.id, by=request.viewer, **given)

    if carried_out(request, form, verb, done=_("Decided. Who asked is told.")):
        return redirect("console:application", row.id)
    return _page(request, row, decide=form)


def _list_sheets() -> list[Sheet]:
    columns = [
        (_("Number"), 12),
        (_("Matter"), 40),
        (_("Basis"), 40),
        (_("Office in charge"), 20),
        (_("Who pays"), 16),
        (_("Begins"), 12),
        (_("Until"), 12),
    ]
    return [
        Sheet(
            str(part["name"]),
            columns,
            (
                [row.code, row.title, row.basis, row.office, row.fee_owner, row.valid_from, row.valid_to]
                for row in (one["row"] for one in part["rows"])
            ),
        )
        for part in _lists()
    ]


def _application_sheet(request: ConsoleRequest) -> Sheet:
    asked = [
        (_("Matter"), 30),
        (_("Area"), 16),
        (_("State"), 20),
        (_("Asked by"), 12),
        (_("Asked on"), 16),
        (_("Who is concerned"), 30),
        (_("Reason"), 40),
        (_("Money, yuan"), 12),
        (_("People needed"), 10),
        (_("Begins"), 12),
        (_("Until"), 12),
        (_("Opinion"), 40),
        (_("Decision"), 40),
    ]
    rows = (
        [
            row.title,
            row.area_name,
            words.application_state(row.state),
            row.asked_by,
            row.asked_at,
            row.parties,
            row.reason,
            row.money_fen / 100,
            row.people,
            row.period_from,
            row.period_to,
            row.opinion,
            row.decision,
        ]
        for row in cases.applications(request.viewer)
    )
    return Sheet(_("Applications"), asked, rows)


@page_for(*READS)
def export(request: ConsoleRequest) -> HttpResponse:
    """Answer with the lists and the applications as a workbook."""
    return spreadsheet(_("matters"), *_list_sheets(), _application_sheet(request))
