"""Who finished, who to ask after three and six months, and the sums with honest denominators."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from linli.channels.console.exports import Sheet, spreadsheet
from linli.channels.console.formpage import posted
from linli.channels.console.forms.base import ConsoleForm, DayField, carried_out
from linli.channels.console.frame import ConsoleRequest, page_for
from linli.channels.console.training.views import RUNS, states
from linli.channels.console.volunteers.forms import PurposeForm
from linli.channels.console.volunteers.place import Shown, shown
from linli.kernel import clock
from linli.programmes.training import public as training

READS = training.READS


class FinishForm(ConsoleForm):
    """Whether somebody stayed to the end, and when they got the certificate."""

    trained = forms.BooleanField(label=gettext_lazy("Finished the course"), required=False)
    certified_on = DayField(label=gettext_lazy("Got the certificate on"), required=False)


class OutcomeForm(ConsoleForm):
    """What they say they do."""

    months = forms.TypedChoiceField(label=gettext_lazy("How long after the course"), coerce=int)
    state = forms.ChoiceField(label=gettext_lazy("What they say"))

    def __init__(self, *args: Any, due: tuple[int, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        names = [(months, _("after %(n)d months") % {"n": months}) for months in due]
        self.fields["months"].choices = names  # type: ignore[attr-defined]
        self.fields["state"].choices = list(outcomes().items())  # type: ignore[attr-defined]


def outcomes() -> dict[str, str]:
    """Return what people may say they do, in words."""
    return {
        "employed": _("has work"),
        "own": _("has a business of their own"),
        "learning": _("is learning on"),
        "looking": _("is looking for work"),
        "other": _("something else, or not said"),
        "unreached": _("was not reached"),
    }


@page_for(*RUNS)
@require_http_methods(["GET", "HEAD", "POST"])
def trainee(request: ConsoleRequest, trainee_id: int) -> HttpResponseBase:
    """Show somebody who learns: note the end, the certificate, how it goes; open name and phone for a purpose."""
    row = training.trainee(request.viewer, trainee_id)
    data = posted(request)
    which = data.get("verb", "") if data is not None else ""
    made: dict[str, ConsoleForm] = {
        "finish": FinishForm(
            data if which == "finish" else None,
            initial={"trained": row.state != "absent", "certified_on": row.certified_on},
        ),
        "outcome": OutcomeForm(
            data if which == "outcome" else None, due=row.due, initial={"months": max(row.due, default=0)}
        ),
        "personal": PurposeForm(data if which == "personal" else None),
    }
    opened = None
    if which == "personal" and made[which].is_valid():
        opened = training.personal_of(request.viewer, trainee_id, made[which].cleaned_data["purpose"])
    elif which == "agree":
        training.agree(trainee_id=trainee_id, follow=data is not None and data.get("follow") == "1", by=request.viewer)
        messages.success(request, _("Noted."))
        return redirect("console:trainee", trainee_id)
    elif which in {"finish", "outcome"} and _noted(request, made[which], which, trainee_id):
        return redirect("console:trainee", trainee_id)
    said = [(months, outcomes()[state]) for months, state in row.outcomes]
    context = {"row": row, "state": states()[row.state], "forms": made, "opened": opened, "said": said}
    return render(request, "console/training/trainee.html", context, status=422 if which and opened is None else 200)


def _noted(request: ConsoleRequest, form: ConsoleForm, which: str, trainee_id: int) -> bool:
    verb = training.finish if which == "finish" else training.note_outcome
    return carried_out(request, form, verb, done=_("Noted."), trainee_id=trainee_id, by=request.viewer)


@page_for(*RUNS)
def to_ask(request: ConsoleRequest) -> HttpResponse:
    """Show who agreed and may be asked by now, the longest waiting first."""
    view = shown(request, roles=RUNS)
    context = {"tab": "ask", "view": view, "rows": training.to_ask(request.viewer, view.path)}
    return render(request, "console/training/ask.html", context)


def _figures(request: ConsoleRequest) -> tuple[Shown, training.Figures, int]:
    view = shown(request, "year", roles=READS)
    today = clock.today()
    text = view.asked["year"]
    year = int(text) if text in {str(one) for one in _years()} else today.year
    since, until = today.replace(year=year, month=1, day=1), today.replace(year=year, month=12, day=31)
    return view, training.figures(request.viewer, view.path, since=since, until=until), year


def _years() -> list[int]:
    year = clock.today().year
    return [year, year - 1, year - 2]


@page_for(*READS)
def figures(request: ConsoleRequest) -> HttpResponse:
    """Show trained, certified, and in work after three and six months, for courses that ended in a year."""
    view, found, year = _figures(request)
    context = {"tab": "figures", "view": view, "found": found, "year": year, "years": _years()}
    return render(request, "console/training/figures.html", context)


@page_for(*READS)
def figures_export(request: ConsoleRequest) -> HttpResponse:
    """Answer with the sums as a workbook."""
    _view, found, year = _figures(request)
    skills = Sheet(
        _("By what is learnt"),
        [(_("What is learnt, in a word"), 20), (_("Trained"), 12), (_("Certified"), 12)],
        [list(row) for row in found.by_skill],
    )
    after = Sheet(
        _("Afterwards"),
        [
            (_("Months later"), 12),
            (_("Agreed to be asked"), 16),
            (_("Answered"), 12),
            (_("Have work"), 12),
            (_("Have a business"), 12),
        ],
        [[one.months, one.agreed, one.asked, one.employed, one.own] for one in found.after],
    )
    return spreadsheet(f"{_('training')}-{year}", skills, after)
