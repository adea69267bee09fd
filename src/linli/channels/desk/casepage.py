"""One case at the desk: the shared page in the desk's frame."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from linli.channels.desk.frame import DeskRequest, desk_page
from linli.channels.ui import casepage


def address(number: str) -> str:
    """Return the address of a case."""
    return reverse("desk:case", args=[number])


FRAME = casepage.CaseFrame(template="desk/case.html", address=address)


@desk_page
def case_page(request: DeskRequest, number: str) -> HttpResponse:
    """Show one case."""
    return casepage.show(request, number, FRAME)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: DeskRequest, number: str, verb: str) -> HttpResponse:
    """Show the form of a verb, or do the verb."""
    return casepage.act(request, number, verb, FRAME)


@desk_page
@require_POST
def personal(request: DeskRequest, number: str) -> HttpResponse:
    """Show how to reach who asked; the look is recorded."""
    return casepage.personal(request, number, FRAME)
