"""Points of service in the first community of a lattice of buildings, and its reach worked out."""

from tests.factories.plans import Lattice, place_of

from linli.engines.journal import public as journal
from linli.engines.territory import circle
from linli.engines.territory.models import ReachStudy, ServicePoint
from linli.kernel.actor import SYSTEM, Actor

MARKET, CANTEEN = "market", "canteen"


def the_kinds(minutes: int = 5) -> None:
    """A market for everybody, a canteen for older people: a short walk away, since the lattice is small."""
    circle.define_service_kinds(
        [
            circle.KindInput(MARKET, "菜市场", "示例", "Food market", minutes=minutes, order=1),
            circle.KindInput(CANTEEN, "老年食堂", "示例", "Canteen", group="elderly", minutes=minutes, order=2),
        ],
        by=SYSTEM,
    )


def given(
    name: str = "兴农菜市场", column: int = 0, row: int = 0, kind: str = MARKET, **more: str
) -> circle.PointGiven:
    return circle.PointGiven(kind, name, *place_of(column, row), **more)


def a_point(name: str = "兴农菜市场", column: int = 0, row: int = 0, kind: str = MARKET) -> ServicePoint:
    """An open point at the plot of a building."""
    return circle.add_service_point(given=given(name, column, row, kind), by=SYSTEM)


def older_people(town: Lattice, people: int = 4) -> None:
    """Older people in the buildings of the northern half."""
    counts = {one.pk: {"elderly": people} for (_column, row), one in town.buildings.items() if row > 3}
    circle.set_people(counts, path=town.community.path, by=SYSTEM)


def a_study(town: Lattice, *, places: int = 2, by: Actor = SYSTEM) -> ReachStudy:
    """The community's reach, worked out; what changed before has asked for it by itself perhaps."""
    for waits in ReachStudy.objects.filter(area=town.community, state="planning").order_by("pk"):
        journal.run_job(waits.job_id or 0)
    asked = circle.ask_study(area_id=town.community.pk, places=places, by=by)
    assert asked.job_id is not None
    journal.run_job(asked.job_id)
    return ReachStudy.objects.get(pk=asked.pk)
