"""One way to show and to do every verb of the lifecycle table, for each channel the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from linli.channels.ui import photostore, verbfields, verbwords
from linli.channels.ui.context import viewer_of
from linli.channels.ui.widgets import PhotoInput
from linli.engines.cases import public as cases
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, LinliError, NotFound

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

PHOTO_STAGES = {"handle": "proof", "check": "check", "interim": "interim", "finish_milestone": "proof"}
VERSION = "expected_version"
# arguments whose empty answer is an answer, and those that mean nothing when left empty
KEEP_EMPTY = frozenset({"public_text", "photo_ids", "theme_id"})
# forms that show what is there: only what was changed is sent on, so that a new class can bring its own limits
CORRECTIONS = frozenset({"amend"})
CANNOT_BE_LEFT = {"reached": "solved"}


Subject = cases.CaseDetail | cases.TrackingView   # a colleague's page of a case, or a resident's


class VerbForm(forms.Form):
    """The arguments of one verb on one case, as fields."""

    def __init__(
        self, detail: Subject, step: cases.Step, viewer: Actor, *,
        data: MultiValueDict[str, str] | None = None, files: "MultiValueDict[str, UploadedFile[Any]] | None" = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, files, initial=dict(initial or {}), prefix=None, auto_id=f"{step.verb}_%s")
        self.detail, self.step, self.viewer = detail, step, viewer
        case = cast("cases.CaseDetail", detail)
        for argument in (*step.needs, *step.takes):
            if argument == "agreement" and not verbfields.needs_agreement(case):
                continue
            asked = verbfields.Asked(case, step.verb, argument, argument in step.needs, viewer)
            self.fields[argument] = verbfields.build(asked)
        self.fields[VERSION] = forms.IntegerField(required=False, widget=forms.HiddenInput(), initial=detail.version)

    @property
    def case_id(self) -> int:
        """Return the id of the case."""
        return self.detail.case_id if isinstance(self.detail, cases.TrackingView) else self.detail.id

    @property
    def verb(self) -> str:
        """Return the verb's name."""
        return self.step.verb

    @property
    def photo_stage(self) -> str:
        """Return at which stage photos of this verb are taken."""
        return PHOTO_STAGES.get(self.step.verb, "proof")

    @property
    def introduction(self) -> object:
        """Return what is said above the fields."""
        return verbwords.INTRODUCTIONS.get(self.step.verb, "")

    @property
    def questions(self) -> list[forms.BoundField]:
        """Return the fields a person sees."""
        return [field for field in self.visible_fields() if field.name != VERSION]

    @property
    def templates(self) -> list[cases.TemplateRow]:
        """Return ready-made texts for this verb and class, placeholders filled in; residents have none."""
        detail = self.detail
        if isinstance(detail, cases.TrackingView):
            return []
        return cases.reply_templates(self.step.verb, detail.category_code, case=detail.case)

    @property
    def template_target(self) -> str:
        """Return the id of the field that takes a ready-made text."""
        name = next((name for name in ("text", "note", "reason", "words") if name in self.fields), "")
        return str(self[name].id_for_label) if name else ""

    @property
    def needs_nothing(self) -> bool:
        """Say whether one tap is enough."""
        return not self.step.needs

    def clean(self) -> dict[str, Any]:
        """Ask for what another answer makes necessary: whoever was reached said whether it is solved."""
        cleaned = super().clean() or self.cleaned_data
        for condition, wanted in CANNOT_BE_LEFT.items():
            if condition in self.fields and cleaned.get(condition) is True and cleaned.get(wanted) is None:
                self.add_error(wanted, _("Please choose."))
        return cleaned

    def arguments(self) -> dict[str, Any]:
        """Return the verb's arguments; stores new photos. Raises: LinliError."""
        given = {name: value for name, value in self.cleaned_data.items() if name in KEEP_EMPTY or not _is_empty(value)}
        if self.verb in CORRECTIONS:
            given = {name: value for name, value in given.items() if name in self.changed_data or name == VERSION}
        if "photos" in given:
            given["photos"] = photostore.store(self, "photos", given["photos"], by=self.viewer, stage=self.photo_stage)
        if "into" in given:
            given["into"] = self._case_id(str(given["into"]))
        return given

    def _case_id(self, number: str) -> int:
        try:
            return cases.case_for(self.viewer, number=number).id
        except NotFound as error:
            raise Invalid(fields={"into": _("There is no case with this number, or it is not open to you.")}) from error

    def refused(self, error: LinliError) -> None:
        """Show an error of the verb beside the fields it concerns, or above the form."""
        known = {name: text for name, text in error.fields.items() if name in self.fields}
        for name, text in known.items():
            self.add_error(name, str(text))
        if not known:
            texts = [str(text) for text in error.fields.values()] or [str(error.message)]
            self.add_error(None, texts)


def _is_empty(value: object) -> bool:
    return value is None or value == "" or value == [] or (isinstance(value, PhotoInput) and not value)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a form: done, or the form with its errors and all that was typed."""

    done: bool
    form: VerbForm


def step_for(verb: str) -> cases.Step:
    """Return the row of a verb. Raises: NotFound."""
    try:
        return cases.STEPS[verb]
    except KeyError:
        raise NotFound from None


def verb_form(request: HttpRequest, detail: Subject, verb: str, **initial: object) -> VerbForm:
    """Make the empty form of a verb; `initial` fills in what the link already says (task_id, rating ...)."""
    return VerbForm(detail, step_for(verb), viewer_of(request), initial=initial)


def perform_from_post(request: HttpRequest, detail: Subject, verb: str) -> Outcome:
    """Do a verb with what was posted. Errors come back in the form, with nothing typed lost."""
    form = VerbForm(detail, step_for(verb), viewer_of(request), data=request.POST, files=request.FILES)
    if not form.is_valid():
        photostore.keep_for_later(form, "photos", by=form.viewer, stage=form.photo_stage)
        return Outcome(False, form)
    try:
        cases.perform(verb, form.case_id, by=form.viewer, **form.arguments())
    except NotFound:
        raise
    except LinliError as error:
        form.refused(error)
        return Outcome(False, form)
    return Outcome(True, form)

