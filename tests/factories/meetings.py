"""Joint meetings on their way; everything goes through the verbs.

sitting = a_sitting(world, units=13).held().agreed(5)
"""

from datetime import timedelta
from typing import Any, Self

from tests.factories import access as people
from tests.factories.cases import World
from tests.factories.territory import a_unit

from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.programmes.meetings import public as meetings
from linli.programmes.meetings.models import Body, Meeting, Resolution, Seat


class Sitting:
    """A meeting on its way; each step does a verb and returns this again."""

    def __init__(self, world: World, body: Body, seats: list[Seat], made: Meeting) -> None:
        self.world, self.body, self.seats, self.id = world, body, seats, made.pk
        self.resolutions: list[Resolution] = []

    @property
    def meeting(self) -> Meeting:
        """The meeting as it stands now."""
        return Meeting.objects.get(pk=self.id)

    def held(self, absent: int = 0) -> Self:
        presence = {seat.pk: "absent" if at < absent else "present" for at, seat in enumerate(self.seats)}
        meetings.hold_meeting(self.id, presence=presence, by=self.world.worker)
        return self

    def agreed(self, count: int = 1, **more: Any) -> Self:
        for number in range(count):
            given = {"title": f"第{number + 1}项", "text": f"各单位把第{number + 1}项做好。", **more}
            due = clock.today() + timedelta(days=14)
            self.resolutions.append(meetings.resolve(self.id, due_on=due, by=self.world.worker, **given))
        return self

    def sent(self) -> Self:
        meetings.send_resolutions(self.id, by=self.world.worker)
        return self

    def published(self) -> Self:
        meetings.write_minutes(self.id, minutes="逐项讨论，一致同意。", by=self.world.worker)
        meetings.publish_meeting(self.id, by=self.world.worker)
        return self

    def handler(self, place: int = 0) -> Actor:
        """Somebody who serves in the unit of a seat."""
        return people.a_handler(self.seats[place].unit)


def a_body(world: World, units: int = 2) -> tuple[Body, list[Seat]]:
    """The joint meeting of the first community, with so many county units, fixed to its two grids in turn."""
    community, grids = world.land.communities[0], world.land.grids
    body = meetings.found_body(area_id=community.pk, name="兴农社区联席会议", by=world.worker)
    made = []
    for number in range(units):
        unit = a_unit(world.land.county, "member_unit", f"县第{number + 1}单位")
        territory.forget_caches()
        made.append(meetings.add_seat(body_id=body.pk, unit_id=unit.pk, area_id=grids[number % 2].pk, by=world.worker))
    return body, made


def a_sitting(world: World, units: int = 2, days: int = 3, **more: Any) -> Sitting:
    """A meeting of such a body, called for some days ahead."""
    body, seats = a_body(world, units)
    return Sitting(world, body, seats, a_meeting(world, body, days, **more))


def a_meeting(world: World, body: Body, days: int = 3, **more: Any) -> Meeting:
    given = {"title": "第四季度联席会议", "place": "社区二楼会议室", "agenda": ["楼道堆物", "冬季取暖"], **more}
    return meetings.plan_meeting(
        body_id=body.pk, starts_at=clock.now() + timedelta(days=days), by=world.worker, **given
    )
