"""Fields of our own: photos, stars, yes or no, who it is sent to, milestones, an agreement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.channels.ui.verbwords import STARS, YES_NO
from linli.engines.cases import public as cases

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.utils.datastructures import MultiValueDict

MAX_PHOTOS = 9
Data = Mapping[str, Any]
Upload: TypeAlias = "UploadedFile[Any]"   # generic in the type stubs only
Files: TypeAlias = "MultiValueDict[str, Upload]"


@dataclass(frozen=True, slots=True)
class PhotoInput:
    """Photos of a form: keys already stored by an earlier try, and new files."""

    kept: tuple[str, ...] = ()
    files: "tuple[Upload, ...]" = ()

    def __bool__(self) -> bool:
        return bool(self.kept or self.files)


class PhotosWidget(forms.Widget):
    """A camera and gallery button; stored photos come back as small pictures with their keys."""

    template_name = "ui/widgets/photos.html"
    needs_multipart_form = True

    def value_from_datadict(self, data: Data, files: Files, name: str) -> PhotoInput:
        """Read the keys kept and the files chosen."""
        kept = data.getlist(f"{name}-kept") if hasattr(data, "getlist") else data.get(f"{name}-kept", [])
        return PhotoInput(tuple(key for key in kept if key), tuple(files.getlist(name) if files else ()))

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the keys already stored."""
        context = super().get_context(name, None, attrs)
        context["widget"]["kept"] = list(value.kept) if isinstance(value, PhotoInput) else []
        return context


class PhotosField(forms.Field):
    """Up to nine photos."""

    widget = PhotosWidget

    def clean(self, value: object) -> PhotoInput:
        """Check the number; what the files are is checked when they are stored."""
        chosen = value if isinstance(value, PhotoInput) else PhotoInput()
        if self.required and not chosen:
            raise forms.ValidationError(_("Please add a photo."))
        if len(chosen.kept) + len(chosen.files) > MAX_PHOTOS:
            raise forms.ValidationError(_("At most %(n)d photos."), params={"n": MAX_PHOTOS})
        return chosen


class StarsWidget(forms.RadioSelect):
    """Five stars as radio buttons, in reverse order so that the style sheet can fill them."""

    template_name = "ui/widgets/stars.html"


class RatingField(forms.TypedChoiceField):
    """1 to 5, 5 best; perhaps left open."""

    widget = StarsWidget

    def __init__(self, **options: object) -> None:
        choices = [(5 - place, word) for place, word in enumerate(reversed(STARS))]
        super().__init__(choices=choices, coerce=int, empty_value=None, **options)  # type: ignore[arg-type]


class ChoicesWidget(forms.RadioSelect):
    """Radio buttons as large tappable rows."""

    template_name = "ui/widgets/choices.html"
    inline = False

    def __init__(self, *, inline: bool = False, **options: object) -> None:
        super().__init__(**options)  # type: ignore[arg-type]
        self.inline = inline

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Say whether the rows stand side by side."""
        context = super().get_context(name, value, attrs)
        context["widget"]["inline"] = self.inline
        return context


class ManyWidget(forms.CheckboxSelectMultiple):
    """Check boxes as large tappable rows."""

    template_name = "ui/widgets/choices.html"


class YesNoField(forms.TypedChoiceField):
    """Yes or no, in the words of the question; perhaps left open."""

    def __init__(self, argument: str, **options: object) -> None:
        yes, no = YES_NO[argument]
        super().__init__(
            choices=[("yes", yes), ("no", no)], coerce=lambda answer: answer == "yes", empty_value=None,
            widget=ChoicesWidget(inline=True), **options,  # type: ignore[arg-type]
        )


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the router suggests, with its reason."""

    key: str = ""
    name: str = ""
    reason: str = ""


class AssigneeWidget(forms.Widget):
    """The suggestion as a chosen row with its reason; everybody else in one list, grouped."""

    template_name = "ui/widgets/assignee.html"
    use_fieldset = True
    proposal = Proposal()
    groups: Sequence[tuple[str, Sequence[tuple[str, str]]]] = ()

    def value_from_datadict(self, data: Data, files: Files, name: str) -> str:  # noqa: ARG002
        """The list counts when "somebody else" is chosen, or when there is no suggestion."""
        chosen = data.get(name, "")
        return str(data.get(f"{name}-other", "") if chosen in {"", "other"} else chosen)

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add suggestion and groups."""
        context = super().get_context(name, value, attrs)
        context["widget"].update(proposal=self.proposal, groups=self.groups, chosen=value or "")
        return context


class AssigneeField(forms.ChoiceField):
    """A post at a place, or a unit."""

    widget = AssigneeWidget

    def offer(self, proposal: Proposal, groups: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> None:
        """Set what can be chosen."""
        keys = [(proposal.key, proposal.name)] if proposal.key else []
        self.choices = [*keys, *(choice for _name, choices in groups for choice in choices)]
        if isinstance(self.widget, AssigneeWidget):
            self.widget.proposal, self.widget.groups = proposal, groups


@dataclass(slots=True)
class Row:
    """One row of the milestones table, as typed."""

    name: str = ""
    due: str = ""


class MilestonesWidget(forms.Widget):
    """Rows of name and date."""

    template_name = "ui/widgets/milestones.html"
    use_fieldset = True
    blank_rows = 3

    def value_from_datadict(self, data: Data, files: Files, name: str) -> list[Row]:  # noqa: ARG002
        """Read the rows in order."""
        names = data.getlist(f"{name}-name") if hasattr(data, "getlist") else []
        dates = data.getlist(f"{name}-due") if hasattr(data, "getlist") else []
        return [Row(*pair) for pair in zip(names, dates, strict=False)]

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the rows typed or planned, and some empty ones."""
        context = super().get_context(name, None, attrs)
        rows = [row for row in cast("list[Row]", value or []) if row.name or row.due]
        context["widget"]["rows"] = [*rows, *(Row() for _number in range(self.blank_rows))]
        return context


class MilestonesField(forms.Field):
    """At least one milestone, each with a name and a date, in order of time."""

    widget = MilestonesWidget

    def clean(self, value: object) -> list[tuple[str, date]]:
        """Turn rows into pairs."""
        rows = [row for row in cast("list[Row]", value or []) if row.name.strip() or row.due.strip()]
        if self.required and not rows:
            raise forms.ValidationError(_("Please plan at least one milestone."))
        return [(self._name(row), self._due(row)) for row in rows]

    @staticmethod
    def _name(row: Row) -> str:
        if not row.name.strip():
            raise forms.ValidationError(_("Each milestone needs a name and a date."))
        return row.name.strip()

    @staticmethod
    def _due(row: Row) -> date:
        try:
            return date.fromisoformat(row.due.strip())
        except ValueError as error:
            raise forms.ValidationError(_("Each milestone needs a name and a date.")) from error


class AgreementWidget(forms.Widget):
    """Written or spoken, words, and day."""

    template_name = "ui/widgets/agreement.html"
    use_fieldset = True

    def value_from_datadict(self, data: Data, files: Files, name: str) -> dict[str, str]:  # noqa: ARG002
        """Read the three parts."""
        return {part: str(data.get(f"{name}-{part}", "")) for part in ("written", "text", "agreed_on")}


class AgreementField(forms.Field):
    """A mediation ends with an agreement record."""

    widget = AgreementWidget

    def clean(self, value: object) -> cases.AgreementInput | None:
        """Return the agreement, or nothing when left empty."""
        typed = cast("dict[str, str]", value or {})
        text = typed.get("text", "").strip()
        if not text:
            if self.required:
                raise forms.ValidationError(_("Please write down what was agreed."))
            return None
        try:
            day = date.fromisoformat(typed.get("agreed_on", ""))
        except ValueError as error:
            raise forms.ValidationError(_("Please say on which day it was agreed.")) from error
        return cases.AgreementInput(written=typed.get("written") != "no", text=text, agreed_on=day)


class CaseNumberWidget(forms.TextInput):
    """A case number, with cases nearby offered to choose from."""

    template_name = "ui/widgets/case_number.html"
    use_fieldset = True
    offers: Sequence[tuple[str, str]] = ()

    def value_from_datadict(self, data: Data, files: Files, name: str) -> str:  # noqa: ARG002
        """The typed number counts before a chosen row."""
        return str(data.get(f"{name}-typed", "") or data.get(name, "")).strip()

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the cases offered."""
        context = super().get_context(name, value, attrs)
        numbers = {number for number, _title in self.offers}
        context["widget"].update(offers=self.offers, chosen=value or "", typed="" if value in numbers else value or "")
        return context


class CaseNumberField(forms.CharField):
    """The number of another case."""

    widget = CaseNumberWidget

    def offer(self, offers: Sequence[tuple[str, str]]) -> None:
        """Set which cases can be chosen without typing."""
        if isinstance(self.widget, CaseNumberWidget):
            self.widget.offers = offers


class PhotoChoices(forms.CheckboxSelectMultiple):
    """Photos to choose from, as small pictures."""

    template_name = "ui/widgets/photo_choices.html"
