"""The proposals of the matching: why each, what overruling one costs."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.channels.console.exports import AT_ONCE, Sheet, every_row, spreadsheet
from linli.channels.console.frame import LEAD, ConsoleRequest, page_for
from linli.engines.journal import public as journal
from linli.kernel.errors import LinliError, NotAllowed, NotFound
from linli.programmes.lists import public as lists


@page_for(*LEAD)
def matching(request: ConsoleRequest) -> HttpResponse:
    """Show what is proposed, with reasons, and what nothing fits."""
    viewer = request.viewer
    jobs = journal.jobs(viewer, kind=lists.JOB)
    context = {
        "page": lists.proposals(viewer, cursor=request.GET.get("cursor") or None),
        "alone": lists.unmatched(viewer),
        "job": jobs[0] if jobs else None,
    }
    return render(request, "console/lists/matching.html", context)


@page_for(*LEAD)
@require_POST
def start(request: ConsoleRequest) -> HttpResponseBase:
    """Match everything anew, in the background."""
    lists.start_matching(by=request.viewer)
    return redirect("console:lists-matching")


@page_for(*LEAD)
def options(request: ConsoleRequest, number: str) -> HttpResponse:
    """Show the resources for one need, each with why and with the cost of deciding otherwise."""
    detail = lists.need_for(request.viewer, number)
    if not detail.community:
        raise NotFound
    context = {"detail": detail, "need": detail.need, "choice": lists.choices(request.viewer, detail.need.pk)}
    return render(request, "console/lists/options.html", context)


@page_for(*LEAD)
@require_POST
def overrule(request: ConsoleRequest, number: str, resource_id: int, how: str) -> HttpResponseBase:
    """Lock, forbid or free a pair; everything else follows."""
    detail = lists.need_for(request.viewer, number)
    try:
        cost = lists.overrule(detail.need.pk, resource_id, by=request.viewer, how=how)
    except (NotAllowed, NotFound):
        raise
    except LinliError as error:
        messages.warning(request, str(error.message))
    else:
        words = _("Done. All together lose %(cost)d points by it.") if cost else _("Done. Nobody loses by it.")
        messages.success(request, words % {"cost": cost} if cost else words)
    return redirect("console:lists-options", number)


def _every(request: ConsoleRequest) -> Iterator[lists.Pair]:
    return every_row(lambda cursor: lists.proposals(request.viewer, cursor=cursor, size=AT_ONCE))


@page_for(*LEAD)
def export(request: ConsoleRequest) -> HttpResponse:
    """Answer with the proposals and their reasons as a workbook."""
    columns = [
        (_("Need"), 18), (_("In a line"), 40), (_("Resource"), 18), (_("In a line"), 40), (_("Fit"), 10),
        (_("Why"), 50), (_("Why not the next"), 50), (_("Locked by"), 14),
    ]
    rows = (
        [
            one.need.number, one.need.words, one.resource.number, one.resource.words, one.weight, "；".join(one.why),
            one.next_words, one.by_name,
        ]
        for one in _every(request)
    )
    return spreadsheet(_("matching"), Sheet(_("Matching"), columns, rows))
