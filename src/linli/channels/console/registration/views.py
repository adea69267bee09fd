"""Who has registered, what the community offers, and what each unit did in a year."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_POST

from linli.channels.console.exports import AT_ONCE, Sheet, every_row, spreadsheet
from linli.channels.console.formpage import FormPage, posted
from linli.channels.console.forms.base import ConsoleForm, DayField, carried_out
from linli.channels.console.frame import ConsoleRequest, page_for
from linli.channels.console.scope import AreaChoice, areas_of, chosen
from linli.kernel import clock
from linli.programmes.registration import public as registration
from linli.programmes.registration.public import RegistrationRow


class DutyForm(ConsoleForm):
    """Something to do."""

    area_id = forms.TypedChoiceField(label=gettext_lazy("Area"), coerce=int)
    title = forms.CharField(label=gettext_lazy("In a line"), max_length=40)
    text = forms.CharField(
        label=gettext_lazy("What, where and when"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    kind = forms.ChoiceField(label=gettext_lazy("For whom"), required=False)
    places = forms.IntegerField(label=gettext_lazy("How many may take it"), min_value=1, initial=1)
    until = DayField(label=gettext_lazy("Offered until"), required=False)

    def __init__(self, *args: Any, areas: list[AreaChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area_id"].choices = [(str(area.id), area.indented) for area in areas]  # type: ignore[attr-defined]
        whom = [("", gettext_lazy("units and members")), *registration.Kind.choices]
        self.fields["kind"].choices = whom  # type: ignore[attr-defined]


def _asked(request: ConsoleRequest) -> tuple[dict[str, Any], dict[str, str]]:
    asked = {name: request.GET.get(name, "") for name in ("kind", "state", "area")}
    area = chosen(areas_of(request.viewer, registration.RUNS, deepest="community"), asked["area"])
    wanted = {
        "kind": asked["kind"] if asked["kind"] in registration.Kind.values else "",
        "states": (asked["state"],) if asked["state"] in registration.State.values else (),
        "path": area.path if area else "",
    }
    return wanted, asked


@page_for(*registration.RUNS)
def listed(request: ConsoleRequest) -> HttpResponse:
    """Show who has registered in the viewer's areas."""
    wanted, asked = _asked(request)
    context = {
        "page": registration.registrations(request.viewer, cursor=request.GET.get("cursor") or None, **wanted),
        "asked": asked,
        "address": urlencode({name: value for name, value in asked.items() if value}),
        "areas": areas_of(request.viewer, registration.RUNS, deepest="community"),
        "kinds": registration.Kind.choices,
        "states": registration.State.choices,
    }
    return render(request, "console/registration/list.html", context)


def _every(request: ConsoleRequest) -> Iterator[RegistrationRow]:
    wanted, _words = _asked(request)
    return every_row(lambda cursor: registration.registrations(request.viewer, cursor=cursor, size=AT_ONCE, **wanted))


@page_for(*registration.RUNS)
def export(request: ConsoleRequest) -> HttpResponse:
    """Answer with the registrations that are listed, members without names, as a workbook."""
    columns = [
        (_("Who"), 30),
        (_("Kind"), 10),
        (_("Unit"), 26),
        (_("Community"), 18),
        (_("State"), 16),
        (_("Since"), 18),
        (_("Duties taken"), 12),
        (pgettext("duties", "Confirmed"), 12),
    ]
    rows = (
        [
            row.title,
            row.kind_label,
            row.unit_name,
            row.area_name,
            row.state_label,
            row.registered_at,
            row.taken,
            row.confirmed,
        ]
        for row in _every(request)
    )
    return spreadsheet(_("registrations"), Sheet(_("Registrations"), columns, rows))


@page_for(*registration.RUNS)
def duties(request: ConsoleRequest) -> HttpResponse:
    """Show what the viewer's communities offer."""
    rows = [
        row
        for path in request.viewer.paths(*registration.RUNS)
        for row in registration.duties(path, closed=True)
        if row.path.startswith(path)
    ]
    return render(request, "console/registration/duties.html", {"rows": rows})


@page_for(*registration.RUNS)
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: ConsoleRequest) -> HttpResponseBase:
    """Offer something to do."""
    form = DutyForm(posted(request), areas=areas_of(request.viewer, registration.RUNS, deepest="community"))

    def verb(**given: Any) -> object:
        return registration.offer_duty(by=request.viewer, **given)

    if form.is_bound and carried_out(request, form, verb, done=_("Saved.")):
        return redirect("console:registration-duties")
    back = reverse("console:registration-duties")
    page = FormPage("console-registration-duty-form", _("Offer a duty"), _("Save"), back, _("Duties offered"))
    return page.show(request, form)


@page_for(*registration.RUNS)
@require_POST
def close(request: ConsoleRequest, duty_id: int) -> HttpResponseBase:
    """Offer it no more."""
    registration.close_duty(duty_id, by=request.viewer)
    messages.success(request, _("It is not offered any more. Who has taken it keeps it."))
    return redirect("console:registration-duties")


def _year(request: ConsoleRequest) -> int:
    asked, today = request.GET.get("year", ""), clock.today().year
    return int(asked) if asked.isdigit() and 2000 <= int(asked) <= today else today


@page_for(*registration.RUNS)
def statement(request: ConsoleRequest, unit_id: int) -> HttpResponse:
    """Show the year of a unit."""
    year, today = _year(request), clock.today().year
    context = {
        "statement": registration.statement(request.viewer, unit_id, year),
        "years": [today, today - 1, today - 2],
    }
    return render(request, "console/registration/statement.html", context)


@page_for(*registration.RUNS)
def statement_export(request: ConsoleRequest, unit_id: int) -> HttpResponse:
    """Answer with the year of a unit as a workbook."""
    found = registration.statement(request.viewer, unit_id, _year(request))
    columns = [(_("Who"), 24), (_("Community"), 18), (_("Duty"), 28), (_("What was done"), 40), (_("Day"), 12)]
    rows = ([line.who, line.area_name, line.title, line.note, line.confirmed_on] for line in found.lines)
    return spreadsheet(f"{found.unit_name} {found.year}", Sheet(str(found.year), columns, rows))
