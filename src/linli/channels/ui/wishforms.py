"""The forms of a wish: saying one, and its steps."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.channels.ui.stepforms import LONG, PLAIN, ReasonForm, Refusable, StepForm
from linli.channels.ui.widgets import ChoicesWidget
from linli.engines.territory import public as territory
from linli.kernel.actor import Actor
from linli.kernel.ids import random_key
from linli.programmes.wishes import public as wishes


class WishForm(Refusable):
    """A wish as it is said. `staff`: taken down from the box, by phone or at a visit."""

    intake_key = forms.RegexField(r"^[0-9a-f]{16,64}$", required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("What do you wish for?"),
        max_length=500,
        help_text=_("Only the community reads this. For the wall it writes a line without your name."),
        widget=forms.Textarea(attrs=LONG),
        error_messages={"required": _("Please say in a few words what you wish for.")},
    )
    value = forms.IntegerField(
        label=_("About how much does it cost, in yuan?"), min_value=1, widget=forms.NumberInput(attrs=PLAIN)
    )
    area_id = forms.TypedChoiceField(
        label=_("Community"), coerce=int, widget=forms.Select(attrs={"class": "form-select"})
    )
    home = forms.CharField(
        label=_("Where should it be brought?"),
        max_length=60,
        required=False,
        help_text=_("Encrypted. Only whoever comes sees it."),
        widget=forms.TextInput(attrs=PLAIN),
    )
    name = forms.CharField(
        label=_("How may we call you?"), max_length=20, required=False, widget=forms.TextInput(attrs=PLAIN)
    )
    phone = forms.CharField(
        label=_("Mobile number"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={**PLAIN, "inputmode": "tel"}),
    )
    origin = forms.ChoiceField(
        label=_("How did it come?"),
        required=False,
        widget=ChoicesWidget(inline=True),
        choices=[("visit", _("On a visit")), ("box", _("From the wish box")), ("phone", _("By phone"))],
        initial="visit",
    )

    def __init__(self, *args: Any, areas: list[territory.AreaRow], staff: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["intake_key"].initial = random_key()
        field = self.fields["area_id"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [(area.id, area.name) for area in areas]
        most = wishes.rules().value_fen // 100
        self.fields["value"].help_text = _("At most %(yuan)d yuan: something small, that can be done soon.") % {
            "yuan": most
        }
        if not staff:
            del self.fields["origin"]


class PostForm(StepForm):
    """What the wall says."""

    introduction = _("Write it so that no neighbour knows who it is: no full name, no door, no illness.")
    shown = forms.CharField(
        label=_("Shown as"),
        max_length=20,
        help_text=_("For example Grandma Li, or a family with two children."),
        widget=forms.TextInput(attrs=PLAIN),
    )
    words = forms.CharField(label=_("The wish in a line"), max_length=120, widget=forms.TextInput(attrs=PLAIN))


class ClaimForm(StepForm):
    """For oneself or a unit; named or not."""

    introduction = _("You promise to bring it within the days shown. You see how to reach them after this.")
    unit_id = forms.TypedChoiceField(
        label=_("For whom?"), required=False, coerce=int, empty_value=None, widget=ChoicesWidget
    )
    public = forms.BooleanField(label=_("My name may stand on the wall"), required=False)

    def __init__(self, *args: Any, viewer: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        units = {grant.unit_id for grant in viewer.grants if grant.unit_id is not None}
        field = self.fields["unit_id"]
        if not units:
            del self.fields["unit_id"]
        elif isinstance(field, forms.TypedChoiceField):
            field.choices = [("", _("For myself")), *((one, territory.unit(one).name) for one in sorted(units))]


class DeliverForm(StepForm):
    """What was brought."""

    note = forms.CharField(label=_("What was brought?"), max_length=200, widget=forms.Textarea(attrs=LONG))


class ThankForm(StepForm):
    """Perhaps a word."""

    thanks = forms.CharField(
        label=_("A word of thanks"), max_length=200, required=False, widget=forms.Textarea(attrs=LONG)
    )


_FORMS: dict[str, type[StepForm]] = {
    "post": PostForm,
    "refuse": ReasonForm,
    "let_go": ReasonForm,
    "miss": ReasonForm,
    "deliver": DeliverForm,
    "thank": ThankForm,
}
ONE_TAP = frozenset({"rise", "withdraw"})


def step_form(verb: str, viewer: Actor, data: Any = None) -> StepForm:  # noqa: ANN401
    """Return the form of a step."""
    step = wishes.STEPS[verb]
    if verb == "claim":
        return ClaimForm(data, step=step, viewer=viewer)
    return _FORMS.get(verb, StepForm)(data, step=step)
