"""Adopted streets; everything goes through the verbs."""

from typing import Any

from tests.factories.cases import World
from tests.factories.territory import middle

from linli.kernel.actor import Actor
from linli.programmes.streets import public as streets
from linli.programmes.streets.models import Stretch

LINE = [(middle(0, 0)[0] - 0.005, middle(0, 0)[1]), middle(0, 0), (middle(0, 0)[0] + 0.005, middle(0, 0)[1])]


def a_stretch(world: World, *, by: Actor | None = None, **more: Any) -> Stretch:
    """A stretch of the first community that the property firm looks after, walked once a week."""
    given = {
        "area_id": world.land.communities[0].pk,
        "unit_id": world.firm.id,
        "name": "兴农路东段",
        "lines": [LINE],
        **more,
    }
    return streets.adopt_stretch(by=by or world.worker, **given)
