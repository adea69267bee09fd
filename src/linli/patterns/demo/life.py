"""The life of one case in the invented county, told as a generator: it yields when it wants to be woken next.

Every step is a verb done by the right colleague or by the resident, at the moment the clock is held at.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from linli.engines.access import public as access
from linli.engines.cases import public as cases
from linli.kernel import clock
from linli.kernel.actor import SYSTEM, Actor
from linli.kernel.errors import LinliError
from linli.patterns.demo.cast import Cast
from linli.patterns.demo.photos import Album
from linli.patterns.demo.places import Place
from linli.patterns.demo.rhythm import at_work, awake
from linli.patterns.demo.texts import REFUSED, Report, handled, released, said, sentence
from linli.programmes.requests import public as requests

Waking = Generator[datetime, None, None]
IMPATIENT = {"emergency": 0.06, "urgent": 0.3, "normal": 1.0, "long": 1.6}


class EndOfLife(Exception):  # noqa: N818 (nothing is wrong)
    """The case has come to where its plan lets it rest."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is decided about a case before it is born."""

    number: int
    at: datetime
    report: Report
    place: Place
    origin: str = "portal"
    text: str = ""                       # instead of a sentence of the class
    rest: str = ""                       # the state in which it stays
    account: int | None = None           # of a resident who is signed in
    photo: bool = False
    fate: str = ""                       # what is to happen to it in any case
    key: str = ""                        # under which stories find it
    kind: str = ""                       # instead of the kind of its class


@dataclass
class World:
    """What lives share."""

    seed: int
    cast: Cast
    album: Album
    until: datetime
    kinds: dict[str, cases.KindRow]                          # of each class
    born: dict[str, int] = field(default_factory=dict)       # key of a plan to its case
    refused: list[str] = field(default_factory=list)         # verbs that did not fit, for the tests


class Life:
    """One case from the first word to the last."""

    def __init__(self, world: World, plan: Plan) -> None:
        self.world, self.plan, self.cast = world, plan, world.cast
        self.random = Random(f"{world.seed}:case:{plan.number}")  # noqa: S311
        self.case: cases.Case = None  # type: ignore[assignment]
        self.follows: frozenset[int] = frozenset()
        self.verb = "submit"                                     # the last one tried

    def run(self) -> Waking:
        """Live. Stops where the plan says so, or where a verb no longer fits."""
        try:
            self.submit()
            if self.plan.fate == "joined":                       # the desk joins it to its neighbour's
                return
            yield from self.at_desk()
            yield from self.in_work()
            yield from self.to_the_end()
        except EndOfLife:
            return
        except LinliError as error:
            self.world.refused.append(f"{self.plan.number} {self.verb}: {error.code} {error}")

    # -- small things

    def do(self, verb: Callable[..., Any], by: Actor, **arguments: Any) -> None:
        """Do a verb and look whether the case may rest now."""
        self.verb = verb.__name__
        result = verb(self.case.pk, by=by, **arguments)
        self.case = getattr(result, "case", result)
        if self.plan.rest and self.plan.rest == self.case.state:
            raise EndOfLife

    def chance(self, share: float, fate: str = "") -> bool:
        """Say whether something happens: by chance, or because it is planned."""
        return self.random.random() < share or bool(fate and fate == self.plan.fate)

    def work(self, low: float, high: float) -> datetime:
        """Return when a colleague comes to it."""
        pace = IMPATIENT[self.case.urgency]
        hours = self.random.uniform(low, high) * pace
        if self.chance(0.05):
            hours *= self.random.uniform(2, 6)                   # sometimes it lies
        if pace < 0.2:                                           # nobody waits for the morning
            return clock.now() + timedelta(hours=hours)
        return at_work(clock.now(), hours, self.random)

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
        photos = [self.world.album.add(plan.report.code, "report", by)] if plan.photo else []
        made = requests.submit(
            by=by, text=plan.text or sentence(plan.report, plan.place.spoken, random), origin=plan.origin,
            category_code=plan.report.code, kind_code=plan.kind, longitude=plan.place.longitude, latitude=plan.place.latitude, place=plan.place.words,
            building_id=plan.place.building_id, photos=photos, reporter=reporter,
        )
        self.case = made.case
        self.follows = frozenset({made.following_id} if made.following_id else ())
        if plan.key:
            self.world.born[plan.key] = made.case.pk
        if plan.rest == self.case.state:
            raise EndOfLife

    def _who(self) -> tuple[Actor, cases.Reporter | None]:
        plan, random = self.plan, self.random
        if plan.account is not None:
            return self.cast.actor(plan.account), None
        name = self.cast.staff.names.take() if random.random() < 0.5 else ""
        phone = f"1000000{random.randrange(10_000):04d}" if name or random.random() < 0.5 else ""   # no such numbers exist
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
        if self.chance(0.02, "withdraw"):
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
        return self.random.choice(("in_hand", "in_hand", "in_hand", "outside", "outside", "secret", "unlawful", "legal_channel"))

    def dispatch(self, by: Actor, *, other: bool = False) -> None:
        """Send it to whom the rules suggest, or to somebody else."""
        found = cases.suggest(by, self.case.pk)
        choices = [found.assignee, *found.others] if not other else [*found.others, found.assignee]
        named = [one.key for one in choices if one is not None and one.key != self.case.assignee]
        for key in [*named, *self.cast.fallbacks(self.case)]:
            try:
                self.do(cases.dispatch, by, assignee=key, note=self.random.choice(("", "", "请今天先联系居民。", "办完拍张照片。")))
            except LinliError as error:
                if error.code not in {"matter_needed", "invalid"}:
                    raise
                continue
            return
        raise EndOfLife

    # -- those who do it

    def in_work(self) -> Waking:
        """From taking it to having done it."""
        while self.case.state in {"dispatched", "accepted"}:
            yield self.work(0.1, 1.6)
            yield from self._take()
        if self.case.state != "handling":
            return
        yield from self._along_the_way()
        yield self.work(1, 20)
        worker = self._worker()
        if self.chance(0.022, "lawful"):
            yield from self._lawful(worker)
            return
        self._handle(worker)

    def _worker(self) -> Actor:
        worker = self.cast.worker(self.case.assignee)
        if self.case.holder_id is not None and worker is not None and self.cast.serves(self.case.holder_id, self.case.assignee):
            worker = self.cast.actor(self.case.holder_id)
        if worker is None:
            raise EndOfLife
        return worker

    def _take(self) -> Waking:
        if self.case.state == "accepted":
            desk = self.cast.street_desk(self.case) if self.case.ping_pongs >= 2 else self.cast.desk(self.case)
            self.dispatch(desk, other=True)
            return
        worker = self._worker()
        twice = self.plan.fate == "ping_pong" and self.case.ping_pongs < 2
        if twice or (self.case.ping_pongs < 1 and self.chance(0.055, "decline")):
            self.do(cases.decline, worker, reason=said("decline", self.random))
            yield self.work(0.2, 3.0)
            return
        if self.case.ping_pongs == 0 and self.chance(0.012, "escalate"):
            self.do(cases.escalate, worker, reason=said("escalate", self.random))
            yield self.work(0.5, 4.0)
            return
        self.do(cases.take, worker, note=said("take", self.random) if self.chance(0.3) else "")

    def _along_the_way(self) -> Waking:
        if self.chance(0.6):
            yield self.work(0.1, 0.9)
            self.do(cases.contact, self._worker(), note=said("contact", self.random))
        if self.chance(0.15, "interim"):
            yield self.work(4, 30)
            self.do(cases.interim, self._worker(), text=said("interim", self.random))
        for share, fate, part in (
            (0.025, "helper", self._helper), (0.014, "whistle", self._whistle), (0.04, "extension", self._extension),
            (0.014, "suspend", self._pause), (0.012, "supervise", self._supervise),
        ):
            if self.chance(share, fate):
                yield from part()
        if self.case.milestones_left:
            yield from self._milestones()

    def _helper(self) -> Waking:
        yield self.work(1, 6)
        key = self.random.choice(self.cast.helpers(self.case))
        self.do(cases.add_helper, self._worker(), assignee=key, text=said("helper", self.random))
        yield from self._tasks()

    def _whistle(self) -> Waking:
        yield self.work(1, 6)
        keys = self.cast.departments(self.case, self.random)
        self.do(cases.whistle, self.cast.street_desk(self.case), assignees=keys, text=said("whistle", self.random))
        yield from self._tasks()

    def _tasks(self) -> Waking:
        """Let those who were asked take part, or say that they cannot."""
        for task in cases.case_for(SYSTEM, id=self.case.pk).tasks:
            yield self.work(1, 7)
            colleague = self.cast.worker(task.assignee)
            if colleague is None or self.chance(0.06):
                self.do(cases.cancel_task, self._worker(), task_id=task.id, reason="自己能办，不麻烦了。")
                continue
            if self.chance(0.08):
                self.do(cases.decline_task, colleague, task_id=task.id, reason=said("task_declined", self.random))
                continue
            self.do(cases.take_task, colleague, task_id=task.id)
            yield self.work(2, 12)
            self.do(cases.finish_task, colleague, task_id=task.id, text=said("task_done", self.random))

    def _extension(self) -> Waking:
        yield self.work(3, 10)
        value = self.random.choice((2, 3, 5))
        self.do(cases.ask_extension, self._worker(), value=value, unit="wd", reason=said("extension", self.random))
        yield self.work(1, 6)
        if self.chance(0.8):
            self.do(cases.grant_extension, self.cast.street_desk(self.case), text=said("granted", self.random))
        else:
            self.do(cases.refuse_extension, self.cast.street_desk(self.case), text=said("not_granted", self.random))

    def _pause(self) -> Waking:
        yield self.work(2, 8)
        days = self.random.choice((6, 9, 14))
        until = clock.local(at_work(clock.now(), days * 24, self.random)).date()
        self.do(cases.suspend, self._worker(), reason=said("suspend", self.random), until=until)
        yield at_work(clock.now(), (days - 2) * 24, self.random)
        self.do(cases.resume, self._worker(), note=said("resume", self.random))

    def _supervise(self) -> Waking:
        yield self.work(2, 12)
        self.do(cases.supervise, self.cast.second(self.case), text=said("supervise", self.random))

    def _milestones(self) -> Waking:
        """Reach one milestone after the other; the last stay open when the history ends before them."""
        for milestone in cases.case_for(SYSTEM, id=self.case.pk).milestones:
            yield at_work(clock.now(), self.random.uniform(12, 20) * 24, self.random)
            self.do(cases.finish_milestone, self._worker(), milestone_id=milestone.id, note=said("interim", self.random))

    def _handle(self, worker: Actor) -> None:
        photos = [self.world.album.add(self.plan.report.code, "proof", worker)] if self.plan.photo or self._shows() else []
        agreement = None
        if self.kind.needs_agreement:
            agreement = cases.AgreementInput(
                written=self.chance(0.7), text="双方自愿达成：各退一步，损失平摊，今后有事先商量。", agreed_on=clock.today()
            )
        self.do(cases.handle, worker, note=handled(self.plan.report.code, self.random), photos=photos, agreement=agreement)

    def _shows(self) -> bool:
        return (self.world.until - clock.now()).days < 30 and self.chance(0.08)

    def _lawful(self, worker: Actor) -> Waking:
        self.do(cases.propose_close, worker, reason=said("propose_close", self.random))
        yield self.work(2, 20)
        agreed = self.chance(0.85)
        text = said("review_agreed" if agreed else "review_refused", self.random)
        self.do(cases.review_close, self.cast.second(self.case), agreed=agreed, text=text)
        if not agreed:
            yield from self.in_work()

    # -- the end

    def to_the_end(self) -> Waking:
        """Check, hear from the resident, close; once in a while back to work."""
        for _round in range(3):
            if self.is_over:
                break
            if self.case.state == "handled" and (not self.follows or self.chance(0.5)):
                yield self.work(1, 14)
                yield from self._check()
            if self.case.state in {"handled", "checked"}:
                yield from self._hear()
            if self.case.state == "review":
                yield self.work(2, 16)
                self.do(cases.review_close, self.cast.second(self.case), agreed=True, text=said("review_agreed", self.random))
            if self.case.state == "dispatched":
                yield from self.in_work()
        yield from self._afterwards()

    def _check(self) -> Waking:
        passed = not self.chance(0.04)
        note = said("check" if passed else "check_failed", self.random)
        self.do(cases.check, self.cast.checker(self.case), passed=passed, note=note)
        if not passed:
            yield self.work(2, 12)
            self._handle(self._worker())

    def _hear(self) -> Waking:
        """The resident confirms, or somebody calls."""
        solved = not self.chance(0.055, "unsolved") or bool(self.case.reopened)
        stars, words = self._mood(solved=solved)
        if self.plan.origin == "portal" and self.chance(0.5):
            yield awake(clock.now(), self.random.uniform(0.5, 30), self.random)
            self.do(cases.confirm, self.resident(), solved=solved, rating=stars, words=words)
            return
        for _attempt in range(3):
            yield self.work(3, 22)
            if self.is_over:
                return
            if self.chance(0.82):
                self.do(cases.call_back, self.cast.checker(self.case), reached=True, solved=solved, rating=stars, words=words)
                return
            self.do(cases.call_back, self.cast.checker(self.case), reached=False)

    def _mood(self, *, solved: bool) -> tuple[int | None, str]:
        if not solved:
            return self.random.choice((1, 2, 2)), said("unhappy", self.random)
        stars = self.random.choices((5, 4, 3, 2), (52, 33, 11, 4))[0]
        words = said("thanks" if stars > 3 else "middling", self.random) if self.chance(0.5) else ""
        return (stars if self.chance(0.85) else None), words

    def _afterwards(self) -> Waking:
        if self.case.state != "closed":
            return
        if self.case.privacy != "private" and self.chance(0.3, "release"):
            yield self.work(2, 30)
            text = released(self.case.title, self.case.assignee_name, self.random)
            shown = [photo.id for photo in cases.case_for(SYSTEM, id=self.case.pk).attachments] if self.plan.photo else None
            self.do(cases.release, self.cast.desk(self.case), public_text=text, photo_ids=shown)
        if self.case.solved and self.follows and not self.case.reopened and self.chance(0.018, "reopen"):
            yield awake(clock.now(), self.random.uniform(24, 200), self.random)
            self.do(cases.reopen, self.resident(), reason=said("reopen", self.random))
            yield from self.in_work()
            yield from self.to_the_end()


