"""Forms for the admission of matters."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.channels.console import words
from linli.channels.console.forms.base import ConsoleForm, DayField
from linli.channels.console.scope import AreaChoice

LONG = {"rows": 3}
FEN = 100


class ApplyForm(ConsoleForm):
    """Why something that is on no list should be put on communities, who is concerned, what it costs, how long."""

    title = forms.CharField(label=_("What it is about"), max_length=80)
    area_id = forms.TypedChoiceField(label=_("Communities of"), coerce=int)
    parties = forms.CharField(
        label=_("Who is concerned"),
        widget=forms.Textarea(attrs=LONG),
        help_text=_("Who asks, who would do it, who pays."),
    )
    reason = forms.CharField(label=_("Why a community should do it"), widget=forms.Textarea(attrs=LONG))
    money = forms.DecimalField(
        label=_("Money for it, in yuan"), min_value=0, max_digits=12, decimal_places=2, initial=Decimal(0)
    )
    people = forms.IntegerField(label=_("People needed"), min_value=0, max_value=10_000, initial=0)
    period_from = DayField(label=_("Begins"))
    period_to = DayField(label=_("Until"))

    def __init__(self, *args: Any, areas: list[AreaChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area_id"].choices = [(str(area.id), area.indented) for area in areas]  # type: ignore[attr-defined]

    @property
    def given(self) -> dict[str, Any]:
        """Return what was typed as the engine takes it: money in fen."""
        typed = dict(self.cleaned_data)
        typed["money_fen"] = int(typed.pop("money") * FEN)
        return typed


class OpinionForm(ConsoleForm):
    """What a community says."""

    text = forms.CharField(label=_("What the community says"), widget=forms.Textarea(attrs=LONG))


class DecideForm(ConsoleForm):
    """Admit it for a time, or refuse it; either with a text."""

    listed = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("Admit it for the period asked for")), ("no", _("Refuse it"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
    )
    text = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs=LONG))
    list_kind = forms.ChoiceField(label=_("On which list"), choices=list(words.LISTS.items()), initial="delegated")
    basis = forms.CharField(
        label=_("Basis"), max_length=160, required=False, help_text=_("Law and article, or the decision it rests on.")
    )
    office = forms.CharField(label=_("Office that answers for it"), max_length=60, required=False)
    fee_owner = forms.CharField(label=_("Who pays"), max_length=60, required=False)
