"""A message as the search for hot issues sees it: weighted pairs of characters, and which of them name a place."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import log, sqrt

from linli.engines.cases.alike.wording import said
from linli.engines.cases.hot.mentions import DISTRICT, districts, mentions

BODY = 300  # characters of the text that count
HEAD = 4  # times that the title counts
PLACED = 120  # characters of the text in which places are looked for
KEPT = 96  # pairs kept of a message, the heaviest
KEYS = 24  # of these, by which it is found again
_USUAL = 2000  # messages imagined before the first, so that a young county knows what is rare
Point = tuple[float, float]


@dataclass(slots=True)
class Vocabulary:
    """In how many messages each pair of characters was seen."""

    messages: int = 0
    seen: Counter[str] = field(default_factory=Counter)

    def learn(self, pairs: Iterable[str]) -> None:
        """Count one message."""
        self.messages += 1
        self.seen.update(pairs)

    def rarity(self, pair: str) -> float:
        """Return how much a pair says: 0 for what one message in three says, about 6 for what nobody said before."""
        return max(0.0, log((self.messages + _USUAL) / (self.seen[pair] + 1)) - 1)


@dataclass(slots=True)
class Terms:
    """The weighted pairs of a message (length one together), its place pairs, and where it is if that is known."""

    weights: dict[str, float]
    places: frozenset[str]
    names: tuple[str, ...]
    districts: frozenset[str]
    runs: tuple[str, ...]
    spot: Point | None = None
    group: str = ""  # of its class: the codes of level one and its own, with a stroke between
    sites: frozenset[str] = frozenset()  # the address without its numbers: an estate, a crossing

    @property
    def keys(self) -> list[str]:
        """Return the pairs by which it is found again, the heaviest first."""
        return list(self.weights)[:KEYS]


@dataclass(frozen=True, slots=True)
class Where:
    """What is known of a message beside its words: its point, its address without numbers, the group of its class."""

    spot: Point | None = None
    site: str = ""
    group: str = ""

    def on(self, terms: Terms) -> None:
        """Write it into what the message says."""
        terms.spot, terms.group = self.spot, self.group
        terms.sites = frozenset({self.site} if self.site else ())
        terms.places |= {self.site[at : at + 2] for at in range(len(self.site) - 1)}


NOWHERE = Where()


@dataclass(slots=True)
class Counted:
    """A message cut into pairs, before they are weighed."""

    pairs: Counter[str]
    names: tuple[str, ...]
    title_names: tuple[str, ...]
    districts: frozenset[str]
    runs: tuple[str, ...]


def count(title: str, text: str) -> Counted:
    """Cut a message: its title twice, the beginning of its text once."""
    head, body = said(title), said(text)[:BODY]
    pairs: Counter[str] = Counter()
    runs = (*DISTRICT.sub(" ", head).split(), *DISTRICT.sub(" ", body).split())
    heads = len(DISTRICT.sub(" ", head).split())
    for number, run in enumerate(runs):
        for at in range(len(run) - 1):
            pairs[run[at : at + 2]] += HEAD if number < heads else 1
    named = mentions(head)
    return Counted(pairs, (*named, *mentions(body[:PLACED])), tuple(named), districts(head), runs)


def weigh(counted: Counted, vocabulary: Vocabulary) -> Terms:
    """Weigh the pairs by how rare they are, and keep the heaviest."""
    weighed = {pair: (1 + log(number)) * vocabulary.rarity(pair) for pair, number in counted.pairs.items() if number}
    kept = scaled(heaviest(weighed, KEPT))
    named = frozenset(name[at : at + 2] for name in counted.names for at in range(len(name) - 1))
    return Terms(kept, named, counted.names, counted.districts, counted.runs)


def heaviest(weights: Mapping[str, float], most: int) -> dict[str, float]:
    """Return the heaviest pairs, in order."""
    ordered = sorted((pair for pair, weight in weights.items() if weight > 0), key=lambda one: (-weights[one], one))
    return {pair: weights[pair] for pair in ordered[:most]}


def scaled(weights: Mapping[str, float]) -> dict[str, float]:
    """Return weights of length one."""
    length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {pair: weight / length for pair, weight in weights.items()}
