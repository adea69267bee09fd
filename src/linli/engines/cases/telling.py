"""One event of a case, whom it concerns, and how they are told."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from linli.engines.access.public import Role
from linli.engines.cases import words
from linli.engines.cases.followings import opened
from linli.engines.cases.models import Case, Category, Following
from linli.engines.cases.offices import nearest_holders
from linli.engines.cases.routing import desk_for
from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.kernel import rows

EMERGENCY = "emergency"
_MOST_LEVELS = 20
_URGENT_IN_EMERGENCIES = frozenset({"submit", "dispatch", "add_helper", "whistle", "decline", "escalate"})


class Telling:
    """One event and whom it concerns; what is to be told is kept in `notices`."""

    def __init__(self, event: journal.Event, case: Case, followings: Sequence[Following] | None = None) -> None:
        self.event = event
        self.case = case
        self.notices: list[journal.Notice] = []
        self._followings = followings  # who waits for the case itself, where it is known already
        self.data: dict[str, Any] = event.data
        self.verb = event.kind.removeprefix("case.")
        self.after = self.data.get("to", case.state)

    # who

    def nearest(self, *roles: str, path: str = "") -> list[int]:
        """Return who holds one of the roles over the place, of the nearest level only."""
        return nearest_holders(roles, path or self.case.path)

    def desk(self) -> list[int]:
        """Return who decides at the desk: dispatchers, or, when the street has to decide, coordinators."""
        street_decides = self.case.ping_pongs > 1
        return self.nearest(Role.COORDINATOR if street_decides else Role.DISPATCHER, path=self.case.desk_path)

    def workers(self) -> list[int]:
        """Return who has the case in hand, or else serves where it was sent to."""
        if self.case.holder_id is not None:
            return [self.case.holder_id]
        return self.serving(self.case.assignee)

    def serving(self, key: str) -> list[int]:
        """Return who serves in a post or unit now."""
        return territory.holders(key) if key else []

    def passed_up(self) -> list[int]:
        """Return who passed the case up, and so is told the result."""
        if self.case.desk_path == desk_for(self.case.path).path:
            return []
        happened = journal.history(self.event.stream)
        return [row.account_id for row in happened if row.kind == "case.escalate" and row.account_id is not None]

    def waiting(self) -> list[Following]:
        """Return everybody who waits for this case: of the case itself and of all joined to it."""
        if self._followings is None:
            self._followings = rows.matching(Following, {"case_id": self.case.pk, "left_at": None})
        found = list(self._followings)
        if len(found) >= self.case.people:
            return found
        level, joined = [self.case.pk], list[int]()
        for _depth in range(_MOST_LEVELS):
            level = list(Case.objects.filter(merged_into__in=level).values_list("id", flat=True))
            joined += level
            if not level:
                break
        return [*found, *Following.objects.filter(case__in=joined, left_at=None).order_by("id")]

    # what

    def staff(self, accounts: Iterable[int | None], title: str, body: str = "", *, urgent: bool = False) -> None:
        """Tell colleagues; whoever did it is not told."""
        told = sorted({account for account in accounts if account is not None} - {self.event.account_id})
        self.notices.append(
            journal.Notice(
                event=self.event,
                topic=f"case.{self.verb}",
                title=title,
                body=body,
                link=f"/start/case/{self.case.number}/",
                accounts=told,
                urgent=urgent or (self.case.urgency == EMERGENCY and self.verb in _URGENT_IN_EMERGENCIES),
            )
        )

    def residents(self, title: str, body: str = "", *, but_reporter: bool = False) -> None:
        """Tell everybody who waits; `but_reporter` where the reporter said it.

        The body may speak of the author's home: neighbours who joined what is not public get the title alone.
        """
        waiting = [one for one in self.waiting() if not (but_reporter and one.reporter and one.case_id == self.case.pk)]
        own = [one for one in waiting if self.is_public or (one.author and one.case_id == self.case.pk)]
        self._followers(own, title, body)
        self._followers([one for one in waiting if one not in own], title, "")

    @property
    def is_public(self) -> bool:
        """Say whether the case is of a class that everybody may read about."""
        return self.case.privacy == Category.Privacy.PUBLIC

    def _followers(self, waiting: list[Following], title: str, body: str) -> None:
        if not waiting:
            return
        self.notices.append(
            journal.Notice(
                event=self.event,
                topic=f"resident.{self.verb}",
                title=title,
                body=body,
                link="/mine/",
                followings=[one.pk for one in waiting],
                emails={one.pk: opened("email", one.email) for one in waiting if one.email},
            )
        )

    def about(self) -> str:
        """Return place, class and the next limit in one line, for colleagues."""
        case = self.case
        parts = [case.number, case.place or territory.area(case.area_id).name]
        if case.due_at is not None:
            parts.append(_("due %(when)s") % {"when": words.moment(case.due_at)})
        return " · ".join(parts)

    def with_reason(self, *names: str) -> str:
        """Return the words that were said, then what it is about."""
        said = next((str(self.data[name]) for name in names if self.data.get(name)), "")
        return f"{said}\n{self.about()}" if said else self.about()
