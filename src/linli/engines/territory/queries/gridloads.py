"""How many households each area has."""

from collections import defaultdict

from django.db.models import Sum

from linli.engines.territory.models import Building
from linli.engines.territory.paths import ids_of, in_path


def grid_households(path: str) -> dict[int, int]:
    """Return the households of every area of a subtree by its key, those of the areas below included."""
    total: dict[int, int] = defaultdict(int)
    standing = in_path(Building.objects.filter(valid_to__isnull=True), path)
    for place, households in standing.order_by().values_list("path").annotate(Sum("households")):
        for key in ids_of(place):
            total[key] += households
    return dict(total)
