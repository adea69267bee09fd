"""A page that is one form: title, what is said above it, the button, and where one comes back to."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from linli.channels.console.forms.base import ConsoleForm


@dataclass(frozen=True, slots=True)
class FormPage:
    """What stands around a form."""

    name: str  # of the page, for tests and styles
    title: str
    button: str
    back: str
    back_label: str
    lead: str = ""
    template: str = "console/form.html"

    def show(self, request: HttpRequest, form: ConsoleForm, *, status: int = 0, **more: object) -> HttpResponse:
        """Show the form, or show it again with what was refused."""
        context = {
            "form": form,
            "page_name": self.name,
            "title": self.title,
            "button": self.button,
            "back": self.back,
            "back_label": self.back_label,
            "lead": self.lead,
            **more,
        }
        return render(request, self.template, context, status=status or (422 if form.is_bound else 200))


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was sent; nothing when the form is only looked at."""
    return request.POST if request.method == "POST" else None
