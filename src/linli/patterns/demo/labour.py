"""The middle of a case in the invented county: it is taken, handed back, helped with, done."""

from datetime import timedelta

from linli.engines.cases import public as cases
from linli.kernel import clock
from linli.kernel.actor import SYSTEM, Actor
from linli.patterns.demo.beginning import Beginning, EndOfLife, Waking
from linli.patterns.demo.rhythm import at_work
from linli.patterns.demo.texts import handled, said


class Labour(Beginning):
    """One case while it is in work."""

    def in_work(self) -> Waking:
        """From taking it to having done it."""
        while self.case.state in {"dispatched", "accepted"}:
            yield self.work(0.1, 1.6)
            yield from self._take()
        if self.case.state != "handling":
            return
        if self.case.milestones_left or self.plan.rest or self.plan.fate or not self.chance(0.45):
            yield from self._along_the_way()
            yield self.work(1, 20)
        else:  # done on the spot: the first contact is the visit itself
            yield self.work(0.1, 0.8)
        worker = self._worker()
        if self.chance(0.022, "lawful"):
            yield from self._lawful(worker)
            return
        self._handle(worker)

    def _worker(self) -> Actor:
        worker = self.cast.worker(self.case.assignee)
        if (
            self.case.holder_id is not None
            and worker is not None
            and self.cast.serves(self.case.holder_id, self.case.assignee)
        ):
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
        if self.case.contacted_at is None and (self.chance(0.6) or self.plan.rest == "handling"):
            yield self.work(0.1, 0.9)
            if self.case.contacted_at is None:
                self.speak(self._worker())
        if self.chance(0.15, "interim"):
            yield self.work(4, 30)
            self.do(cases.interim, self._worker(), text=said("interim", self.random))
        for share, fate, part in (
            (0.025, "helper", self._helper),
            (0.014, "whistle", self._whistle),
            (0.04, "extension", self._extension),
            (0.014, "suspend", self._pause),
            (0.012, "supervise", self._supervise),
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
                by = self.cast.street_desk(self.case) if task.whistle else self._worker()
                self.do(cases.cancel_task, by, task_id=task.id, reason="自己能办，不麻烦了。")
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
        back = at_work(clock.now(), self.random.choice((4, 7, 12)) * 24, self.random)
        until = clock.local(back).date() + timedelta(days=2)  # back before that, or the clock resumes it by itself
        self.do(cases.suspend, self._worker(), reason=said("suspend", self.random), until=until)
        yield back
        self.do(cases.resume, self._worker(), note=said("resume", self.random))

    def _supervise(self) -> Waking:
        yield self.work(2, 12)
        self.do(cases.supervise, self.cast.second(self.case), text=said("supervise", self.random))

    def _milestones(self) -> Waking:
        """Reach one milestone after the other; the last stay open when the history ends before them."""
        for milestone in cases.case_for(SYSTEM, id=self.case.pk).milestones:
            yield at_work(clock.now(), self.random.uniform(12, 20) * 24, self.random)
            self.do(
                cases.finish_milestone, self._worker(), milestone_id=milestone.id, note=said("interim", self.random)
            )

    def _handle(self, worker: Actor) -> None:
        photos = (
            [self.world.album.add(self.plan.report.code, "proof", worker)]
            if (self.plan.photo and self.world.album.has(self.plan.report.code)) or self._shows()
            else []
        )
        agreement = None
        if self.kind.needs_agreement:
            agreement = cases.AgreementInput(
                written=self.chance(0.7),
                text="双方自愿达成：各退一步，损失平摊，今后有事先商量。",
                agreed_on=clock.today(),
            )
        self.do(
            cases.handle, worker, note=handled(self.plan.report.code, self.random), photos=photos, agreement=agreement
        )

    def _shows(self) -> bool:
        return (
            self.world.album.has(self.plan.report.code)
            and (self.world.until - clock.now()).days < 30
            and self.chance(0.08)
        )

    def _lawful(self, worker: Actor) -> Waking:
        self.do(cases.propose_close, worker, reason=said("propose_close", self.random))
        yield self.work(2, 20)
        agreed = self.chance(0.85)
        text = said("review_agreed" if agreed else "review_refused", self.random)
        self.do(cases.review_close, self.cast.second(self.case), agreed=agreed, text=text)
        if not agreed:
            yield from self.in_work()
