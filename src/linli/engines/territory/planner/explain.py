"""Says in words why a plan is as it is, and what it could not do."""

import numpy as np
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from linli.engines.territory.planner.draft import Draft, Figures, GridFigures
from linli.engines.territory.planner.inputs import Town
from linli.engines.territory.planner.links import connected
from linli.engines.territory.planner.naming import beyond_rule
from linli.engines.territory.planner.wishes import Wishes

NAMED = 20                    # so many grids or buildings are named one by one


def explain(
    town: Town, draft: Draft, figures: Figures, outlines: dict[str, BaseGeometry], wishes: Wishes
) -> list[str]:
    """Return the reasons of a plan: how many grids, what fell outside the band and why, what hangs apart."""
    found = [_number(figures, wishes)]
    found += _outside(town, draft, figures, wishes)
    found += _too_large(town, draft, wishes)
    apart = [code for code, shape in outlines.items() if shape.geom_type != "Polygon"]
    if apart:
        found.append(_("These grids are not in one piece: %(codes)s") % {"codes": ", ".join(apart[:NAMED])})
    if wishes.code and beyond_rule(draft.codes, wishes.code):
        found.append(_("There are more grids than the coding rule has numbers for (001-799 and 801-999)."))
    if wishes.keep is not None:
        found.append(_changes(town, draft, wishes))
    return found


def _number(figures: Figures, wishes: Wishes) -> str:
    values = {"n": len(figures.grids), "mean": figures.mean, "households": figures.households}
    if wishes.grids is not None:
        return _("%(n)d grids, as wished: %(mean)s on average.") % values
    if wishes.measure == "workload":
        return _("%(n)d grids: a workload of %(mean)s on average, nearest to the middle of the band.") % values
    words = _("%(n)d grids for %(households)d households: %(mean)s on average, nearest to the middle of the band.")
    return words % values


def _load(grid: GridFigures, wishes: Wishes) -> int:
    return grid.workload if wishes.measure == "workload" else grid.households


def _outside(town: Town, draft: Draft, figures: Figures, wishes: Wishes) -> list[str]:
    """Say of each grid outside the band why no better one was found."""
    held = {name for one in wishes.held for name in one.places}
    alone = _alone(draft)
    load = draft.load[: len(town)]
    found = []
    for number, grid in enumerate(figures.grids):
        if grid.in_band:
            continue
        members = np.flatnonzero(draft.label[: len(town)] == number)
        values = {"code": grid.code, "n": _load(grid, wishes), "low": wishes.low, "high": wishes.high}
        if town.ids[members[0]] in held:
            continue
        if load[members].max() > wishes.high:
            largest = members[np.argmax(load[members])]
            values |= {"building": town.ids[largest], "m": int(load[largest])}
            found.append(
                _("Grid %(code)s has %(n)d: building %(building)s alone has %(m)d, more than %(high)d.") % values
            )
        elif number in alone:
            values["all"] = alone[number]
            found.append(
                _("Grid %(code)s has %(n)d: its land is cut off from the rest and has %(all)d in all,"
                  " which cannot be divided into %(low)d to %(high)d. This is the nearest.") % values
            )
        else:
            found.append(
                _("Grid %(code)s has %(n)d: no division of it and its neighbours into %(low)d to %(high)d was found."
                  " This is the nearest.") % values
            )
    hidden = len(found) - NAMED
    return found if hidden <= 0 else [*found[:NAMED], _("… and %(n)d more grids outside the band.") % {"n": hidden}]


def _alone(draft: Draft) -> dict[int, int]:
    """Return the grids on land whose load no number of grids can divide within the band, and the load of that land."""
    pieces, piece = connected(len(draft.label), draft.u[draft.dry], draft.v[draft.dry])
    load = np.bincount(piece, weights=draft.load, minlength=pieces).astype(np.int64)
    found = {}
    for number in range(len(draft.codes)):
        all_here = int(load[piece[np.argmax(draft.label == number)]])
        if not any(draft.low * k <= all_here <= draft.high * k for k in range(1, all_here // max(draft.low, 1) + 2)):
            found[number] = all_here
    return found


def _too_large(town: Town, draft: Draft, wishes: Wishes) -> list[str]:
    load = draft.load[: len(town)]
    large = np.flatnonzero(load > wishes.high)
    if not len(large):
        return []
    names = ", ".join(f"{town.ids[one]} ({load[one]})" for one in large[:NAMED])
    return [_("%(n)d buildings alone exceed the band; no plan can change that: %(names)s")
            % {"n": len(large), "names": names}]


def _changes(town: Town, draft: Draft, wishes: Wishes) -> str:
    now = np.array([wishes.keep_codes[one] if one >= 0 and wishes.keep_codes else "" for one in _kept(wishes)])
    if not wishes.keep_codes:
        return _("The grids of today were kept where they fit the band.")
    then = np.array([draft.codes[one] for one in draft.label[: len(town)]])
    changed = int(((now != then) & (now != "")).sum())
    return _("%(n)d of %(all)d buildings change their grid.") % {"n": changed, "all": int((now != "").sum())}


def _kept(wishes: Wishes) -> list[int]:
    return [] if wishes.keep is None else wishes.keep.tolist()


