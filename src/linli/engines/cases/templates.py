"""Ready-made texts for verbs, filled with what is known of the case."""

from dataclasses import dataclass
from string import Formatter

from linli.engines.cases.models import Case, ReplyTemplate
from linli.engines.cases.taxonomy import taxonomy
from linli.kernel.clock import local


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A ready-made text; `text` still holds its placeholders unless it was filled."""

    id: int
    verb: str
    category_code: str
    name: str
    text: str
    order: int


def reply_templates(verb: str = "", category_code: str = "", *, case: Case | None = None) -> list[TemplateRow]:
    """Return the texts for a verb: those of the class before those of its parent before the general ones.

    Without a verb all of them. With a case its number, title, unit and due time are filled in.
    """
    known = taxonomy()
    own = known.category_by_code.get(category_code)
    ranks: dict[int | None, int] = {None: 2}
    if own is not None:
        ranks |= {own.parent_id: 1 if own.parent_id else 2, own.id: 0}
    found = ReplyTemplate.objects.filter(**({"verb": verb} if verb else {})).order_by("order", "id")
    fitting = [one for one in found if not category_code or one.category_id in ranks]
    codes = {row.id: row.code for row in known.categories}
    made = [
        TemplateRow(
            id=one.pk,
            verb=one.verb,
            category_code=codes.get(one.category_id or 0, ""),
            name=one.name,
            text=fill(one.text, case) if case else one.text,
            order=one.order,
        )
        for one in fitting
    ]
    rank = {one.pk: ranks.get(one.category_id, 3) for one in fitting}
    return sorted(made, key=lambda row: (rank[row.id], row.order, row.id))


def fill(text: str, case: Case) -> str:
    """Put what is known of a case in the place of {number}, {title}, {unit} and {due}; other braces stay."""
    due = local(case.due_at) if case.due_at else None
    known = {
        "number": case.number,
        "title": case.title,
        "unit": case.assignee_name,
        "due": f"{due.month} 月 {due.day} 日 {due:%H:%M}" if due else "",
    }
    try:
        parts = list(Formatter().parse(text))
    except ValueError:  # a brace without its partner
        return text
    return "".join(literal + _filled(name, known) for literal, name, _spec, _conversion in parts)


def _filled(name: str | None, known: dict[str, str]) -> str:
    if name is None:
        return ""
    return known.get(name, f"{{{name}}}")
