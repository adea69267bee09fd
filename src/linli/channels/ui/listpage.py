"""The page of one need, one resource or one project, for everybody who may open it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from linli.channels.ui import steppage
from linli.channels.ui.context import viewer_of
from linli.channels.ui.listforms import ONE_TAP, step_form
from linli.channels.ui.stepforms import StepForm
from linli.channels.ui.steppage import Frame, Steps
from linli.kernel.errors import NotFound
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
    kind = kind_of(name)
    here = Frame(frame.template, partial(frame.address, name), frame.home)
    steps = Steps(
        find=kind.find,
        key=lambda detail: getattr(detail, kind.row).pk,
        verbs=kind.verbs,
        done={verb: step.said for verb, step in kind.steps.items()},
        form=lambda _request, detail, verb, sent: step_form(verb, kind.steps[verb], detail, sent),
        page=lambda request, detail, _frame, form, status: _page(request, name, detail, frame, form, status=status),
    )
    return steppage.act(request, number, verb, here, steps)


def personal(request: HttpRequest, number: str, frame: ListFrame) -> HttpResponse:
    """Show how to reach who asked; the look is recorded."""
    viewer = viewer_of(request)
    found = lists.personal(viewer, number, str(PURPOSE))
    return _page(request, "needs", lists.need_for(viewer, number), frame, None, personal=found)
