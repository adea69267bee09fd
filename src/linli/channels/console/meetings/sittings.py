"""The sittings: list, one with all its steps, export."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from linli.channels.console.exports import AT_ONCE, Sheet, every_row, spreadsheet
from linli.channels.console.formpage import FormPage, posted
from linli.channels.console.forms.base import ConsoleForm, carried_out
from linli.channels.console.frame import ConsoleRequest, page_for
from linli.channels.console.meetings.bodies import body_row
from linli.channels.console.meetings.forms import (
    CancelForm,
    MeetingForm,
    MinutesForm,
    OutcomeForm,
    PresenceForm,
    ResolutionForm,
)
from linli.channels.console.scope import areas_of, chosen
from linli.kernel import clock
from linli.kernel.errors import LinliError, NotFound
from linli.programmes.meetings import public as meetings
from linli.programmes.meetings.public import MeetingDetail, MeetingRow


def _asked(request: ConsoleRequest) -> tuple[tuple[str, ...], str, dict[str, str]]:
    asked = {name: request.GET.get(name, "") for name in ("state", "area")}
    area = chosen(areas_of(request.viewer, meetings.RUNS, deepest="community"), asked["area"])
    states = (asked["state"],) if asked["state"] in meetings.State.values else ()
    return states, area.path if area else "", asked


@page_for(*meetings.RUNS)
def listed(request: ConsoleRequest) -> HttpResponse:
    """Show the joint meetings of the viewer's areas and their sittings."""
    states, path, asked = _asked(request)
    cursor = request.GET.get("cursor") or None
    context = {
        "bodies": meetings.bodies(request.viewer),
        "page": meetings.meetings(request.viewer, path=path, states=states, cursor=cursor),
        "asked": asked,
        "address": urlencode({name: value for name, value in asked.items() if value}),
        "areas": areas_of(request.viewer, meetings.RUNS, deepest="community"),
        "states": meetings.State.choices,
    }
    return render(request, "console/meetings/list.html", context)


@page_for(*meetings.RUNS)
def meeting(request: ConsoleRequest, meeting_id: int) -> HttpResponse:
    """Show one sitting: agenda, who came, what was agreed, what came of the last time."""
    detail = meetings.meeting_for(request.viewer, meeting_id)
    unsent = sum(not one.sent for one in detail.resolutions)
    waiting = meetings.tasks_to_send(request.viewer, meeting_id) if "send" in detail.verbs else 0
    context = {"meeting": detail, "unsent": unsent, "to_make": waiting}
    return render(request, "console/meetings/meeting.html", context)


@page_for(*meetings.RUNS)
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: ConsoleRequest, body_id: int) -> HttpResponseBase:
    """Call a meeting."""
    row = body_row(request, body_id)
    form = MeetingForm(posted(request))
    made: list[int] = []

    def verb(**given: Any) -> object:
        made.append(meetings.plan_meeting(body_id=body_id, by=request.viewer, **given).pk)
        return made

    if form.is_bound and carried_out(request, form, verb, done=_("The units are invited.")):
        return redirect("console:meeting", made[0])
    back = reverse("console:meetings")
    page = FormPage("console-meeting-form", _("Call a meeting"), _("Invite the units"), back, row.name)
    return page.show(request, form)


@dataclass(frozen=True, slots=True)
class _Step:
    """One thing to do with a sitting, with its form."""

    title: str | Promise
    button: str | Promise
    done: str | Promise
    form: Callable[[ConsoleRequest, MeetingDetail], ConsoleForm]
    verb: Callable[..., object]


def _changed(request: ConsoleRequest, detail: MeetingDetail) -> ConsoleForm:
    row = detail.row
    begins = clock.local(row.starts_at).replace(tzinfo=None)
    known = {"title": row.title, "place": row.place, "starts_at": begins, "agenda": list(detail.agenda)}
    return MeetingForm(posted(request), initial=known)


def _presence(request: ConsoleRequest, detail: MeetingDetail) -> ConsoleForm:
    return PresenceForm(posted(request), seats=detail.seats)


def _resolution(request: ConsoleRequest, detail: MeetingDetail) -> ConsoleForm:
    return ResolutionForm(posted(request), sitting=meetings.seats(request.viewer, detail.row.body_id))


def _hold(meeting_id: int, **given: Any) -> object:
    by = given.pop("by")
    presence = {int(name.removeprefix("seat-")): said for name, said in given.items()}
    return meetings.hold_meeting(meeting_id, presence=presence, by=by)


_STEPS = {
    "change": _Step(
        gettext_lazy("Change the meeting"),
        gettext_lazy("Save"),
        gettext_lazy("Saved. The units are told."),
        _changed,
        meetings.change_meeting,
    ),
    "cancel": _Step(
        gettext_lazy("Call the meeting off"),
        gettext_lazy("Call it off"),
        gettext_lazy("Called off. The units are told."),
        lambda request, _detail: CancelForm(posted(request)),
        meetings.cancel_meeting,
    ),
    "hold": _Step(gettext_lazy("Who came"), gettext_lazy("Save"), gettext_lazy("Saved."), _presence, _hold),
    "minutes": _Step(
        pgettext_lazy("of a meeting", "Minutes"),
        gettext_lazy("Save"),
        gettext_lazy("Saved."),
        lambda request, detail: MinutesForm(posted(request), initial={"minutes": detail.minutes}),
        meetings.write_minutes,
    ),
    "resolve": _Step(
        gettext_lazy("Write down what was agreed"),
        gettext_lazy("Save"),
        gettext_lazy("Saved."),
        _resolution,
        meetings.resolve,
    ),
}


@page_for(*meetings.RUNS)
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: ConsoleRequest, meeting_id: int, verb: str) -> HttpResponseBase:
    """Do a step that asks for something. Raises: NotFound for a step that does not fit now."""
    detail = meetings.meeting_for(request.viewer, meeting_id)
    step = _STEPS.get(verb)
    if step is None or (verb not in detail.verbs and request.method != "POST"):
        raise NotFound
    form = step.form(request, detail)

    def do(**given: Any) -> object:
        return step.verb(meeting_id, by=request.viewer, **given)

    if form.is_bound and carried_out(request, form, do, done=step.done):
        return redirect("console:meeting", meeting_id)
    back = reverse("console:meeting", args=[meeting_id])
    page = FormPage(f"console-meeting-{verb}", str(step.title), str(step.button), back, detail.row.title)
    return page.show(request, form)


@page_for(*meetings.RUNS)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: ConsoleRequest, meeting_id: int, resolution_id: int) -> HttpResponseBase:
    """Say what came of a resolution of an earlier meeting. Raises: NotFound."""
    detail = meetings.meeting_for(request.viewer, meeting_id)
    row = next((one for one in detail.last if one.id == resolution_id), None)
    if row is None:
        raise NotFound
    form = OutcomeForm(posted(request), initial={"outcome": row.outcome})

    def verb(**given: Any) -> object:
        return meetings.report_outcome(resolution_id, meeting_id=meeting_id, by=request.viewer, **given)

    if form.is_bound and carried_out(request, form, verb, done=_("Saved.")):
        return redirect("console:meeting", meeting_id)
    told = _("%(done)d of %(tasks)d units have done it.") % {"done": row.done, "tasks": row.tasks}
    back = reverse("console:meeting", args=[meeting_id])
    lead = f"{row.text} {told}"
    page = FormPage("console-meeting-report", row.title, _("Save"), back, detail.row.title, lead=lead)
    return page.show(request, form)


def _done(request: ConsoleRequest, meeting_id: int, verb: Callable[[], object], words: str) -> HttpResponseBase:
    """Do a step that asks for nothing; say why where it is refused."""
    try:
        verb()
    except NotFound:
        raise
    except LinliError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, words)
    return redirect("console:meeting", meeting_id)


@page_for(*meetings.RUNS)
@require_POST
def publish(request: ConsoleRequest, meeting_id: int) -> HttpResponseBase:
    """Show everybody what was agreed."""
    words = _("Published. Residents read it on the portal.")
    return _done(request, meeting_id, lambda: meetings.publish_meeting(meeting_id, by=request.viewer), words)


@page_for(*meetings.RUNS)
@require_POST
def drop(request: ConsoleRequest, meeting_id: int, resolution_id: int) -> HttpResponseBase:
    """Take back what was not sent yet."""
    words = _("Taken out.")
    return _done(request, meeting_id, lambda: meetings.drop_resolution(resolution_id, by=request.viewer), words)


def _every(request: ConsoleRequest) -> Iterator[MeetingRow]:
    states, path, _words = _asked(request)
    return every_row(
        lambda cursor: meetings.meetings(request.viewer, path=path, states=states, cursor=cursor, size=AT_ONCE)
    )


@page_for(*meetings.RUNS)
def export(request: ConsoleRequest) -> HttpResponse:
    """Answer with the sittings that are listed as a workbook."""
    columns = [
        (pgettext("of a meeting", "Begins"), 18),
        (_("Joint meeting"), 28),
        (pgettext("of a meeting", "Title"), 36),
        (_("Area"), 18),
        (_("Place"), 24),
        (_("State"), 12),
        (_("Agreed"), 10),
        (_("Tasks"), 10),
        (pgettext("tasks", "Done"), 10),
    ]
    rows = (
        [
            row.starts_at,
            row.body_name,
            row.title,
            row.area_name,
            row.place,
            row.state_label,
            row.agreed,
            row.tasks,
            row.done,
        ]
        for row in _every(request)
    )
    return spreadsheet(_("meetings"), Sheet(_("Joint meetings"), columns, rows))
