"""What is open and what can be given, as the matching knows it."""

from dataclasses import dataclass, field, replace
from typing import TypeVar

from django.db.models import Count, Model, QuerySet

from linli.engines.matching.public import Asking, Offering
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.crypto import unseal
from linli.programmes.lists.hours import restored
from linli.programmes.lists.lifecycle import NeedState, ResourceState
from linli.programmes.lists.models import Need, Pair, Resource, Share

FEW = 200       # rows that are read by their keys; more are read all together
Row = TypeVar("Row", bound=Model)
PROPOSED, LOCKED, FORBIDDEN = "proposed", "locked", "forbidden"
# what the matching reads: no names, no phones, and no words that are not for the list
NEED_COLUMNS = (
    "number", "state", "category", "path", "words", "windows", "skills", "people", "urgent", "said_at", "version",
)
RESOURCE_COLUMNS = (
    "number", "state", "category", "path", "serves", "words", "giver_name", "windows", "skills", "seats", "capacity",
    "version",
)


@dataclass
class Table:
    """Needs and resources in the order of the matching, and what persons decided about pairs."""

    needs: list[Need]
    resources: list[Resource]
    askings: list[Asking]
    offerings: list[Offering]
    decided: list[tuple[int, int, str]] = field(default_factory=list)   # keys of need and resource, and what
    need_at: dict[int, int] = field(default_factory=dict)
    resource_at: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Mark:
    """What tells one state of the lists from another: every change of a row gives it its next version."""

    needs: list[tuple[int, int]]        # key and version, in the order of the table
    resources: list[tuple[int, int]]
    used: dict[int, int]                # places in use of a resource
    decided: list[tuple[int, int, int, str]]
    days: list[int]                     # that each need has waited


def mark_of(last: "Table | None" = None) -> Mark:
    """Read how the lists stand. Four queries of numbers, however long the texts. `last`: a table read before."""
    needs = list(_listed_needs().values_list("id", "version"))
    resources = list(_listed_resources().values_list("id", "version"))
    shares = Share.objects.filter(left_at=None, project__state__in=("draft", "running"))
    used: dict[int, int] = {}
    for resource_id, served in shares.annotate(served=Count("project__needs")).values_list("resource_id", "served"):
        used[resource_id] = used.get(resource_id, 0) + max(1, served)
    found = Pair.objects.filter(state__in=(LOCKED, FORBIDDEN)).order_by("made_at", "id")
    decided = list(found.values_list("id", "need_id", "resource_id", "state"))
    return Mark(needs, resources, used, decided, [waited(one) for one in last.needs] if last else [])


def _listed_needs() -> "QuerySet[Need]":
    return Need.objects.filter(state=NeedState.LISTED).order_by("id")


def _listed_resources() -> "QuerySet[Resource]":
    return Resource.objects.filter(state=ResourceState.LISTED).order_by("id")


def waited(need: Need) -> int:
    """Return how many whole days ago a need was said."""
    return max(0, (clock.now() - need.said_at).days)


def table(mark: Mark | None = None, last: "Table | None" = None) -> Table:
    """Read what is open and what can be given now. `last`: a table read before; of it what is the same is kept."""
    now = mark or mark_of()
    needs = _rows(_listed_needs().only(*NEED_COLUMNS), now.needs, last.needs if last else [])
    resources = _rows(_listed_resources().only(*RESOURCE_COLUMNS), now.resources, last.resources if last else [])
    before = zip(last.needs, last.askings, strict=True) if last else ()
    known = {(one.pk, one.version): asking for one, asking in before}
    askings = [_asking(one, known.get((one.pk, one.version))) for one in needs]
    made = Table(needs, resources, askings, [offering_of(one, now.used) for one in resources])
    made.decided = [(need, resource, state) for _key, need, resource, state in now.decided]
    made.need_at = {one.pk: at for at, one in enumerate(needs)}
    made.resource_at = {one.pk: at for at, one in enumerate(resources)}
    return made


def _rows(listed: "QuerySet[Row]", wanted: list[tuple[int, int]], known: "list[Row]") -> "list[Row]":
    """Return the rows that are wanted, in order; those that are known in their version are not read again."""
    have = {(one.pk, one.version): one for one in known}  # type: ignore[attr-defined]
    missing = [key for key, version in wanted if (key, version) not in have]
    if len(missing) > FEW:
        return list(listed)
    have |= {(one.pk, one.version): one for one in listed.filter(pk__in=missing)}  # type: ignore[attr-defined]
    return [have[one] for one in wanted if one in have]


def _asking(need: Need, known: Asking | None) -> Asking:
    """Return a need as the matching knows it; one known before has only grown older."""
    if known is None:
        return asking_of(need)
    days = waited(need)
    return known if known.waited_days == days else replace(known, waited_days=days)


def asking_of(need: Need) -> Asking:
    """Return a need as the matching knows it."""
    return Asking(
        text=need.words or unseal(need.text, purpose="need.text"), category=need.category, area=_way(need.path),
        windows=restored(need.windows), skills=frozenset(need.skills), people=need.people, urgent=need.urgent,
        waited_days=waited(need),
    )


def offering_of(one: Resource, used: dict[int, int]) -> Offering:
    """Return a resource as the matching knows it, with the places that are left."""
    return Offering(
        text=one.words, category=one.category, serves=_way(one.serves), home=_way(one.path),
        windows=restored(one.windows), skills=frozenset(one.skills), seats=one.seats,
        capacity=max(0, one.capacity - used.get(one.pk, 0)),
    )


def _way(path: str) -> tuple[str, ...]:
    return tuple(str(key) for key in territory.ids_of(path)[1:4])
