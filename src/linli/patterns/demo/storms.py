"""One problem, seven people: after a storm neighbours report the same puddle, and the desk joins their cases."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

from linli.engines.cases import public as cases
from linli.kernel import clock
from linli.kernel.actor import SYSTEM
from linli.patterns.demo.beginning import Plan, World
from linli.patterns.demo.places import Place, Places
from linli.patterns.demo.rhythm import Year
from linli.patterns.demo.texts import BY_CODE

REPORTS = (  # {p} the place
    "{p}积水，电动车摔倒，麻烦快点来看看。",
    "{p}又积水了，车子溅人一身。",
    "路口的水没过脚脖子，孩子是抱过去的。",
    "{p}那边排水口肯定堵了，雨停了两个小时还是一大片水。",
    "积水把路上的坑盖住了，刚才有人骑车摔了。",
    "每次下雨{p}都这样，能不能从根上治一治。",
    "公交站前面全是水，下不了车。",
)


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that is done at a moment besides the lives of the cases."""

    at: datetime
    do: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Cluster:
    """One problem, seven people: neighbours report the same thing; the desk joins their cases to the first."""

    world: World
    name: str
    at: datetime
    place: Place
    people: int
    rest: str  # the state in which it stays; empty: it is brought to its end

    def plans(self, number: int, random: Random) -> Iterator[Plan]:
        """Yield the cases."""
        for part, text in enumerate(REPORTS[: self.people]):
            yield Plan(
                number + part,
                self.at + timedelta(minutes=11 * part + random.uniform(0, 8)),
                BY_CODE["A05"],
                self.place,
                text=text.format(p=self.place.words),
                rest="" if part else self.rest,
                key=f"{self.name}:{part}",
                photo=part < 2,
                fate="joined" if part else "release",
            )

    def happening(self) -> Happening:
        """Return the joining."""
        return Happening(self.at + timedelta(minutes=11 * self.people + 18), self._join)

    def _join(self) -> None:
        born = self.world.born
        lead = born.get(f"{self.name}:0")
        if lead is None:
            return
        for part in range(1, self.people):
            other = born.get(f"{self.name}:{part}")
            if other is not None:
                detail = cases.case_for(SYSTEM, id=other)
                if detail.state in {"submitted", "accepted", "dispatched", "handling"}:
                    cases.merge(other, by=self.world.cast.desk(detail.case), into=lead)


def clusters(world: World, year: Year, places: Places, random: Random, *, all_storms: bool) -> list[Cluster]:
    """Return the clusters of the history: each storm has one, the last one is still in work."""
    spots = [places.named(part, random) for part in ("北门路", "人民路", "滨河")]
    days = year.storms if all_storms else year.storms[-1:]
    return [
        Cluster(
            world,
            f"storm{turn}",
            datetime.combine(day, time(8, 5 + 5 * (turn % 6)), clock.CHINA),
            spots[0] if day == days[-1] else spots[turn % 3],
            len(REPORTS) if day == days[-1] or turn % 2 else 4,
            "handling" if day == days[-1] else "",
        )
        for turn, day in enumerate(days)
    ]
