"""Routing rules: read in order, changed, tried out on a text before they count."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.channels.console.exports import Sheet, spreadsheet
from linli.channels.console.formpage import FormPage, posted
from linli.channels.console.forms.base import carried_out
from linli.channels.console.forms.rules import HOURS, URGENCIES, RuleForm, TryForm, target_groups
from linli.channels.console.frame import ADMINISTRATOR, SETUP, ConsoleRequest, page_for
from linli.channels.console.scope import areas_of, home_path
from linli.engines.cases import public as cases
from linli.engines.cases.public import RuleRow, Suggestion
from linli.engines.territory import public as territory
from linli.engines.territory.public import Location
from linli.kernel import clock
from linli.kernel.errors import LinliError, NotFound
from linli.programmes.requests import public as requests

REPLAYED = timedelta(days=30)


def target_names(path: str) -> dict[str, str]:
    """Return what each target is called."""
    named: dict[str, str] = {}
    for key, value in target_groups(path):
        named |= {code: str(name) for code, name in value} if isinstance(value, list) else {key: str(value)}
    return named


def conditions(row: RuleRow) -> str:
    """Say in one line when a rule holds."""
    known = {one.code: one.name for one in cases.categories(active_only=False)}
    kinds = {one.code: one.name for one in cases.kinds(active_only=False)}
    urgencies, hours = dict(URGENCIES), dict(HOURS)
    parts = [
        "、".join(known.get(code, code) for code in row.categories) or _("every class"),
        "、".join(kinds.get(code, code) for code in row.kinds),
        "、".join(str(urgencies.get(code, code)) for code in row.urgencies),
        str(hours.get(row.hours, row.hours)) if row.hours else "",
    ]
    return " · ".join(part for part in parts if part)


def _rows(request: ConsoleRequest) -> list[dict[str, Any]]:
    path = home_path(request.viewer, SETUP)
    broken = {one.rule_id: one.why for one in cases.broken_rules(request.viewer)}
    names = target_names("")
    return [
        {
            "rule": row,
            "when": conditions(row),
            "to": names.get(row.target, row.target),
            "why_broken": broken.get(row.id, ""),
            "may_change": any(row.path.startswith(own) for own in request.viewer.paths(*ADMINISTRATOR)),
        }
        for row in cases.rules(path)
    ]


def _context(request: ConsoleRequest, form: TryForm, tried: dict[str, Any] | None = None) -> dict[str, Any]:
    rows = _rows(request)
    return {
        "rows": rows,
        "broken": [row for row in rows if row["why_broken"]],
        "form": form,
        "tried": tried,
        "may_add": bool(request.viewer.paths(*ADMINISTRATOR)),
    }


@page_for(*SETUP)
def rules(request: ConsoleRequest) -> HttpResponse:
    """Show the rules in the order in which they are asked, with the try-out box."""
    areas = areas_of(request.viewer, SETUP)
    if "try" not in request.GET:
        return render(request, "console/rules.html", _context(request, TryForm(areas=areas)))
    form = TryForm(request.GET, areas=areas)
    if not form.is_valid():
        return render(request, "console/rules.html", _context(request, form), status=422)
    try:
        tried = _tried(form.cleaned_data)
    except LinliError as error:
        form.refuse(error)
        return render(request, "console/rules.html", _context(request, form), status=422)
    template = "console/parts/tried.html" if request.htmx else "console/rules.html"
    return render(request, template, {"tried": tried} if request.htmx else _context(request, form, tried))


def _tried(given: dict[str, Any]) -> dict[str, Any]:
    """Return what would happen to a text at a place. Nothing is opened."""
    area = territory.area(int(given["area"]))
    location = Location(area=area, building_id=None, place=area.name, inside=True, how="area")
    if given["place"]:
        found = territory.locate(text=given["place"])
        location = found if found.area.path.startswith(area.path) else location
    code, how = given["category"], ""
    if not code and given["text"]:
        guess = requests.suggest_class(given["text"])
        code, how = (guess.category.code, guess.reason) if guess else ("", "")
    answer: Suggestion = cases.route(
        cases.routing_draft(location=location, category_code=code, urgency=given["urgency"], at=given["at"])
    )
    line = territory.ancestors(location.area.path)
    return {
        "answer": answer,
        "category": cases.category(code) if code else None,
        "how": how,
        "place": location.place or location.area.name,
        "line": [row.name for row in line[1:]] or [row.name for row in line],
    }


@page_for(*ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ConsoleRequest, rule_id: int | None = None) -> HttpResponseBase:
    """Write a rule, or change one."""
    row = _own(request, rule_id) if rule_id is not None else None
    areas = areas_of(request.viewer, ADMINISTRATOR)
    initial = (
        {name: getattr(row, name) for name in RuleForm.base_fields} if row else {"active": True, "automatic": False}
    )
    form = RuleForm(posted(request), areas=areas, initial=initial)

    def save(**_given: object) -> object:
        return cases.save_rule(form.rule, by=request.viewer, rule_id=rule_id)

    if form.is_bound and "replay" in request.POST:
        return _replayed(request, form, rule_id)
    if form.is_bound and carried_out(
        request, form, save, done=_("Saved. It counts for every case that comes in from now on.")
    ):
        return redirect("console:rules")
    return _rule_page(rule_id).show(request, form)


def _rule_page(rule_id: int | None) -> FormPage:
    title = _("Change a rule") if rule_id is not None else _("New rule")
    return FormPage(
        "console-rule", title, _("Save"), reverse("console:rules"), _("Routing rules"), template="console/rule.html"
    )


def _replayed(request: ConsoleRequest, form: RuleForm, rule_id: int | None) -> HttpResponse:
    """Show what the rule, as it stands in the form, would have done to the cases of last days. Nothing is saved."""
    if not form.is_valid():
        return _rule_page(rule_id).show(request, form)
    until = clock.today()
    try:
        found = cases.replay_rule(
            request.viewer, form.rule, since=until - REPLAYED, until=until, rule_id=rule_id
        )
    except LinliError as error:
        form.refuse(error)
        return _rule_page(rule_id).show(request, form)
    return _rule_page(rule_id).show(request, form, status=200, replay=found)


def _own(request: ConsoleRequest, rule_id: int) -> RuleRow:
    for path in request.viewer.paths(*ADMINISTRATOR):
        for row in cases.rules(path):
            if row.id == rule_id and row.path.startswith(path):
                return row
    raise NotFound


@page_for(*ADMINISTRATOR)
@require_POST
def move(request: ConsoleRequest, rule_id: int) -> HttpResponseBase:
    """Let a rule change places with its neighbour."""
    cases.move_rule(rule_id, up=request.POST.get("to") == "up", by=request.viewer)
    return redirect(f"{reverse('console:rules')}#rule-{rule_id}")


@page_for(*ADMINISTRATOR)
@require_POST
def switch(request: ConsoleRequest, rule_id: int) -> HttpResponseBase:
    """Let a rule count or not."""
    row = _own(request, rule_id)
    try:
        cases.switch_rule(row, active=not row.active, by=request.viewer)
    except NotFound:
        raise
    except LinliError as error:
        messages.error(request, " ".join(str(text) for text in (error.message, *error.fields.values())))
    return redirect(f"{reverse('console:rules')}#rule-{rule_id}")


@page_for(*ADMINISTRATOR)
@require_POST
def drop(request: ConsoleRequest, rule_id: int) -> HttpResponseBase:
    """Take a rule away."""
    cases.drop_rule(rule_id, by=request.viewer)
    messages.success(request, _("The rule is gone. The journal keeps what it said."))
    return redirect("console:rules")


@page_for(*SETUP)
def export(request: ConsoleRequest) -> HttpResponse:
    """Answer with the rules as a workbook."""
    columns = [
        (_("No."), 6),
        (_("What it is called"), 24),
        (_("When"), 50),
        (_("Send to"), 24),
        (_("At once"), 8),
        (_("In force"), 8),
        (_("Reason"), 50),
        (_("Source"), 30),
        (_("Broken"), 30),
    ]
    rows = (
        [
            row["rule"].number,
            row["rule"].name,
            row["when"],
            row["to"],
            row["rule"].automatic,
            row["rule"].active,
            row["rule"].reason,
            row["rule"].source,
            row["why_broken"],
        ]
        for row in _rows(request)
    )
    return spreadsheet(_("rules"), Sheet(_("Routing rules"), columns, rows))
