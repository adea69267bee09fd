"""The job that measures a community's reach. Only the job's own process imports it: measuring is compiled code."""

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from linli.engines.territory import drafting, planning
from linli.engines.territory.circleinputs import CircleInputs, circle_inputs, needs_of
from linli.engines.territory.models import ReachStudy
from linli.engines.territory.verbs.studies import keep_study, keep_study_fault
from linli.kernel.errors import LinliError

if TYPE_CHECKING:
    from linli.engines.journal.public import RunningJob

MOST_SPOTS = 800  # places to try in a page; more would only make it slow to open
METHODS = ("coverage", "median")


def run(job: "RunningJob") -> dict[str, Any]:
    """Measure the reach the job's payload names, find the best next places, tell how far it is."""
    study = ReachStudy.objects.select_related("area").get(pk=job.payload["study"])
    try:
        given = circle_inputs(study.area)
        table = _table(given)
        report = [asdict(one) for one in drafting.reach_report(table, needs_of(table))]
        sites = _sites(job, table, given)
    except LinliError as error:
        keep_study_fault(study.pk, why=str(error.message), by=job.by)
        raise
    keep_study(study.pk, table=table, report=report, sites=sites, network=bool(given.roads), by=job.by)
    return {"study": study.pk, "homes": len(table.homes)}


def _table(given: CircleInputs) -> drafting.ReachTable:
    net = planning.walking_net(given.roads, given.around)
    table = planning.reach_table(net, given.homes, given.points)
    inside = [row for row, one in enumerate(table.candidates) if given.holds(one.longitude, one.latitude)]
    kept = inside[:: max(1, -(-len(inside) // MOST_SPOTS))]
    return replace(
        table, candidates=tuple(table.candidates[row] for row in kept), candidate_metres=table.candidate_metres[kept]
    )


def _sites(job: "RunningJob", table: drafting.ReachTable, given: CircleInputs) -> list[dict[str, Any]]:
    """Return the best places for the next points of every kind that leaves homes out, by both ways of choosing."""
    found = []
    k = min(int(job.payload["places"]), len(table.candidates))
    for done, kind in enumerate(given.kinds):
        if not job.tell(done, len(given.kinds), _("Looking for the best places")) or not k:
            break
        limit = kind.minutes * drafting.METRES_A_MINUTE
        for method in METHODS:
            if method == "coverage" and not (drafting.nearest(table, kind.code) > limit).any():
                continue  # everybody is within reach
            sites = planning.best_sites(table, kind.code, k, method=method, limit=limit)
            found.append({"kind": kind.code, "method": method, **asdict(sites)})
    return found
