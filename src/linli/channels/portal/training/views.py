"""Courses of the place, one course with its enrolment, and what becomes of one's own."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.channels.portal import place
from linli.channels.portal.report_form import PHONE
from linli.channels.ui.context import viewer_of
from linli.channels.ui.stepforms import PLAIN, Refusable
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.errors import LinliError, NotFound
from linli.programmes.training import public as training


class EnrolForm(Refusable):
    """Who wants to learn; agreeing to be asked later is a free choice."""

    call_name = forms.CharField(
        label=gettext_lazy("How may we call you?"),
        max_length=20,
        help_text=gettext_lazy("For example Sister Lin. Your full name is not shown."),
        widget=forms.TextInput(attrs=PLAIN),
    )
    name = forms.CharField(
        label=gettext_lazy("Your full name"),
        max_length=40,
        help_text=gettext_lazy("Encrypted. For the certificate only."),
        widget=forms.TextInput(attrs={**PLAIN, "autocomplete": "name"}),
    )
    phone = forms.RegexField(
        PHONE,
        label=gettext_lazy("Mobile number"),
        widget=forms.TextInput(attrs={**PLAIN, "inputmode": "tel"}),
        error_messages={"invalid": gettext_lazy("This does not look like a phone number.")},
    )
    follow = forms.BooleanField(
        label=gettext_lazy("You may ask me after 3 and 6 months whether it helped me find work"),
        required=False,
        help_text=gettext_lazy("Your choice: the course is open to you either way. Take it back at any time."),
    )


def outcome_words() -> dict[str, str]:
    """Return what people may say they do, in words."""
    return {
        "employed": _("I have work"),
        "own": _("I have a business of my own"),
        "learning": _("I am learning on"),
        "looking": _("I am looking for work"),
        "other": _("Something else, or I would rather not say"),
    }


@require_GET
def courses(request: HttpRequest) -> HttpResponse:
    """Show the courses to come around the place, one's own, and how many were trained within a year."""
    here = place.here(request)
    county = territory.county().path
    path = here.around_path if here is not None and here.known else county
    page = training.courses(path, request.GET.get("cursor") or None)
    context = {
        "page": page if page.items else training.courses(county, request.GET.get("cursor") or None),
        "mine": training.mine(viewer_of(request)),
        "sums": training.public_sums(county),
        "states": outcome_words(),
    }
    return render(request, "portal/training/courses.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def course(request: HttpRequest, course_id: int) -> HttpResponseBase:
    """Show a course; enrol in it. Raises: NotFound."""
    viewer, row = viewer_of(request), training.course(course_id)
    form = EnrolForm(request.POST or None)
    if request.method == "POST":
        if viewer.account_id is None:
            return redirect_to_login(request.get_full_path())
        if form.is_valid():
            try:
                made = training.enrol(course_id=course_id, given=training.TraineeInput(**form.cleaned_data), by=viewer)
            except LinliError as error:
                form.refused(error)
            else:
                coming = made.state == "coming"
                messages.success(request, _("You have a place.") if coming else _("You are on the waiting list."))
                return redirect("portal:course", course_id)
    own = training.mine(viewer, course_id)
    context = {
        "course": row,
        "form": form,
        "own": own[0] if own else None,
        "signed_in": viewer.account_id is not None,
        "open": row.state == "open" and not _over(row),
    }
    return render(request, "portal/training/course.html", context, status=422 if form.errors else 200)


def _over(row: training.CourseRow) -> bool:
    return row.ends_on < clock.today()


@require_POST
def act(request: HttpRequest, trainee_id: int, verb: str) -> HttpResponseBase:
    """Withdraw, agree, take it back, or say how it goes. Raises: NotFound."""
    viewer = viewer_of(request)
    given: dict[str, Any] = {"trainee_id": trainee_id, "by": viewer}
    months = request.POST.get("months", "")
    state = request.POST.get("state", "")
    steps: dict[str, tuple[Any, dict[str, Any], str]] = {
        "withdraw": (training.withdraw, {}, _("Your place is free again. Thank you for saying so.")),
        "agree": (training.agree, {"follow": True}, _("Thank you. We ask after 3 and 6 months.")),
        "take-back": (training.agree, {"follow": False}, _("Nobody asks you any more; what was noted is erased.")),
        "say": (
            training.note_outcome,
            {"months": int(months) if months in {"3", "6"} else 0, "state": state},
            _("Thank you for saying so."),
        ),
    }
    if verb not in steps:
        raise NotFound
    step, more, words = steps[verb]
    try:
        step(**given, **more)
    except NotFound:
        raise
    except LinliError as error:
        messages.error(request, str(next(iter(error.fields.values()), error.message)))
    else:
        messages.success(request, words)
    return redirect("portal:training")
