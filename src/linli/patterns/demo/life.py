"""The whole life of a case in the invented county, and its end: checked, called back, closed, reopened."""

from linli.engines.cases import public as cases
from linli.kernel import clock
from linli.kernel.actor import SYSTEM
from linli.kernel.errors import LinliError
from linli.patterns.demo.beginning import EndOfLife, Waking
from linli.patterns.demo.labour import Labour
from linli.patterns.demo.rhythm import awake
from linli.patterns.demo.texts import released, said

UNDER_WAY = frozenset({"submitted", "accepted", "dispatched", "handling", "suspended"})


class Life(Labour):
    """One case from the first word to the last."""

    def run(self) -> Waking:
        """Live, and be called in time: whatever else takes longer, somebody gets in touch before that."""
        try:
            for moment in self._live():
                if self.call_at is not None and self.call_at < moment:
                    yield max(self.call_at, clock.now())
                    self._first_call()
                yield moment
            if self.call_at is not None:
                yield max(self.call_at, clock.now())
                self._first_call()
        except EndOfLife:
            return
        except LinliError as error:
            self.world.refused.append(f"{self.plan.number} {self.verb}: {error.code} {error}")

    def _first_call(self) -> None:
        """Get in touch with the resident, unless somebody did already or nobody is asked any more."""
        self.call_at, case = None, self.case
        if case.contacted_at is not None or case.state not in UNDER_WAY:
            return
        at_desk = case.state in {"submitted", "accepted"}
        worker = None if at_desk else self.cast.worker(case.assignee)
        self.speak(worker or self.cast.desk(case))

    def _live(self) -> Waking:
        """Go from step to step. Stops where the plan says so, or where a verb no longer fits."""
        try:
            self.submit()
            if self.plan.fate == "joined":  # the desk joins it to its neighbour's
                return
            yield from self.at_desk()
            yield from self.in_work()
            yield from self.to_the_end()
        except EndOfLife:
            return

    def to_the_end(self) -> Waking:
        """Check, hear from the resident, close; once in a while back to work."""
        for _round in range(3):
            if self.is_over:
                break
            if self.case.state == "handled" and (not self.follows or self.chance(0.3) or self.plan.rest == "checked"):
                yield self.work(1, 14)
                yield from self._check()
            if self.case.state in {"handled", "checked"}:
                yield from self._hear()
            if self.case.state == "review":
                yield self.work(2, 16)
                self.do(
                    cases.review_close,
                    self.cast.second(self.case),
                    agreed=True,
                    text=said("review_agreed", self.random),
                )
            if self.case.state in {"dispatched", "accepted"}:
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
        solved = not self.chance(0.6 if self.case.reopened else 0.07, "" if self.case.reopened else "unsolved")
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
                self.do(
                    cases.call_back,
                    self.cast.checker(self.case),
                    reached=True,
                    solved=solved,
                    rating=stars,
                    words=words,
                )
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
            shown = (
                [photo.id for photo in cases.case_for(SYSTEM, id=self.case.pk).attachments] if self.plan.photo else None
            )
            self.do(cases.release, self.cast.desk(self.case), public_text=text, photo_ids=shown)
        if self.case.solved and self.follows and not self.case.reopened and self.chance(0.018, "reopen"):
            yield awake(clock.now(), self.random.uniform(24, 200), self.random)
            self.do(cases.reopen, self.resident(), reason=said("reopen", self.random))
            yield from self.in_work()
            yield from self.to_the_end()
