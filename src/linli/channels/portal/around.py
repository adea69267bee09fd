"""What is public around here: map and list with the same things, a page for each, and joining it."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote, urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from linli.channels.portal import followings, place
from linli.channels.ui import verbfields
from linli.channels.ui.context import viewer_of
from linli.engines.cases import public as cases
from linli.engines.territory import public as territory
from linli.kernel import clock

DAYS = {"7": 7, "30": 30, "90": 90}
DONE_DAYS = 30
_ANY = "@"  # stands for a number in an address
WHICH: tuple[tuple[str, str | Promise], ...] = (
    ("open", pgettext_lazy("cases", "Open")), ("done", gettext_lazy("Done lately")), ("all", gettext_lazy("All")),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a visitor chose to see, as words and as an address."""

    which: str = "open"
    category: str = ""
    wide: bool = False               # the whole county instead of here

    def address(self, **changed: object) -> str:
        """Return the address of this choice with something changed."""
        parts = {"which": self.which, "category": self.category, "wide": "1" if self.wide else ""}
        parts.update({name: str(value) for name, value in changed.items()})
        return f"{reverse('portal:around')}?{urlencode({name: value for name, value in parts.items() if value})}"


def _choice(request: HttpRequest) -> Choice:
    which, category = request.GET.get("which", "open"), request.GET.get("category", "")
    known = {row.code for row in cases.categories() if not row.parent_code}
    return Choice(
        which if which in dict(WHICH) else "open", category if category in known else "", bool(request.GET.get("wide"))
    )


def _filter(choice: Choice, path: str) -> cases.CaseFilter:
    today = clock.today()
    if choice.which == "open":
        return cases.CaseFilter(states=cases.OPEN, category=choice.category, path=path)
    states = frozenset({cases.State.CLOSED}) if choice.which == "done" else frozenset()
    return cases.CaseFilter(states=states, category=choice.category, path=path, since=today - timedelta(days=DONE_DAYS))


@require_GET
def around(request: HttpRequest) -> HttpResponse:
    """Show the public map and list."""
    here, choice = place.here(request), _choice(request)
    wide = choice.wide or here is None or not here.known
    path = "" if wide or here is None else here.around_path
    wanted = _filter(choice, path)
    page = cases.public_list(wanted, request.GET.get("cursor") or None)
    drawn = cases.public_map(None, wanted)
    context = {
        "tab": "around", "here": here, "choice": choice, "wide": wide, "page": page,
        "which": [(key, words, choice.address(which=key)) for key, words in WHICH],
        "categories": [(row.code, verbfields.named(row)) for row in cases.categories() if not row.parent_code],
        "toggle": choice.address(wide="" if choice.wide else "1"),
        "marks": _marks(drawn),
        "cut": len(drawn.cases) if drawn.more else 0,
        "path": path,
    }
    return render(request, "portal/around.html", context)


def _marks(found: cases.PublicMap) -> list[dict[str, object]]:
    """Return the marks: public cases where they are, limited ones on their grid, counted when they are not few."""
    address = reverse("portal:case", args=[_ANY])  # looked up once: a map has hundreds of marks
    points = (_point(one, address.replace(_ANY, quote(one.number))) for one in found.cases)
    return [*points, *(_area(one) for one in found.areas)]


def _point(row: cases.PublicRow | cases.PublicMark, address: str) -> dict[str, object]:
    return {
        "id": row.number, "longitude": row.longitude, "latitude": row.latitude, "tone": "done" if row.ended else "calm",
        "title": f"{row.category_name} · {row.state_label}", "people": row.people, "href": address,
    }


def _area(one: cases.AreaMark) -> dict[str, object]:
    if one.count is None:
        title = _("%(area)s: a few; the exact places are not shown") % {"area": one.area_name}
    else:
        title = _("%(area)s: %(count)d; the exact places are not shown") % {"area": one.area_name, "count": one.count}
    return {
        "id": f"area-{one.area_id}", "longitude": one.longitude, "latitude": one.latitude, "tone": "area",
        "count": one.count or "…", "title": title,
    }


@require_http_methods(["GET", "POST"])
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Show a public case; on POST join it."""
    found = cases.public_case(number)
    viewer = viewer_of(request)
    if request.method == "POST":
        case_id = cases.Case.objects.values_list("pk", flat=True).get(number=found.row.number)
        opened = cases.follow(case_id, by=viewer, phone=request.POST.get("phone", "").strip())
        if opened.following_id is not None:
            followings.remember(request, opened.following_id)
            messages.success(request, _("You are told with your neighbours. Keep the code to find it again."))
            return redirect(f"{reverse('portal:tracking', args=[opened.following_id])}?sent=1")
    row = found.row
    context = {
        "case": found, "row": row, "contact": territory.contact_of(row.area_id), "tab": "around",
        "own": next((one.following_id for one in cases.followed(viewer) if one.row.number == row.number), None),
        "marks": [_point(row, request.path)] if row.exact and row.longitude is not None else [],
    }
    return render(request, "portal/case.html", context)
