"""Forms of the console: a resource of a unit, and a project made of needs and resources."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from linli.channels.console.formpage import FormPage, posted
from linli.channels.console.forms.base import ConsoleForm, DayField, carried_out, number_choice
from linli.channels.console.frame import LEAD, ConsoleRequest, page_for
from linli.channels.console.scope import areas_of
from linli.channels.ui.widgets import ManyWidget
from linli.engines.access import public as access
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.programmes.lists import public as lists

MOST_CHOICES = 200
STEPS = (1, 2, 3)


class ResourceForm(ConsoleForm):
    """A resource that goes onto the list at once."""

    kind = forms.ChoiceField(label=gettext_lazy("What sort"), choices=lists.Given.choices)
    words = forms.CharField(label=gettext_lazy("In a line, as the list shows it"), max_length=120)
    category = forms.ChoiceField(label=gettext_lazy("What is it about?"), choices=lists.Category.choices)
    unit_id = number_choice([], required=False, label=gettext_lazy("Unit"))
    giver_name = forms.CharField(label=gettext_lazy("Who gives it, as the list shows it"), max_length=40)
    area_id = forms.TypedChoiceField(label=gettext_lazy("Where is it?"), coerce=int)
    serves_id = number_choice(
        [], required=False, label=gettext_lazy("Serves"), help_text=gettext_lazy("Nothing chosen: where it is.")
    )
    hours = forms.CharField(
        label=gettext_lazy("When?"), max_length=200, required=False, help_text="周一至周五 16:30-18:30；周六 9:00-11:00"
    )
    skills = forms.CharField(label=gettext_lazy("Skills"), max_length=120, required=False)
    seats = forms.IntegerField(label=gettext_lazy("Most people at once"), required=False)
    capacity = forms.IntegerField(label=gettext_lazy("How many needs can it serve?"), initial=1)
    terms = forms.CharField(label=gettext_lazy("Terms"), max_length=200, required=False)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=30, required=False)

    def __init__(self, *args: Any, request: ConsoleRequest, **options: Any) -> None:
        super().__init__(*args, **options)
        areas = areas_of(request.viewer, LEAD, deepest="grid")
        named = [(area.id, area.indented) for area in areas]
        self.fields["area_id"].choices = named  # type: ignore[attr-defined]
        self.fields["serves_id"].choices = [("", "—"), *named]  # type: ignore[attr-defined]
        units = territory.units(areas[0].path, above=True) if areas else []
        self.fields["unit_id"].choices = [  # type: ignore[attr-defined]
            ("", _("no unit")), *((unit.id, f"{unit.name} · {unit.area_name}") for unit in units)
        ]


@page_for(*LEAD)
@require_http_methods(["GET", "HEAD", "POST"])
def resource(request: ConsoleRequest) -> HttpResponseBase:
    """Put a resource onto the list."""
    form = ResourceForm(posted(request), request=request)

    def verb(**given: Any) -> object:
        return lists.offer(by=request.viewer, **given)

    back = f"{reverse('console:lists')}?list=resources"
    if form.is_bound and carried_out(request, form, verb, done=_("On the list of resources")):
        return redirect(back)
    return FormPage("console-resource-form", _("New resource"), _("Put it on the list"), back, _("Resources")).show(
        request, form
    )


class ProjectForm(ConsoleForm):
    """A project of needs and resources."""

    area_id = forms.TypedChoiceField(label=gettext_lazy("Whose project?"), coerce=int)
    title = forms.CharField(label=gettext_lazy("Name of the project"), max_length=60)
    needs = forms.TypedMultipleChoiceField(label=gettext_lazy("Needs"), coerce=int, widget=ManyWidget)
    resources = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Resources"), coerce=int, widget=ManyWidget, required=False
    )
    how = forms.CharField(
        label=gettext_lazy("How is it done?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    lead_name = forms.CharField(label=gettext_lazy("Who leads it, as everybody sees it"), max_length=40)
    username = forms.CharField(
        label=gettext_lazy("Sign-in name of who leads it"), max_length=60, required=False,
        help_text=gettext_lazy("With it they can report the steps themselves."),
    )
    starts_on = DayField(label=pgettext_lazy("a project", "From"))
    ends_on = DayField(label=pgettext_lazy("a project", "Until"))
    planned_yuan = forms.DecimalField(
        label=gettext_lazy("Budget in yuan"), min_value=0, max_digits=12, decimal_places=2, initial=0
    )
    money_from = forms.CharField(label=gettext_lazy("Where the money comes from"), max_length=60, required=False)
    step_1 = forms.CharField(label=gettext_lazy("First step"), max_length=60, required=False)
    due_1 = DayField(label=gettext_lazy("First step until"), required=False)
    step_2 = forms.CharField(label=gettext_lazy("Second step"), max_length=60, required=False)
    due_2 = DayField(label=gettext_lazy("Second step until"), required=False)
    step_3 = forms.CharField(label=gettext_lazy("Third step"), max_length=60, required=False)
    due_3 = DayField(label=gettext_lazy("Third step until"), required=False)

    def __init__(self, *args: Any, request: ConsoleRequest, **options: Any) -> None:
        super().__init__(*args, **options)
        viewer = request.viewer
        areas = areas_of(viewer, LEAD, deepest="community")
        self.fields["area_id"].choices = [(area.id, area.indented) for area in areas]  # type: ignore[attr-defined]
        open_ones = lists.needs(viewer, states=("listed",), size=MOST_CHOICES).items
        self.fields["needs"].choices = [  # type: ignore[attr-defined]
            (one.pk, f"{one.words} · {one.area.name}") for one in open_ones
        ]
        widest = min(viewer.paths(*LEAD), key=len)
        self.fields["resources"].choices = [  # type: ignore[attr-defined]
            (one.pk, f"{one.words} · {one.giver_name}")
            for one in lists.public_resources(widest, size=MOST_CHOICES).items
        ]

    def clean(self) -> dict[str, Any]:
        """Bring the answers into the shape of the verb."""
        cleaned = super().clean() or self.cleaned_data
        name = cleaned.pop("username", "").strip()
        cleaned["lead_id"] = access.account_named(name) if name else None
        if name and cleaned["lead_id"] is None:
            self.add_error("username", _("There is no account of this name."))
        cleaned["planned_fen"] = int((cleaned.pop("planned_yuan", None) or 0) * 100)
        steps = [(cleaned.pop(f"step_{at}", ""), cleaned.pop(f"due_{at}", None)) for at in STEPS]
        cleaned["milestones"] = [(title, due or cleaned.get("ends_on")) for title, due in steps if title]
        return cleaned


@page_for(*LEAD)
@require_http_methods(["GET", "HEAD", "POST"])
def project(request: ConsoleRequest) -> HttpResponseBase:
    """Make a project; what the matching proposed is ticked when one comes from there."""
    today = clock.today()
    ticked = {name: [int(one) for one in request.GET.getlist(name) if one.isdigit()] for name in ("needs", "resources")}
    initial = {"starts_on": today, "ends_on": today + timedelta(days=120), **ticked}
    form = ProjectForm(posted(request), request=request, initial=initial)
    made: list[lists.Project] = []

    def verb(**given: Any) -> object:
        made.append(lists.make(by=request.viewer, **given))
        return made

    if form.is_bound and carried_out(request, form, verb, done=_("Prepared. Start it when everything is ready.")):
        return redirect("console:list-one", "projects", made[0].number)
    back = f"{reverse('console:lists')}?list=projects"
    return FormPage("console-project-form", _("New project"), _("Prepare it"), back, _("Projects")).show(request, form)
