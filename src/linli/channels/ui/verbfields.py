"""One form field for each argument a verb of the lifecycle table can ask for, filled in with what is known."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from linli.channels.ui import verbwords, widgets
from linli.engines.cases import public as cases
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor

LONG_TEXT = 2000
SHORT_TEXT = 120
EMPTY = ("", gettext_lazy("Choose …"))


@dataclass(frozen=True, slots=True)
class Asked:
    """One argument that a verb asks for, in its surroundings."""

    detail: cases.CaseDetail
    verb: str
    argument: str
    required: bool
    viewer: Actor


Builder = Callable[[Asked], forms.Field]


def build(asked: Asked) -> forms.Field:
    """Make the field for an argument, with its words."""
    made = BUILDERS[asked.argument](asked)
    made.label = verbwords.label_of(asked.verb, asked.argument)  # type: ignore[assignment]
    made.help_text = verbwords.hint_of(asked.verb, asked.argument)  # type: ignore[assignment]
    return made


def _long_text(asked: Asked) -> forms.Field:
    said = asked.detail.public_text if asked.argument == "public_text" else ""
    if asked.verb == "divide" and (halves := cases.two_matters(asked.detail.text)) is not None:
        said = halves.second.text
    area = forms.Textarea(attrs={"rows": 4, "class": "form-control"})
    return forms.CharField(required=asked.required, max_length=LONG_TEXT, widget=area, initial=said)


def _short_text(asked: Asked) -> forms.Field:
    initial = str(getattr(asked.detail, asked.argument, "") or "")
    return forms.CharField(
        required=asked.required, max_length=SHORT_TEXT, initial=initial,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )


def _hidden_number(asked: Asked) -> forms.Field:
    return forms.IntegerField(required=asked.required, widget=forms.HiddenInput())


def _yes_no(asked: Asked) -> forms.Field:
    return widgets.YesNoField(asked.argument, required=asked.required)


def _exit(asked: Asked) -> forms.Field:
    return forms.ChoiceField(choices=cases.Exit.choices, required=asked.required, widget=widgets.ChoicesWidget())


def _select(asked: Asked, choices: Iterable[object], initial: str = "") -> forms.Field:
    return forms.ChoiceField(
        choices=list(choices), required=asked.required, initial=initial,  # type: ignore[arg-type]
        widget=forms.Select(attrs={"class": "form-select"}),
    )


def named(row: object) -> str:
    """Return the name of a kind, class or post in the language of the page."""
    english = str(getattr(row, "name_en", "") or "")
    return english if english and get_language() == "en" else str(getattr(row, "name", ""))


def category_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the classes of level two, grouped by level one."""
    rows = cases.categories()
    heads = {row.code: row for row in rows if not row.parent_code}
    groups: dict[str, list[tuple[str, str]]] = {code: [] for code in heads}
    for row in rows:
        if row.parent_code in groups:
            groups[row.parent_code].append((row.code, named(row)))
    return [(named(heads[code]), choices) for code, choices in groups.items() if choices]


def _category(asked: Asked) -> forms.Field:
    present = asked.detail.category_code
    if asked.verb == "divide":
        halves = cases.two_matters(asked.detail.text)
        present = halves.second.guess.code if halves is not None else ""
    return _select(asked, [EMPTY, *category_choices()], present)


def _kind(asked: Asked) -> forms.Field:
    choices = [(row.code, named(row)) for row in cases.kinds()]
    return _select(asked, choices, asked.detail.kind_code)


def _area(asked: Asked) -> forms.Field:
    street = territory.ancestors(asked.detail.path)[:2][-1]
    below = [street, *territory.descendants(street.path)]
    names = {row.id: row.name for row in below}
    choices = []
    for row in {row.id: row for row in below}.values():
        above = names.get(row.parent_id or 0, "") if row.kind == "grid" else ""
        choices.append((str(row.id), f"{above} · {row.name}" if above else row.name))
    return forms.TypedChoiceField(
        choices=choices, coerce=int, empty_value=None, required=asked.required, initial=str(asked.detail.area_id),
        widget=forms.Select(attrs={"class": "form-select"}),
    )


def _building(asked: Asked) -> forms.Field:
    """Return a field that only a suggestion fills in: who corrects by hand chooses the area and writes the place."""
    present = asked.detail.case.building_id
    return forms.IntegerField(required=asked.required, widget=forms.HiddenInput(), initial=present)


def _urgency(asked: Asked) -> forms.Field:
    return _select(asked, verbwords.URGENCIES, asked.detail.urgency)


def _privacy(asked: Asked) -> forms.Field:
    return _select(asked, verbwords.PRIVACIES, asked.detail.privacy)


def assignee_groups(asked: Asked) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return posts and units a case can be sent to, nearest first."""
    found = territory.candidates(viewer=asked.viewer, path=asked.detail.path)
    posts = [(one.key, one.name) for one in found if one.kind == "post"]
    units = [(one.key, one.name) for one in found if one.kind != "post"]
    return [(name, choices) for name, choices in ((_("Posts"), posts), (_("Units"), units)) if choices]


def _assignee(asked: Asked) -> forms.Field:
    made = widgets.AssigneeField(required=asked.required)
    proposal = widgets.Proposal()
    if asked.verb == "dispatch":
        suggestion = cases.suggest(asked.viewer, asked.detail.id)
        if suggestion.assignee:
            proposal = widgets.Proposal(suggestion.assignee.key, suggestion.assignee.name, suggestion.reason)
        else:
            proposal = widgets.Proposal(reason=suggestion.reason)
    made.offer(proposal, assignee_groups(asked))
    return made


def _assignees(asked: Asked) -> forms.Field:
    """Offer departments only: a whistle calls units, not posts of a community."""
    found = territory.candidates(viewer=asked.viewer, path=asked.detail.path)
    units = [(one.key, one.name) for one in found if one.kind == "unit"]
    return forms.MultipleChoiceField(choices=units, required=asked.required, widget=widgets.ManyWidget())


def _photos(asked: Asked) -> forms.Field:
    return widgets.PhotosField(required=asked.required)


def _until(asked: Asked) -> forms.Field:
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    attributes = {"type": "date", "class": "form-control", "min": tomorrow}
    return forms.DateField(required=asked.required, widget=forms.DateInput(attrs=attributes, format="%Y-%m-%d"))


def _value(asked: Asked) -> forms.Field:
    return forms.IntegerField(
        required=asked.required, min_value=1, max_value=365, initial=3,
        widget=forms.NumberInput(attrs={"class": "form-control", "inputmode": "numeric"}),
    )


def _unit(asked: Asked) -> forms.Field:
    return _select(asked, verbwords.UNITS[:2], "wd")


def _rating(asked: Asked) -> forms.Field:
    return widgets.RatingField(required=asked.required)


def _milestones(asked: Asked) -> forms.Field:
    made = widgets.MilestonesField(required=asked.required)
    planned = [widgets.Row(one.name, one.due_on.isoformat()) for one in asked.detail.milestones]
    if not planned:
        kind = next((row for row in cases.kinds() if row.code == asked.detail.kind_code), None)
        start = clock.today()
        planned = [
            widgets.Row(str(one["name"]), (start + timedelta(days=int(one["days"]))).isoformat())
            for one in (kind.milestones if kind else ())
        ]
    made.initial = planned
    return made


def _milestone(asked: Asked) -> forms.Field:
    left = [(str(one.id), one.name) for one in asked.detail.milestones if one.done_at is None]
    return forms.TypedChoiceField(
        choices=left, coerce=int, required=asked.required, initial=left[0][0] if left else None,
        widget=widgets.ChoicesWidget(),
    )


def needs_agreement(detail: cases.CaseDetail) -> bool:
    """Say whether the result of a case is an agreement, as after a mediation."""
    return any(row.needs_agreement for row in cases.kinds() if row.code == detail.kind_code)


def _agreement(_asked: Asked) -> forms.Field:
    return widgets.AgreementField(required=True)


def _matter(asked: Asked) -> forms.Field:
    rows = [one for one in cases.matters() if not one.categories or asked.detail.category_code in one.categories]
    return forms.TypedChoiceField(
        choices=[("", _("None cited")), *((str(one.id), one.title) for one in rows)], coerce=int, empty_value=None,
        required=asked.required, widget=forms.Select(attrs={"class": "form-select"}),
    )


def _into(asked: Asked) -> forms.Field:
    made = widgets.CaseNumberField(required=asked.required)
    made.offer([(row.number, row.title) for row in cases.duplicates_of(asked.detail.case, viewer=asked.viewer)])
    return made


def _theme(asked: Asked) -> forms.Field:
    rows = cases.themes(asked.viewer, resolved=False)
    return forms.TypedChoiceField(
        choices=[("", _("None")), *((str(one.id), one.title) for one in rows)], coerce=int, empty_value=None,
        required=asked.required, initial=str(asked.detail.theme_id or ""),
        widget=forms.Select(attrs={"class": "form-select"}),
    )


def _photo_ids(asked: Asked) -> forms.Field:
    photos = asked.detail.attachments
    return forms.TypedMultipleChoiceField(
        choices=[(one.id, one.key) for one in photos], initial=[one.id for one in photos if one.public], coerce=int,
        empty_value=[], required=False, widget=widgets.PhotoChoices(),
    )


def _flag(_asked: Asked) -> forms.Field:
    return forms.BooleanField(required=False)


def _phone(asked: Asked) -> forms.Field:
    return forms.RegexField(
        r"^[\d\s+()-]{5,20}$", required=asked.required,
        error_messages={"invalid": gettext_lazy("This does not look like a phone number.")},
        widget=forms.TextInput(attrs={"class": "form-control", "inputmode": "tel", "autocomplete": "tel"}),
    )


def _email(asked: Asked) -> forms.Field:
    return forms.EmailField(
        required=asked.required, widget=forms.EmailInput(attrs={"class": "form-control", "autocomplete": "email"})
    )


BUILDERS: dict[str, Builder] = {
    "agreed": _yes_no, "agreement": _agreement, "area_id": _area, "assignee": _assignee, "assignees": _assignees,
    "building_id": _building,
    "category": _category, "email": _email, "exit": _exit, "into": _into, "kind": _kind, "matter_id": _matter,
    "milestone_id": _milestone, "milestones": _milestones, "name": _short_text, "note": _long_text, "passed": _yes_no,
    "phone": _phone, "photo_ids": _photo_ids, "photos": _photos, "place": _short_text, "privacy": _privacy,
    "public_text": _long_text, "rating": _rating, "reached": _yes_no, "reason": _long_text, "solved": _yes_no,
    "task_id": _hidden_number, "text": _long_text, "theme_id": _theme, "title": _short_text, "unit": _unit,
    "unreasonable": _flag, "until": _until, "urgency": _urgency, "value": _value, "words": _long_text,
}
