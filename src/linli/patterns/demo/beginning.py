"""The beginning of a case in the invented county: what is planned for it, its report, the dispatch desk.

A life is a generator: it yields when it wants to be woken next. Every step is a verb done by the right colleague or by
the resident, at the moment the clock is held at.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from linli.engines.access import public as access
from linli.engines.cases import public as cases
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import LinliError
from linli.patterns.demo.cast import Cast
from linli.patterns.demo.photos import Album
from linli.patterns.demo.places import Place
from linli.patterns.demo.rhythm import at_work
from linli.patterns.demo.texts import REFUSED, Report, said, sentence
from linli.programmes.requests import public as requests

Waking = Generator[datetime, None, None]
IN_TIME = 0.965  # of the first calls
WAKING = (7, 22)
IMPATIENT = {"emergency": 0.06, "urgent": 0.3, "normal": 1.0, "long": 1.6}


class EndOfLife(Exception):
    """The case has come to where its plan lets it rest."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is decided about a case before it is born."""

    number: int
    at: datetime
    report: Report
    place: Place
    origin: str = "portal"
    text: str = ""  # instead of a sentence of the class
    rest: str = ""  # the state in which it stays
    account: int | None = None  # of a resident who is signed in
    photo: bool = False
    fate: str = ""  # what is to happen to it in any case
    key: str = ""  # under which stories find it
    kind: str = ""  # instead of the kind of its class
    haste: float = 1.0  # below 1: everything goes quicker


@dataclass
class World:
    """What lives share."""

    seed: int
    cast: Cast
    album: Album
    until: datetime
    kinds: dict[str, cases.KindRow]  # of each class
    born: dict[str, int] = field(default_factory=dict)  # key of a plan to its case
    refused: list[str] = field(default_factory=list)  # verbs that did not fit, for the tests


class Beginning:
    """One case from the first word until it is sent to somebody."""

    def __init__(self, world: World, plan: Plan) -> None:
        self.world, self.plan, self.cast = world, plan, world.cast
        self.random = Random(f"{world.seed}:case:{plan.number}")  # noqa: S311
        self.case: cases.Case = None  # type: ignore[assignment]
        self.follows: frozenset[int] = frozenset()
        self.verb = "submit"  # the last one tried
        self.call_at: datetime | None = None  # when somebody gets in touch at the latest
        self.sure = True  # no verb failed half-way, so that what is in memory is what the database has

    # -- small things

    def do(self, verb: Callable[..., Any], by: Actor, **arguments: Any) -> None:
        """Do a verb and look whether the case may rest now."""
        self.verb = verb.__name__
        known, self.sure = self.sure, False
        result = verb(self.case if known else self.case.pk, by=by, **arguments)
        self.case, self.sure = getattr(result, "case", result), True
        spoken = self.case.contacted_at is not None or self.plan.rest != "handling"
        if self.plan.rest == self.case.state and spoken:
            raise EndOfLife

    def chance(self, share: float, fate: str = "") -> bool:
        """Say whether something happens: as planned, or by chance; a case on its way to a state is spared."""
        if fate and self.plan.rest:
            share = 0.0
        return bool(fate and fate == self.plan.fate) or self.random.random() < share

    def work(self, low: float, high: float) -> datetime:
        """Return when a colleague comes to it."""
        pace = IMPATIENT[self.case.urgency] * self.plan.haste
        hours = self.random.uniform(low, high) * pace
        if self.plan.haste == 1 and self.chance(0.05):
            hours *= self.random.uniform(2, 6)  # sometimes it lies
        if self.case.urgency == "emergency" or self.plan.haste < 1:  # nobody waits for the morning
            return clock.now() + timedelta(hours=hours)
        return at_work(clock.now(), hours, self.random)

    def speak(self, by: Actor) -> None:
        """Get in touch with the resident."""
        self.do(cases.contact, by, note=said("contact", self.random))

    def _plan_call(self) -> None:
        """Choose when somebody calls who has not come by until then: nearly always within the limit."""
        due, now = self.case.contact_due_at, clock.now()
        if due is None or self.plan.fate == "joined":
            return
        share = self.random.uniform(0.3, 0.9) if self.random.random() < IN_TIME else self.random.uniform(1.1, 1.8)
        call = now + (due - now) * share
        if share < 1 and not WAKING[0] <= clock.local(call).hour < WAKING[1]:  # nobody is rung up at night: at once
            call = now + min((due - now) * 0.5, timedelta(minutes=self.random.randrange(6, 40)))
        self.call_at = call

    def resident(self) -> Actor:
        """Return whoever reported it."""
        if self.plan.account is not None:
            return self.cast.actor(self.plan.account)
        return access.visitor(self.follows)

    @property
    def kind(self) -> cases.KindRow:
        """Return the kind of the request."""
        return cases.kind(self.plan.kind) if self.plan.kind else self.world.kinds[self.plan.report.code]

    @property
    def is_over(self) -> bool:
        """Say whether the case has ended."""
        return self.case.state in cases.ENDED

    # -- the beginning

    def submit(self) -> None:
        """Say what is wrong."""
        plan, random = self.plan, self.random
        by, reporter = self._who()
        photos = (
            [self.world.album.add(plan.report.code, "report", by)]
            if plan.photo and self.world.album.has(plan.report.code)
            else []
        )
        made = requests.submit(
            by=by,
            text=plan.text or sentence(plan.report, plan.place.spoken, random),
            origin=plan.origin,
            category_code=plan.report.code,
            kind_code=plan.kind,
            longitude=plan.place.longitude,
            latitude=plan.place.latitude,
            place=plan.place.words,
            building_id=plan.place.building_id,
            photos=photos,
            reporter=reporter,
        )
        self.case = made.case
        self.follows = frozenset({made.following_id} if made.following_id else ())
        if plan.key:
            self.world.born[plan.key] = made.case.pk
        self._plan_call()
        if plan.rest == self.case.state:
            raise EndOfLife

    def _who(self) -> tuple[Actor, cases.Reporter | None]:
        plan, random = self.plan, self.random
        if plan.account is not None:
            return self.cast.actor(plan.account), None
        name = self.cast.staff.names.take() if random.random() < 0.5 else ""
        phone = (
            f"1000000{random.randrange(10_000):04d}" if name or random.random() < 0.5 else ""
        )  # no such numbers exist
        person = cases.Reporter(name=name, phone=phone, home=plan.place.home)
        if plan.origin == "portal":
            return access.visitor(), person
        by = self.cast.finder(plan.place, plan.origin)
        return by, None if plan.origin == "desk" else person

    # -- the dispatch desk

    def at_desk(self) -> Waking:
        """What the desk does: accept, answer, refuse, dispatch."""
        if self.case.state == "dispatched":
            return
        yield self.work(0.1, 1.2)
        if self.plan.origin == "portal" and self.chance(0.03, "withdraw"):
            self.do(cases.withdraw, self.resident(), reason=said("withdraw", self.random))
            raise EndOfLife
        desk = self.cast.desk(self.case)
        if exit_code := self._exit():
            self.do(cases.refuse, desk, exit=exit_code, text=REFUSED[exit_code])
            raise EndOfLife
        if self.kind.answer_at_once and self.chance(0.55, "answer"):
            self.do(cases.answer, desk, text=said("answered", self.random))
            return
        if self.case.state == "submitted":
            self.do(cases.accept, desk)
            yield self.work(0.05, 0.6)
        self.dispatch(desk)

    def _exit(self) -> str:
        fixed = {"I01": "emergency", "J01": "emergency", "Q05": "legal_channel"}
        if code := fixed.get(self.plan.report.code):
            return code
        if not self.chance(0.09, "refuse"):
            return ""
        return self.random.choice(
            ("in_hand", "in_hand", "in_hand", "outside", "outside", "secret", "unlawful", "legal_channel")
        )

    def dispatch(self, by: Actor, *, other: bool = False) -> None:
        """Send it to whom the rules suggest, or to somebody else."""
        found = cases.suggest(by, self.case.pk)
        choices = [found.assignee, *found.others] if not other else [*found.others, found.assignee]
        named = [one.key for one in choices if one is not None and one.key != self.case.assignee]
        for key in [*named, *self.cast.fallbacks(self.case)]:
            try:
                self.do(
                    cases.dispatch,
                    by,
                    assignee=key,
                    note=self.random.choice(("", "", "请今天先联系居民。", "办完拍张照片。")),
                )
            except LinliError as error:
                if error.code not in {"matter_needed", "invalid"}:
                    raise
                continue
            return
        raise EndOfLife
