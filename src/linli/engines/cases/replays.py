"""What a change of a rule would have done: cases of the past are routed once by the rules in force and once with it.

Posts and units are those of today. Nothing is changed.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from linli.engines.access import public as access
from linli.engines.access.public import Role
from linli.engines.cases.lifecycle import State
from linli.engines.cases.lists import visible
from linli.engines.cases.models import Case
from linli.engines.cases.routing import Suggestion, draft_of, route
from linli.engines.cases.rows import CaseFilter, CaseRow, narrow, rows, with_columns
from linli.engines.cases.rulebook import RuleRow, rulebook
from linli.engines.cases.verbs.rules import RuleInput, as_row, require_sound
from linli.engines.territory import public as territory
from linli.kernel.actor import Actor

MOST = 5000  # cases of one replay, the newest
SHOWN = 100  # changed cases that are listed


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a case goes, and why."""

    key: str  # of the assignee; empty: the duty desk
    name: str
    automatic: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A case that would have gone another way."""

    case: CaseRow
    before: Outcome
    after: Outcome


@dataclass(frozen=True, slots=True)
class LoadChange:
    """How many cases of the replay somebody gets."""

    key: str
    name: str
    before: int
    after: int

    @property
    def more(self) -> int:
        """Return how many more (below zero: fewer)."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Replay:
    """What a change would have done to the cases of some days."""

    since: date
    until: date
    looked_at: int
    cut: bool  # there were more cases than a replay looks at
    changed: int
    loads: list[LoadChange]  # of those who get more or fewer
    moved: list[Moved]  # the newest that the viewer may see


def replay_rule(
    viewer: Actor, change: RuleInput, *, since: date, until: date, rule_id: int | None = None
) -> Replay:
    """Replay the cases of an area and some days against the rules with one of them changed, or with a new one.

    Raises: NotAllowed, NotFound, Invalid for a rule that cannot be followed.
    """
    area = territory.area(change.area_id)
    access.require(viewer, Role.ADMINISTRATOR, area.path)
    require_sound(change, area)
    wanted = rules_with(rulebook().rules, replace(as_row(change, area), id=rule_id or 0))
    return replay_rows(viewer, wanted, path=area.path, since=since, until=until)


def replay_rows(viewer: Actor, wanted: list[RuleRow], *, path: str, since: date, until: date) -> Replay:
    """Replay the cases of an area and some days against other rules, given in the order in which they are asked.

    The caller has asked who may. Raises: Invalid for days in the wrong order.
    """
    chosen = CaseFilter(path=path, since=since, until=until)
    found = narrow(Case.objects.exclude(state=State.MERGED), chosen).order_by("-submitted_at", "-pk")[: MOST + 1]
    cases = list(found)
    pairs = {case.pk: _both(case, wanted) for case in cases[:MOST]}
    moved = [key for key, (before, after) in pairs.items() if not _same(before, after)]
    return Replay(
        since=since,
        until=until,
        looked_at=len(pairs),
        cut=len(cases) > MOST,
        changed=len(moved),
        loads=_loads(pairs.values()),
        moved=_listed(viewer, chosen, moved, pairs),
    )


def rules_with(present: Iterable[RuleRow], changed: RuleRow) -> list[RuleRow]:
    """Return the rules in the order in which they are asked, with one put in its place or added last in its area."""
    known = list(present)
    number = next((row.number for row in known if row.id == changed.id and row.path == changed.path), 0)
    last = max((row.number for row in known if row.path == changed.path), default=0) + 1
    kept = [row for row in known if row.id != changed.id]
    if changed.active:
        kept.append(replace(changed, number=number or last))
    return sorted(kept, key=lambda row: (-len(row.path), row.path, row.number, row.id))


def _both(case: Case, wanted: list[RuleRow]) -> tuple[Outcome, Outcome]:
    asked = replace(draft_of(case), at=case.submitted_at)
    return _outcome(route(asked)), _outcome(route(asked, wanted))


def _outcome(answer: Suggestion) -> Outcome:
    if answer.assignee is None:
        return Outcome("", _("Duty desk"), automatic=False, reason=answer.reason)
    return Outcome(answer.assignee.key, answer.assignee.name, answer.automatic, answer.reason)


def _same(before: Outcome, after: Outcome) -> bool:
    return (before.key, before.automatic) == (after.key, after.automatic)


def _loads(pairs: Iterable[tuple[Outcome, Outcome]]) -> list[LoadChange]:
    names: dict[str, str] = {}
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    for one, other in pairs:
        names |= {one.key: one.name, other.key: other.name}
        before[one.key] += 1
        after[other.key] += 1
    made = [LoadChange(key, name, before[key], after[key]) for key, name in names.items() if before[key] != after[key]]
    return sorted(made, key=lambda load: (-abs(load.more), load.key))


def _listed(
    viewer: Actor, chosen: CaseFilter, keys: list[int], pairs: dict[int, tuple[Outcome, Outcome]]
) -> list[Moved]:
    seen = visible(viewer, chosen).filter(pk__in=keys[: 4 * SHOWN]).order_by("-submitted_at", "-pk")[:SHOWN]
    return [Moved(row, *pairs[row.id]) for row in rows(with_columns(seen))]
