"""Forms of the pages of learning."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.channels.console.forms.base import NOTHING, Choices, ConsoleForm


class TrustForm(ConsoleForm):
    """How sure the model must be to give a class by itself, and whether it learns anew from corrections."""

    percent = forms.TypedChoiceField(label=_("How sure it must be"), coerce=int)
    renews = forms.BooleanField(label=_("Learn anew from corrections, in the background"), required=False)
    corrections_needed = forms.IntegerField(
        label=_("After so many corrections"), min_value=1, max_value=10_000,
        help_text=_("A new version that is not worse comes into use by itself; earlier ones are kept."),
    )

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["percent"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = choices


class LessonForm(ConsoleForm):
    """A file to learn from."""

    file = forms.FileField(
        label=_("The file"),
        help_text=_("A spreadsheet or csv of earlier reports, one in a row, with a column that says its class."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".xlsx,.xls,.ods,.csv,.txt"


class ColumnsForm(ConsoleForm):
    """Which columns of a file hold what."""

    text = forms.ChoiceField(label=_("Column of the text"))
    title = forms.ChoiceField(label=_("Column of the title"), required=False)
    label = forms.ChoiceField(label=_("Column of the class"), help_text=_("Names or codes of the county's classes."))

    def __init__(self, *args: Any, headers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("text", "title", "label"):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", _("there is none")) if name == "title" else NOTHING, *headers]

    def clean(self) -> dict[str, Any]:
        """Refuse a column that is to be two things."""
        given = super().clean() or {}
        text, title, label = (given.get(name, "") for name in ("text", "title", "label"))
        if text and text == label:
            self.add_error("label", _("The class stands in another column than the text."))
        if title and title in (text, label):
            self.add_error("title", _("This column is chosen already. Leave the title out if there is none."))
        return given
