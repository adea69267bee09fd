"""Bringing a file to learn from: first the file, then which of its columns hold what."""

from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.channels.console.formpage import posted
from linli.channels.console.frame import ADMINISTRATOR, ConsoleRequest, page_for
from linli.channels.console.learning.forms import ColumnsForm, LessonForm
from linli.engines.cases import public as cases
from linli.kernel.errors import LinliError


@page_for(*ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: ConsoleRequest) -> HttpResponseBase:
    """Bring a file."""
    form = LessonForm(posted(request), request.FILES or None)
    if form.is_bound and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            file_id = cases.bring_lesson(by=request.viewer, name=upload.name, content=upload.read())
        except LinliError as error:
            form.refuse(error)
        else:
            return redirect("console:lesson-columns", file_id)
    context = {"form": form, "step": 1, "button": _("Look at its columns")}
    return render(request, "console/learning/lesson.html", context, status=422 if form.is_bound else 200)


@page_for(*ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: ConsoleRequest, file_id: int) -> HttpResponseBase:
    """Say which columns hold the text and the class, and begin to learn."""
    lesson = cases.lesson_file(request.viewer, file_id)
    initial = {"text": lesson.looks_like_text, "title": lesson.looks_like_title, "label": lesson.looks_like_label}
    headers = [(name, name) for name in dict.fromkeys(lesson.headers) if name]
    form = ColumnsForm(posted(request), headers=headers, initial=initial)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        text = [name for name in (given["title"], given["text"]) if name]
        try:
            cases.learn_from_lesson(file_id, by=request.viewer, text=text, label=given["label"])
        except LinliError as error:
            form.refuse(error)
        else:
            return redirect("console:learning")
    context = {"form": form, "step": 2, "button": _("Learn from it"), "lesson": lesson}
    return render(request, "console/learning/lesson.html", context, status=422 if form.is_bound else 200)
