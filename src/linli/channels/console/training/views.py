"""Courses of an area: the list, one with who learns in it, planning, calling off, enrolling who came to the desk."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from linli.channels.console.exports import AT_ONCE, Sheet, every_row, spreadsheet
from linli.channels.console.formpage import FormPage, posted
from linli.channels.console.forms.base import ConsoleForm, DayField, carried_out
from linli.channels.console.frame import ConsoleRequest, page_for
from linli.channels.console.scope import areas_of
from linli.channels.console.volunteers.place import shown
from linli.kernel import clock
from linli.kernel.errors import NotFound
from linli.programmes.training import public as training
from linli.programmes.training.public import CourseRow

RUNS = training.RUNS
PAST = "past"
LONG = {"rows": 3}


class CourseForm(ConsoleForm):
    """What is learnt, where and when."""

    title = forms.CharField(label=gettext_lazy("Name of the course"), max_length=60)
    area_id = forms.TypedChoiceField(label=gettext_lazy("Area"), coerce=int)
    skill = forms.CharField(
        label=gettext_lazy("What is learnt, in a word"),
        max_length=30,
        help_text=gettext_lazy("The sums are by this word: housekeeping, sewing, baking."),
    )
    teacher = forms.CharField(label=gettext_lazy("Who teaches"), max_length=60)
    place = forms.CharField(label=gettext_lazy("Place"), max_length=80)
    places = forms.IntegerField(label=gettext_lazy("How many places"), min_value=1, max_value=500)
    starts_on = DayField(label=gettext_lazy("First day"))
    ends_on = DayField(label=gettext_lazy("Last day"))
    certificate = forms.CharField(label=gettext_lazy("Certificate at the end"), max_length=60, required=False)
    phone = forms.CharField(label=gettext_lazy("Phone for questions"), max_length=30, required=False)
    about = forms.CharField(
        label=gettext_lazy("About it"), max_length=500, required=False, widget=forms.Textarea(attrs=LONG)
    )

    def __init__(self, *args: Any, request: ConsoleRequest, **options: Any) -> None:
        super().__init__(*args, **options)
        areas = areas_of(request.viewer, RUNS, deepest="community")
        self.fields["area_id"].choices = [(one.id, one.indented) for one in areas]  # type: ignore[attr-defined]


class TraineeForm(ConsoleForm):
    """Somebody who came to the desk or called."""

    call_name = forms.CharField(label=gettext_lazy("Called"), max_length=20)
    name = forms.CharField(
        label=gettext_lazy("Full name"), max_length=40, help_text=gettext_lazy("Encrypted; looks are recorded.")
    )
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=30)
    follow = forms.BooleanField(
        label=gettext_lazy("Agrees to be asked after 3 and 6 months how it goes"), required=False
    )


class WhyForm(ConsoleForm):
    """Why a course is called off."""

    why = forms.CharField(
        label=gettext_lazy("Why is it called off?"), max_length=120, widget=forms.Textarea(attrs=LONG)
    )


def states() -> dict[str, str]:
    """Return how far somebody is, in words."""
    return {
        "coming": _("has a place"),
        "waiting": _("on the waiting list"),
        "withdrawn": _("withdrew"),
        "trained": _("finished the course"),
        "absent": _("did not finish"),
    }


@page_for(*RUNS)
def listed(request: ConsoleRequest) -> HttpResponse:
    """Show the courses of an area that are not over yet, or past ones."""
    view = shown(request, "when", roles=RUNS)
    past = view.asked["when"] == PAST
    page = training.courses(view.path, request.GET.get("cursor") or None, past=past)
    waiting = len(training.to_ask(request.viewer, view.path))
    context = {"tab": "courses", "page": page, "view": view, "past": past, "waiting": waiting}
    return render(request, "console/training/courses.html", context)


@page_for(*RUNS)
def export(request: ConsoleRequest) -> HttpResponse:
    """Answer with the courses that are listed as a workbook."""
    view = shown(request, "when", roles=RUNS)
    past = view.asked["when"] == PAST
    rows = every_row(lambda cursor: training.courses(view.path, cursor, past=past, size=AT_ONCE))
    columns = [
        (_("Course"), 24),
        (_("What is learnt, in a word"), 14),
        (_("Who teaches"), 20),
        (_("Area"), 16),
        (_("Place"), 20),
        (_("First day"), 14),
        (_("Last day"), 14),
        (_("How many places"), 10),
        (_("Taken"), 10),
    ]
    cells = (
        [one.title, one.skill, one.teacher, one.area_name, one.place, one.starts_on, one.ends_on, one.places, one.taken]
        for one in rows
    )
    return spreadsheet(_("courses"), Sheet(_("Courses"), columns, cells))


def course_of(request: ConsoleRequest, course_id: int) -> CourseRow:
    """Return a course the viewer runs. Raises: NotFound."""
    row = training.course(course_id)
    if not training.runs(request.viewer, row.path):
        raise NotFound
    return row


@page_for(*RUNS)
def one(request: ConsoleRequest, course_id: int) -> HttpResponse:
    """Show a course with who learns in it."""
    row = course_of(request, course_id)
    people = [(one, states()[one.state]) for one in training.trainees(request.viewer, course_id)]
    context = {"row": row, "people": people, "open": row.state == "open" and row.ends_on >= clock.today()}
    return render(request, "console/training/course.html", context)


@page_for(*RUNS)
def trainees_export(request: ConsoleRequest, course_id: int) -> HttpResponse:
    """Answer with who learns, by call name, as a workbook."""
    row = course_of(request, course_id)
    columns = [(_("Called"), 16), (_("State"), 18), (_("Certificate"), 14), (_("May be asked later"), 14)]
    rows = (
        [one.call_name, states()[one.state], one.certified_on, _("yes") if one.follow else _("no")]
        for one in training.trainees(request.viewer, course_id)
    )
    return spreadsheet(row.title, Sheet(_("Who learns"), columns, rows))


@page_for(*RUNS)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: ConsoleRequest) -> HttpResponseBase:
    """Plan a course."""
    form = CourseForm(posted(request), request=request)

    def verb(**given: Any) -> object:
        return training.plan_course(training.CourseInput(**given), by=request.viewer)

    if form.is_bound and carried_out(request, form, verb, done=_("Planned. It stands on the portal now.")):
        return redirect("console:training")
    back = reverse("console:training")
    return FormPage("console-course-plan", _("Plan a course"), _("Plan it"), back, _("Training")).show(request, form)


@page_for(*RUNS)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: ConsoleRequest, course_id: int) -> HttpResponseBase:
    """Call a course off; everybody enrolled is told why."""
    row = course_of(request, course_id)
    form = WhyForm(posted(request))

    def verb(**given: Any) -> object:
        return training.cancel_course(course_id=course_id, by=request.viewer, **given)

    if form.is_bound and carried_out(request, form, verb, done=_("Called off; everybody who signed up was told.")):
        return redirect("console:course", course_id)
    back = reverse("console:course", args=[course_id])
    return FormPage("console-course-cancel", _("Call it off"), _("Call it off"), back, row.title).show(request, form)


@page_for(*RUNS)
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: ConsoleRequest, course_id: int) -> HttpResponseBase:
    """Enrol somebody who came to the desk or called."""
    row = course_of(request, course_id)
    form = TraineeForm(posted(request))

    def verb(**given: Any) -> object:
        return training.enrol(course_id=course_id, given=training.TraineeInput(**given), by=request.viewer)

    if form.is_bound and carried_out(request, form, verb, done=_("Signed up.")):
        return redirect("console:course", course_id)
    back = reverse("console:course", args=[course_id])
    return FormPage("console-course-enrol", _("Enrol somebody"), _("Enrol"), back, row.title).show(request, form)
