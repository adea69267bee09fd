"""How similar cases were settled, for whoever answers one: the nearest in words, place and class, with their results.

Read through the index of what cases are alike by and the newest of the same class: how many cases there are makes no
difference.
"""

from dataclasses import dataclass
from datetime import datetime

from linli.engines.cases.alike.traces import Wording, candidates
from linli.engines.cases.alike.wording import grams, likeness, said, shared_words
from linli.engines.cases.detail import CaseDetail
from linli.engines.cases.lifecycle import State
from linli.engines.cases.models import Case, Category
from linli.engines.cases.policies import seen_by
from linli.engines.cases.taxonomy import taxonomy
from linli.engines.journal import public as journal
from linli.kernel.actor import Actor

ANSWERS = frozenset({"handle", "answer"})      # verbs whose words tell a result
NEWEST = 60            # closed cases of the class that are compared
LEAST_ALIKE = 0.2      # of the shorter text's pairs in common
MOST = 3


@dataclass(frozen=True, slots=True)
class AnsweredRow:
    """A closed case with what was done, and the words both have in common."""

    number: str
    title: str
    place: str
    result: str
    closed_at: datetime | None
    words: tuple[str, ...]


def answered_alike(viewer: Actor, detail: CaseDetail) -> list[AnsweredRow]:
    """Return up to three closed cases the viewer sees that are like a case, the most alike first.

    Private ones are left out: what was settled behind a door is no example. At most five queries.
    """
    wording = Wording.of(detail.text)
    pairs = grams(wording.words)
    found = candidates(wording, detail.longitude, detail.latitude, detail.case.building_id)
    ended = Case.objects.filter(seen_by(viewer), state=State.CLOSED).exclude(privacy=Category.Privacy.PRIVATE)
    ended = ended.exclude(pk=detail.id).only("number", "title", "text", "place", "closed_at", "category")
    near = list(ended.filter(pk__in=found))
    category = taxonomy().category_by_code.get(detail.category_code)
    if category is not None:
        near += ended.filter(category_id=category.id).order_by("-submitted_at")[:NEWEST]
    measured = {case.pk: (likeness(pairs, grams(said(case.text))), case) for case in near}
    best = sorted((one for one in measured.values() if one[0] >= LEAST_ALIKE), key=lambda one: (-one[0], -one[1].pk))
    best = best[: MOST * 2]
    told = journal.histories(f"case:{case.pk}" for _part, case in best)
    rows = [_row(case, _result(told[f"case:{case.pk}"]), wording) for _part, case in best]
    return [row for row in rows if row.result][:MOST]


def _result(events: list[journal.EventRow]) -> str:
    """Return the words in which the last handler said what was done."""
    said_last = [one.data.get("text", "") for one in events if one.kind.removeprefix("case.") in ANSWERS]
    return str(said_last[-1]) if said_last else ""


def _row(case: Case, result: str, wording: Wording) -> AnsweredRow:
    both = shared_words(wording.words, said(case.text))
    return AnsweredRow(case.number, case.title, case.place, result, case.closed_at, both)
