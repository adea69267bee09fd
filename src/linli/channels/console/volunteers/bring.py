"""Volunteers in and out as tables: bring a file in, line by line; give out the lists of the data standard."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.channels.console.exports import Sheet, spreadsheet
from linli.channels.console.formpage import FormPage, posted
from linli.channels.console.frame import ConsoleRequest, page_for
from linli.channels.console.volunteers.forms import BringForm, PurposeForm
from linli.channels.console.volunteers.place import EXPORTERS, RUNS, areas_run, shown
from linli.kernel.errors import Invalid, LinliError
from linli.programmes.volunteers import public as volunteers
from linli.programmes.volunteers.public import ImportResult

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

REPORT = "volunteers.import"  # in the session: lines that were not added, for the spreadsheet
SHOWN = 200
KEPT = 5000
LARGEST = 20 * 1024 * 1024


@page_for(*RUNS)
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: ConsoleRequest) -> HttpResponse:
    """Try a table or bring it in, and say line by line what came of it."""
    files = request.FILES if request.method == "POST" else None
    form = BringForm(posted(request), files, areas=areas_run(request))
    result = None
    if form.is_bound and form.is_valid():
        try:
            result = _brought(request, form.cleaned_data["area_id"], form.cleaned_data["file"])
        except LinliError as error:
            form.refuse(error)
    context = {"form": form, "result": result, "columns": _columns(), **(_report(request, result) if result else {})}
    status = 422 if form.is_bound and result is None else 200
    return render(request, "console/volunteers/bring.html", context, status=status)


def _brought(request: ConsoleRequest, area_id: int, file: "UploadedFile[bytes]") -> ImportResult:
    """Read the file. Raises: Invalid, and what the verb raises."""
    if file.size is None or file.size > LARGEST:
        raise Invalid(fields={"file": _("The file is larger than 20 MB.")})
    only = "try" in request.POST
    result = volunteers.import_volunteers(area_id=area_id, content=file.read(), by=request.viewer, try_only=only)
    if not only:
        messages.success(request, _("Brought in: %(count)d new volunteers.") % {"count": result.added})
    return result


def _report(request: ConsoleRequest, result: ImportResult) -> dict[str, object]:
    """Keep the lines that were not added for the spreadsheet, and return the first of them for the page."""
    left = [one for one in result.lines if one.outcome != "added"]
    request.session[REPORT] = [[one.number, one.outcome, one.words] for one in left[:KEPT]]
    return {"lines": left[:SHOWN], "more": len(left) - SHOWN}


def _columns() -> list[str]:
    return [words[0] for words in volunteers.IMPORT_COLUMNS.values()]


@page_for(*RUNS)
def report(request: ConsoleRequest) -> HttpResponseBase:
    """Answer with the lines of the last file that were not added, and why, as a workbook."""
    words = {"same": _("there already"), "refused": _("cannot be used")}
    rows = [[number, words.get(outcome, ""), why] for number, outcome, why in request.session.get(REPORT, [])]
    if not rows:
        return redirect("console:volunteer-bring")
    columns = [(_("Line"), 8), (_("What came of it"), 18), (_("Why"), 60)]
    return spreadsheet(_("lines"), Sheet(_("Lines that were not added"), columns, rows))


@page_for(*RUNS)
def example(request: ConsoleRequest) -> HttpResponse:  # noqa: ARG001 (the same for all)
    """Answer with an empty table that has the right columns."""
    return spreadsheet(_("volunteers"), Sheet(_("Volunteers"), [(name, 16) for name in _columns()], []))


@page_for(*EXPORTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def standard(request: ConsoleRequest) -> HttpResponse:
    """Give out volunteers, teams, activities and records by the data items of MZ/T 061, for a stated purpose."""
    form = PurposeForm(posted(request))
    if form.is_bound and form.is_valid():
        path = shown(request).path
        try:
            sheets = volunteers.standard_sheets(request.viewer, path, purpose=form.cleaned_data["purpose"])
        except LinliError as error:
            form.refuse(error)
        else:
            return spreadsheet("MZT061", *(Sheet(one.title, one.columns, one.rows) for one in sheets))
    lead = _(
        "Volunteers with names and documents, teams, activities and records, with the data items of the standard "
        "MZ/T 061, for the national system. One look is recorded for each volunteer."
    )
    back = reverse("console:volunteer-people")
    return FormPage(
        "console-volunteer-standard", _("Lists by the data standard"), _("Take them out"), back, _("Volunteers"), lead
    ).show(request, form)
