"""The workbench of rules: a draft is changed, tried on past cases, put in force on a day; an earlier set comes back."""

from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from linli.channels.console.exports import Sheet, spreadsheet
from linli.channels.console.formpage import FormPage, posted
from linli.channels.console.forms.base import ConsoleForm, DayField, carried_out
from linli.channels.console.forms.rules import RuleForm
from linli.channels.console.frame import ADMINISTRATOR, ConsoleRequest, page_for
from linli.channels.console.marks import marks_of
from linli.channels.console.rules import conditions, target_names
from linli.channels.console.scope import areas_of
from linli.engines.cases import public as cases
from linli.engines.cases.public import Replay, RuleSetDetail
from linli.kernel import clock
from linli.kernel.errors import LinliError, NotFound

REPLAYED = timedelta(days=30)
STATES = {
    "draft": pgettext_lazy("rules", "draft"),
    "scheduled": pgettext_lazy("rules", "waits for its day"),
    "published": pgettext_lazy("rules", "in force"),
    "earlier": pgettext_lazy("rules", "was in force"),
}


class DraftForm(ConsoleForm):
    """A new draft, begun with what is in force."""

    name = forms.CharField(label=gettext_lazy("What it is called"), max_length=60)
    area_id = forms.TypedChoiceField(
        label=gettext_lazy("For"), coerce=int, help_text=gettext_lazy("It begins with the rules in force there.")
    )

    def __init__(self, *args: Any, request: ConsoleRequest, **options: Any) -> None:
        super().__init__(*args, **options)
        areas = areas_of(request.viewer, ADMINISTRATOR)
        self.fields["area_id"].choices = [(str(area.id), area.indented) for area in areas]  # type: ignore[attr-defined]


class PublishForm(ConsoleForm):
    """From when it counts."""

    on = DayField(label=gettext_lazy("Counts from"))


class ReplayForm(ConsoleForm):
    """Which past cases."""

    since = DayField(label=gettext_lazy("First day"))
    until = DayField(label=gettext_lazy("Last day"))


@page_for(*ADMINISTRATOR)
def sets(request: ConsoleRequest) -> HttpResponse:
    """Show drafts, what is in force and what was, and the rules that corrections suggest."""
    areas = areas_of(request.viewer, ADMINISTRATOR)
    context = {
        "rows": [(row, STATES[row.state]) for row in cases.rule_sets(request.viewer)],
        "suggestions": cases.suggested_rules(request.viewer, areas[0].id) if areas else [],
    }
    return render(request, "console/rulesets/list.html", context)


@page_for(*ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ConsoleRequest) -> HttpResponseBase:
    """Begin a draft; one that begins with a suggested rule has it at its end."""
    first = {"name": _("Draft of %(day)s") % {"day": clock.today()}}
    form = DraftForm(posted(request), request=request, initial=first)
    made: list[int] = []

    def begin(**given: Any) -> None:
        made.append(cases.draft_rules(by=request.viewer, **given).pk)

    done = _("The draft is there. Nothing counts before you publish it.")
    if form.is_bound and carried_out(request, form, begin, done=done):
        return redirect("console:rule-set", made[0])
    title, back = _("New draft"), reverse("console:rule-sets")
    return FormPage("console-rule-set-new", title, _("Begin"), back, _("Drafts and earlier rules")).show(request, form)


@page_for(*ADMINISTRATOR)
def one(request: ConsoleRequest, set_id: int) -> HttpResponse:
    """Show a set; with two days, what it would have done to the cases between them."""
    return _page(request, set_id, PublishForm(initial={"on": clock.today()}))


def _page(request: ConsoleRequest, set_id: int, publish_form: PublishForm) -> HttpResponse:
    found = cases.rule_set(request.viewer, set_id)
    today = clock.today()
    asked = "since" in request.GET
    first = {"since": today - REPLAYED, "until": today}
    form = ReplayForm(request.GET if asked else None, initial=first)
    replay = _replayed(request, set_id, form) if asked else None
    names = target_names("")
    context = {
        "set": found,
        "row": found.row,
        "state": STATES[found.row.state],
        "rules": [(rule, conditions(rule.row), names.get(rule.row.target, rule.row.target)) for rule in found.rules],
        "gone": [(row, conditions(row), names.get(row.target, row.target)) for row in found.gone],
        "is_draft": found.row.state == "draft",
        "suggestions": _suggested(request, found),
        "may_publish": found.row.state in {"draft", "earlier"},
        "publish_form": publish_form,
        "replay_form": form,
        "tried": cases.last_replay(request.viewer, set_id),
        "replay": replay,
        "marks": marks_of(moved.case for moved in replay.moved) if replay else [],
    }
    wrong = (form.is_bound and bool(form.errors)) or publish_form.is_bound
    return render(request, "console/rulesets/one.html", context, status=422 if wrong else 200)


def _suggested(request: ConsoleRequest, found: RuleSetDetail) -> list[tuple[str, cases.RuleSuggestion]]:
    """Return what corrections suggest for a draft, with the word that names it in the address of a new rule."""
    if found.row.state != "draft":
        return []
    known = cases.suggested_rules(request.viewer, found.row.area_id)
    return [(f"{one_.category_code}:{one_.rule.target}", one_) for one_ in known]


def _replayed(request: ConsoleRequest, set_id: int, form: ReplayForm) -> Replay | None:
    if not form.is_valid():
        return None
    try:
        return cases.replay_set(request.viewer, set_id, **form.cleaned_data)
    except NotFound:
        raise
    except LinliError as error:
        form.refuse(error)
        return None


@page_for(*ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: ConsoleRequest, set_id: int, place: int | None = None) -> HttpResponseBase:
    """Write a rule of a draft, or change one."""
    found = cases.rule_set(request.viewer, set_id)
    if found.row.state != "draft" or (place is not None and place >= len(found.rules)):
        raise NotFound
    first = asdict(found.rules[place].given) if place is not None else _first(request, found)
    areas = [area for area in areas_of(request.viewer, ADMINISTRATOR) if area.path.startswith(found.row.path)]
    form = RuleForm(posted(request), areas=areas, initial=first)

    def save(**_given: object) -> object:
        return cases.put_rule(set_id, form.rule, by=request.viewer, place=place)

    if form.is_bound and carried_out(request, form, save, done=_("The draft is changed.")):
        return redirect("console:rule-set", set_id)
    title = _("Change a rule of the draft") if place is not None else _("New rule in the draft")
    back = reverse("console:rule-set", args=[set_id])
    return FormPage("console-rule-set-rule", title, _("Into the draft"), back, found.row.name).show(request, form)


def _first(request: ConsoleRequest, found: RuleSetDetail) -> dict[str, Any]:
    """Return what a new rule begins with: a suggestion that was named, or nothing."""
    blank = {"active": True, "automatic": False, "area_id": found.row.area_id}
    wanted = request.GET.get("suggested", "")
    for name, one_ in _suggested(request, found) if wanted else ():
        if name == wanted:
            return asdict(replace(one_.rule, area_id=found.row.area_id))
    return blank


@page_for(*ADMINISTRATOR)
@require_POST
def act(request: ConsoleRequest, set_id: int, place: int, verb: str) -> HttpResponseBase:
    """Move a rule of a draft up or down, or take it out."""
    if verb == "drop":
        cases.take_out_rule(set_id, place, by=request.viewer)
    elif verb in {"up", "down"}:
        cases.shift_rule(set_id, place, up=verb == "up", by=request.viewer)
    else:
        raise NotFound
    return redirect("console:rule-set", set_id)


@page_for(*ADMINISTRATOR)
@require_POST
def publish(request: ConsoleRequest, set_id: int) -> HttpResponseBase:
    """Put a set in force from a day on."""
    form = PublishForm(request.POST)

    def put(on: date) -> None:
        cases.publish_rules(set_id, on=on, by=request.viewer)

    if carried_out(request, form, put, done=_("Published. What was in force before stays in the list below.")):
        return redirect("console:rule-sets")
    return _page(request, set_id, form)


@page_for(*ADMINISTRATOR)
@require_POST
def drop(request: ConsoleRequest, set_id: int) -> HttpResponseBase:
    """Throw a draft away."""
    cases.drop_draft(set_id, by=request.viewer)
    messages.success(request, _("The draft is gone."))
    return redirect("console:rule-sets")


@page_for(*ADMINISTRATOR)
def export(request: ConsoleRequest, set_id: int) -> HttpResponse:
    """Answer with the rules of a set as a workbook."""
    found = cases.rule_set(request.viewer, set_id)
    names = target_names("")
    columns = [(_("No."), 6), (_("What it is called"), 24), (_("Area"), 16), (_("When"), 50), (_("Send to"), 24),
               (_("At once"), 8), (_("In force"), 8), (_("Reason"), 50)]  # fmt: skip
    rows = (
        [rule.row.number, rule.row.name, rule.row.area_name, conditions(rule.row),
         names.get(rule.row.target, rule.row.target), rule.row.automatic, rule.row.active, rule.row.reason]
        for rule in found.rules
    )  # fmt: skip
    return spreadsheet(_("rules"), Sheet(_("Routing rules"), columns, rows))
