"""The third door to territory: points of service and the 15-minute circle. Light: nothing compiled is loaded."""

from linli.engines.territory.queries.circle import (
    GROUPS,
    being_measured,
    circle_of,
    points_near,
    reach_overview,
    service_kinds,
    service_point,
    service_points,
)
from linli.engines.territory.queries.circlerows import (
    Circle,
    CircleAt,
    GapRow,
    KindNear,
    NeedRow,
    ServiceKindRow,
    ServicePointRow,
    SitesRow,
    WhatIf,
)
from linli.engines.territory.queries.nearby import circle_at, estate_middle
from linli.engines.territory.queries.reach import best_places, circle_map, circle_metres, gaps, what_if
from linli.engines.territory.verbs.service_lists import Brought, bring_people, bring_service_points, set_people
from linli.engines.territory.verbs.service_points import (
    KindInput,
    PointGiven,
    add_service_point,
    add_service_points,
    change_service_point,
    close_service_point,
    define_service_kinds,
)
from linli.engines.territory.verbs.studies import MOST_PLACES, ask_study

__all__ = [
    "GROUPS",
    "MOST_PLACES",
    "Brought",
    "Circle",
    "CircleAt",
    "GapRow",
    "KindInput",
    "KindNear",
    "NeedRow",
    "PointGiven",
    "ServiceKindRow",
    "ServicePointRow",
    "SitesRow",
    "WhatIf",
    "add_service_point",
    "add_service_points",
    "ask_study",
    "being_measured",
    "best_places",
    "bring_people",
    "bring_service_points",
    "change_service_point",
    "circle_at",
    "circle_map",
    "circle_metres",
    "circle_of",
    "close_service_point",
    "define_service_kinds",
    "estate_middle",
    "gaps",
    "points_near",
    "reach_overview",
    "service_kinds",
    "service_point",
    "service_points",
    "set_people",
    "what_if",
]
