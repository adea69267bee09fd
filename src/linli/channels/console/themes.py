"""Themes: root causes on which many cases hang, each with its plan, and a message to all when it is gone."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from linli.channels.console.caselists import case_sheet
from linli.channels.console.exports import Sheet, every_row, spreadsheet
from linli.channels.console.formpage import FormPage, posted
from linli.channels.console.forms.base import carried_out
from linli.channels.console.forms.themes import ResolveForm, ThemeForm
from linli.channels.console.frame import LEAD, ConsoleRequest, page_for
from linli.channels.console.scope import areas_of
from linli.engines.cases import public as cases
from linli.engines.cases.public import CaseFilter, CaseRow, ThemeRow
from linli.kernel.errors import LinliError
from linli.kernel.paging import Page

CANDIDATES = 20
NOT_LINKED = frozenset(
    {"submitted", "accepted", "dispatched", "handling", "suspended", "handled", "checked", "review", "closed", "merged"}
)


@page_for(*LEAD)
def themes(request: ConsoleRequest) -> HttpResponse:
    """Show the themes of the viewer's areas."""
    rows = cases.themes(request.viewer)
    context = {
        "open": [row for row in rows if row.resolved_at is None],
        "resolved": [row for row in rows if row.resolved_at is not None],
    }
    return render(request, "console/themes.html", context)


@page_for(*LEAD)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ConsoleRequest, theme_id: int | None = None) -> HttpResponseBase:
    """Open a theme, or change its plan."""
    row = cases.theme(request.viewer, theme_id) if theme_id is not None else None
    areas = areas_of(request.viewer, LEAD, deepest="community")
    initial = {name: getattr(row, name) for name in ThemeForm.base_fields} if row else {}
    form = ThemeForm(posted(request), areas=areas, initial=initial)
    opened: list[int] = []

    def verb(**given: Any) -> object:
        if row is not None:
            gone = [name for name in ("due_on", "lead_unit_id") if given[name] is None]
            return cases.change_theme(row.id, by=request.viewer, clear=gone, **given)
        made = cases.open_theme(by=request.viewer, **given)
        opened.append(made.pk)
        return made

    if row is not None:
        del form.fields["area_id"]
    if form.is_bound and carried_out(request, form, verb, done=_("Saved.")):
        return redirect("console:theme", opened[0] if opened else theme_id)
    back = reverse("console:theme", args=[row.id]) if row else reverse("console:themes")
    title = _("Change the theme") if row else _("New theme")
    label = row.title if row else _("Themes")
    return FormPage("console-theme-form", title, _("Save"), back, label).show(request, form)


def _hanging(request: ConsoleRequest, row: ThemeRow, cursor: str | None = None) -> Page[CaseRow]:
    return cases.search(request.viewer, "", CaseFilter(theme_id=row.id), cursor)


def _could_hang(request: ConsoleRequest, row: ThemeRow) -> list[CaseRow]:
    """Return cases of the theme's area that fit the words asked for and hang on no theme yet."""
    text = request.GET.get("q", "").strip()[:80]
    if not text:
        return []
    found = cases.search(request.viewer, text, CaseFilter(path=row.path, states=NOT_LINKED), None).items
    return [one for one in found if one.theme_id != row.id][:CANDIDATES]


def _context(request: ConsoleRequest, row: ThemeRow) -> dict[str, Any]:
    may_change = any(request.viewer.has(role, row.path) for role in LEAD)
    return {
        "theme": row,
        "page": _hanging(request, row, request.GET.get("cursor") or None),
        "found": _could_hang(request, row),
        "q": request.GET.get("q", ""),
        "may_change": may_change and row.resolved_at is None,
        "resolve": ResolveForm(),
    }


@page_for(*LEAD)
def theme(request: ConsoleRequest, theme_id: int) -> HttpResponse:
    """Show a theme with its plan and the cases that hang on it."""
    return render(request, "console/theme.html", _context(request, cases.theme(request.viewer, theme_id)))


@page_for(*LEAD)
@require_POST
def hang(request: ConsoleRequest, theme_id: int) -> HttpResponseBase:
    """Hang cases on a theme, or take one off."""
    row = cases.theme(request.viewer, theme_id)
    target = row.id if "off" not in request.POST else None
    done, refused = 0, []
    for number in request.POST.getlist("case")[:100]:
        try:
            detail = cases.case_for(request.viewer, number=number)
            cases.link_theme(detail.id, by=request.viewer, theme_id=target)
            done += 1
        except LinliError as error:
            refused.append(f"{number}: {error.message}")
    if done and target:
        messages.success(
            request,
            ngettext("%(n)d case hangs on the theme now.", "%(n)d cases hang on the theme now.", done) % {"n": done},
        )
    elif done:
        messages.success(request, _("Taken off the theme."))
    for text in refused:
        messages.error(request, text)
    return redirect("console:theme", row.id)


@page_for(*LEAD)
@require_POST
def resolve(request: ConsoleRequest, theme_id: int) -> HttpResponseBase:
    """Say that the cause is gone; everybody who follows one of its cases is told."""
    row, form = cases.theme(request.viewer, theme_id), ResolveForm(request.POST)

    def verb(**given: Any) -> object:
        return cases.resolve_theme(row.id, by=request.viewer, **given)

    if carried_out(request, form, verb, done=_("Resolved. Everybody who reported it is told.")):
        return redirect("console:theme", row.id)
    return render(request, "console/theme.html", _context(request, row) | {"resolve": form}, status=422)


@page_for(*LEAD)
def export(request: ConsoleRequest, theme_id: int | None = None) -> HttpResponse:
    """Answer with the themes, or with the cases of one, as a workbook."""
    if theme_id is not None:
        row = cases.theme(request.viewer, theme_id)
        return spreadsheet(row.title, case_sheet(_("Cases"), every_row(lambda cursor: _hanging(request, row, cursor))))
    columns = [
        (_("Theme"), 30),
        (_("Area"), 16),
        (_("Unit in the lead"), 20),
        (_("To be gone by"), 12),
        (_("Cases"), 8),
        (_("Still open"), 10),
        (_("People"), 8),
        (_("Root cause"), 40),
        (_("Plan"), 50),
        (_("Result"), 50),
    ]
    rows = (
        [
            row.title,
            row.area_name,
            row.lead_unit_name,
            row.due_on,
            row.cases,
            row.open_cases,
            row.people,
            row.cause,
            row.plan,
            row.result,
        ]
        for row in cases.themes(request.viewer)
    )
    return spreadsheet(_("themes"), Sheet(_("Themes"), columns, rows))
