"""Where in the invented county somebody stands when asking for something, and how the place is called."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from linli.engines.territory import public as territory
from linli.patterns.demo.county import County
from linli.patterns.demo.texts import Report, Words
from linli.patterns.demo.town.plan import BuildingPlan, SpotPlan

NEAR = 0.00025  # degrees: some twenty metres
OUTSIDE = (102.2500, 38.5600)  # well beyond the county's border


@dataclass(frozen=True, slots=True)
class Place:
    """A place as a report names it."""

    longitude: float
    latitude: float
    words: str
    spoken: Words
    building_id: int | None = None
    home: str = ""


def _is_well_inside(spot: SpotPlan) -> bool:
    """Say whether everything near a spot lies in a grid: on the border road half of it is the next county's."""
    longitude, latitude = spot.middle
    corners = ((longitude + east * NEAR, latitude + north * NEAR) for east in (-1, 1) for north in (-1, 1))
    return all(territory.grid_at(*corner) is not None for corner in corners)


class Places:
    """Hands out places."""

    def __init__(self, county: County) -> None:
        town = county.town
        self._town = town
        self._ids = {id(plan): pk for plan, pk in zip(town.buildings, county.building_ids, strict=True)}
        self._homes = [plan for plan in town.buildings if plan.households]
        self._tall = [plan for plan in self._homes if plan.entrances]
        self._home_sums = list(accumulate(plan.households for plan in self._homes))
        self._tall_sums = list(accumulate(plan.households for plan in self._tall))
        self._spots: dict[str, list[SpotPlan]] = defaultdict(list)
        for spot in town.spots:
            if _is_well_inside(spot):
                self._spots["street" if spot.kind == "crossing" else "public"].append(spot)

    def near(self, report: Report, random: Random) -> Place:
        """Return a place that suits what is asked for."""
        if report.place in {"street", "public"}:
            return self.spot(random.choice(self._spots[report.place]), random)
        plans, sums = (self._tall, self._tall_sums) if report.place == "building" else (self._homes, self._home_sums)
        plan = random.choices(plans, cum_weights=sums)[0]
        return self.building(plan, random, exact=report.place != "estate")

    def inside(self, key: str, random: Random) -> Place:
        """Return a home in a community or grid of the plan."""
        return self.building(random.choice([plan for plan in self._tall if key in {plan.community, plan.grid}]), random)

    def named(self, part: str, random: Random) -> Place:
        """Return the first spot whose name holds some words."""
        spots = [spot for spots in self._spots.values() for spot in spots]
        return self.spot(next((spot for spot in spots if part in spot.name), spots[0]), random)

    def outside(self, random: Random) -> Place:
        """Return a place beyond the border."""
        longitude, latitude = OUTSIDE
        return Place(longitude + random.uniform(0, 0.01), latitude, "县界外国道边", Words(street="国道边"))

    def spot(self, spot: SpotPlan, random: Random) -> Place:
        """Return somewhere near a spot."""
        longitude, latitude = spot.middle
        name = spot.name
        return Place(
            round(longitude + random.uniform(-NEAR, NEAR), 6),
            round(latitude + random.uniform(-NEAR, NEAR), 6),
            name,
            Words(f"{name}旁边", name, "一楼", "二楼", name),
        )

    def building(self, plan: BuildingPlan, random: Random, *, exact: bool = True) -> Place:
        """Return a home in a building, or only somewhere near it."""
        estate = self._estate(plan)
        house = f"{estate}{plan.name}"
        entrance = f"{random.randint(1, plan.entrances)}单元" if plan.entrances else ""
        floor = random.randint(1, plan.floors)
        door = f"{floor}0{random.randint(1, max(1, plan.homes_per_floor))}" if plan.entrances else ""
        spoken = Words(house, estate, entrance or "巷口", f"{floor}楼" if plan.entrances else "隔壁", f"{estate}门口")
        longitude, latitude = plan.middle
        if not exact:
            shifted = (
                round(longitude + random.uniform(-NEAR, NEAR), 6),
                round(latitude + random.uniform(-NEAR, NEAR), 6),
            )
            return Place(*shifted, estate, spoken)
        return Place(longitude, latitude, f"{house}{entrance}", spoken, self._ids[id(plan)], f"{house}{entrance}{door}")

    def _estate(self, plan: BuildingPlan) -> str:
        return self._town.estates[plan.estate].name if plan.estate is not None else ""
