"""What time alone makes due: unclaimed wishes rise to the units, promises not kept go back to the wall."""

from datetime import datetime, timedelta

from linli.kernel import clock
from linli.kernel.actor import SYSTEM
from linli.kernel.errors import LinliError
from linli.programmes.wishes.lifecycle import State
from linli.programmes.wishes.models import Wish
from linli.programmes.wishes.rules import rules
from linli.programmes.wishes.verbs.steps import lapse, rise

BATCH = 200


def tick(now: datetime | None = None) -> int:
    """Do everything that is due; return how many wishes moved. Running it twice is running it once."""
    if now is not None:
        with clock.at(now):
            return tick()
    moment = clock.now()
    waiting = Wish.objects.filter(state=State.POSTED, risen_at=None)
    rising = waiting.filter(posted_at__lte=moment - timedelta(days=rules().rise_days))
    late = Wish.objects.filter(state=State.CLAIMED, claim_until__lte=moment)
    moved = 0
    for step, found in ((rise, rising), (lapse, late)):
        for wish_id in list(found.order_by("id").values_list("pk", flat=True)[:BATCH]):
            try:
                step(wish_id, by=SYSTEM)
                moved += 1
            except LinliError:  # somebody else moved it: the next round looks again
                continue
    return moved
