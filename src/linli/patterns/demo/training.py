"""Free courses in the invented county: one half a year ago, one in late summer, one running, one to come."""

from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from linli.engines.access import public as access
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.patterns.demo.beginning import World
from linli.patterns.demo.orders import HOME
from linli.patterns.demo.storms import Happening
from linli.programmes.training import public as training

# title, what is learnt, who teaches, certificate, days from now to the first day, length, places, enrolled
COURSES = (
    ("家政服务员培训", "家政", "县职业学校", "家政服务员（初级）", -215, 12, 14, 12),
    ("面点师培训", "面点", "县职业学校", "中式面点师（初级）", -118, 10, 12, 9),
    ("电商直播入门", "电商", "县人社局", "", -3, 8, 10, 7),
    ("养老护理员培训", "护理", "县人民医院", "养老护理员（初级）", 12, 15, 8, 5),
)
AFTER = ("employed", "employed", "employed", "own", "looking", "other", "unreached")


def lives(world: World, until: datetime) -> list[Happening]:
    """Return when each course is planned, filled, ended, and when somebody asks how it goes."""
    county = world.cast.staff.county
    key = next(key for key in county.communities() if county.names[key] == HOME)
    area = territory.area(county.area_ids[key])
    school = School(world, area)
    found = []
    for number, one in enumerate(COURSES):
        first = until + timedelta(days=one[4])
        planned = min(first - timedelta(days=20), until - timedelta(days=2))
        found.append(Happening(planned, partial(school.begin, number, clock.local(first).date())))
        ended = first + timedelta(days=one[5] + 1)
        found.append(Happening(ended, partial(school.end, number)))
        for months, days in ASKED:
            found.append(Happening(ended + timedelta(days=days), partial(school.ask, number, months)))
    return [one for one in found if one.at < until]


ASKED = ((3, 94), (6, 186))


class School:
    """The courses of a community."""

    def __init__(self, world: World, area: territory.AreaRow) -> None:
        self.world, self.area = world, area
        self.learners: dict[int, list[int]] = {}

    @property
    def secretary(self) -> Actor:
        """Return who runs the courses."""
        return self.world.cast.at("community_secretary", self.area.path, "community")

    def begin(self, number: int, first: date) -> None:
        """Plan a course and let people enrol; the resident who signs in learns in two of them."""
        title, skill, teacher, certificate, _days, length, places, enrolled = COURSES[number]
        given = training.CourseInput(
            title=title,
            skill=skill,
            area_id=self.area.id,
            teacher=teacher,
            place="北苑社区活动室",
            starts_on=first,
            ends_on=first + timedelta(days=length),
            places=places,
            certificate=certificate,
            about="免费学习，每天上午九点到十一点半，材料由社区提供。",
            phone="0935-6000301",
        )
        course = training.plan_course(given, by=self.secretary).pk
        random = Random(f"{self.world.seed}:course:{number}")  # noqa: S311
        names = self.world.cast.staff.names
        rows = [self._enrolled(course, names.take(), random, by=self.secretary) for _one in range(enrolled)]
        if number in {1, 3}:
            resident = access.actor_of(self.world.cast.staff.signs["resident"])
            rows.append(self._enrolled(course, resident.name, random, by=resident))
        self.learners[number] = rows

    def _enrolled(self, course: int, name: str, random: Random, *, by: Actor) -> int:
        given = training.TraineeInput(
            call_name=f"{name[0]}{random.choice(('大姐', '师傅', '女士', '大哥'))}",
            name=name,
            phone=f"1390001{random.randrange(10000):04d}",
            follow=random.random() < 0.8,
        )
        return training.enrol(course_id=course, given=given, by=by, invented=True).pk

    def end(self, number: int) -> None:
        """Note who stayed to the end, and who got the certificate."""
        random = Random(f"{self.world.seed}:end:{number}")  # noqa: S311
        for key in self.learners[number]:
            trained = random.random() < 0.92
            certified = clock.today() if trained and COURSES[number][3] and random.random() < 0.85 else None
            training.finish(trainee_id=key, trained=trained, certified_on=certified, by=self.secretary)

    def ask(self, number: int, months: int) -> None:
        """Ask most of those who agreed how it goes; two are still to be asked."""
        random = Random(f"{self.world.seed}:ask:{number}:{months}")  # noqa: S311
        rows = [training.trainee(self.secretary, key) for key in self.learners[number]]
        asked = [row for row in rows if row.follow and row.state == "trained"]
        for row in asked[:-2]:
            training.note_outcome(trainee_id=row.id, months=months, state=random.choice(AFTER), by=self.secretary)
