"""The job that matches everything. Only the job's own process imports it: OR-Tools and compiled searches are heavy."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from linli.engines.matching import bulk
from linli.engines.matching.compiling import SCORING, SEARCHES
from linli.engines.matching.public import Market, candidate_pairs
from linli.kernel.locks import write
from linli.programmes.lists.pairing import store
from linli.programmes.lists.solved import decide
from linli.programmes.lists.tables import table

if TYPE_CHECKING:
    from linli.engines.journal.public import RunningJob


def run(job: "RunningJob") -> dict[str, Any]:
    """Match everything that is open, best for all together, and keep what is proposed."""
    read = table()
    job.tell(1, 4, _("Looking for what fits"))
    pairs = candidate_pairs(read.askings, read.offerings, by=SCORING)
    job.tell(2, 4, _("Looking for the best for all"))
    market = Market.of_pairs([one.capacity for one in read.offerings], pairs, needs=len(read.needs), by=SEARCHES)
    bulk.solve(market)
    decide(market, read)
    job.tell(3, 4, _("Writing down why"))
    with write():
        made = store(read, market)
    return {"needs": len(read.needs), "resources": len(read.resources), "candidates": len(pairs[0]), "pairs": made,
            "value": market.value, "proved": market.value == market.bound()}
