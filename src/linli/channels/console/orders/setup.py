"""Who takes orders and what can be ordered: the forms."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from linli.channels.console.exports import Sheet, spreadsheet
from linli.channels.console.formpage import FormPage, posted
from linli.channels.console.forms.base import ConsoleForm, DayField, carried_out, number_choice
from linli.channels.console.frame import ADMINISTRATOR, LEAD, ConsoleRequest, page_for
from linli.channels.console.orders.views import taker_of
from linli.channels.console.scope import areas_of
from linli.channels.ui.widgets import ManyWidget
from linli.engines.access import public as access
from linli.engines.territory import public as territory
from linli.programmes.orders import public as orders


class TakerForm(ConsoleForm):
    """A person or a unit that takes orders."""

    area_id = forms.TypedChoiceField(label=gettext_lazy("Area"), coerce=int)
    username = forms.CharField(
        label=gettext_lazy("Sign-in name of the person"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Volunteers and residents who have an account; or choose a unit below."),
    )
    unit_id = number_choice([], required=False, label=gettext_lazy("Unit"))
    services = forms.MultipleChoiceField(
        label=gettext_lazy("Services"),
        required=False,
        widget=ManyWidget,
        help_text=gettext_lazy("Nothing ticked: all."),
    )
    adult = forms.BooleanField(label=gettext_lazy("Is 18 or older"), required=False, initial=True)
    vetted_until = DayField(
        label=gettext_lazy("Record checked until"),
        required=False,
        help_text=gettext_lazy("Minors Protection Law, article 62: before anybody works closely with children."),
    )
    insured_until = DayField(label=gettext_lazy("Insured until"), required=False)

    def __init__(self, *args: Any, request: ConsoleRequest, row: orders.TakerRow | None, **options: Any) -> None:
        super().__init__(*args, **options)
        areas = areas_of(request.viewer, LEAD, deepest="grid")
        self.fields["area_id"].choices = [(area.id, area.indented) for area in areas]  # type: ignore[attr-defined]
        self.fields["services"].choices = [(one.code, one.name) for one in orders.services()]  # type: ignore[attr-defined]
        units = territory.units(areas[0].path, above=True) if areas else []
        named = [("", _("no unit")), *((unit.id, f"{unit.name} · {unit.area_name}") for unit in units)]
        self.fields["unit_id"].choices = named  # type: ignore[attr-defined]
        self.row = row
        if row is not None:
            del self.fields["username"], self.fields["unit_id"]

    def clean(self) -> dict[str, Any]:
        """Find the account behind the name."""
        cleaned = super().clean() or self.cleaned_data
        name = cleaned.pop("username", "")
        cleaned["account_id"] = self.row.account_id if self.row is not None else None
        if self.row is not None:
            cleaned["unit_id"] = self.row.unit_id
        elif name:
            cleaned["account_id"] = access.account_named(name)
            if cleaned["account_id"] is None:
                self.add_error("username", _("There is no account of this name."))
        if cleaned["account_id"] is None and cleaned.get("unit_id") is None and not self.errors:
            self.add_error("username", _("Please name a person or choose a unit."))
        return cleaned


@page_for(*LEAD)
@require_http_methods(["GET", "HEAD", "POST"])
def taker(request: ConsoleRequest, taker_id: int | None = None) -> HttpResponseBase:
    """Register somebody, or change what is known of them."""
    row = taker_of(request, taker_id) if taker_id is not None else None
    names = ("area_id", "services", "adult", "vetted_until", "insured_until")
    initial = {name: getattr(row, name) for name in names} if row else {}
    form = TakerForm(posted(request), request=request, row=row, initial=initial)

    def verb(**given: Any) -> object:
        return orders.register_taker(by=request.viewer, **given)

    if form.is_bound and carried_out(request, form, verb, done=_("Saved.")):
        return redirect("console:order-takers")
    title = row.name if row else _("Somebody who takes orders")
    back = reverse("console:order-takers")
    return FormPage("console-taker-form", title, _("Save"), back, _("Who takes orders")).show(request, form)


@page_for(*LEAD)
@require_POST
def taker_end(request: ConsoleRequest, taker_id: int) -> HttpResponseBase:
    """Let somebody take no more orders."""
    orders.end_taker(taker_of(request, taker_id).id, by=request.viewer)
    return redirect("console:order-takers")


class ServiceForm(ConsoleForm):
    """A service of the catalogue."""

    code = forms.RegexField(r"^[a-z][a-z0-9_]*$", label=pgettext_lazy("service", "Code"), max_length=24)
    name = forms.CharField(label=pgettext_lazy("service", "Name"), max_length=40)
    name_en = forms.CharField(label=gettext_lazy("English name"), max_length=60, required=False)
    group = forms.CharField(label=gettext_lazy("Heading"), max_length=24)
    lead = forms.CharField(
        label=gettext_lazy("What is done, what is not"),
        max_length=160,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    minutes = forms.IntegerField(label=gettext_lazy("Minutes of a visit"), min_value=5, max_value=480, initial=60)
    take_minutes = forms.IntegerField(label=gettext_lazy("Minutes to take it"), min_value=5, initial=1440)
    people = forms.IntegerField(label=gettext_lazy("People who go together"), min_value=1, max_value=4, initial=1)
    vetted = forms.BooleanField(label=gettext_lazy("Only people whose record was checked"), required=False)
    insured = forms.BooleanField(label=gettext_lazy("Only people who are insured"), required=False)
    adults = forms.BooleanField(label=gettext_lazy("Nobody under 18"), required=False, initial=True)
    active = forms.BooleanField(label=gettext_lazy("Can be ordered"), required=False, initial=True)
    order = forms.IntegerField(label=gettext_lazy("Place in the list"), min_value=0, max_value=999, initial=100)
    source = forms.CharField(label=gettext_lazy("Where the rule comes from"), max_length=160, required=False)


@page_for(*ADMINISTRATOR, *LEAD)
def services(request: ConsoleRequest) -> HttpResponse:
    """Show the catalogue."""
    may_change = bool(request.viewer.paths(*ADMINISTRATOR))
    context = {"rows": orders.services(active_only=False), "may_change": may_change}
    return render(request, "console/orders/services.html", context)


@page_for(*ADMINISTRATOR, *LEAD)
def services_export(request: ConsoleRequest) -> HttpResponse:  # noqa: ARG001 (the catalogue is the same for all)
    """Answer with the catalogue as a workbook."""
    columns = [
        (pgettext("service", "Code"), 16),
        (pgettext("service", "Name"), 16),
        (_("Heading"), 14),
        (_("What is done, what is not"), 50),
        (_("Minutes of a visit"), 12),
        (_("People who go together"), 12),
        (_("Where the rule comes from"), 40),
    ]
    rows = (
        [row.code, row.name, row.group, row.lead, row.minutes, row.people, row.source]
        for row in orders.services(active_only=False)
    )
    return spreadsheet(_("services"), Sheet(_("Services"), columns, rows))


@page_for(*ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def service(request: ConsoleRequest, code: str | None = None) -> HttpResponseBase:
    """Add a service, or change one."""
    row = orders.service(code) if code is not None else None
    initial = {name: getattr(row, name) for name in ServiceForm.base_fields} if row else {}
    form = ServiceForm(posted(request), initial=initial)
    if row is not None:
        del form.fields["code"]

    def verb(**given: Any) -> object:
        kept = {"group_en": row.group_en, "icon": row.icon, "code": row.code} if row else {}
        return orders.define_services([orders.ServiceInput(**{**kept, **given})], by=request.viewer)

    if form.is_bound and carried_out(request, form, verb, done=_("Saved.")):
        return redirect("console:services")
    title = row.name if row else _("New service")
    return FormPage("console-service-form", title, _("Save"), reverse("console:services"), _("Services")).show(
        request, form
    )
