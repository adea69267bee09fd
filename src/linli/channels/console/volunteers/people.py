"""Volunteers of an area: the list, one of them, what is known, what is checked, certificates."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.channels.console.formpage import FormPage, posted
from linli.channels.console.forms.base import ConsoleForm, carried_out
from linli.channels.console.frame import ConsoleRequest, page_for
from linli.channels.console.volunteers.forms import ChangeForm, CoverForm, PurposeForm, VolunteerForm, WhyForm
from linli.channels.console.volunteers.place import EXPORTERS, RUNS, areas_run, shown, tried
from linli.kernel import clock
from linli.kernel.errors import NotFound
from linli.programmes.volunteers import public as volunteers
from linli.programmes.volunteers.public import VolunteerRow


def states() -> list[tuple[str, str]]:
    """Return the states of volunteers in words."""
    return [
        ("waiting", _("a guardian has to agree")),
        ("active", _("active")),
        ("paused", _("takes a break")),
    ]


@page_for(*RUNS)
def listed(request: ConsoleRequest) -> HttpResponse:
    """Show the volunteers of an area by call name; found by call name, number or phone."""
    view = shown(request, "q", "state")
    state = view.asked["state"] if view.asked["state"] in dict(states()) else ""
    cursor = request.GET.get("cursor") or None
    page = volunteers.volunteers(request.viewer, view.path, cursor, text=view.asked["q"], state=state)
    context = {
        "tab": "people",
        "page": page,
        "view": view,
        "states": states(),
        "today": clock.today(),
        "may_export": bool(request.viewer.paths(*EXPORTERS)),
    }
    return render(request, "console/volunteers/people.html", context)


def row_of(request: ConsoleRequest, volunteer_id: int) -> VolunteerRow:
    """Return a volunteer whose area the viewer runs. Raises: NotFound."""
    return volunteers.volunteer(request.viewer, volunteer_id)


@page_for(*RUNS)
def one(request: ConsoleRequest, volunteer_id: int) -> HttpResponse:
    """Show a volunteer without what lies sealed."""
    return _show(request, volunteer_id, PurposeForm())


def _show(
    request: ConsoleRequest, volunteer_id: int, form: ConsoleForm, opened: volunteers.Personal | None = None
) -> HttpResponse:
    row = row_of(request, volunteer_id)
    names = {item.code: item.name for one in volunteers.schemes() for item in one.items}
    context = {
        "row": row,
        "form": form,
        "opened": opened,
        "today": clock.today(),
        "state": dict(states()).get(row.state, ""),
        "interests": [names.get(code, code) for code in row.interests],
        "windows": [volunteers.window_words(*one) for one in row.windows],
        "hours": volunteers.statement_of(request.viewer, volunteer_id, "hours", size=5).items,
        "points": volunteers.statement_of(request.viewer, volunteer_id, "points", size=5).items,
        "certificates": volunteers.certificate_rows(volunteer_id),
    }
    status = 422 if form.is_bound and opened is None else 200
    return render(request, "console/volunteers/one.html", context, status=status)


@page_for(*RUNS)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: ConsoleRequest) -> HttpResponseBase:
    """Register somebody who came to the desk."""
    form = VolunteerForm(posted(request), areas=areas_run(request))
    made: list[int] = []

    def verb(*, area_id: int, **given: Any) -> None:
        call_name = given.pop("call_name") or volunteers.call_name_of(given["name"])
        wanted = volunteers.VolunteerInput(call_name=call_name, **given)
        made.append(volunteers.register_volunteer(area_id=area_id, given=wanted, by=request.viewer).pk)

    if form.is_bound and carried_out(request, form, verb, done=_("Registered.")):
        return redirect("console:volunteer", made[0])
    lead = _("Somebody who registers on the portal need not be entered here.")
    back = reverse("console:volunteer-people")
    return FormPage(
        "console-volunteer-add", _("Register a volunteer"), _("Register"), back, _("Volunteers"), lead
    ).show(request, form)


@page_for(*RUNS)
@require_POST
def personal(request: ConsoleRequest, volunteer_id: int) -> HttpResponse:
    """Show name, phone and document for a purpose; the look is recorded and the volunteer sees it."""
    form = PurposeForm(request.POST)
    if not form.is_valid():
        return _show(request, volunteer_id, form)
    opened = volunteers.personal_of(request.viewer, volunteer_id, form.cleaned_data["purpose"])
    return _show(request, volunteer_id, form, opened)


@page_for(*RUNS)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ConsoleRequest, volunteer_id: int) -> HttpResponseBase:
    """Change what a volunteer said."""
    row = row_of(request, volunteer_id)
    names = ("call_name", "skills", "interests", "thanks")
    initial = {**{name: getattr(row, name) for name in names}, "paused": row.state == "paused"}
    form = ChangeForm(posted(request), initial=initial)

    def verb(**given: Any) -> object:
        return volunteers.change_volunteer(volunteer_id=volunteer_id, by=request.viewer, **given)

    if form.is_bound and carried_out(request, form, verb, done=_("Saved.")):
        return redirect("console:volunteer", volunteer_id)
    return _page("console-volunteer-change", _("Change"), _("Save"), row).show(request, form)


def _page(name: str, title: str, button: str, row: VolunteerRow, lead: str = "") -> FormPage:
    back = reverse("console:volunteer", args=[row.id])
    return FormPage(name, title, button, back, f"{row.call_name} {row.number}", lead)


@page_for(*RUNS)
@require_http_methods(["GET", "HEAD", "POST"])
def cover(request: ConsoleRequest, volunteer_id: int) -> HttpResponseBase:
    """Note until when a volunteer is insured, and vetted for work with children."""
    row = row_of(request, volunteer_id)
    initial = {"insured_until": row.insured_until, "vetted_until": row.vetted_until}
    form = CoverForm(posted(request), initial=initial)

    def verb(**given: Any) -> object:
        return volunteers.set_cover(volunteer_id=volunteer_id, by=request.viewer, **given)

    if form.is_bound and carried_out(request, form, verb, done=_("Saved.")):
        return redirect("console:volunteer", volunteer_id)
    return _page("console-volunteer-cover", _("Insured and vetted"), _("Save"), row).show(request, form)


@page_for(*RUNS)
@require_POST
def guardian(request: ConsoleRequest, volunteer_id: int) -> HttpResponseBase:
    """Note that the consent of a minor's guardian was seen."""
    words = _("Noted. The volunteer can sign up now.")
    tried(request, volunteers.agree_as_guardian, words, volunteer_id=row_of(request, volunteer_id).id)
    return redirect("console:volunteer", volunteer_id)


@page_for(*RUNS)
@require_POST
def certificate(request: ConsoleRequest, volunteer_id: int) -> HttpResponseBase:
    """Issue a certificate for somebody who asks at the desk."""
    words = _("It is being printed; it stands in the list in a moment.")
    tried(request, volunteers.ask_certificate, words, volunteer_id=row_of(request, volunteer_id).id)
    return redirect("console:volunteer", volunteer_id)


@page_for(*RUNS)
def paper(request: ConsoleRequest, volunteer_id: int, number: str) -> HttpResponse:
    """Hand over a printed certificate; the look is recorded. Raises: NotFound."""
    if number not in {one.number for one in volunteers.certificate_rows(row_of(request, volunteer_id).id)}:
        raise NotFound
    answer = HttpResponse(volunteers.pdf_for(request.viewer, number), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{number}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@page_for(*RUNS)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: ConsoleRequest, volunteer_id: int, number: str) -> HttpResponseBase:
    """Withdraw a certificate that is wrong; whoever checks it is told why."""
    row = row_of(request, volunteer_id)
    found = next((one for one in volunteers.certificate_rows(row.id) if one.number == number), None)
    if found is None:
        raise NotFound
    form = WhyForm(posted(request), label=_("What is wrong with it?"), name="why")

    def verb(**given: Any) -> object:
        return volunteers.withdraw_certificate(certificate_id=found.id, by=request.viewer, **given)

    if form.is_bound and carried_out(request, form, verb, done=_("Withdrawn. Whoever checks it is told why.")):
        return redirect("console:volunteer", volunteer_id)
    lead = _("Certificate %(number)s") % {"number": number}
    return _page("console-uncertify", _("Withdraw a certificate"), _("Make it void"), row, lead).show(request, form)
