"""One import: match columns, try, begin, watch, stop, see what was refused."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from linli.channels.imports.forms import ColumnsForm
from linli.channels.imports.frame import ImportRequest, for_administrators
from linli.channels.imports.spreadsheets import Value, download, width_of, workbook
from linli.engines.territory import public as territory
from linli.kernel.errors import Invalid, LinliError, WrongState

_SHOWN = 50
_TRIED_AT_ONCE = 500


@require_GET
@for_administrators
def page(request: ImportRequest, run_id: int) -> HttpResponseBase:
    """Show an import as it stands."""
    run = territory.import_run(request.viewer, run_id)
    if run.state == "draft":
        return _draft(request, run)
    return render(request, "imports/run.html", _report(request, run))


def _draft(
    request: ImportRequest,
    run: territory.RunRow,
    form: ColumnsForm | None = None,
    tried: territory.ImportReport | None = None,
) -> HttpResponse:
    preview = territory.preview(request.viewer, run.id)
    form = form or ColumnsForm(run=run, preview=preview)
    context = {
        "run": run,
        "preview": preview,
        "form": form,
        "tried": tried,
        "tried_rows": min(run.total, _TRIED_AT_ONCE),
        "sample": _sample(preview),
    }
    return render(request, "imports/draft.html", context, status=422 if form.errors else 200)


def _sample(preview: territory.Preview) -> list[tuple[str, list[str]]]:
    """Return for each column its name and the first values, so that a wrong match is seen."""
    return [(name, [cells[at] for _number, cells in preview.rows]) for at, name in enumerate(preview.headers)]


def _report(request: ImportRequest, run: territory.RunRow) -> dict[str, object]:
    refused = territory.refusals(request.viewer, run.id, most=_SHOWN)
    return {"run": run, "refused": refused, "more": max(0, run.refused - len(refused))}


def _with_columns(request: ImportRequest, run_id: int) -> tuple[territory.RunRow, ColumnsForm]:
    """Keep the columns and options that were sent; the form says what is wrong with them."""
    run = territory.import_run(request.viewer, run_id)
    if run.state != "draft":
        raise WrongState
    form = ColumnsForm(request.POST, run=run, preview=territory.preview(request.viewer, run_id))
    if form.is_valid():
        try:
            territory.match_columns(run_id, columns=form.columns(), options=form.options(), by=request.viewer)
        except Invalid as error:
            _refuse(form, error)
    return territory.import_run(request.viewer, run_id), form


def _refuse(form: ColumnsForm, error: LinliError) -> None:
    for name, words in error.fields.items():
        form.add_error(name if name in form.fields else None, str(words))
    if not error.fields:
        form.add_error(None, str(error.message))


@require_POST
@for_administrators
def try_out(request: ImportRequest, run_id: int) -> HttpResponseBase:
    """Say what would go in and what would be refused; nothing goes in."""
    run, form = _with_columns(request, run_id)
    tried = None
    if not form.errors:
        try:
            tried = territory.try_run(run_id, by=request.viewer, most=_TRIED_AT_ONCE)
        except Invalid as error:
            _refuse(form, error)
    return _draft(request, run, form, tried)


@require_POST
@for_administrators
def begin(request: ImportRequest, run_id: int) -> HttpResponseBase:
    """Take the rows in: a draft with the columns sent along, a stopped import from where it stands."""
    run = territory.import_run(request.viewer, run_id)
    if run.state == "draft":
        run, form = _with_columns(request, run_id)
        if form.errors:
            return _draft(request, run, form)
        try:
            territory.begin_run(run_id, by=request.viewer)
        except Invalid as error:
            _refuse(form, error)
            return _draft(request, run, form)
    else:
        territory.begin_run(run_id, by=request.viewer)
    return redirect("imports:run", run_id)


def _done(request: ImportRequest, run_id: int, verb: Callable[..., object], words: str) -> None:
    """Call a verb and say that it is done; where the run has moved on meanwhile, the page shows how it stands."""
    try:
        verb(run_id, by=request.viewer)
    except WrongState as error:
        messages.warning(request, str(error.message))
    else:
        messages.success(request, words)


@require_POST
@for_administrators
def stop(request: ImportRequest, run_id: int) -> HttpResponseBase:
    """Stop after the rows just being taken in."""
    territory.import_run(request.viewer, run_id)
    _done(request, run_id, territory.stop_run, _("Stopped. What is in stays in; you can go on whenever you like."))
    return redirect("imports:run", run_id)


@require_POST
@for_administrators
def remove(request: ImportRequest, run_id: int) -> HttpResponseBase:
    """Remove a draft or a report; what was taken in stays."""
    territory.import_run(request.viewer, run_id)
    _done(request, run_id, territory.remove_run, _("Removed. What was taken in stays."))
    return redirect("imports:home")


@require_GET
@for_administrators
def progress(request: ImportRequest, run_id: int) -> HttpResponseBase:
    """Give the part of the page that shows how far the import is; when it has ended, let the page be loaded anew."""
    run = territory.import_run(request.viewer, run_id)
    answer = render(request, "imports/parts/progress.html", {"run": run})
    if not run.under_way:
        answer["HX-Refresh"] = "true"
    return answer


@require_GET
@for_administrators
def refused_rows(request: ImportRequest, run_id: int) -> HttpResponse:
    """Give the refused rows as a spreadsheet: mended there, it can be brought again as it is."""
    run = territory.import_run(request.viewer, run_id)
    refused = list(territory.each_refusal(request.viewer, run_id))
    names = list(dict.fromkeys(name for one in refused for name in one.values if name))
    columns = [(_("Row"), 8), (_("Why it was refused"), 48), *((name, width_of(name)) for name in names)]
    rows: list[list[Value]] = [
        [one.row, one.why, *(str(one.values.get(name, "")) for name in names)] for one in refused
    ]
    stem = run.file_name.rsplit(".", 1)[0]
    title = ngettext("%(number)d row refused", "%(number)d rows refused", len(rows)) % {"number": len(rows)}
    return download(workbook(title, columns, rows), f"{stem}-{_('refused')}.xlsx")
