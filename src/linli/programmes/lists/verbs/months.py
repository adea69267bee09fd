"""The month's list of a community: published by the 10th, reviewed once a quarter."""

from datetime import date

from django.utils.translation import gettext as _

from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotAllowed, NotFound
from linli.kernel.given import needed_text
from linli.kernel.locks import locked_one, write
from linli.programmes.lists.lifecycle import PUBLIC_NEEDS, PUBLIC_PROJECTS, ResourceState
from linli.programmes.lists.models import MonthList, Need, Project, Resource
from linli.programmes.lists.policies import runs

DUE_DAY = 10


def publish_month(area_id: int, *, by: Actor, month: date) -> MonthList:
    """Publish the lists of a community for a month, as they stand. Twice is once.

    Raises: Invalid (a month to come, no community), NotAllowed.
    """
    area = territory.area(area_id)
    if not runs(by, area.path):
        raise NotAllowed
    first = month.replace(day=1)
    if area.kind != "community" or first > clock.today():
        raise Invalid(_("Lists are published for a community, and for months that have begun."))
    below = territory.subtree(area.path)
    counts = {
        "needs": Need.objects.filter(below, state__in=PUBLIC_NEEDS, month=first).count(),
        "resources": Resource.objects.filter(below, state=ResourceState.LISTED).count(),
        "projects": Project.objects.filter(below, state__in=PUBLIC_PROJECTS).count(),
    }
    given = {"published_at": clock.now(), "published_by": by.name[:40], "counts": counts}
    with write():
        made, new = MonthList.objects.get_or_create(area_id=area.id, month=first, defaults=given)
        if new:
            data = {"month": first.isoformat(), **counts}
            journal.record(kind="lists.publish", stream=f"lists:{area.id}", by=by, path=area.path, data=data)
    return made


def review_month(list_id: int, *, by: Actor, words: str) -> MonthList:
    """Write down what the meeting found about the lists so far. Raises: Invalid, NotFound, NotAllowed."""
    with write():
        found = locked_one(MonthList.objects.filter(pk=list_id))
        path = territory.area(found.area_id).path
        if not runs(by, path):
            raise NotFound
        found.review = needed_text(words, field="words", longest=500)
        found.reviewed_at = clock.now()
        found.save()
        journal.record(kind="lists.review", stream=f"lists:{found.area_id}", by=by, path=path, data={"list": found.pk})
    return found
