"""Adopted streets in the invented county: stretches with a unit each, walked week by week, some a little late."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.patterns.demo.beginning import Waking, World
from linli.patterns.demo.orders import HOME
from linli.programmes.streets import public as streets
from linli.programmes.streets.public import Found

NAMED = 7  # streets with a unit
WEEKS = 5
KINDS = ("member_unit", "property", "volunteers", "police", "venue_manager")
SEEN = (
    ("人行道地砖松动，踩上去溅水", "B03"),
    ("路灯杆上贴满小广告", "A04"),
    ("单车停在盲道上，挡住了路", "B06"),
    ("店门前污水泼在路面上", "A05"),
    ("井盖缺角，已用锥桶围住", "B02"),
)
NOTES = ("一路平整，没有问题。", "垃圾桶已清，店前三包不错。", "和两家店说了门前卫生。")


@dataclass
class StreetLife:
    """One stretch on its way: a round a week."""

    world: World
    random: Random
    area: territory.AreaRow
    unit: territory.UnitRow
    name: str
    lines: list[list[list[float]]]
    weeks: int

    def run(self) -> Waking:
        """Give it to the unit, walk it; now and then something is found."""
        worker = self.world.cast.at("community_secretary", self.area.path, "community")
        made = streets.adopt_stretch(
            area_id=self.area.id, unit_id=self.unit.id, name=self.name, lines=self.lines, by=worker
        )
        for week in range(self.weeks):
            at = clock.local() + timedelta(days=7)
            yield at.replace(hour=self.random.randrange(9, 17), minute=self.random.randrange(60))
            fresh = week == self.weeks - 1  # what was found before has long been done
            seen = [self.random.choice(SEEN)] if fresh and self.random.random() < 0.5 else []
            streets.walk_round(
                made.pk,
                by=self._walker(worker),
                key=f"demo-{made.pk}-{week}",
                note="" if seen else self.random.choice(NOTES),
                findings=[Found(text=text, category_code=code) for text, code in seen],
            )

    def _walker(self, worker: Actor) -> Actor:
        staff = self.world.cast.staff.in_unit.get(self.unit.id)
        return self.world.cast.actor(staff[0]) if staff else worker


def lives(world: World, until: datetime) -> Iterator[tuple[datetime, Waking]]:
    """Yield every stretch with the moment at which a unit takes it."""
    random = Random(f"{world.seed}:streets")  # noqa: S311
    county = world.cast.staff.county
    home = next(key for key in county.communities() if county.names[key] == HOME)
    area = territory.area(county.area_ids[home])
    units = [one for kind in KINDS for one in territory.units(area.path, kind=kind, above=True)]
    named = list(streets.streets_of(area.id).items())[:NAMED] if units else []
    for at, (name, lines) in enumerate(named):
        weeks = WEEKS - (at == 1)  # one round is overdue
        begun = (until - timedelta(days=7 * WEEKS + 2)).replace(hour=9, minute=5 * at)
        yield begun, StreetLife(world, random, area, units[at % len(units)], name, lines, weeks).run()
