"""`./linli plan check | units | reach | site`: who serves the grids and who is within reach, from files."""

import argparse
import csv
import json
from pathlib import Path
from typing import Any

from linli.channels.cli.processes import say

UNIT_COLUMNS = "单位表 xlsx/csv/GeoJSON：名称、可包网格数、经度、纬度、特长、现包网格 units"
POINT_COLUMNS = "服务点 xlsx/csv/GeoJSON：类别、名称、经度、纬度 points of service"


def add(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the four commands."""
    check = actions.add_parser("check", help="检查方案 judge any plan")
    _inputs(check)
    check.add_argument("--plan", type=Path, required=True, help="网格 GeoJSON")
    check.add_argument("--boundary", type=Path, help="边界 GeoJSON")
    check.add_argument("--min", type=int, default=300)
    check.add_argument("--max", type=int, default=500)
    units = actions.add_parser("units", help="单位包网格 spread units over grids")
    units.add_argument("--units", type=Path, required=True, help=UNIT_COLUMNS)
    units.add_argument("--grids", type=Path, required=True, help="网格 GeoJSON")
    units.add_argument("--out", type=Path, help="结果 csv")
    for name, words in (("reach", "15分钟圈 who is within reach"), ("site", "新点选址 best places for new points")):
        action = actions.add_parser(name, help=words)
        _inputs(action)
        action.add_argument("--points", type=Path, required=True, help=POINT_COLUMNS)
        action.add_argument("--roads", type=Path, help="道路 GeoJSON；没有就按直线 x 1.3")
        action.add_argument("--minutes", type=int, default=15, help="步行分钟 minutes on foot")
        action.add_argument("--out", type=Path, help="结果 csv")
    action.add_argument("--kind", required=True, help="服务点类别 kind of point")
    action.add_argument("--count", type=int, default=1, help="新设几个 how many")
    action.add_argument("--median", action="store_true", help="求平均路最短 shortest walks rather than most homes")


def _inputs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--buildings", type=Path, required=True, help="楼栋 GeoJSON")


def run(options: argparse.Namespace) -> int:
    """Do what was asked. Raises: LinliError."""
    return {"check": _check, "units": _units, "reach": _reach, "site": _site}[options.action](options)


def _check(options: argparse.Namespace) -> int:
    from linli.engines.territory import drafting

    town = drafting.read_town(options.buildings, boundary=options.boundary)
    grids = [(code, shape) for code, shape, _about in drafting.shapes_of(options.plan)]
    found = drafting.judge(town, grids, low=options.min, high=options.max)
    for fault in found.faults:
        say(f"  · {fault}")
    say(json.dumps(found.figures))
    return 1 if found.faults else 0


def _units(options: argparse.Namespace) -> int:
    from linli.engines.territory import drafting, planning

    spread = planning.spread_units(drafting.read_units(options.units), drafting.read_grids(options.grids))
    rows = [(pair.grid, pair.unit, pair.metres, pair.reason) for pair in spread.pairs]
    _write(options.out, ["grid", "unit", "metres", "reason"], sorted(rows))
    for reason in spread.reasons:
        say(f"  · {reason}")
    say(json.dumps({**spread.figures, "optimal": spread.optimal, "gap": spread.gap, "liaisons": spread.liaisons},
                   ensure_ascii=False))
    return 0


def _table(options: argparse.Namespace) -> Any:  # noqa: ANN401  its type lies behind the heavy door
    from linli.engines.territory import drafting, planning

    town = drafting.read_town(options.buildings)
    middle = (town.projection.longitude, town.projection.latitude)
    net = planning.walking_net(drafting.read_roads(options.roads), middle)
    points = drafting.read_points(options.points)
    return planning.reach_table(net, drafting.homes_of(town), points, None if options.action == "site" else ())


def _reach(options: argparse.Namespace) -> int:
    from linli.engines.territory import drafting

    table = _table(options)
    kinds = sorted({point.kind for point in table.points})
    reports = drafting.reach_report(table, [drafting.Need(kind, options.minutes) for kind in kinds])
    for one in reports:
        say(json.dumps({
            "kind": one.need.kind, "inside": one.inside, "outside": one.outside, "percent": one.percent,
            "mean_metres": one.mean_metres, "farthest": one.farthest,
        }, ensure_ascii=False))
    _write(options.out, ["kind", "home"], [(one.need.kind, home) for one in reports for home in one.gaps])
    return 0


def _site(options: argparse.Namespace) -> int:
    from linli.engines.territory import drafting, planning

    method = "median" if options.median else "coverage"
    limit = drafting.Need(options.kind, options.minutes).metres
    found = planning.best_sites(_table(options), options.kind, options.count, method=method, limit=limit)
    rows = [(site.longitude, site.latitude, site.households, site.metres_saved) for site in found.chosen]
    _write(options.out, ["longitude", "latitude", "households", "metres_saved"], rows)
    for longitude, latitude, households, saved in rows:
        say(f"  · {longitude:.6f}, {latitude:.6f}  +{households}  -{saved} m")
    say(json.dumps({
        "before": found.before, "after": found.after, "households": found.households, "mean_before": found.mean_before,
        "mean_after": found.mean_after, "optimal": found.optimal, "gap": found.gap,
    }))
    return 0


def _write(out: Path | None, names: list[str], rows: list[tuple[Any, ...]]) -> None:
    if out is None:
        return
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([names, *rows])
