"""The first page of imports: choose a file, see earlier ones; an example of each kind of file."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from linli.channels.imports.forms import BringForm
from linli.channels.imports.frame import ImportRequest, areas_of, for_administrators
from linli.channels.imports.kinds import KIND_PAGES, example_feature
from linli.channels.imports.spreadsheets import download, width_of, workbook
from linli.engines.territory import public as territory
from linli.kernel.errors import Invalid


@require_http_methods(["GET", "POST"])
@for_administrators
def home(request: ImportRequest) -> HttpResponseBase:
    """Choose a file, or look at earlier imports."""
    areas = areas_of(request.viewer)
    form = BringForm(request.POST or None, request.FILES or None, areas=areas, initial={"area": areas[0].id})
    if request.method == "POST" and form.is_valid():
        run_id = _brought(request, form)
        if run_id is not None:
            return redirect("imports:run", run_id)
    page = territory.import_runs(request.viewer, request.GET.get("cursor"))
    context = {
        "form": form,
        "kinds": KIND_PAGES,
        "runs": page,
        "chosen": form["kind"].value() or "buildings",
        "areas": areas,
    }
    return render(request, "imports/home.html", context, status=422 if form.errors else 200)


def _brought(request: ImportRequest, form: BringForm) -> int | None:
    """Read the file; return its run, or nothing when the form now says why not."""
    given = form.cleaned_data["file"]
    try:
        run = territory.bring_file(
            kind=form.cleaned_data["kind"],
            file_name=given.name,
            content=given.read(),
            area_id=form.cleaned_data["area"],
            by=request.viewer,
        )
    except Invalid as error:
        form.add_error("file", str(error.message))
        return None
    return int(run.pk)


@require_GET
@for_administrators
def example(_request: ImportRequest, kind: str) -> HttpResponse:
    """Give a file that shows the columns, with one row filled in."""
    found = next((page for page in KIND_PAGES if page.kind == kind), None)
    if found is None:
        raise Http404
    if kind == "areas":
        return download(example_feature(), f"{_('example')}.geojson", "application/geo+json")
    fields = [field for field in found.fields if field.names]
    columns = [(field.names[0], width_of(field.example or field.names[0])) for field in fields]
    return download(workbook(str(found.label), columns, [[field.example for field in fields]]), f"{found.label}.xlsx")
