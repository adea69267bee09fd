"""What is open and what can be given, as the matching knows it."""

from dataclasses import dataclass, field

from django.db.models import Count

from linli.engines.matching.public import Asking, Offering
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.crypto import unseal
from linli.programmes.lists.hours import restored
from linli.programmes.lists.lifecycle import NeedState, ResourceState
from linli.programmes.lists.models import Need, Pair, Resource, Share

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
    decided: list[Pair] = field(default_factory=list)
    need_at: dict[int, int] = field(default_factory=dict)
    resource_at: dict[int, int] = field(default_factory=dict)


def table() -> Table:
    """Read what is open and what can be given now. Four queries."""
    needs = list(Need.objects.filter(state=NeedState.LISTED).only(*NEED_COLUMNS).order_by("id"))
    resources = list(Resource.objects.filter(state=ResourceState.LISTED).only(*RESOURCE_COLUMNS).order_by("id"))
    shares = Share.objects.filter(left_at=None, project__state__in=("draft", "running"))
    used: dict[int, int] = {}
    for resource_id, served in shares.annotate(served=Count("project__needs")).values_list("resource_id", "served"):
        used[resource_id] = used.get(resource_id, 0) + max(1, served)
    made = Table(needs, resources, [asking_of(one) for one in needs], [offering_of(one, used) for one in resources])
    made.decided = list(Pair.objects.filter(state__in=(LOCKED, FORBIDDEN)).order_by("made_at", "id"))
    made.need_at = {one.pk: at for at, one in enumerate(needs)}
    made.resource_at = {one.pk: at for at, one in enumerate(resources)}
    return made


def asking_of(need: Need) -> Asking:
    """Return a need as the matching knows it."""
    return Asking(
        text=need.words or unseal(need.text, purpose="need.text"), category=need.category, area=_way(need.path),
        windows=restored(need.windows), skills=frozenset(need.skills), people=need.people, urgent=need.urgent,
        waited_days=max(0, (clock.now() - need.said_at).days),
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
