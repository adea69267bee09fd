"""A community with a lattice of buildings, nets of departments over it, and plans of its grids."""

import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from shapely.affinity import rotate
from shapely.geometry import box, mapping
from tests.factories.territory import SIDE, SOUTH, START, WEST, County, a_county, an_estate

from linli.engines.journal import public as journal
from linli.engines.territory import plans
from linli.engines.territory import public as territory
from linli.engines.territory.models import Area, Building, GridPlan
from linli.kernel import clock
from linli.kernel.actor import SYSTEM, Actor

COLUMNS, ROWS = 6, 8  # buildings of the first community, which is one grid wide and two high
HOUSEHOLDS = 30
HALF = SIDE / COLUMNS * 0.22


@dataclass
class Lattice:
    """A county whose first community has buildings in rows and columns; estates are blocks of three by two."""

    county: County
    buildings: dict[tuple[int, int], Building] = field(default_factory=dict)

    @property
    def community(self) -> Area:
        return self.county.communities[0]


def place_of(column: int, row: int) -> tuple[float, float]:
    """The middle of a building's plot: in rows and columns, as far as builders keep to a line."""
    aside = 1e-5 * ((7 * column + 13 * row) % 5 - 2)
    return WEST + (column + 0.5) * SIDE / COLUMNS + aside, SOUTH + (row + 0.5) * 2 * SIDE / ROWS + aside / 3


def a_lattice(*, households: int = HOUSEHOLDS, land: County | None = None) -> Lattice:
    """48 buildings of 30 households, 24 in each of the two grids of the first community."""
    made = Lattice(land or a_county())
    blocks = [(column, row) for column in range(COLUMNS // 3) for row in range(ROWS // 2)]
    estates = {(c, r): an_estate(made.community, f"{'东中'[c]}{r + 1}小区") for c, r in blocks}
    rows = []
    keys = [(c, r) for c in range(COLUMNS) for r in range(ROWS)]
    for column, row in keys:
        x, y = place_of(column, row)
        estate = estates[column // 3, row // 2]
        rows.append(
            territory.NewBuilding(
                community_id=made.community.pk,
                estate_id=estate.pk,
                number=str((column % 3) * 2 + row % 2 + 1),
                name=f"{(column % 3) * 2 + row % 2 + 1}号楼",
                longitude=x,
                latitude=y,
                floors=6,
                households=households,
                entrances=("1", "2"),
                footprint=rotate(box(x - HALF, y - HALF, x + HALF, y + HALF), 7 + column + 3 * row),
                valid_from=START,
            )
        )
    made.buildings = dict(zip(keys, territory.add_buildings(rows, by=SYSTEM), strict=True))
    return made


def feature(shape: Any, **about: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": about, "geometry": mapping(shape)}


def geojson(*features: dict[str, Any]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}, ensure_ascii=False).encode()


def strip(first: float, last: float) -> Any:
    """A strip of the first community across its whole width, in parts of its height from south to north."""
    return box(WEST, SOUTH + first * 2 * SIDE, WEST + SIDE, SOUTH + last * 2 * SIDE)


def a_plan(town: Lattice, *, by: Actor = SYSTEM, name: str = "方案一", **wishes: Any) -> GridPlan:
    """A plan that has been made: its job has run."""
    wishes = {"low": 200, "high": 400, "seconds": 1, "whole_estates": False, **wishes}
    asked = plans.ask_plan(area_id=town.community.pk, name=name, wishes=plans.PlanWishes(**wishes), by=by)
    assert asked.job_id is not None
    journal.run_job(asked.job_id)
    return GridPlan.objects.get(pk=asked.pk)


def a_signed_plan(town: Lattice, **wishes: Any) -> GridPlan:
    """A plan shared with its community and street, and signed by both."""
    made = a_plan(town, **wishes)
    plans.share_plan(made.pk, by=SYSTEM)
    for level in ("community", "street"):
        plans.sign_plan(made.pk, level=level, edition=made.edition, by=SYSTEM)
    made.refresh_from_db()
    return made


def adopted(plan: GridPlan, *, on: date | None = None, by: Actor = SYSTEM) -> GridPlan:
    return plans.adopt_plan(plan.pk, effective=on or clock.today(), edition=plan.edition, by=by)


def grid_of(building: Building) -> Area | None:
    return Building.objects.select_related("grid").get(pk=building.pk).grid
