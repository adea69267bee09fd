"""`./linli plan`: proposes grids from files, without a database; the other plans are in `plan_service`."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely

from linli.channels.cli import plan_service
from linli.channels.cli.prepare import start_django
from linli.channels.cli.processes import say

if TYPE_CHECKING:
    from linli.engines.territory.planning import PlannedGrid


def main(arguments: list[str]) -> int:
    """Read buildings, roads and a boundary; write the plan as GeoJSON; print its figures and reasons."""
    parser = argparse.ArgumentParser(prog="linli plan", description="规划网格。 Plans grids.")
    actions = parser.add_subparsers(dest="action", required=True)
    grids = actions.add_parser("grids", help="划网格 propose grids")
    grids.add_argument("--buildings", type=Path, required=True, help="楼栋 GeoJSON：households, estate, floors")
    grids.add_argument("--roads", type=Path, help="道路 GeoJSON：class")
    grids.add_argument("--boundary", type=Path, help="边界 GeoJSON")
    grids.add_argument("--communities", type=Path, help="社区边界 GeoJSON：code；全市逐社区并行规划 a whole city")
    grids.add_argument("--keep", type=Path, help="现有网格 GeoJSON，尽量不动 change little")
    grids.add_argument("--min", type=int, default=300, help="每格最少户数 fewest households")
    grids.add_argument("--max", type=int, default=500, help="每格最多户数 most households")
    grids.add_argument("--seconds", type=float, default=5, help="搜索时间 time of search")
    grids.add_argument("--seed", type=int, default=1, help="随机种子 seed: the same gives the same plan")
    grids.add_argument("--even", action="store_true", help="先求均匀 evenness first")
    grids.add_argument("--code", default="", help="社区代码 code of the community")
    grids.add_argument("--out", type=Path, required=True, help="结果 GeoJSON")
    plan_service.add(actions)
    options = parser.parse_args(arguments)
    start_django()
    from linli.kernel.errors import LinliError

    try:
        return _grids(options) if options.action == "grids" else plan_service.run(options)
    except LinliError as error:
        say(str(error.message))
        return 2


def _grids(options: argparse.Namespace) -> int:
    from linli.engines.territory import planning

    if options.communities:
        return _city(options)
    town = planning.read_town(options.buildings, roads=options.roads, boundary=options.boundary)
    wishes = planning.Wishes(
        low=options.min, high=options.max, seconds=options.seconds, seed=options.seed, even=options.even,
        code=options.code, keep=planning.grids_now(town, options.keep) if options.keep else None,
    )
    plan = planning.plan_grids(town, wishes, _progress)
    options.out.write_text(json.dumps(_collection(_rows(plan.grids)), ensure_ascii=False), encoding="utf-8")
    if sys.stdout.isatty():
        say("")
    for reason in plan.reasons:
        say(f"  · {reason}")
    say(json.dumps(plan.figures))
    return 0


def _city(options: argparse.Namespace) -> int:
    from linli.engines.territory import planning
    from linli.kernel.errors import Invalid

    if options.keep or options.boundary or options.code:
        raise Invalid("--communities 不能与 --keep、--boundary、--code 同用。 Not together with these.")
    wishes = planning.Wishes(
        low=options.min, high=options.max, seconds=options.seconds, seed=options.seed, even=options.even
    )
    city = planning.plan_city_files(
        options.buildings, options.communities, roads=options.roads, wishes=wishes, told=_progress
    )
    rows = [row for one in city.communities for row in _rows(one.grids, community=one.code)]
    options.out.write_text(json.dumps(_collection(rows), ensure_ascii=False), encoding="utf-8")
    if sys.stdout.isatty():
        say("")
    for note in city.notes:
        say(f"  · {note}")
    for one in city.communities:
        say(f"  {one.code}  {one.refused or json.dumps(one.figures)}")
    return 1 if any(one.refused for one in city.communities) else 0


def _progress(done: int, total: int) -> bool:
    if sys.stdout.isatty():
        sys.stdout.write(f"\r  {done * 100 // total:3d} %")
        sys.stdout.flush()
    return True


def _rows(grids: "list[PlannedGrid]", **more: str) -> list[dict[str, Any]]:
    return [
        {
            "type": "Feature",
            "geometry": json.loads(shapely.to_geojson(grid.shape)),
            "properties": {
                "code": grid.code, "households": grid.households, "buildings": list(grid.buildings), **more,
            },
        }
        for grid in grids
    ]


def _collection(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": rows}
