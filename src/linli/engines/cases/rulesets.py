"""Sets of routing rules as pages show them, their replay on past cases, and what corrections by hand suggest."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from linli.engines.access import public as access
from linli.engines.cases.models import Case, RuleSet
from linli.engines.cases.replays import Replay, replay_rows
from linli.engines.cases.rulebook import RuleRow, fault_of, rulebook
from linli.engines.cases.rulekeepers import KEEPERS, REPLAY, may_keep
from linli.engines.cases.taxonomy import taxonomy
from linli.engines.cases.verbs.rules import RuleInput, as_row
from linli.engines.journal import public as journal
from linli.engines.journal.public import JobRow
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound

LOOKED_BACK = timedelta(days=90)
MOST_EVENTS = 20_000  # sendings that are looked at for suggestions, the newest
FEWEST = 3  # corrections of one kind
SHARE = 0.6  # of the cases of a class that were sent on from there


@dataclass(frozen=True, slots=True)
class RuleSetRow:
    """A set in a list."""

    id: int
    name: str
    area_name: str
    path: str
    area_id: int
    state: str
    rules: int
    made_by: str
    made_at: datetime
    effective: date | None
    ended_at: datetime | None
    fault: str


@dataclass(frozen=True, slots=True)
class DraftRule:
    """A rule of a set at its place."""

    place: int
    row: RuleRow
    given: RuleInput
    fault: str
    is_new: bool  # not in force in these words


@dataclass(frozen=True, slots=True)
class RuleSetDetail:
    """A set with its rules."""

    row: RuleSetRow
    rules: list[DraftRule]
    gone: list[RuleRow]  # in force, and not in the set


@dataclass(frozen=True, slots=True)
class RuleSuggestion:
    """A rule that would have spared corrections: colleagues sent cases of a class on, again and again."""

    category_code: str
    category_name: str
    before: str  # where they had been
    after: str  # where colleagues sent them
    cases: int  # so many
    of: int  # of so many of this class that were sent on from there
    rule: RuleInput


def rule_sets(viewer: Actor, *, limit: int = 100) -> list[RuleSetRow]:
    """Return the sets of the areas the viewer administers, the newest first."""
    found = access.within(RuleSet.objects.all(), viewer, *KEEPERS)
    return [_row(one) for one in found.select_related("area", "made_by").order_by("-made_at", "-pk")[:limit]]


def rule_set(viewer: Actor, set_id: int) -> RuleSetDetail:
    """Return a set. Raises: NotFound."""
    found = _seen(viewer, set_id)
    now = [row for row in rulebook().rules if row.path.startswith(found.path)]
    said = {_said(row) for row in now}
    rows = rows_of(found)
    return RuleSetDetail(
        row=_row(found),
        rules=[
            DraftRule(place, row, RuleInput(**found.rules[place]), fault_of(row), _said(row) not in said)
            for place, row in enumerate(rows)
        ],
        gone=[row for row in now if _said(row) not in {_said(one) for one in rows}],
    )


def replay_set(viewer: Actor, set_id: int, *, since: date, until: date) -> Replay:
    """Replay the cases of some days against the rules of a set instead of those in force. Raises: NotFound, Invalid."""
    found = _seen(viewer, set_id)
    outside = [row for row in rulebook().rules if not row.path.startswith(found.path)]
    wanted = [*outside, *(row for row in rows_of(found) if row.active)]
    wanted.sort(key=lambda row: (-len(row.path), row.path, row.number, row.id))
    return replay_rows(viewer, wanted, path=found.path, since=since, until=until)


def last_replay(viewer: Actor, set_id: int) -> JobRow | None:
    """Return the newest replay of a set that was done as long work; None while there is none. Raises: NotFound."""
    found = _seen(viewer, set_id)
    done = (job for job in journal.jobs(viewer, kind=REPLAY, path=found.path) if job.state == "done")
    return next((job for job in done if job.result.get("set") == found.pk), None)


def rows_of(found: RuleSet) -> list[RuleRow]:
    """Return the rules of a set as routing takes them, in the order of the set."""
    numbers: Counter[int] = Counter()
    rows = []
    for place, content in enumerate(found.rules):
        given = RuleInput(**content)
        numbers[given.area_id] += 1
        rows.append(replace(as_row(given, territory.area(given.area_id)), id=-place - 1, number=numbers[given.area_id]))
    return rows


def suggested_rules(viewer: Actor, area_id: int) -> list[RuleSuggestion]:
    """Return rules that follow from what colleagues corrected in the last 90 days. Raises: NotFound."""
    area = territory.area(area_id)
    if not may_keep(viewer, area.path):
        raise NotFound
    moves = _corrections(area.path)
    sent_on: Counter[tuple[int, str]] = Counter()
    by_way: Counter[tuple[int, str, str]] = Counter()
    for category, former, after in moves:
        sent_on[category, former] += 1
        by_way[category, former, after] += 1
    made = []
    for (category, former, after), count in by_way.most_common():
        row = taxonomy().category_by_id.get(category)
        if row is None or count < FEWEST or count < SHARE * sent_on[category, former] or former == after:
            continue
        names = {"n": count, "name": row.name, "to": _target_name(after)}
        reason = _("%(n)d cases of %(name)s were sent on to %(to)s by hand in 90 days.") % names
        given = RuleInput(
            name=f"{row.name} → {_target_name(after)}"[:60], target=after, reason=reason[:160], area_id=area.id,
            categories=(row.code,), automatic=False,
        )  # fmt: skip
        if not fault_of(as_row(given, area)):
            of, names_of = sent_on[category, former], (_target_name(former), _target_name(after))
            made.append(RuleSuggestion(row.code, row.name, *names_of, count, of, given))
    return made


def _corrections(path: str) -> list[tuple[int, str, str]]:
    """Return class, former target and new target of every case that somebody sent on to somebody else."""
    events = journal.Event.objects.filter(territory.subtree(path), kind__in=("case.submit", "case.dispatch"))
    events = events.filter(at__gte=clock.now() - LOOKED_BACK)
    rows = list(events.order_by("-pk").values_list("stream", "data")[:MOST_EVENTS])
    last: dict[str, str] = {}
    sent: list[tuple[int, str, str]] = []
    for stream, data in reversed(rows):
        former, now = last.get(stream, ""), data.get("assignee", "")
        if former and now and former != now:
            sent.append((int(stream.partition(":")[2]), former, now))
        last[stream] = now or former
    classes = dict(Case.objects.filter(pk__in={key for key, _former, _after in sent}).values_list("pk", "category_id"))
    return [
        (category, _target(former), _target(after))
        for key, former, after in sent
        if (category := classes.get(key)) is not None
    ]


def _target(key: str) -> str:
    """Return the target of a rule that would send there: the post, or the kind of the unit."""
    kind, _sep, rest = key.partition(":")
    if kind == "p":
        return f"post:{rest.partition(':')[0]}"
    unit = next((unit for unit in territory.units() if unit.id == int(rest)), None) if rest.isdigit() else None
    return f"unit:{unit.kind}" if unit is not None else ""


def _target_name(target: str) -> str:
    kind, _sep, name = target.partition(":")
    if kind == "post":
        return next((post.name for post in territory.posts() if post.code == name), name)
    return next((unit.name for unit in territory.units(kind=name)), name)


def _said(row: RuleRow) -> tuple[object, ...]:
    return (
        row.name, row.path, row.categories, row.kinds, row.urgencies, row.hours, row.target, row.automatic, row.reason
    )  # fmt: skip


def _seen(viewer: Actor, set_id: int) -> RuleSet:
    found = RuleSet.objects.select_related("area", "made_by").filter(pk=set_id).first()
    if found is None or not may_keep(viewer, found.path):
        raise NotFound
    return found


def _row(found: RuleSet) -> RuleSetRow:
    return RuleSetRow(
        id=found.pk,
        name=found.name,
        area_name=found.area.name,
        path=found.path,
        area_id=found.area_id,
        state=found.state,
        rules=len(found.rules),
        made_by=found.made_by.name if found.made_by is not None else "",
        made_at=found.made_at,
        effective=found.effective,
        ended_at=found.ended_at,
        fault=found.fault,
    )
