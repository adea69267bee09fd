"""The second door to territory: nets of departments, plans of grids, their adoption. Light: no planner is loaded."""

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
from linli.engines.territory.verbs.adoption import adopt_plan, foresee_adoption
from linli.engines.territory.verbs.gridplans import PRESENT, PlanWishes, ask_plan, drop_plan, rename_grid, share_plan
from linli.engines.territory.verbs.nets import bring_net, keep_grids, remove_net
from linli.engines.territory.verbs.plan_edits import move_buildings, undo_edit
from linli.engines.territory.verbs.plan_talk import remark_on_plan, sign_plan

__all__ = [
    "NOW",
    "PRESENT",
    "Change",
    "Delta",
    "Ground",
    "NetGridRow",
    "NetRow",
    "NetsView",
    "PlanComparison",
    "PlanDetail",
    "PlanRow",
    "PlanWishes",
    "adopt_plan",
    "ask_plan",
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
    "share_plan",
    "sign_plan",
    "try_move",
    "undo_edit",
]
