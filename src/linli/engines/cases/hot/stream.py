"""The gathering itself: messages come one by one; each joins an issue, founds one with another message, or waits alone.

Nothing is compared with everything: a message is looked up by its rarest pairs of characters, and only what shares them
is compared. What was gathered stays; later messages only add to it, or show that two issues are one.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from linli.engines.cases.hot.matching import Match, match
from linli.engines.cases.hot.terms import NOWHERE, Counted, Point, Terms, Vocabulary, Where, heaviest, scaled, weigh

Recall = Callable[[int], Terms | None]  # says again what a waiting message said
PROFILE = 128  # pairs kept of an issue
FOUNDING = 1.1  # two single messages must have this much more in common than one that joins
MERGING = 1.0  # as much as one message that joins
LATER = 1.2  # a message that waited and is looked at again
_TRIED = 12  # candidates of each kind that are compared
_LONG = 200  # entries of a key, the newest
_OFTEN = 0.3  # of the messages that must name a place for the issue to be there


@dataclass(slots=True)
class Issue:
    """Messages about one matter at one place, and what they say together."""

    id: int
    members: list[int] = field(default_factory=list)
    sums: dict[str, float] = field(default_factory=dict)  # of the members' weights
    named: dict[str, int] = field(default_factory=dict)  # place pair -> members that have it
    areas: dict[str, int] = field(default_factory=dict)  # district -> members that have it
    size: int = 0
    weights: dict[str, float] = field(default_factory=dict)
    places: frozenset[str] = frozenset()
    districts: frozenset[str] = frozenset()
    runs: tuple[str, ...] = ()
    spot: Point | None = None
    placed: int = 0  # members whose point is known
    group: str = ""  # of the classes of its members: that of the first whose class is known
    addresses: dict[str, int] = field(default_factory=dict)  # address -> members that have it
    sites: frozenset[str] = frozenset()

    @property
    def cohesion(self) -> float:
        """Return how much two of its messages have in common on average: 0 to 1."""
        if self.size < 2:
            return 1.0
        return (sum(weight * weight for weight in self.sums.values()) - self.size) / (self.size * (self.size - 1))

    def take(self, message: int, terms: Terms) -> None:
        """Add a message."""
        self.members.append(message)
        self.size += 1
        for pair, weight in terms.weights.items():
            self.sums[pair] = self.sums.get(pair, 0.0) + weight
        for pair in terms.places:
            self.named[pair] = self.named.get(pair, 0) + 1
        for name in terms.districts:
            self.areas[name] = self.areas.get(name, 0) + 1
        self.group = self.group or terms.group
        for site in terms.sites:
            self.addresses[site] = self.addresses.get(site, 0) + 1
        if terms.spot is not None:
            self.placed += 1
            old = self.spot or (0.0, 0.0)
            self.spot = _drawn(old, terms.spot, 1 / self.placed)
        self.settle()

    def absorb(self, other: "Issue") -> None:
        """Take another issue over whole."""
        self.members += other.members
        for pair, weight in other.sums.items():
            self.sums[pair] = self.sums.get(pair, 0.0) + weight
        counts = (self.named, other.named), (self.areas, other.areas), (self.addresses, other.addresses)
        for mine, theirs in counts:
            for key, number in theirs.items():
                mine[key] = mine.get(key, 0) + number
        if other.spot is not None:
            total = self.placed + other.placed
            self.spot = _drawn(self.spot or (0.0, 0.0), other.spot, other.placed / total)
            self.placed = total
        self.size += other.size
        self.settle()

    def settle(self) -> None:
        """Work out anew what the members say together."""
        if len(self.sums) > 3 * PROFILE:
            self.sums = heaviest(self.sums, 2 * PROFILE)
        self.weights = scaled(heaviest(self.sums, PROFILE))
        least = max(1.0, _OFTEN * self.size)
        self.places = frozenset(pair for pair, number in self.named.items() if number >= least)
        self.sites = frozenset(site for site, number in self.addresses.items() if number >= least)
        self.districts = frozenset(name for name, number in self.areas.items() if number >= least)


def _drawn(old: Point, new: Point, part: float) -> Point:
    return (old[0] + (new[0] - old[0]) * part, old[1] + (new[1] - old[1]) * part)


class Stream:
    """Everything gathered so far, and the index by which a new message finds its like."""

    def __init__(
        self, vocabulary: Vocabulary | None = None, *, recall: Callable[[int], Terms | None] | None = None
    ) -> None:
        self.vocabulary = vocabulary or Vocabulary()
        self.issues: dict[int, Issue] = {}
        self.touched: set[int] = set()  # issues changed since they were last saved
        self.gone: dict[int, int] = {}  # issue -> the one that took it over
        self._alone: dict[int, Terms | None] = {}  # None: to be recalled when it is needed
        self._recall = recall
        self._keys_alone: defaultdict[str, deque[int]] = defaultdict(lambda: deque(maxlen=_LONG))
        self._keys_issues: defaultdict[str, set[int]] = defaultdict(set)
        self._next = 1

    @property
    def last(self) -> int:
        """Return the highest number an issue ever had."""
        return self._next - 1

    def number_after(self, last: int) -> None:
        """Let new issues get numbers above one."""
        self._next = max(self._next, last + 1)

    def wait(self, message: int, keys: Iterable[str], terms: Terms | None = None) -> None:
        """Let a message wait alone, to be found by its keys."""
        self._alone[message] = terms
        for key in keys:
            self._keys_alone[key].append(message)

    def waits(self, message: int) -> bool:
        """Say whether a message waits alone."""
        return message in self._alone

    def keys_of(self, message: int) -> list[str]:
        """Return the keys of a waiting message whose words are known."""
        terms = self._alone.get(message)
        return terms.keys if terms is not None else []

    def know(self, issue: Issue) -> None:
        """Put an issue that was kept into the index."""
        self.issues[issue.id] = issue
        self._next = max(self._next, issue.id + 1)
        for key in list(issue.weights)[: PROFILE // 2]:
            self._keys_issues[key].add(issue.id)

    def add(self, message: int, counted: Counted, where: Where = NOWHERE) -> int | None:
        """Take a message in; return the issue it belongs to, or None while it is alone."""
        self.vocabulary.learn(counted.pairs)
        terms = weigh(counted, self.vocabulary)
        where.on(terms)
        if not terms.weights:
            return None
        joined = self._joining(terms)
        if joined:
            issue = self.issues[joined[0]]
            issue.take(message, terms)
        elif (mate := self._mate(terms)) is not None:
            issue = self._found(mate, message, terms)
        else:
            self.wait(message, terms.keys, terms)
            return None
        self.know(issue)
        self.touched.add(issue.id)
        for number in joined[1:]:
            self._unite(issue.id, number)
        return self.now(issue.id)

    def now(self, number: int) -> int:
        """Return the issue that an issue has become."""
        while number in self.gone:
            number = self.gone[number]
        return number

    def tidy(self) -> int:
        """Unite issues that have grown to be the same; return how many went into others."""
        before = len(self.issues)
        for number in sorted(self.issues, key=lambda one: -self.issues[one].size):
            if number in self.issues:
                issue = self.issues[number]
                for other in self._candidates(list(issue.weights)[: PROFILE // 3]):
                    if other != number and self.now(number) == number:
                        self._unite(number, other)
        return before - len(self.issues)

    def gather(self) -> list[int]:
        """Look again at what waits alone: what came before its issue was there joins it now. Return what joined."""
        joined = []
        for message in sorted(self._alone):
            terms = self._terms_of(message)
            found = self._joining(terms, ease=LATER) if terms is not None else []
            if terms is not None and found:
                issue = self.issues[found[0]]
                issue.take(message, terms)
                del self._alone[message]
                self.know(issue)
                self.touched.add(issue.id)
                joined.append(message)
        return joined

    def join(self, message: int, terms: Terms | None, number: int) -> None:
        """Put a message into an issue because somebody said that it belongs there; one that waited waits no more."""
        terms = terms or (self._terms_of(message) if message in self._alone else None)
        if terms is None:
            return
        self._alone.pop(message, None)
        issue = self.issues[self.now(number)]
        issue.take(message, terms)
        self.know(issue)
        self.touched.add(issue.id)

    def unite(self, one: int, other: int) -> None:
        """Make one issue of two because somebody said so; the larger stays."""
        one, other = self.now(one), self.now(other)
        if one != other:
            self._absorb(*sorted((one, other), key=lambda number: (-self.issues[number].size, number)))

    def _joining(self, terms: Terms, *, ease: float = 1.0) -> list[int]:
        """Return the issues a message may belong to, the best first."""
        found: list[tuple[float, int]] = []
        for number in self._candidates(terms.keys):
            same = match(terms, self.issues[number], ease=ease)
            if same is not None:
                found.append((-same.strength, number))
        return [number for _strength, number in sorted(found)]

    def _candidates(self, keys: Iterable[str]) -> list[int]:
        scores: defaultdict[int, float] = defaultdict(float)
        for key in keys:
            for number in self._keys_issues.get(key, ()):
                issue = self.issues.get(number)
                if issue is not None:
                    scores[number] += issue.weights.get(key, 0.0)
        return sorted(scores, key=lambda one: (-scores[one], one))[:_TRIED]

    def _mate(self, terms: Terms) -> tuple[int, Terms] | None:
        """Return the waiting message that is most like this one, if it is enough."""
        scores: defaultdict[int, float] = defaultdict(float)
        for key in terms.keys:
            for message in self._keys_alone.get(key, ()):
                if message in self._alone:
                    scores[message] += terms.weights[key]
        best: tuple[float, int, Terms] | None = None
        for message in sorted(scores, key=lambda one: (-scores[one], one))[:_TRIED]:
            other = self._terms_of(message)
            same: Match | None = match(terms, other, ease=FOUNDING) if other is not None else None
            if same is not None and other is not None and (best is None or same.strength > best[0]):
                best = (same.strength, message, other)
        return best[1:] if best else None

    def _terms_of(self, message: int) -> Terms | None:
        known = self._alone[message]
        if known is None and self._recall is not None:
            known = self._alone[message] = self._recall(message)
        return known

    def _found(self, mate: tuple[int, Terms], message: int, terms: Terms) -> Issue:
        issue = Issue(self._next)
        issue.take(*mate)
        issue.take(message, terms)
        del self._alone[mate[0]]
        return issue

    def _unite(self, one: int, other: int) -> None:
        """Make one issue of two where they are the same; the larger stays."""
        one, other = self.now(one), self.now(other)
        if one == other or match(self.issues[one], self.issues[other], ease=MERGING) is None:
            return
        self.unite(one, other)

    def _absorb(self, stays: int, goes: int) -> None:
        self.issues[stays].absorb(self.issues.pop(goes))
        self.gone[goes] = stays
        self.touched.add(stays)
        self.touched.discard(goes)
        self.know(self.issues[stays])
