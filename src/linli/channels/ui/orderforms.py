"""The forms of an order's steps: only what a step needs, with what was typed kept."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.channels.ui.stepforms import LONG, PLAIN, ReasonForm, StepForm
from linli.channels.ui.widgets import ManyWidget, RatingField
from linli.programmes.orders import public as orders

DIGITS = {**PLAIN, "inputmode": "numeric", "maxlength": "8"}


class OfferForm(StepForm):
    """To whom: by name, or to everybody suitable."""

    introduction = _(
        "Tick who is asked. With nobody ticked it goes to the pool: everybody suitable of the area sees it."
    )
    takers = forms.MultipleChoiceField(label=_("By name"), required=False, widget=ManyWidget)

    def __init__(self, *args: Any, candidates: list[orders.TakerRow], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(row.key, f"{row.name} · {row.area_name}") for row in candidates]
        field = self.fields["takers"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = choices
        if not choices:
            del self.fields["takers"]
            self.introduction = _(
                "Nobody suitable has registered here yet. It goes to the pool, where staff see it too."
            )


class BeginForm(StepForm):
    """The code at the door."""

    introduction = _(
        "Ask for the six digits that the resident sees on the page of this order. They change every ten minutes."
    )
    code = forms.CharField(label=_("Code at the door"), max_length=8, widget=forms.TextInput(attrs=DIGITS))


class FinishForm(BeginForm):
    """The code at the end, and what was done."""

    note = forms.CharField(label=_("What was done?"), max_length=400, widget=forms.Textarea(attrs=LONG))


class ThanksForm(StepForm):
    """Stars and a word."""

    rating = RatingField(label=_("How was it?"))
    thanks = forms.CharField(
        label=_("A word of thanks"), max_length=200, required=False, widget=forms.Textarea(attrs=LONG)
    )


class CallOffForm(StepForm):
    """Perhaps a reason."""

    reason = forms.CharField(label=_("Why?"), max_length=200, required=False, widget=forms.Textarea(attrs=LONG))


_FORMS: dict[str, type[StepForm]] = {
    "refuse": ReasonForm,
    "decline": ReasonForm,
    "give_back": ReasonForm,
    "not_there": ReasonForm,
    "complain": ReasonForm,
    "start": BeginForm,
    "finish": FinishForm,
    "rate": ThanksForm,
    "withdraw": CallOffForm,
}
ONE_TAP = frozenset({"take", "confirm"})


def step_form(verb: str, candidates: list[orders.TakerRow], data: Any = None) -> StepForm:  # noqa: ANN401
    """Return the form of a step."""
    step = orders.STEPS[verb]
    if verb == "offer":
        return OfferForm(data, step=step, candidates=candidates)
    return _FORMS.get(verb, StepForm)(data, step=step)
