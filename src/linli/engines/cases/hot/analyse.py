"""The hot issues of a whole file at once, by the same gathering that runs day by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import sqrt

from linli.engines.cases.hot.heat import Heat, Voice, heat_of
from linli.engines.cases.hot.naming import Wording, place_of, title_of
from linli.engines.cases.hot.reading import Message
from linli.engines.cases.hot.stream import Issue, Stream
from linli.engines.cases.hot.terms import Counted, count, weigh

ALONE = 8.0  # people and support of a single message that is an issue by itself
LOOSE = 0.12  # messages that have less in common on average are no single matter


@dataclass(frozen=True, slots=True)
class Found:
    """A hot issue of a file."""

    title: str
    place: str
    first: datetime
    last: datetime
    heat: Heat
    ids: tuple[str, ...]  # in the order of time


def hot_issues(messages: Sequence[Message], *, moment: datetime | None = None) -> list[Found]:
    """Gather the messages of a file and rank the issues at a moment (default: of the newest message)."""
    if not messages:
        return []
    ordered = sorted(messages, key=lambda one: one.at)
    counted = [count(one.title, one.text) for one in ordered]
    stream = Stream()
    for number, one in enumerate(counted):
        stream.add(number, one)
    stream.tidy()
    stream.gather()
    at = moment or ordered[-1].at
    groups = [(sorted(issue.members), issue) for issue in stream.issues.values() if issue.cohesion >= LOOSE]
    gathered = {number for members, _issue in groups for number in members}
    groups += [
        ([number], _single(number, counted[number], stream))
        for number, one in enumerate(ordered)
        if number not in gathered and _weight([one]) >= ALONE
    ]
    found = [
        _found([ordered[number] for number in members], [counted[number] for number in members], issue, at)
        for members, issue in groups
    ]
    return sorted(found, key=lambda one: (-one.heat.value, one.first, one.title))


def _weight(messages: Sequence[Message]) -> float:
    return len(messages) + sqrt(max(0, sum(one.support for one in messages)))


def _single(number: int, counted: Counted, stream: Stream) -> Issue:
    issue = Issue(0)
    issue.take(number, weigh(counted, stream.vocabulary))
    return issue


def _found(messages: list[Message], counted: list[Counted], issue: Issue, at: datetime) -> Found:
    wordings = [wording(one.title or one.text, cut, issue) for one, cut in zip(messages, counted, strict=True)]
    return Found(
        title=title_of(wordings),
        place=place_of(wordings),
        first=messages[0].at,
        last=messages[-1].at,
        heat=heat_of(_voices(messages), at),
        ids=tuple(one.id for one in messages),
    )


def wording(title: str, counted: Counted, issue: Issue) -> Wording:
    """Return a message as far as it may name its issue."""
    fit = sum(issue.weights.get(pair, 0.0) for pair in counted.pairs) / (len(counted.pairs) + 20) ** 0.5
    return Wording(title, " ".join(counted.runs), counted.names, counted.districts, fit)


def _voices(messages: Sequence[Message]) -> list[Voice]:
    """Return who spoke when: whoever is known to have written twice counts once."""
    known: set[str] = set()
    voices = []
    for one in messages:
        again = bool(one.who) and one.who in known
        known.add(one.who)
        voices.append(Voice(one.at, 0 if again else 1, one.support))
    return voices
