"""At the door of an activity, confirming time, and the counter of the points shop."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import segno
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.channels.desk.frame import DeskRequest, desk_page
from linli.channels.ui.stepforms import LONG, PLAIN, Refusable
from linli.kernel import clock
from linli.kernel.clock import CHINA
from linli.kernel.errors import LinliError
from linli.programmes.volunteers import public as volunteers

MOMENT = "%Y-%m-%dT%H:%M"


def said(error: LinliError) -> str:
    """Return the words of a refusal."""
    return str(next(iter(error.fields.values()), error.message))


def _done(request: DeskRequest, verb: Callable[..., object], words: str, **given: Any) -> None:
    """Call a verb and say what came of it."""
    try:
        verb(by=request.viewer, **given)
    except LinliError as error:
        messages.error(request, said(error))
    else:
        messages.success(request, words)


@desk_page
@require_GET
def listed(request: DeskRequest) -> HttpResponse:
    """Show the doors to stand at, and how much waits to be confirmed."""
    waiting = volunteers.to_confirm(request.viewer, size=50)
    context = {
        "tab": "orders",
        "doors": volunteers.doors(request.viewer),
        "waiting": len(waiting.items),
        "aside": len(volunteers.aside(request.viewer)),
    }
    return render(request, "desk/volunteers/list.html", context)


def _code(request: DeskRequest, activity_id: int) -> dict[str, object]:
    code, seconds = volunteers.door_code(request.viewer, activity_id)
    address = (
        f"{settings.PUBLIC_URL.rstrip('/')}{reverse('portal:activity', args=[activity_id])}?{urlencode({'code': code})}"
    )
    return {
        "code": f"{code[:4]} {code[4:]}",
        "seconds": seconds,
        "square": _square(address),
        "activity_id": activity_id,
    }


def _square(address: str) -> SafeString:
    drawn = segno.make(address, error="m", micro=False)
    return mark_safe(drawn.svg_inline(scale=8, border=2, dark="#1d2b27", omitsize=True))  # noqa: S308 -- our own drawing


@desk_page
@require_GET
def door(request: DeskRequest, activity_id: int) -> HttpResponse:
    """Show the code of the moment and who has come. Raises: NotFound."""
    detail = volunteers.activity(request.viewer, activity_id)
    people = volunteers.attendees(request.viewer, activity_id)
    ended = detail.row.ends <= clock.now()
    context = {
        "tab": "orders",
        "activity": detail,
        "people": people,
        "ended": ended,
        **({} if ended else _code(request, activity_id)),
    }
    return render(request, "desk/volunteers/door.html", context)


@desk_page
@require_GET
def code(request: DeskRequest, activity_id: int) -> HttpResponse:
    """Give the part of the page with the code of the moment. Raises: NotFound."""
    return render(request, "desk/volunteers/code.html", _code(request, activity_id))


@desk_page
@require_POST
def tick(request: DeskRequest, activity_id: int) -> HttpResponse:
    """Tick somebody in or out without a code."""
    person = request.POST.get("volunteer", "")
    verb = volunteers.check_out if request.POST.get("way") == "out" else volunteers.check_in
    _done(request, verb, _("Noted."), activity_id=activity_id, volunteer_id=int(person) if person.isdigit() else 0)
    return redirect("desk:door", activity_id)


class BackForm(Refusable):
    """Service written down afterwards."""

    starts = forms.DateTimeField(
        label=gettext_lazy("From when?"),
        input_formats=[MOMENT],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", **PLAIN}, format=MOMENT),
    )
    ends = forms.DateTimeField(
        label=gettext_lazy("Until when?"),
        input_formats=[MOMENT],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", **PLAIN}, format=MOMENT),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why is it noted afterwards?"), max_length=120, widget=forms.Textarea(attrs=LONG)
    )


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def back(request: DeskRequest, activity_id: int, volunteer_id: int) -> HttpResponse:
    """Write service down afterwards, with a reason; a second person confirms it."""
    detail = volunteers.activity(request.viewer, activity_id)
    people = volunteers.attendees(request.viewer, activity_id)
    who = next((one.call_name for one in people if one.volunteer_id == volunteer_id), "")
    local = (clock.local(detail.row.starts), clock.local(detail.row.ends))
    form = BackForm(request.POST or None, initial={"starts": local[0], "ends": local[1]})
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name].replace(tzinfo=CHINA) for name in ("starts", "ends")}
        try:
            volunteers.back_entry(
                activity_id=activity_id,
                volunteer_id=volunteer_id,
                reason=form.cleaned_data["reason"],
                by=request.viewer,
                **given,
            )
        except LinliError as error:
            form.refused(error)
        else:
            messages.success(request, _("Noted. A second person confirms it."))
            return redirect("desk:door", activity_id)
    context = {"form": form, "activity": detail, "who": who, "tab": "orders"}
    return render(request, "desk/volunteers/back.html", context, status=422 if form.errors else 200)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: DeskRequest) -> HttpResponse:
    """Confirm the time that others gave, or refuse it with a reason."""
    if request.method == "POST":
        service = request.POST.get("service", "")
        given = {"service_id": int(service) if service.isdigit() else 0}
        if "refuse" in request.POST:
            reason = request.POST.get("reason", "")
            _done(
                request, volunteers.refuse_service, _("Not counted; the volunteer is told why."), reason=reason, **given
            )
        else:
            approved = "approved" in request.POST
            _done(request, volunteers.confirm_service, _("Confirmed."), approved=approved, **given)
        return redirect("desk:volunteers-confirm")
    page = volunteers.to_confirm(request.viewer, request.GET.get("cursor") or None)
    return render(request, "desk/volunteers/confirm.html", {"page": page, "tab": "orders"})


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def counter(request: DeskRequest) -> HttpResponse:
    """Hand out what lies aside, by the code that is said."""
    if request.method == "POST":
        row = request.POST.get("redemption", "")
        _done(request, volunteers.fetch, _("Handed out."), redemption_id=int(row) if row.isdigit() else 0)
        return redirect("desk:counter")
    asked = request.GET.get("code", "").strip()[:12]
    rows = volunteers.aside(request.viewer, code=asked)
    return render(request, "desk/volunteers/counter.html", {"rows": rows, "asked": asked, "tab": "orders"})
