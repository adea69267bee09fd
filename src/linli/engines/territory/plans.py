"""The second door to territory: nets of departments, plans of grids, units over grids. Light: no planner is loaded."""

from linli.engines.territory.followers import Change
from linli.engines.territory.queries.gridloads import grid_households
from linli.engines.territory.queries.gridplans import (
    Delta,
    PlanDetail,
    PlanRow,
    grid_plan,
    grid_plans,
    plan_map,
    plan_moves,
    try_move,
)
from linli.engines.territory.queries.grounds import Ground, ground_of_today, plan_ground
from linli.engines.territory.queries.nets import NetGridRow, NetRow, NetsView, look_at_nets, nets
from linli.engines.territory.queries.plancompare import NOW, PlanComparison, compare_plans, compared_map, net_of_today
from linli.engines.territory.queries.spreads import (
    PlaceRow,
    ProfileRow,
    SpreadDetail,
    SpreadRow,
    serving_units,
    spread_map,
    unit_profile,
    unit_profiles,
    unit_spread,
    unit_spreads,
)
from linli.engines.territory.verbs.adoption import adopt_plan, foresee_adoption
from linli.engines.territory.verbs.gridplans import PRESENT, PlanWishes, ask_plan, drop_plan, rename_grid, share_plan
from linli.engines.territory.verbs.nets import bring_net, keep_grids, remove_net
from linli.engines.territory.verbs.plan_edits import move_buildings, undo_edit
from linli.engines.territory.verbs.plan_talk import remark_on_plan, sign_plan
from linli.engines.territory.verbs.spreads import SpreadAsked, adopt_spread, ask_spread
from linli.engines.territory.verbs.unit_profiles import set_unit_profile, tie_unit, untie_unit

__all__ = [
    "NOW",
    "PRESENT",
    "Change",
    "Delta",
    "Ground",
    "NetGridRow",
    "NetRow",
    "NetsView",
    "PlaceRow",
    "PlanComparison",
    "PlanDetail",
    "PlanRow",
    "PlanWishes",
    "ProfileRow",
    "SpreadAsked",
    "SpreadDetail",
    "SpreadRow",
    "adopt_plan",
    "adopt_spread",
    "ask_plan",
    "ask_spread",
    "bring_net",
    "compare_plans",
    "compared_map",
    "drop_plan",
    "foresee_adoption",
    "grid_households",
    "grid_plan",
    "grid_plans",
    "ground_of_today",
    "keep_grids",
    "look_at_nets",
    "move_buildings",
    "net_of_today",
    "nets",
    "plan_ground",
    "plan_map",
    "plan_moves",
    "remark_on_plan",
    "remove_net",
    "rename_grid",
    "serving_units",
    "set_unit_profile",
    "share_plan",
    "sign_plan",
    "spread_map",
    "tie_unit",
    "try_move",
    "undo_edit",
    "unit_profile",
    "unit_profiles",
    "unit_spread",
    "unit_spreads",
    "untie_unit",
]
