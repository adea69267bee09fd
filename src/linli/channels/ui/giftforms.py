"""The forms of a gift: offering one, writing one down, and its steps."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.channels.ui.stepforms import LONG, PLAIN, ReasonForm, Refusable, StepForm
from linli.channels.ui.widgets import ChoicesWidget
from linli.engines.territory import public as territory
from linli.kernel.ids import random_key
from linli.programmes.donations import public as donations

YUAN = {**PLAIN, "inputmode": "decimal"}


def fen_of(yuan: Decimal | None) -> int:
    """Return an amount of yuan in fen; nothing is zero."""
    return int((yuan or Decimal(0)) * 100)


class GiftForm(Refusable):
    """A gift. `staff`: written down as it comes, money too."""

    intake_key = forms.RegexField(r"^[0-9a-f]{16,64}$", required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("What is given?"), choices=donations.Kind.choices, initial="goods", widget=ChoicesWidget(inline=True)
    )
    what = forms.CharField(
        label=_("What do you give?"),
        max_length=120,
        help_text=_("For example 30 picture books, hardly used. With money: what it came as."),
        widget=forms.TextInput(attrs=PLAIN),
    )
    quantity = forms.CharField(label=_("How many?"), max_length=30, required=False, widget=forms.TextInput(attrs=PLAIN))
    value = forms.DecimalField(
        label=_("Amount, or about what it is worth, in yuan"),
        required=False,
        min_value=0,
        max_digits=11,
        decimal_places=2,
        widget=forms.NumberInput(attrs=YUAN),
    )
    purpose = forms.CharField(
        label=_("What is it meant for?"), max_length=120, required=False, widget=forms.TextInput(attrs=PLAIN)
    )
    area_id = forms.TypedChoiceField(
        label=_("Community"), coerce=int, widget=forms.Select(attrs={"class": "form-select"})
    )
    unit = forms.BooleanField(label=_("A unit gives it, not a person"), required=False)
    name = forms.CharField(
        label=_("Name on the certificate"),
        max_length=40,
        help_text=_("Encrypted. Only you, the community and whoever holds the certificate see it."),
        widget=forms.TextInput(attrs=PLAIN),
    )
    phone = forms.CharField(
        label=_("Phone"), max_length=30, required=False, widget=forms.TextInput(attrs={**PLAIN, "inputmode": "tel"})
    )
    shown = forms.CharField(
        label=_("Name on the wall"),
        max_length=40,
        required=False,
        help_text=_("Leave it empty, and the wall says “a neighbour”. It can be changed at any time."),
        widget=forms.TextInput(attrs=PLAIN),
    )

    def __init__(self, *args: Any, areas: list[territory.AreaRow], staff: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["intake_key"].initial = random_key()
        field = self.fields["area_id"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [(area.id, area.name) for area in areas]
        if not staff:
            for name in ("kind", "value", "unit"):
                del self.fields[name]
            self.fields["what"].help_text = _("For example 30 picture books, hardly used.")
        else:
            self.fields["shown"].help_text = _("Only if the giver agreed. Empty: the wall says “a neighbour”.")

    def giver(self, account_id: int | None) -> donations.Giver:
        """Return who gives, as it was typed."""
        given = self.cleaned_data
        names = ("name", "phone", "shown")
        return donations.Giver(
            **{name: given[name] for name in names}, unit=bool(given.get("unit")), account_id=account_id
        )


class GiftStepForm(StepForm):
    """One step of a gift: amounts are asked in yuan."""

    def given(self) -> dict[str, Any]:
        """Return what the verb takes: amounts in fen."""
        said = dict(self.cleaned_data)
        for yuan, fen in (("value", "value_fen"), ("amount", "fen")):
            if yuan in said:
                said[fen] = fen_of(said.pop(yuan))
        return said


class ReceiveForm(GiftStepForm):
    """How many came, and about what they are worth."""

    quantity = forms.CharField(label=_("How many?"), max_length=30, required=False, widget=forms.TextInput(attrs=PLAIN))
    value = forms.DecimalField(
        label=_("About what it is worth, in yuan"),
        required=False,
        min_value=0,
        max_digits=11,
        decimal_places=2,
        widget=forms.NumberInput(attrs=YUAN),
    )


class CountForm(StepForm):
    """Nothing is asked."""

    introduction = _("Count it yourself, without whoever took it in. Only then can it be spent.")


class UseForm(GiftStepForm):
    """What became of things."""

    introduction = _("This is what the wall says, and the giver is told.")
    key = forms.RegexField(r"^[0-9a-f]{16,64}$", required=False, widget=forms.HiddenInput)
    note = forms.CharField(label=_("What became of it?"), max_length=200, widget=forms.Textarea(attrs=LONG))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["key"].initial = random_key()


class SpendForm(UseForm):
    """What became of a part of the money."""

    asked_as: ClassVar[Mapping[str, str]] = {"value": "amount"}

    amount = forms.DecimalField(
        label=_("How much of it, in yuan?"),
        min_value=Decimal("0.01"),
        max_digits=11,
        decimal_places=2,
        widget=forms.NumberInput(attrs=YUAN),
    )


class ReceiptForm(StepForm):
    """Which charity gave which receipt."""

    introduction = _("The community itself gives no receipt for the tax. A charity that took the gift in may have.")
    charity = forms.CharField(label=_("Charity"), max_length=60, widget=forms.TextInput(attrs=PLAIN))
    receipt_number = forms.CharField(
        label=_("Number of its receipt"), max_length=40, widget=forms.TextInput(attrs=PLAIN)
    )


class ShowForm(StepForm):
    """The name on the wall."""

    introduction = _("Leave it empty, and the wall says “a neighbour”. It can be changed at any time.")
    shown = forms.CharField(
        label=_("Name on the wall"), max_length=40, required=False, widget=forms.TextInput(attrs=PLAIN)
    )


_FORMS: dict[str, type[StepForm]] = {
    "receive": ReceiveForm,
    "refuse": ReasonForm,
    "count": CountForm,
    "use": UseForm,
    "receipt": ReceiptForm,
    "show": ShowForm,
}
ONE_TAP = frozenset({"withdraw"})


def step_form(verb: str, row: donations.DonationRow, data: Any = None) -> StepForm:  # noqa: ANN401
    """Return the form of a step."""
    wanted = SpendForm if verb == "use" and row.kind == donations.Kind.MONEY else _FORMS.get(verb, StepForm)
    initial = {"quantity": row.quantity, "shown": row.shown if row.named else ""}
    return wanted(data, step=donations.STEPS[verb], initial=initial)
