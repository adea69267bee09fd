"""What an issue comes to: its people, its days, its heat, its name, counted from its cases."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from linli.engines.cases.hot.heat import Voice, heat_of
from linli.engines.cases.hot.naming import PLACE, Wording, place_of, title_of
from linli.engines.cases.hot.terms import count
from linli.engines.cases.lifecycle import State
from linli.engines.cases.models import HotIssue, HotMember
from linli.engines.territory import public as territory
from linli.kernel import rows
from linli.kernel.clock import now

NAMED_BY = 40  # of its cases, the newest, give the name
TITLE_LINE = 60  # a first line as short as this is a title
_COUNTED = (
    "issue_id", "case_id", "case__submitted_at", "case__people", "case__state", "case__merged_into_id",
    "case__category_id", "case__path",
)  # fmt: skip
_KEPT = ["title", "place", "path", "category", "first_at", "last_at", "cases", "people", "recency", "rise", "heat"]


class Counted(NamedTuple):
    """A case of an issue."""

    issue_id: int
    case_id: int
    at: datetime
    people: int
    state: str
    merged_into: int | None
    category_id: int | None
    path: str


def parts_of(text: str) -> tuple[str, str]:
    """Return title and text of a case: a short first line is its title."""
    head, _break, rest = text.partition("\n")
    return (head, rest) if rest.strip() and len(head) <= TITLE_LINE else ("", text)


def count_again(numbers: Sequence[int]) -> None:
    """Count issues anew: two reads however many there are, and one quick write for each."""
    found = HotMember.objects.filter(issue_id__in=numbers).order_by("case__submitted_at", "case_id")
    members: defaultdict[int, list[Counted]] = defaultdict(list)
    for values in found.values_list(*_COUNTED):
        members[values[0]].append(Counted(*values))
    issues = [row for row in HotIssue.objects.filter(pk__in=numbers) if members[row.pk]]
    texts = _texts(members)
    for row in issues:
        _count(row, members[row.pk], texts)
        rows.update(row, _KEPT)   # a bulk update of the ORM takes ten times as long to put into words


def voices_of(members: Sequence[Counted]) -> list[Voice]:
    """Return who spoke when: a case joined to another of the issue is one of the people counted there."""
    joined = Counter(one.merged_into for one in members if one.merged_into is not None)
    left_out = (State.REFUSED, State.WITHDRAWN)
    return [
        Voice(one.at, 1 if one.merged_into is not None else max(1, one.people - joined[one.case_id]))
        for one in members
        if one.state not in left_out
    ]


def _count(row: HotIssue, members: list[Counted], texts: dict[int, str]) -> None:
    voices = voices_of(members)
    row.first_at, row.last_at, row.cases = members[0].at, members[-1].at, len(members)
    row.path = _shared([one.path for one in members])
    classes = Counter(one.category_id for one in members if one.category_id is not None).most_common(1)
    row.category_id = classes[0][0] if classes else None
    heat = heat_of(voices, now()) if voices else None
    row.people, row.recency, row.rise, row.heat = 0, 0, 1, 0
    if heat is not None:
        row.people, row.recency, row.rise = heat.people, heat.recency, heat.rise
        row.heat = round(heat.value * 10)
    wordings = [_wording(texts[one.case_id], row) for one in members[-NAMED_BY:]]
    row.title, row.place = title_of(wordings), _address(row) or place_of(wordings)


def _address(row: HotIssue) -> str:
    """Return the address that most of its cases have, without numbers; empty where none has."""
    found: dict[str, int] = row.profile["addresses"]
    best = max(found, key=lambda one: (found[one], one), default="")
    return best[:PLACE] if best and 2 * found[best] >= row.cases else ""


def _shared(paths: Sequence[str]) -> str:
    """Return the path of the smallest area that holds all paths."""
    lines = zip(*(territory.prefixes(path) for path in paths), strict=False)
    return next((line[0] for line in reversed(list(lines)) if len(set(line)) == 1), "")


def _texts(members: dict[int, list[Counted]]) -> dict[int, str]:
    wanted = [one.case_id for group in members.values() for one in group[-NAMED_BY:]]
    found: dict[int, str] = dict(HotMember.objects.filter(pk__in=wanted).values_list("pk", "case__text"))
    return found


def _wording(text: str, row: HotIssue) -> Wording:
    """Return a case as far as it may name its issue."""
    title, body = parts_of(text)
    cut = count(title, body)
    sums: dict[str, float] = row.profile["sums"]
    fit = sum(sums.get(pair, 0.0) for pair in cut.pairs) / (len(cut.pairs) + 20) ** 0.5
    return Wording(title or _first(body), " ".join(cut.runs), cut.names, cut.districts, fit)


def _first(text: str) -> str:
    """Return the first sentence, or what fits of it."""
    for at, sign in enumerate(text[:TITLE_LINE]):
        if at > 5 and sign in "。！？；!?;\n":
            return text[:at]
    return text[:TITLE_LINE]
