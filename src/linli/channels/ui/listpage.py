"""The page of one need, one resource or one project, for everybody who may open it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.channels.ui.context import viewer_of
from linli.channels.ui.listforms import ONE_TAP, StepForm, step_form
from linli.kernel.errors import LinliError, NotFound, WrongState
from linli.programmes.lists import public as lists

PURPOSE = gettext_lazy("To meet what was asked for")


@dataclass(frozen=True, slots=True)
class ListFrame:
    """How a channel frames the page."""

    template: str
    address: Callable[[str, str], str]
    home: str


@dataclass(frozen=True, slots=True)
class Kind:
    """What there is to do with one of the three lists."""

    find: Callable[..., Any]
    row: str
    steps: Mapping[str, lists.Step]
    verbs: Mapping[str, Callable[..., object]]


KINDS = {
    "needs": Kind(
        lists.need_for, "need", lists.NEED_STEPS,
        {"list": lists.list_need, "refuse": lists.refuse, "withdraw": lists.withdraw},
    ),
    "resources": Kind(
        lists.resource_for, "resource", lists.RESOURCE_STEPS,
        {"accept": lists.accept, "decline": lists.decline, "resize": lists.resize, "retire": lists.retire},
    ),
    "projects": Kind(
        lists.project_for, "project", lists.PROJECT_STEPS,
        {"start": lists.start, "reach": lists.reach, "pay": lists.pay, "release": lists.release,
         "finish": lists.finish, "stop": lists.stop},
    ),
}
FIRST_FORM = ("list",)


def kind_of(name: str) -> Kind:
    """Return one of the three lists by its name in the address. Raises: NotFound."""
    if name not in KINDS:
        raise NotFound
    return KINDS[name]


def _page(
    request: HttpRequest, name: str, detail: Any, frame: ListFrame, form: StepForm | None, **more: Any  # noqa: ANN401
) -> HttpResponse:
    kind = kind_of(name)
    row = getattr(detail, kind.row)
    verbs = list(detail.verbs)
    if form is None:
        asked = next((verb for verb in verbs if verb in FIRST_FORM and row.state == "said"), "")
        form = step_form(asked, kind.steps[asked], detail) if asked else None
    shown = form.verb if form else ""
    status = more.pop("status", 200)
    context: dict[str, Any] = {
        "kind": name, "detail": detail, "row": row, kind.row: row, "form": form,
        "buttons": [(verb, kind.steps[verb].label, verb in ONE_TAP) for verb in verbs if verb != shown],
        "address": frame.address(name, row.number), "sent": "sent" in request.GET, **more,
    }
    return render(request, frame.template, context, status=status)


def show(request: HttpRequest, name: str, number: str, frame: ListFrame) -> HttpResponse:
    """Show one. Raises: NotFound."""
    return _page(request, name, kind_of(name).find(viewer_of(request), number), frame, None)


def act(request: HttpRequest, name: str, number: str, verb: str, frame: ListFrame) -> HttpResponse:
    """Show the form of a step, or do the step."""
    kind, viewer = kind_of(name), viewer_of(request)
    detail = kind.find(viewer, number)
    if verb not in kind.verbs:
        raise NotFound
    address = frame.address(name, number)
    if verb not in detail.verbs:
        messages.warning(request, _("This cannot be done as it stands now."))
        return redirect(address)
    if request.method != "POST":
        return _page(request, name, detail, frame, step_form(verb, kind.steps[verb], detail))
    form = step_form(verb, kind.steps[verb], detail, request.POST)
    if form.is_valid():
        try:
            kind.verbs[verb](getattr(detail, kind.row).pk, by=viewer, **form.given())
        except WrongState as error:
            messages.warning(request, str(error.message))
            return redirect(address)
        except LinliError as error:
            form.refused(error)
        else:
            messages.success(request, str(kind.steps[verb].said))
            return redirect(address if _still_seen(request, name, number) else frame.home)
    return _page(request, name, detail, frame, form, status=422)


def _still_seen(request: HttpRequest, name: str, number: str) -> bool:
    try:
        kind_of(name).find(viewer_of(request), number)
    except NotFound:
        return False
    return True


def personal(request: HttpRequest, number: str, frame: ListFrame) -> HttpResponse:
    """Show how to reach who asked; the look is recorded."""
    viewer = viewer_of(request)
    found = lists.personal(viewer, number, str(PURPOSE))
    return _page(request, "needs", lists.need_for(viewer, number), frame, None, personal=found)
