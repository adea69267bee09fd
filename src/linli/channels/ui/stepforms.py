"""What forms share that lead to a verb: a refusal is shown where it belongs, and a step asks only what it needs."""

from collections.abc import Mapping
from typing import Any, ClassVar, Protocol

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.kernel.errors import LinliError

LONG = {"rows": 3, "class": "form-control"}
PLAIN = {"class": "form-control", "autocomplete": "off"}


class Step(Protocol):
    """A row of a programme's table of steps."""

    @property
    def verb(self) -> str:
        """The verb's name."""
        ...

    @property
    def label(self) -> str | Promise:
        """What its button says."""
        ...


class Refusable(forms.Form):
    """A form that shows why a verb refused."""

    introduction: Any = ""
    asked_as: ClassVar[Mapping[str, str]] = {}  # what the verb calls a thing -> the field that asks for it

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)

    def refused(self, error: LinliError) -> None:
        """Show why it was not done: beside the field it is about, at the top otherwise."""
        for name, words in error.fields.items():
            field = self.asked_as.get(name, name)
            self.add_error(field if field in self.fields else None, str(words))
        if not error.fields:
            self.add_error(None, str(error.message))


class StepForm(Refusable):
    """One step of a thing's life; without questions of its own it is one tap."""

    def __init__(self, *args: Any, step: Step, **options: Any) -> None:
        super().__init__(*args, **options)
        self.step, self.verb = step, step.verb

    @property
    def questions(self) -> list[forms.BoundField]:
        """Return the fields that are asked."""
        return self.visible_fields()

    def given(self) -> dict[str, Any]:
        """Return the answers as the verb takes them."""
        return dict(self.cleaned_data)


class ReasonForm(StepForm):
    """Why."""

    reason = forms.CharField(label=_("Why?"), max_length=200, widget=forms.Textarea(attrs=LONG))
