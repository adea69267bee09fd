"""Asking how far every home is from every point of service, and keeping the answer."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from linli.engines.journal import public as journal
from linli.engines.territory.models import Area, ReachStudy
from linli.engines.territory.policies import require_draw
from linli.kernel import clock
from linli.kernel.actor import SYSTEM, Actor
from linli.kernel.errors import Invalid, WrongState
from linli.kernel.locks import locked_one, write

if TYPE_CHECKING:
    from linli.engines.territory.drafting import ReachTable

JOB = "territory.reach"
MOST_PLACES = 10


def ask_study(*, area_id: int, places: int = 3, by: Actor) -> ReachStudy:
    """Ask for the reach of a community, and the best places for up to `places` new points of each kind; a job does it.

    Raises: NotAllowed, NotFound, Invalid, WrongState while another is being worked out.
    """
    if not 1 <= places <= MOST_PLACES:
        raise Invalid(fields={"places": _("Between 1 and %(most)d new points.") % {"most": MOST_PLACES}})
    with write():
        area = locked_one(Area.objects.filter(pk=area_id, kind=Area.Kind.COMMUNITY, valid_to__isnull=True))
        require_draw(by, area.path)
        _give_up_dead(area)
        study = ReachStudy.objects.create(
            area=area, path=area.path, made_by_id=by.account_id, made_at=clock.now()
        )
        title = _("15-minute circle of %(area)s") % {"area": area.name}
        payload = {"study": study.pk, "places": places}
        study.job_id = journal.start_job(kind=JOB, path=area.path, payload=payload, by=by, title=str(title)).id
        study.save(update_fields=["job_id"])
        _record(study, "asked", by, {"places": places})
        return study


def _give_up_dead(area: Area) -> None:
    """Mark studies failed whose job has ended without a result. Raises: WrongState while one is at work."""
    for study in ReachStudy.objects.filter(area=area, state=ReachStudy.State.PLANNING):
        if study.job_id is not None and journal.job(SYSTEM, study.job_id).open:
            raise WrongState(_("It is being worked out already."))
        study.state = ReachStudy.State.FAILED
        study.save(update_fields=["state"])


def keep_study(
    study_id: int, *, table: "ReachTable", report: list[Any], sites: list[Any], network: bool, by: Actor
) -> ReachStudy:
    """Keep what was worked out. Done again (a job run twice), nothing changes. Raises: NotFound."""
    with write():
        study = locked_one(ReachStudy.objects.filter(pk=study_id))
        if study.state != ReachStudy.State.PLANNING:
            return study
        study.state, study.table = ReachStudy.State.READY, table.to_bytes()
        study.report, study.sites, study.network = report, sites, network
        study.save()
        earlier = ReachStudy.objects.filter(area_id=study.area_id, pk__lt=study.pk)
        earlier.update(table=None)  # megabytes nobody asks for
        _record(study, "made", by, {"homes": len(table.homes), "points": len(table.points)})
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
