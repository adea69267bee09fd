"""What is heard in words while they are written, or in those of a case: whom to call, which place they name, and
whether they hold two matters.

Nothing is applied by itself: each is an offer, taken with one tap.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from linli.engines.cases import public as cases
from linli.engines.cases.public import CaseDetail, Twofold
from linli.engines.territory import public as territory
from linli.engines.territory.public import SpokenPlace
from linli.kernel.errors import NotFound
from linli.programmes.requests import public as requests
from linli.programmes.requests.public import EmergencyWords

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Heard:
    """What words say besides themselves."""

    places: Sequence[SpokenPlace] = ()
    emergency: EmergencyWords | None = None
    halves: Twofold | None = None


def heard(text: str, *, placed: bool, near: str = "") -> Heard:
    """Return what a text says. Places only while none is given: what a person said of the place stands."""
    return Heard(
        places=() if placed else territory.spoken_places(text, near=near),
        emergency=requests.emergency_of(text, requests.class_of(text)),
        halves=cases.two_matters(text),
    )


@never_cache
@require_POST
def heard_in(request: HttpRequest) -> HttpResponse:
    """Answer with what is heard in a text being written; the text is not kept, and stands in no address."""
    text = request.POST.get("text", "")[:LONGEST]
    found = heard(text, placed=request.POST.get("placed") == "1", near=_near(request.POST.get("at", "")))
    return render(request, "ui/parts/heard.html", {"heard": found})


def _near(code: str) -> str:
    """Return the path of the area a page is about."""
    try:
        return territory.area_by_code(code).path if code else ""
    except NotFound:
        return ""


def place_guesses(detail: CaseDetail) -> list[SpokenPlace]:
    """Return the places the words of a case name, while it has no exact one and the viewer may correct it."""
    case = detail.case
    known = case.building_id is not None or case.longitude is not None
    if known or not any(step.verb == "amend" for step in detail.verbs):
        return []
    named = territory.spoken_places(detail.text, near=detail.path)
    return [one for one in named if one.words != detail.place or one.building_id is not None]


def halves_of(detail: CaseDetail) -> Twofold | None:
    """Return the two matters of a new case, where the viewer may make two of it and nobody has yet."""
    if not any(step.verb == "divide" for step in detail.verbs) or any(step.verb == "divide" for step in detail.steps):
        return None
    return cases.two_matters(detail.text)


def danger_of(detail: CaseDetail) -> EmergencyWords | None:
    """Return the danger that the words of a new case speak of, for whoever decides about it."""
    if not any(step.verb == "divide" for step in detail.verbs):
        return None
    found = requests.emergency_of(detail.text, None)
    return found if found is not None and found.word else None
