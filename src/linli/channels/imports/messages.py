"""Messages from a spreadsheet: choose the file and its columns, watch it, see what came of it."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from linli.channels.imports.frame import ImportRequest, areas_of, for_administrators
from linli.engines.cases.public import Columns
from linli.engines.journal import public as journal
from linli.engines.territory.public import AreaRow
from linli.kernel.errors import Invalid, NotFound
from linli.programmes.requests import public as requests

NAMED = ("title", "text", "time")


class MessagesForm(forms.Form):
    """Which file, for which area, and which columns where their names do not tell."""

    area = forms.TypedChoiceField(
        label=_("For which area?"),
        coerce=int,
        help_text=_("A message that names no known place lies in this area."),
    )
    file = forms.FileField(
        label=_("The file"),
        help_text=_("xlsx or csv, one message in a row: text and time, a title where there is one."),
        error_messages={"required": _("Please choose a file."), "empty": _("The file is empty.")},
    )
    title = forms.CharField(label=_("Column of the title"), required=False, max_length=80)
    text = forms.CharField(label=_("Column of the text"), required=False, max_length=80)
    time = forms.CharField(label=_("Column of the time"), required=False, max_length=80)

    def __init__(self, *args: Any, areas: list[AreaRow], **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [(area.id, area.name) for area in areas]  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            field.widget.attrs["class"] = "form-select" if name == "area" else "form-control"

    def columns(self, content: bytes) -> Columns | None:
        """Return the columns that were named, the others as their headers tell. Raises: Invalid."""
        given = {name: self.cleaned_data[name].strip() for name in NAMED}
        if not any(given.values()):
            return None
        known = requests.guessed(content)
        texts = [name for name in (given["title"], given["text"]) if name] or list(known.texts)
        return Columns(texts, given["time"] or known.time, "", known.id, known.who)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def bring(request: ImportRequest) -> HttpResponseBase:
    """Choose a file of messages; its rows become cases in the background."""
    areas = areas_of(request.viewer)
    form = MessagesForm(request.POST or None, request.FILES or None, areas=areas, initial={"area": areas[0].id})
    if request.method == "POST" and form.is_valid():
        job_id = _brought(request, form)
        if job_id is not None:
            return redirect("imports:messages-job", job_id)
    return render(request, "imports/messages.html", {"form": form}, status=422 if form.errors else 200)


def _brought(request: ImportRequest, form: MessagesForm) -> int | None:
    """Begin; return the job, or nothing when the form now says why not."""
    given = form.cleaned_data["file"]
    content = given.read()
    try:
        job = requests.bring_messages(
            by=request.viewer,
            name=given.name,
            content=content,
            area_id=form.cleaned_data["area"],
            columns=form.columns(content),
        )
    except Invalid as error:
        fields = error.fields or {"file": error.message}
        for name, words in fields.items():
            form.add_error({"texts": "text"}.get(name, name), str(words))
        return None
    return job.id


@require_GET
@for_administrators
def watch(request: ImportRequest, job_id: int) -> HttpResponse:
    """Show how far it is, and in the end what came of it."""
    job = journal.job(request.viewer, job_id)
    if job.kind != requests.BRING:
        raise NotFound
    return render(request, "imports/messages_job.html", {"job": job, "result": job.result or {}})
