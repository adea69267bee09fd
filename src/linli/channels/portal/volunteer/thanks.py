"""Points shop and certificates."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.channels.portal.volunteer.forms import VerifyForm
from linli.channels.portal.volunteer.views import path_of, said
from linli.channels.ui.context import viewer_of
from linli.engines.journal import public as journal
from linli.kernel.errors import LinliError, NotFound
from linli.kernel.ids import random_key
from linli.programmes.volunteers import public as volunteers


@require_GET
def shop(request: HttpRequest) -> HttpResponse:
    """Show what can be had for points, and what lies aside."""
    viewer = viewer_of(request)
    own = volunteers.me(viewer)
    context = {
        "own": own,
        "page": volunteers.shop(path_of(request, own), request.GET.get("cursor") or None),
        "aside": volunteers.my_redemptions(viewer) if own else [],
        "key": random_key(),
    }
    return render(request, "portal/volunteer/shop.html", context)


@require_POST
def reserve(request: HttpRequest, item_id: int) -> HttpResponse:
    """Put a thing aside; the same press is the same thing."""
    key = request.POST.get("key", "")[:64] or random_key()
    try:
        row = volunteers.reserve(item_id=item_id, key=key, by=viewer_of(request))
    except LinliError as error:
        messages.error(request, said(error))
    else:
        messages.success(request, _("Put aside for you. Say the code %(code)s at the counter.") % {"code": row.code})
    return redirect("portal:volunteer-shop")


@require_POST
def give_back(request: HttpRequest, redemption_id: int) -> HttpResponse:
    """Leave a thing that was put aside: the points come back."""
    try:
        volunteers.give_back(redemption_id=redemption_id, by=viewer_of(request))
    except LinliError as error:
        messages.error(request, said(error))
    else:
        messages.success(request, _("Your points are back."))
    return redirect("portal:volunteer-shop")


@require_http_methods(["GET", "HEAD", "POST"])
def certificates(request: HttpRequest) -> HttpResponseBase:
    """Show one's certificates; ask for one, free of charge."""
    viewer = viewer_of(request)
    own = volunteers.me(viewer)
    if own is None:
        return redirect("portal:volunteer")
    if request.method == "POST":
        try:
            volunteers.ask_certificate(by=viewer)
        except LinliError as error:
            messages.error(request, said(error))
        return redirect("portal:certificates")
    rows = volunteers.my_certificates(viewer)
    waiting = next((row.job_id for row in rows if not row.printed and row.job_id is not None), None)
    job = journal.job(viewer, waiting) if waiting is not None else None
    return render(request, "portal/volunteer/certificates.html", {"own": own, "rows": rows, "job": job})


@require_GET
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """Hand over the printed certificate. Raises: NotFound."""
    content = volunteers.pdf_for(viewer_of(request), number)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{number}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_GET
def verified(request: HttpRequest, number: str, code: str) -> HttpResponse:  # noqa: ARG001 (the way is the answer)
    """Lead from the code printed on a certificate to its check."""
    return redirect(f"{reverse('portal:verify')}?{urlencode({'number': number, 'code': code})}")


@require_GET
def verify(request: HttpRequest) -> HttpResponse:
    """Say whether a certificate is real: shows what is printed on it to whoever holds it, and nothing else."""
    number, code = request.GET.get("number", ""), request.GET.get("code", "")
    form = VerifyForm(request.GET if number or code else None)
    found = None
    if form.is_bound and form.is_valid():
        try:
            found = volunteers.verified(number, code)
        except NotFound:
            form.add_error(None, _("No certificate has this number and check code. Please look at the print again."))
    context = {"form": form, "found": found, "number": number}
    return render(request, "portal/volunteer/verify.html", context, status=404 if form.errors else 200)
