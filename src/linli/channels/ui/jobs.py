"""Long work in the background, as its part of a page shows it: how far it is, and a way to stop it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.channels.ui.asking import local_address
from linli.channels.ui.casepage import is_fragment
from linli.channels.ui.context import viewer_of
from linli.channels.ui.doors import channel_of
from linli.engines.journal import public as journal

PART = "ui/parts/job.html"


@never_cache
@require_safe
def job_progress(request: HttpRequest, job_id: int) -> HttpResponse:
    """Show how far a job is: its part of a page, or a page of its own; at the end the page around it is loaded anew."""
    viewer = viewer_of(request)
    context: dict[str, Any] = {"job": journal.job(viewer, job_id), "channel": channel_of(viewer)}
    if not is_fragment(request):
        return render(request, "ui/me/job.html", context)
    answer = render(request, PART, context)
    if not context["job"].open:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
def job_stop(request: HttpRequest, job_id: int) -> HttpResponse:
    """Ask a job to stop."""
    job = journal.stop_job(job_id, by=viewer_of(request))
    if is_fragment(request):
        answer = render(request, PART, {"job": job})
        if not job.open:
            answer["HX-Refresh"] = "true"
        return answer
    messages.success(request, _("It was asked to stop. What it has found so far is kept."))
    onward = local_address(request.POST.get("next"), reverse("ui:job-progress", args=[job_id]))
    return HttpResponseRedirect(onward)
