"""The lists at the desk: needs collected at visits, looked at, and the projects that run."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from linli.channels.desk.frame import DeskRequest, desk_page
from linli.channels.ui import listpage
from linli.channels.ui.listforms import NeedForm
from linli.engines.territory import public as territory
from linli.kernel.errors import LinliError
from linli.programmes.lists import public as lists


def address(kind: str, number: str) -> str:
    """Return the address of a need, a resource or a project."""
    return reverse("desk:list-one", args=[kind, number])


FRAME = listpage.ListFrame(template="desk/lists/one.html", address=address, home="desk:lists")


@desk_page
def listed(request: DeskRequest) -> HttpResponse:
    """Show what waits for the viewer."""
    viewer = request.viewer
    context = {
        "tab": "orders",
        "runs": bool(viewer.paths(*lists.RUNS)),
        "said": lists.needs(viewer, states=("said",)).items,
        "offered": lists.resources(viewer, states=("offered",)).items,
        "projects": lists.projects(viewer, states=("draft", "running")).items,
        "leading": lists.my_projects(viewer),
        "page": lists.needs(viewer, states=("listed",), cursor=request.GET.get("cursor") or None),
    }
    return render(request, "desk/lists/list.html", context)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: DeskRequest) -> HttpResponseBase:
    """Take a need down: on a visit, at a talk, at a meeting, by phone, from a case."""
    viewer = request.viewer
    near = [
        area for path in viewer.paths(*lists.COLLECTS) for area in territory.descendants(path)
        if area.kind in {"grid", "community"}
    ]
    case = request.GET.get("case", "")
    initial = {"origin": "case" if case else "visit", "case_number": case[:24]}
    form = NeedForm(request.POST or None, areas=near, staff=True, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        asker = lists.Asker(
            name=given.pop("name"), phone=given.pop("phone"), helper_account_id=viewer.account_id
        )
        given |= {"intake_key": given["intake_key"] or None, "origin": given["origin"] or "visit"}
        try:
            made = lists.say(by=viewer, asker=asker, **given)
        except LinliError as error:
            form.refused(error)
        else:
            return redirect(address("needs", made.need.number))
    return render(request, "desk/lists/new.html", {"form": form, "tab": "orders"}, status=422 if form.errors else 200)


@desk_page
def one(request: DeskRequest, kind: str, number: str) -> HttpResponse:
    """Show one."""
    return listpage.show(request, kind, number, FRAME)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: DeskRequest, kind: str, number: str, verb: str) -> HttpResponse:
    """Do a step."""
    return listpage.act(request, kind, number, verb, FRAME)


@desk_page
@require_POST
def personal(request: DeskRequest, number: str) -> HttpResponse:
    """Show how to reach who asked; the look is recorded."""
    return listpage.personal(request, number, FRAME)
