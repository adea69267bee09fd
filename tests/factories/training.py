"""Courses and those who learn, in the places of `tests.factories.territory`. Everything goes through the verbs."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from tests.factories.access import a_resident, appointed, as_actor
from tests.factories.territory import a_county, posts

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.programmes.training import public as training
from linli.programmes.training.public import Course, CourseInput, Trainee, TraineeInput

MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)  # 9:00 in China
_serial = count(1)


class School:
    """A community whose workers run courses."""

    def __init__(self) -> None:
        self.county = a_county()
        posts()
        self.community = self.county.communities[0]
        self.worker = as_actor(appointed("community_worker", self.community))
        self.stranger = as_actor(appointed("community_worker", self.county.communities[1]))
        self.grid_leader = as_actor(appointed("grid_leader", self.county.grids[0]))
        self.head = as_actor(appointed("street_dispatcher", self.county.street))

    def course(self, *, starts: date | None = None, days: int = 5, places: int = 10, **more: Any) -> Course:
        begin = starts or clock.today()
        given = CourseInput(
            title=more.pop("title", "家政服务员培训"), skill=more.pop("skill", "家政"),
            area_id=self.community.pk,
            teacher="县职业学校", place="社区教室", starts_on=begin,
            ends_on=begin + timedelta(days=days), places=places,
            certificate="家政服务员（初级）", **more,
        )  # fmt: skip
        return training.plan_course(given, by=self.worker)

    def learner(self, course: Course, *, by: Actor | None = None, follow: bool = True, **more: str) -> Trainee:
        number = next(_serial)
        given = {"call_name": f"林大姐{number}", "name": f"林小满{number}", "phone": f"1390935{number:04d}", **more}
        return training.enrol(course_id=course.pk, given=TraineeInput(follow=follow, **given), by=by or self.worker)

    def resident(self, name: str = "何平") -> Actor:
        return a_resident(name)

    def trained(self, *, ended_days_ago: int, certified: bool = True, **more: Any) -> Trainee:
        """Somebody who learnt in a course that ended so many days ago."""
        ended = clock.now() - timedelta(days=ended_days_ago)
        with clock.at(ended - timedelta(days=5)):
            course = self.course(skill=more.pop("skill", "家政"))
            row = self.learner(course, **more)
        with clock.at(ended):
            day = clock.today() if certified else None
            return training.finish(trainee_id=row.pk, trained=True, certified_on=day, by=self.worker)
