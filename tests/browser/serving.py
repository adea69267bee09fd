"""What was before the story of a volunteer begins: runs in a process of its own beside the demo, prints JSON.

The resident of the demo has served nearly a hundred hours; three activities are theirs: yesterday's, where nobody
noted that they came; this morning's, which was ticked; and one that runs now, where they are checked in.
"""

import json
import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import django
from tests.browser.casting import settings_of

HOUR = timedelta(hours=1)
STAR = 100 * 60  # minutes of the first star
LAST = 150  # minutes that are missing to it when the story begins


def main(data: Path) -> dict[str, object]:
    """Let the hours be served that the story needs."""
    os.environ.update(settings_of(data))
    django.setup()
    from linli.engines.access import public as access
    from linli.engines.access.models import Account
    from linli.kernel import clock
    from linli.programmes.volunteers import public as volunteers
    from linli.programmes.volunteers.models import Volunteer

    def actor(username: str) -> Any:
        return access.actor_of(Account.objects.get(username=username).pk)

    who = Volunteer.objects.get(account__username="resident")
    steward, second = actor("worker"), actor(sys.argv[2])
    now = clock.now().replace(second=0, microsecond=0)  # activities begin on the minute
    serving = Serving(volunteers, clock, who, steward, second)
    minutes, day = volunteers.volunteer(second, who.pk).minutes, 90
    while minutes < STAR - LAST:
        part = min(480, STAR - LAST - minutes)
        serving.whole(now - timedelta(days=day), part, "社区图书整理")
        minutes, day = minutes + part, day + 1
    missed = serving.plan("社区大扫除", now - 26 * HOUR, 60)
    serving.sign_up(missed, who.pk, now - 30 * HOUR)
    ended = serving.plan("早市义诊引导", now - 5 * HOUR, 60)
    serving.tick(ended, who.pk, now - 5 * HOUR, 60)
    runs = serving.plan("陪老人读报", now - 1.75 * HOUR, 150)
    with clock.at(now - 1.75 * HOUR):
        volunteers.check_in(activity_id=runs.pk, by=steward, volunteer_id=who.pk)
    rescue = serving.plan("抢险值守", now + 20 * HOUR, 180, needs_insurance=True)
    pupil = next(iter(Volunteer.objects.filter(state="waiting").order_by("pk")))
    long = serving.plan("通宵值守", now - 20 * HOUR, 600)
    other = Volunteer.objects.filter(path=who.path, state="active", account=None).order_by("pk")[0]
    serving.tick(long, other.pk, now - 20 * HOUR, 600)
    return {
        "missed": missed.pk,
        "ended": ended.pk,
        "runs": runs.pk,
        "rescue": rescue.pk,
        "role": rescue.roles.get().pk,
        "volunteer": who.pk,
        "number": who.number,
        "pupil": pupil.number,
        "pupil_id": pupil.pk,
        "long": other.services.get(activity=long).pk,
        "morning": who.services.get(activity=ended).pk,
        "good": volunteers.shop(who.path).items[0].name,
    }


class Serving:
    """Hours as they are served: through the verbs, at their time."""

    def __init__(self, volunteers: Any, clock: Any, who: Any, steward: Any, second: Any) -> None:
        self.verbs, self.clock, self.who, self.steward, self.second = volunteers, clock, who, steward, second

    def plan(self, title: str, starts: Any, minutes: int, **needs: bool) -> Any:
        """Plan an activity with one role, before it begins."""
        given = self.verbs.ActivityInput(
            title=title,
            area_id=self.who.area_id,
            place="社区服务站",
            starts=starts,
            ends=starts + timedelta(minutes=minutes),
            about=title,
            roles=[self.verbs.RoleInput("志愿者", 5, **needs)],
            item_code="green",
            risks="夜间、路滑",
        )
        with self.clock.at(min(starts, self.clock.now()) - HOUR):
            return self.verbs.plan_activity(given, by=self.second)[0]

    def sign_up(self, activity: Any, person: int, moment: Any) -> None:
        """Sign somebody up."""
        with self.clock.at(moment):
            self.verbs.sign_up(role_id=activity.roles.get().pk, volunteer_id=person, by=self.steward)

    def tick(self, activity: Any, person: int, starts: Any, minutes: int) -> Any:
        """Tick somebody in and out."""
        with self.clock.at(starts):
            self.verbs.check_in(activity_id=activity.pk, by=self.steward, volunteer_id=person)
        with self.clock.at(starts + timedelta(minutes=minutes)):
            return self.verbs.check_out(activity_id=activity.pk, by=self.steward, volunteer_id=person)

    def whole(self, starts: Any, minutes: int, title: str) -> None:
        """Serve and be confirmed."""
        row = self.tick(self.plan(title, starts, minutes), self.who.pk, starts, minutes)
        with self.clock.at(starts + 20 * HOUR):
            self.verbs.confirm_service(service_id=row.pk, by=self.second)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1])), ensure_ascii=False))
