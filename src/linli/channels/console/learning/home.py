"""How the county's classes are learned: what is in use, how far it is trusted, versions, corrections."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from linli.channels.console.exports import Sheet, spreadsheet
from linli.channels.console.formpage import posted
from linli.channels.console.forms.base import carried_out
from linli.channels.console.frame import ADMINISTRATOR, SETUP, ConsoleRequest, page_for
from linli.channels.console.learning.forms import TrustForm
from linli.engines.cases import public as cases
from linli.engines.cases.public import ClassifierState, VersionRow
from linli.kernel.errors import WrongState

NEVER = 100
EXPORTED = 200
SOURCES: dict[str, str | Promise] = {
    "cases": gettext_lazy("closed cases"),
    "file": gettext_lazy("a file"),
    "corrections": pgettext_lazy("learned from", "corrections"),
}


@dataclass(frozen=True, slots=True)
class Level:
    """One confidence that can be chosen, and what it would do with the texts the model was tried on."""

    percent: int
    share: float | None       # of the texts that would get a class by itself
    right: float | None       # of these
    suggested: bool
    chosen: bool


def levels_of(live: VersionRow | None, percent: int) -> list[Level]:
    """Return the confidences of a version's report; the present one is always among them."""
    rows = live.report.get("confidences", []) if live else []
    known = {round(row["confidence"] * 100): row for row in rows}
    wanted = live.report.get("confidence", 1.0) * 100 if live else NEVER
    suggested = next((one for one in sorted(known) if one >= wanted), None)
    steps = sorted({*known, percent, NEVER})
    return [
        Level(
            one, known.get(one, {}).get("share"), known.get(one, {}).get("right"), one == suggested, one == percent
        )
        for one in steps
    ]


def _form(request: ConsoleRequest, state: ClassifierState, levels: list[Level]) -> TrustForm:
    initial = {"percent": state.confidence, "renews": state.renews, "corrections_needed": state.corrections_needed}
    return TrustForm(posted(request), choices=[(one.percent, str(one.percent)) for one in levels], initial=initial)


def _show(request: ConsoleRequest, form: TrustForm | None = None) -> HttpResponse:
    state = cases.classifier_state(request.viewer)
    versions = cases.classifier_versions(request.viewer)
    live = cases.classifier_version(request.viewer, state.live_id) if state.live_id else None
    levels = levels_of(live, state.confidence)
    context: dict[str, Any] = {
        "state": state,
        "live": live,
        "acts": cases.acts_by_itself(state),
        "versions": [{"row": one, "source": SOURCES[one.source]} for one in versions],
        "source": SOURCES[live.source] if live else "",
        "levels": levels,
        "form": form or _form(request, state, levels),
        "job": state.job if state.job and (state.job.open or state.job.state == "failed") else None,
    }
    return render(request, "console/learning/home.html", context, status=422 if form and form.errors else 200)


@require_safe
@page_for(*SETUP)
def home(request: ConsoleRequest) -> HttpResponse:
    """Show what is in use and what else there is."""
    return _show(request)


@page_for(*ADMINISTRATOR)
@require_POST
def trust(request: ConsoleRequest) -> HttpResponseBase:
    """Decide how sure it must be."""
    state = cases.classifier_state(request.viewer)
    live = cases.classifier_version(request.viewer, state.live_id) if state.live_id else None
    form = _form(request, state, levels_of(live, state.confidence))
    done = _("Saved. It counts from the next report on.")
    if carried_out(request, form, cases.decide_confidence, by=request.viewer, done=done):
        return redirect("console:learning")
    return _show(request, form)


@page_for(*ADMINISTRATOR)
@require_POST
def learn(request: ConsoleRequest) -> HttpResponseBase:
    """Begin to learn from the county's own cases."""
    try:
        cases.learn_from_cases(by=request.viewer)
    except WrongState as error:
        messages.warning(request, str(error.message))
    return redirect("console:learning")


@page_for(*ADMINISTRATOR)
@require_POST
def use(request: ConsoleRequest) -> HttpResponseBase:
    """Use a version, or go back to the words of the taxonomy."""
    given = request.POST.get("version", "")
    cases.use_version(int(given) if given.isdecimal() and len(given) < 10 else None, by=request.viewer)
    words = _("Version %(number)s is in use from now on.") % {"number": given} if given else ""
    messages.success(request, words or _("From now on the words of the classes speak again."))
    return redirect("console:learning")


@require_safe
@page_for(*SETUP)
def corrections(request: ConsoleRequest) -> HttpResponse:
    """Show which classes people changed."""
    page = cases.corrections(request.viewer, request.GET.get("cursor"))
    return render(request, "console/learning/corrections.html", {"page": page, "rows": page.items})


@require_safe
@page_for(*SETUP)
def export_corrections(request: ConsoleRequest) -> HttpResponse:
    """Answer with the newest corrections as a workbook."""
    columns = [
        (_("Number"), 18), (_("What it is about"), 40), (_("Class it had"), 18), (_("Class it has"), 18),
        (_("The machine had given it"), 16), (_("When"), 18),
    ]  # fmt: skip
    found = cases.corrections(request.viewer, size=EXPORTED).items
    yes = _("Yes")
    rows = ([one.number, one.title, one.was, one.became, yes if one.by_machine else "", one.at] for one in found)
    return spreadsheet(_("corrections"), Sheet(_("Corrections"), columns, rows))


@require_safe
@page_for(*SETUP)
def export(request: ConsoleRequest) -> HttpResponse:
    """Answer with the versions as a workbook."""
    columns = [
        (_("Version"), 10), (_("Learned from"), 24), (pgettext("learned", "Texts"), 10),
        (_("Evenness over classes (macro-F1)"), 14), (_("Right %"), 10), (_("When"), 18), (_("By"), 14),
        (_("In use"), 10),
    ]  # fmt: skip
    yes = _("Yes")
    rows = (
        [
            one.id, one.file_name or str(SOURCES[one.source]), one.texts, round(one.macro_f1, 3),
            round(one.report.get("right", 0) * 100, 1), one.created_at, one.created_by, yes if one.live else "",
        ]
        for one in cases.classifier_versions(request.viewer, limit=EXPORTED)
    )  # fmt: skip
    return spreadsheet(_("learned versions"), Sheet(_("Versions"), columns, rows))

