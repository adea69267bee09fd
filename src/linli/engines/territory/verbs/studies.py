"""Asking how far every home is from every point of service, and keeping the answer."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from linli.engines.journal import public as journal
from linli.engines.territory.circleinputs import home_boxes, is_of_today
from linli.engines.territory.models import Area, ReachStudy
from linli.engines.territory.paths import WIDTH, subtree
from linli.engines.territory.policies import require_draw
from linli.kernel import clock
from linli.kernel.actor import SYSTEM, Actor
from linli.kernel.errors import Invalid, WrongState
from linli.kernel.locks import locked, locked_one, write

if TYPE_CHECKING:
    from linli.engines.territory.drafting import ReachTable

JOB = "territory.reach"
MOST_PLACES = 10
USUAL_PLACES = 3


def ask_study(*, area_id: int, places: int = 3, by: Actor) -> ReachStudy:
    """Ask for the reach of a community, and the best places for up to `places` new points of each kind; a job does it.

    Raises: NotAllowed, NotFound, Invalid, WrongState while another is being worked out.
    """
    if not 1 <= places <= MOST_PLACES:
        raise Invalid(fields={"places": _("Between 1 and %(most)d new points.") % {"most": MOST_PLACES}})
    with write():
        area = locked_one(Area.objects.filter(pk=area_id, kind=Area.Kind.COMMUNITY, valid_to__isnull=True))
        require_draw(by, area.path)
        if _at_work(area):
            raise WrongState(_("It is being worked out already."))
        return _ask(area, places, by)


def _ask(area: Area, places: int, by: Actor) -> ReachStudy:
    study = ReachStudy.objects.create(area=area, path=area.path, made_by_id=by.account_id, made_at=clock.now())
    title = _("15-minute circle of %(area)s") % {"area": area.name}
    payload = {"study": study.pk, "places": places}
    study.job_id = journal.start_job(kind=JOB, path=area.path, payload=payload, by=by, title=str(title)).id
    study.save(update_fields=["job_id"])
    _record(study, "asked", by, {"places": places})
    return study


def _at_work(area: Area) -> bool:
    """Say whether a job works on the area; mark studies failed whose job has ended without a result."""
    for study in ReachStudy.objects.filter(area=area, state=ReachStudy.State.PLANNING):
        if study.job_id is not None and journal.job(SYSTEM, study.job_id).open:
            return True
        study.state = ReachStudy.State.FAILED
        study.save(update_fields=["state"])
    return False


def renew_studies(places: Collection[tuple[float, float]], *, path: str, by: Actor) -> int:
    """Have the reach of the communities around places worked out anew that once was; return of how many.

    Called by the verb that opened, moved or closed a point there, in its transaction and as its last lock. A job that
    is at work looks at the points again when it ends (`keep_study`), under the same lock: no change is missed.
    """
    studied = ReachStudy.objects.filter(subtree(path[:WIDTH]), state=ReachStudy.State.READY)
    boxes = home_boxes(set(studied.values_list("area_id", flat=True)))
    near = [area for area, box in boxes.items() if any(box.is_near(*place) for place in places)]
    asked = 0
    for area in locked(Area.objects.filter(pk__in=near, valid_to__isnull=True)) if near else []:
        if not _at_work(area):
            _ask(area, _places_asked(area), by)
            asked += 1
    return asked


def renew_all_studies(path: str, *, by: Actor) -> int:
    """Have every reach below a path worked out anew, also where that is being done: what counts as near has changed."""
    studied = ReachStudy.objects.filter(subtree(path), state=ReachStudy.State.READY).values_list("area_id", flat=True)
    areas = locked(Area.objects.filter(pk__in=set(studied), valid_to__isnull=True))
    for area in areas:
        _ask(area, _places_asked(area), by)
    return len(areas)


def _places_asked(area: Area) -> int:
    """Return how many best places were asked for last time."""
    newest = ReachStudy.objects.filter(area=area, state=ReachStudy.State.READY).order_by("-made_at", "-pk")
    sites = newest.values_list("sites", flat=True).first() or []
    return max((len(row["chosen"]) for row in sites), default=0) or USUAL_PLACES


def keep_study(
    study_id: int, *, table: "ReachTable", report: list[Any], sites: list[Any], network: bool, by: Actor
) -> ReachStudy:
    """Keep what was worked out; points that changed meanwhile have it worked out anew.

    Done again (a job run twice), nothing changes. Raises: NotFound.
    """
    with write():
        area = locked_one(Area.objects.filter(reach_studies=study_id))
        study = locked_one(ReachStudy.objects.filter(pk=study_id))
        if study.state != ReachStudy.State.PLANNING:
            return study
        study.state, study.table = ReachStudy.State.READY, table.to_bytes()
        study.report, study.sites, study.network = report, sites, network
        study.save()
        earlier = ReachStudy.objects.filter(area_id=study.area_id, pk__lt=study.pk)
        earlier.update(table=None)  # megabytes nobody asks for
        _record(study, "made", by, {"homes": len(table.homes), "points": len(table.points)})
        if not is_of_today(table, area) and not _at_work(area):
            _ask(area, _places_asked(area), by)
        return study


def keep_study_fault(study_id: int, *, why: str, by: Actor) -> ReachStudy:
    """Say why nothing could be worked out. Raises: NotFound."""
    with write():
        study = locked_one(ReachStudy.objects.filter(pk=study_id))
        if study.state == ReachStudy.State.PLANNING:
            study.state, study.fault = ReachStudy.State.FAILED, why[:400]
            study.save(update_fields=["state", "fault"])
            _record(study, "failed", by, {"why": study.fault})
        return study


def _record(study: ReachStudy, what: str, by: Actor, data: dict[str, Any]) -> None:
    journal.record(kind=f"reach_study.{what}", stream=f"reachstudy:{study.pk}", by=by, path=study.path, data=data)
