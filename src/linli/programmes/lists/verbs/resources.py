"""Offer a resource; put it on the list; change how much; withdraw it."""

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.crypto import seal
from linli.kernel.errors import Invalid, NotAllowed, Text
from linli.kernel.given import fitting_text, needed_text
from linli.kernel.intake import scoped_key
from linli.kernel.locks import lock_names, write
from linli.kernel.text import mask_personal
from linli.programmes.lists.lifecycle import RESOURCE_STEPS, Category, Given, ResourceState
from linli.programmes.lists.models import Pair, Resource, Share
from linli.programmes.lists.policies import runs
from linli.programmes.lists.verbs.frame import begin, keep, new_number, read_hours, read_skills, record

MOST = 10_000
WORKING = ("draft", "running")


def offer(
    *, by: Actor, kind: str, category: str, words: str, area_id: int, giver_name: str, phone: str = "",
    serves_id: int | None = None, terms: str = "", hours: str = "", skills: str = "", seats: int | None = None,
    capacity: int = 1, unit_id: int | None = None, intake_key: str | None = None,
) -> Resource:
    """Offer something; whoever keeps the list of the place looks at it first, unless it is themselves who offer.

    Raises: Invalid (capacity below zero, hours that cannot be read), NotAllowed (a unit in which one does not serve).
    """
    area = territory.area(area_id)
    served = territory.area(serves_id) if serves_id is not None else area
    keeps = runs(by, area.path)
    if unit_id is not None and not keeps and all(grant.unit_id != unit_id for grant in by.grants):
        raise NotAllowed
    key = scoped_key(intake_key, by, "resource")
    with write():
        if key is not None:
            lock_names([f"resource:{key}"])
            if (known := Resource.objects.filter(intake_key=key).first()) is not None:
                return known
        _check(kind, category, capacity, seats)
        if not phone.strip() and by.account_id is None and by.kind is not ActorKind.SYSTEM:
            raise Invalid(fields={"phone": _("Please leave a phone number, so that we can ask you.")})
        said = needed_text(words, field="words", longest=120)
        if mask_personal(said) != said:
            raise Invalid(fields={"words": _("No phone or identity numbers on the list, please.")})
        made = Resource(
            number=new_number("R"), kind=kind, category=category, area_id=area.id, path=area.path, serves=served.path,
            words=said, terms=fitting_text(terms, field="terms"), unit_id=unit_id, windows=read_hours(hours),
            giver_name=needed_text(giver_name, field="giver_name", longest=40), skills=read_skills(skills),
            account_id=by.account_id,
            phone=seal(fitting_text(phone, field="phone", longest=30), purpose="resource.phone"),
            seats=seats, capacity=capacity, intake_key=key, offered_at=clock.now(),
            state=ResourceState.LISTED if keeps else ResourceState.OFFERED,
        )
        made.save()
        record(made, "offer", by=by, data={"kind": kind, "category": category, "capacity": capacity}, first=True)
    return made


def _check(kind: str, category: str, capacity: int, seats: int | None) -> None:
    fields: dict[str, Text] = {}
    if kind not in Given.values:
        fields["kind"] = _("Please choose one.")
    if category not in Category.values:
        fields["category"] = _("Please choose one.")
    if not 0 <= capacity <= MOST:
        fields["capacity"] = _("Not below zero, please: 0 means that nothing can be given just now.")
    if seats is not None and not 1 <= seats <= MOST:
        fields["seats"] = _("Please give a number of people, at least one.")
    if fields:
        raise Invalid(fields=fields)


def accept(resource_id: int, *, by: Actor) -> Resource:
    """Put a resource on the list. Raises: NotFound, NotAllowed, WrongState."""
    with write():
        found = begin(Resource, resource_id, RESOURCE_STEPS["accept"], by=by)
        return keep(found, "accept", by=by, state=ResourceState.LISTED)


def decline(resource_id: int, *, by: Actor, reason: str) -> Resource:
    """Say why it does not go onto the list. Raises: Invalid, NotFound, NotAllowed, WrongState."""
    with write():
        found = begin(Resource, resource_id, RESOURCE_STEPS["decline"], by=by)
        said = needed_text(reason, field="reason")
        return keep(found, "decline", by=by, data={"reason": said}, state=ResourceState.REFUSED, reason=said)


def in_use(resource_id: int) -> tuple[int, list[str]]:
    """Return how many needs of open projects a resource serves, and the projects' titles."""
    working = Share.objects.filter(resource_id=resource_id, left_at=None, project__state__in=WORKING)
    rows = working.annotate(served=Count("project__needs", filter=Q(project__needs__state="planned")))
    found = list(rows.values_list("project__title", "served"))
    return sum(max(1, served) for _title, served in found), [title for title, _served in found]


def resize(resource_id: int, *, by: Actor, capacity: int) -> Resource:
    """Change how many needs a resource can serve; not below what open projects use.

    Raises: Invalid, NotFound, NotAllowed, WrongState.
    """
    with write():
        found = begin(Resource, resource_id, RESOURCE_STEPS["resize"], by=by)
        used, titles = in_use(found.pk)
        if not 0 <= capacity <= MOST:
            words = _("Not below zero, please: 0 means that nothing can be given just now.")
            raise Invalid(fields={"capacity": words})
        if capacity < used:
            words = _("%(n)d are in use by: %(titles)s. Let it leave a project first.")
            raise Invalid(fields={"capacity": words % {"n": used, "titles": "、".join(titles)}})
        return keep(found, "resize", by=by, data={"from": found.capacity, "to": capacity}, capacity=capacity)


def retire(resource_id: int, *, by: Actor, reason: str) -> Resource:
    """Withdraw a resource. One at work in a project has to leave it first, so that nobody stands there without.

    Raises: Invalid (at work), NotFound, NotAllowed, WrongState.
    """
    with write():
        found = begin(Resource, resource_id, RESOURCE_STEPS["retire"], by=by)
        said = needed_text(reason, field="reason")
        _used, titles = in_use(found.pk)
        if titles:
            words = _("It is at work in: %(titles)s. The community lets it leave the project first; please call them.")
            raise Invalid(words % {"titles": "、".join(titles)})
        Pair.objects.filter(resource=found).delete()
        return keep(found, "retire", by=by, data={"reason": said}, state=ResourceState.WITHDRAWN, reason=said)
