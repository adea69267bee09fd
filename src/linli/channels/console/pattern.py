"""The pattern: which practice is loaded, and how the county differs from it by now."""

from django.http import HttpResponse
from django.shortcuts import render

from linli.channels.console.frame import ADMINISTRATOR, ConsoleRequest, page_for
from linli.kernel.errors import Invalid
from linli.patterns import public as patterns


@page_for(*ADMINISTRATOR)
def pattern(request: ConsoleRequest) -> HttpResponse:
    """Show what is loaded and what was changed since, line by line."""
    context: dict[str, object] = {"loaded": patterns.loaded(), "changes": [], "faults": []}
    try:
        context["changes"] = [str(change) for change in patterns.diff(patterns.default_pattern())]
    except Invalid as faulty:
        context["faults"] = [str(problem) for problem in getattr(faulty, "problems", [])] or [str(faulty.message)]
    return render(request, "console/pattern.html", context)
