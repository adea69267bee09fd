"""Stretches of street at the desk: whose round is due, and the round itself with what is found."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from linli.channels.desk.forms import grouped_categories
from linli.channels.desk.frame import DeskRequest, desk_page
from linli.channels.ui import photostore
from linli.channels.ui.stepforms import LONG, PLAIN, Refusable
from linli.channels.ui.streetmap import street_map
from linli.channels.ui.widgets import PhotosField
from linli.kernel.errors import LinliError
from linli.kernel.ids import random_key
from linli.programmes.streets import public as streets

PLACES = (1, 2, 3)  # findings on one form; more are another round


class RoundForm(Refusable):
    """A round: how it was, and up to three things that were found."""

    key = forms.RegexField(r"^[0-9a-f]{16,64}$", widget=forms.HiddenInput)
    note = forms.CharField(
        label=gettext_lazy("How did it go?"), max_length=200, required=False, widget=forms.TextInput(attrs=PLAIN)
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["key"].initial = random_key()
        choices = [("", _("Find it from the words")), *grouped_categories()]
        for at in PLACES:
            self.fields[f"text_{at}"] = forms.CharField(
                label=_("What was found?"), max_length=500, required=False, widget=forms.Textarea(attrs=LONG)
            )
            self.fields[f"category_{at}"] = forms.ChoiceField(
                label=_("Class"), required=False, choices=choices, widget=forms.Select(attrs={"class": "form-select"})
            )
            self.fields[f"photos_{at}"] = PhotosField(label=_("Photos"), required=False)

    def clean(self) -> dict[str, Any]:
        """A photo or a class without words says nothing."""
        cleaned = super().clean() or self.cleaned_data
        for at in PLACES:
            if not cleaned.get(f"text_{at}") and (cleaned.get(f"photos_{at}") or cleaned.get(f"category_{at}")):
                self.add_error(f"text_{at}", _("Please say in a few words what it is."))
        return cleaned

    @property
    def findings(self) -> list[dict[str, Any]]:
        """Return the fields of each finding, and whether it stands open."""
        return [
            {
                "number": at,
                "fields": [self[f"text_{at}"], self[f"category_{at}"], self[f"photos_{at}"]],
                "open": at == 1 or bool(self[f"text_{at}"].value()),
            }
            for at in PLACES
        ]


@desk_page
def listed(request: DeskRequest) -> HttpResponse:
    """Show the stretches of the viewer's units, and those of the places that the viewer runs."""
    viewer = request.viewer
    mine = streets.my_stretches(viewer)
    own = {row.id for row in mine}
    others = [row for row in streets.run_stretches(viewer) if row.id not in own]
    return render(request, "desk/streets/list.html", {"tab": "orders", "mine": mine, "others": others})


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: DeskRequest, stretch_id: int) -> HttpResponseBase:
    """Show a stretch and its rounds; take a round in."""
    viewer = request.viewer
    detail = streets.stretch_for(viewer, stretch_id)
    form = RoundForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        if form.is_valid() and _walked(request, stretch_id, form):
            return redirect("desk:street", stretch_id)
        for at in PLACES:
            photostore.keep_for_later(form, f"photos_{at}", by=viewer, stage="report")
    context = {
        "tab": "orders", "street": detail, "form": form, "map": street_map(detail.row.path, [detail.row]),
    }
    return render(request, "desk/streets/one.html", context, status=422 if form.errors else 200)


def _walked(request: DeskRequest, stretch_id: int, form: RoundForm) -> bool:
    given = form.cleaned_data
    try:
        found = [
            streets.Found(
                text=given[f"text_{at}"],
                category_code=given[f"category_{at}"],
                photos=photostore.store(form, f"photos_{at}", given[f"photos_{at}"], by=request.viewer, stage="report"),
            )
            for at in PLACES
            if given[f"text_{at}"]
        ]
        streets.walk_round(stretch_id, by=request.viewer, key=given["key"], note=given["note"], findings=found)
    except LinliError as error:
        form.refused(error)
        return False
    words = _("The round is noted; %(count)d findings go where the rules send them.") % {"count": len(found)}
    messages.success(request, words if found else _("The round is noted."))
    return True
