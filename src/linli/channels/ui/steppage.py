"""A page of one thing and the steps of its life: orders, wishes, gifts, the three lists share how a step is done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from linli.channels.ui.context import viewer_of
from linli.channels.ui.stepforms import StepForm
from linli.kernel.actor import Actor
from linli.kernel.errors import LinliError, NotFound, WrongState


@dataclass(frozen=True, slots=True)
class Frame:
    """How a channel frames the page of one thing."""

    template: str
    address: Callable[[str], str]  # number -> address of the page, ending with a slash
    home: str  # where to go when it is no longer one's own to see


@dataclass(frozen=True, slots=True)
class Steps:
    """What a page has to know of its kind of thing. A detail has `verbs`: what its viewer may do now."""

    find: Callable[[Actor, str], Any]
    key: Callable[[Any], int]
    verbs: Mapping[str, Callable[..., object]]
    done: Mapping[str, str | Promise]  # what is said after a step
    form: Callable[[HttpRequest, Any, str, Any], StepForm]  # request, detail, verb, what was sent
    page: Callable[[HttpRequest, Any, Frame, StepForm | None, int], HttpResponse]


def act(request: HttpRequest, number: str, verb: str, frame: Frame, steps: Steps) -> HttpResponse:
    """Show the form of a step, or do the step; refused, the form comes back with what was typed. Raises: NotFound."""
    viewer = viewer_of(request)
    detail = steps.find(viewer, number)
    if verb not in steps.verbs:
        raise NotFound
    if request.method != "POST":
        if verb not in detail.verbs:
            messages.warning(request, _("This cannot be done as it stands now."))
            return redirect(frame.address(number))
        return steps.page(request, detail, frame, steps.form(request, detail, verb, None), 200)
    form = steps.form(request, detail, verb, request.POST)
    if form.is_valid():
        try:
            steps.verbs[verb](steps.key(detail), by=viewer, **form.given())
        except WrongState as error:
            messages.warning(request, str(error.message))
            return _leave(request, number, frame, steps)
        except LinliError as error:
            form.refused(error)
        else:
            messages.success(request, str(steps.done[verb]))
            return _leave(request, number, frame, steps)
    return steps.page(request, detail, frame, form, 422)


def _leave(request: HttpRequest, number: str, frame: Frame, steps: Steps) -> HttpResponse:
    """Go back to the thing, or home where it is no longer one's own to see."""
    try:
        steps.find(viewer_of(request), number)
    except NotFound:
        return redirect(frame.home)
    return redirect(frame.address(number))
