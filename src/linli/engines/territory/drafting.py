"""The light door to the grid planner: what a page may use. No compiled code, no solver.

What takes seconds (planning, spreading units, walking networks, siting) is in `planning`, for jobs.
"""

from linli.engines.territory.planner.draft import (
    Comparison,
    Draft,
    Figures,
    GridFigures,
    Moved,
    assignment,
    compare,
    evaluate,
    move,
    move_estate,
    shapes,
)
from linli.engines.territory.planner.inputs import Place, Road, Town, read_town, town_of
from linli.engines.territory.planner.nets import (
    BuildingNets,
    Gap,
    Net,
    NetFigures,
    NetGrid,
    NetsView,
    Overlap,
    look_at_nets,
    net_of_lists,
)
from linli.engines.territory.planner.wishes import Held, Wishes, keep_of

__all__ = [
    "BuildingNets",
    "Comparison",
    "Draft",
    "Figures",
    "Gap",
    "GridFigures",
    "Held",
    "Moved",
    "Net",
    "NetFigures",
    "NetGrid",
    "NetsView",
    "Overlap",
    "Place",
    "Road",
    "Town",
    "Wishes",
    "assignment",
    "compare",
    "evaluate",
    "keep_of",
    "look_at_nets",
    "move",
    "move_estate",
    "net_of_lists",
    "read_town",
    "shapes",
    "town_of",
]
