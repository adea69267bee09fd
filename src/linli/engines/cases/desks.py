"""On which dispatch desk a case lies."""

from linli.engines.cases.routing import desk_for
from linli.engines.territory import public as territory


def desk_of(area: territory.AreaRow) -> territory.AreaRow:
    """Return the area whose desk a case of this area comes to: the nearest upwards where somebody dispatches."""
    return desk_for(area.path)
