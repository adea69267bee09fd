"""Members register where they live: what is offered, registering, one's own registration."""

from typing import Any

from django import forms
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.channels.portal import place
from linli.channels.ui import registrationpage
from linli.channels.ui.context import viewer_of
from linli.channels.ui.stepforms import Refusable
from linli.engines.territory import public as territory
from linli.kernel.actor import ActorKind
from linli.kernel.errors import LinliError
from linli.programmes.registration import public as registration


def address(registration_id: int) -> str:
    """Return the address of a registration."""
    return reverse("portal:registration", args=[registration_id])


FRAME = registrationpage.RegistrationFrame(template="portal/registration/one.html", address=address)


class MemberForm(Refusable):
    """A member registers."""

    area_id = forms.TypedChoiceField(label=_("Community where you live"), coerce=int)
    name = forms.CharField(label=_("Name"), max_length=20)
    phone = forms.CharField(label=_("Phone"), max_length=30, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    unit_id = forms.TypedChoiceField(label=_("Where you work"), coerce=int, empty_value=None, required=False)
    tells_unit = forms.BooleanField(
        label=_("My unit may read my name in its yearly statement. Otherwise it reads numbers only."), required=False
    )
    agrees = forms.BooleanField(
        label=_("The community may keep my name and phone to agree on duties; taken out a year after I leave."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = [(str(one.id), one.name) for one in territory.descendants("", "community")]
        units = [(str(one.id), one.name) for one in territory.units()]
        self.fields["area_id"].choices = areas  # type: ignore[attr-defined]
        self.fields["unit_id"].choices = [("", _("not in the list, or retired")), *units]  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            look = "form-select" if name.endswith("_id") else "form-control"
            if not isinstance(field, forms.BooleanField):
                field.widget.attrs["class"] = look


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show what is offered in the place, and one's own registrations."""
    here = place.here(request)
    path = here.around_path if here is not None and here.known else ""
    context = {
        "here": here,
        "mine": registration.my_registrations(viewer_of(request)),
        "offers": registration.duties(path),
        "totals": registration.public_totals(path),
    }
    return render(request, "portal/registration/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponseBase:
    """Register oneself."""
    viewer, here = viewer_of(request), place.here(request)
    if viewer.account_id is None:
        return redirect_to_login(request.get_full_path())
    chain = here.chain if here is not None and here.known else ()
    community = next((area for area in chain if area.kind == "community"), None)
    form = MemberForm(request.POST or None, initial={"area_id": community.id} if community else {})
    if request.method == "POST" and form.is_valid():
        try:
            made = registration.register_member(by=viewer, **form.cleaned_data)
        except LinliError as error:
            form.refused(error)
        else:
            return redirect(address(made.pk))
    status = 422 if form.errors else 200
    return render(request, "portal/registration/new.html", {"form": form, "here": here}, status=status)


@require_GET
def one(request: HttpRequest, registration_id: int) -> HttpResponseBase:
    """Show one's own; the community and units see it at their desk."""
    viewer = viewer_of(request)
    detail = registration.registration_for(viewer, registration_id)
    if viewer.kind is ActorKind.STAFF and not (detail.own and detail.row.kind == registration.Kind.MEMBER):
        return redirect("desk:registration", registration_id)
    return registrationpage.show(request, registration_id, FRAME)


@require_POST
def act(request: HttpRequest, registration_id: int, verb: str) -> HttpResponseBase:
    """Do a step."""
    return registrationpage.act(request, registration_id, verb, FRAME)
