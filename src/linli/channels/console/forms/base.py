"""What every form of the console shares: the look of fields, and refusals of a verb beside the field they are about."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from linli.kernel.clock import CHINA
from linli.kernel.errors import LinliError

Choices = list[tuple[Any, Any]]
NOTHING = ("", _("Choose …"))
PLAIN = (forms.CheckboxInput, forms.CheckboxSelectMultiple, forms.RadioSelect, forms.HiddenInput)


class ConsoleForm(forms.Form):
    """A form whose fields look like the rest of the product."""

    required_css_class = "is-required"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not isinstance(field.widget, PLAIN):
                look = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
                field.widget.attrs.setdefault("class", look)

    def refuse(self, error: LinliError) -> None:
        """Show why a verb refused: beside the fields it names, at the top otherwise."""
        for name, words in error.fields.items():
            self.add_error(name if name in self.fields else None, str(words))
        if not error.fields:
            self.add_error(None, str(error.message))


class DayInput(forms.DateInput):
    """A day, chosen with the browser's own calendar."""

    input_type = "date"

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%Y-%m-%d", **options)


class MomentInput(forms.DateTimeInput):
    """A day and an hour, chosen with the browser's own calendar."""

    input_type = "datetime-local"

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", **options)


class MomentField(forms.DateTimeField):
    """A moment in China's time."""

    widget = MomentInput

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%dT%H:%M"], **options)

    def clean(self, value: object) -> datetime | None:
        """Return an aware moment."""
        found = super().clean(value)
        return found.replace(tzinfo=CHINA) if found is not None else None


class DayField(forms.DateField):
    """A day."""

    widget = DayInput

    def clean(self, value: object) -> date | None:
        """Return a day."""
        found: date | None = super().clean(value)
        return found


class WordsField(forms.CharField):
    """Words separated by commas, spaces or lines, as a list."""

    def clean(self, value: object) -> object:
        """Return the list without blanks and repeats."""
        text = super().clean(value)
        for mark in "，、,;；\n\t":
            text = text.replace(mark, " ")
        return list(dict.fromkeys(text.split()))

    def prepare_value(self, value: object) -> object:
        """Show a list as words."""
        return "，".join(value) if isinstance(value, list | tuple) else value


def number_choice(choices: Choices, *, required: bool = True, **options: Any) -> forms.TypedChoiceField:
    """Make a field whose answer is a key."""
    return forms.TypedChoiceField(
        choices=[NOTHING, *choices], coerce=int, empty_value=None, required=required, **options
    )


def carried_out(
    request: HttpRequest, form: ConsoleForm, verb: Callable[..., object], *, done: object, **more: object
) -> bool:
    """Check a form, call a verb with its answers, say it is done. A refusal is shown on the form; nothing is lost."""
    if not form.is_valid():
        return False
    try:
        verb(**form.cleaned_data, **more)
    except LinliError as error:
        form.refuse(error)
        return False
    messages.success(request, str(done))
    return True
