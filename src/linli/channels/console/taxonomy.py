"""Kinds, classes, limits with their sources, ready-made texts."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.channels.console import words
from linli.channels.console.exports import Sheet, spreadsheet
from linli.channels.console.formpage import FormPage, posted
from linli.channels.console.forms.base import ConsoleForm, carried_out
from linli.channels.console.forms.taxonomy import CategoryForm, KindForm, LimitForm, TemplateForm
from linli.channels.console.frame import ADMINISTRATOR, SETUP, ConsoleRequest, page_for
from linli.channels.console.scope import areas_of
from linli.engines.cases import public as cases
from linli.engines.cases.public import CategoryInput, KindInput, LimitInput, TemplateInput
from linli.engines.territory import public as territory
from linli.kernel.errors import NotFound

PARTS = ("classes", "limits", "kinds", "texts")


def _may_change(request: ConsoleRequest) -> bool:
    """Say whether to show the buttons: the taxonomy holds for the whole county."""
    return any(request.viewer.has(role, territory.county().path) for role in ADMINISTRATOR)


def _classes() -> list[dict[str, Any]]:
    """Return the classes by level one, each with its limits."""
    rows = cases.categories(active_only=False)
    limits: dict[str, list[Any]] = {}
    for limit in cases.limits():
        limits.setdefault(limit.category_code, []).append(limit)
    kinds = {kind.code: kind.name for kind in cases.kinds(active_only=False)}
    return [
        {
            "row": head,
            "own": [
                {
                    "row": row,
                    "limits": limits.get(row.code, []),
                    "kind": kinds.get(row.kind_code, ""),
                    "privacy": words.PRIVACY[row.privacy],
                }
                for row in rows
                if row.parent_code == head.code
            ],
        }
        for head in rows
        if not head.parent_code
    ]


def _verb_labels() -> dict[str, object]:
    return {step.verb: step.label for step in cases.TABLE}


@page_for(*SETUP)
def taxonomy(request: ConsoleRequest) -> HttpResponse:
    """Show one part: classes, limits, kinds or texts."""
    part = request.GET.get("part", PARTS[0])
    labels = _verb_labels()
    context = {
        "part": part if part in PARTS else PARTS[0],
        "may_change": _may_change(request),
        "classes": _classes(),
        "limits": _limits(),
        "kinds": cases.kinds(active_only=False),
        "texts": [{"row": row, "verb": labels.get(row.verb, row.verb)} for row in cases.reply_templates()],
    }
    return render(request, "console/taxonomy.html", context)


def _limits() -> list[dict[str, Any]]:
    names = {row.code: row.name for row in cases.categories(active_only=False)}
    return [
        {
            "row": row,
            "clock": words.CLOCKS[row.clock],
            "name": names.get(row.category_code, "") or _("every class"),
            "where": words.scope_words(row.area_name),
        }
        for row in cases.limits()
    ]


def _show(request: ConsoleRequest, form: ConsoleForm, title: str, part: str, lead: str = "") -> HttpResponse:
    back = f"{reverse('console:taxonomy')}?part={part}"
    return FormPage("console-taxonomy-form", title, _("Save"), back, _("Classes and limits"), lead).show(request, form)


def _saved(request: ConsoleRequest, form: ConsoleForm, save: Callable[[dict[str, Any]], object]) -> bool:
    def verb(**given: Any) -> object:
        return save(given)

    return form.is_bound and carried_out(request, form, verb, done=_("Saved."))


def _to(part: str) -> HttpResponseBase:
    return redirect(f"{reverse('console:taxonomy')}?part={part}")


@page_for(*ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def category(request: ConsoleRequest, code: str) -> HttpResponseBase:
    """Change a class."""
    row = cases.category(code)
    initial = {name: getattr(row, name) for name in CategoryForm.base_fields}
    form = CategoryForm(posted(request), initial=initial)
    if _saved(
        request,
        form,
        lambda given: cases.define_category(
            CategoryInput(code=row.code, parent_code=row.parent_code, **given), by=request.viewer
        ),
    ):
        return _to("classes")
    return _show(request, form, row.name, "classes", lead=row.code)


@page_for(*ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def kind(request: ConsoleRequest, code: str) -> HttpResponseBase:
    """Change a kind of request."""
    row = cases.kind(code)
    form = KindForm(posted(request), initial=asdict(row))
    if _saved(
        request,
        form,
        lambda given: cases.define_kind(
            KindInput(code=row.code, milestones=row.milestones, order=row.order, **given), by=request.viewer
        ),
    ):
        return _to("kinds")
    return _show(request, form, row.name, "kinds", lead=row.code)


@page_for(*ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def limit(request: ConsoleRequest, limit_id: int | None = None) -> HttpResponseBase:
    """Set a limit; one for the same clock, class and area is replaced."""
    initial: dict[str, Any] = {"category_code": request.GET.get("category", ""), "unit": "wd"}
    if limit_id is not None:
        row = next((one for one in cases.limits() if one.id == limit_id), None)
        if row is None:
            raise NotFound
        initial = {name: getattr(row, name) for name in LimitForm.base_fields}
    areas = areas_of(request.viewer, ADMINISTRATOR, deepest="community")
    form = LimitForm(posted(request), areas=areas, initial=initial)
    if _saved(request, form, lambda given: cases.save_limit(LimitInput(**given), by=request.viewer)):
        return _to("limits")
    lead = _("One limit for each clock, class and area. Clocks that run already keep the limit they started with.")
    return _show(request, form, _("Limit"), "limits", lead=lead)


@page_for(*ADMINISTRATOR)
@require_POST
def drop_limit(request: ConsoleRequest, limit_id: int) -> HttpResponseBase:
    """Take a limit away."""
    cases.drop_limit(limit_id, by=request.viewer)
    messages.success(request, _("Taken away. The next wider limit holds from now on."))
    return _to("limits")


@page_for(*ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: ConsoleRequest, template_id: int | None = None) -> HttpResponseBase:
    """Write a ready-made text, or change one."""
    initial: dict[str, Any] = {}
    if template_id is not None:
        row = next((one for one in cases.reply_templates() if one.id == template_id), None)
        if row is None:
            raise NotFound
        initial = {name: getattr(row, name) for name in TemplateForm.base_fields}
    form = TemplateForm(posted(request), initial=initial)
    if _saved(request, form, lambda given: cases.define_reply_templates([TemplateInput(**given)], by=request.viewer)):
        return _to("texts")
    lead = _("A text of the same name, step and class is replaced.")
    return _show(request, form, _("Ready-made text"), "texts", lead=lead)


def _class_sheet() -> Sheet:
    classes = (
        [
            row.code,
            row.parent_code,
            row.name,
            row.name_en,
            row.kind_code,
            row.unit_kind,
            "，".join(row.assist_unit_kinds),
            row.resolve_level,
            row.urgency,
            row.privacy,
            "，".join(row.words),
            row.note,
            row.source,
            row.active,
        ]
        for row in cases.categories(active_only=False)
    )
    return Sheet(
        _("Classes"),
        [
            (_("Class code"), 8),
            (_("Above"), 8),
            (_("What it is called"), 20),
            (_("Name in English"), 24),
            (_("Kind"), 12),
            (_("Usual handler"), 20),
            (_("Who helps"), 30),
            (_("Settled at"), 12),
            (_("Urgency"), 10),
            (_("Public sees"), 10),
            (_("Words"), 30),
            (_("Note"), 30),
            (_("Source"), 30),
            (_("In use"), 8),
        ],
        classes,
    )


def _limit_sheet() -> Sheet:
    limits = (
        [
            str(one["clock"]),
            one["name"],
            one["row"].category_code,
            one["where"],
            words.limit_words(one["row"].value, one["row"].unit),
            one["row"].source,
        ]
        for one in _limits()
    )
    return Sheet(
        _("Limits"),
        [
            (_("Clock"), 14),
            (_("Class"), 20),
            (_("Class code"), 8),
            (_("Area"), 16),
            (_("Limit"), 14),
            (_("Source"), 50),
        ],
        limits,
    )


def _text_sheet() -> Sheet:
    labels = _verb_labels()
    texts = (
        [str(labels.get(row.verb, row.verb)), row.category_code, row.name, row.text] for row in cases.reply_templates()
    )
    return Sheet(
        _("Texts"),
        [(_("For the step"), 16), (_("Class"), 10), (_("What it is called"), 20), (_("Text"), 70)],
        texts,
    )


@page_for(*SETUP)
def export(_request: ConsoleRequest) -> HttpResponse:
    """Answer with classes, limits, kinds and texts as a workbook."""
    return spreadsheet(_("taxonomy"), _class_sheet(), _limit_sheet(), _text_sheet())
