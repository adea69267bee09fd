"""The gathering kept in the database: new cases join or found issues a moment after they came in.

Cases wait in the queue of the index (alike.traces) that their verb wrote; a tick takes them from there. Between two
ticks the process keeps what it read; whoever finds that another process went on since reads it again.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import itemgetter
from uuid import uuid4

from django.db.models import QuerySet

from linli.engines.cases.alike import keys
from linli.engines.cases.hot.counting import count_again, parts_of
from linli.engines.cases.hot.stream import Issue, Stream
from linli.engines.cases.hot.terms import Counted, Terms, Vocabulary, Where, count, weigh
from linli.engines.cases.lifecycle import State
from linli.engines.cases.models import Case, Category, HotIssue, HotMember, HotState, HotWaiting, Origin, Trace
from linli.engines.cases.taxonomy import taxonomy
from linli.kernel import clock as wall
from linli.kernel.clock import now
from linli.kernel.locks import locked_one, write

BATCH = 100  # cases of one transaction: it holds up nobody
ROUNDS = 40  # batches of one tick
KEPT_DAYS = 400  # an issue without a new case for so long takes none any more
WAITING_DAYS = 180  # a case alone for so long stays alone
_WORDS = 30_000  # pairs of characters whose frequency is kept, the most usual
_GROWN = 0.1  # part by which the messages must have grown before frequencies are written again
_READ = ("id", "text", "longitude", "latitude", "submitted_at", "place", "category_id")
_ADDRESS = re.compile(r"[^\W\d]{2,30}")  # up to the first number or gap
NEVER = (State.REFUSED, State.WITHDRAWN)


@dataclass
class _Kept:
    """What this process knows of a version."""

    version: str
    stream: Stream
    counted: int  # messages when frequencies were last written


_kept: list[_Kept] = []  # at most one


def gather_new(moment: datetime | None = None, *, rounds: int = ROUNDS, batch: int = BATCH) -> int:
    """Take the cases that came in since into their issues; return how many were looked at. A tick.

    `batch`: how many cases to a transaction; more is quicker in all, and keeps others waiting longer.
    """
    if moment is not None:
        with wall.at(moment):
            return gather_new(rounds=rounds, batch=batch)
    done = 0
    for _round in range(rounds):
        taken = _one_batch(batch)
        done += taken
        if taken < batch:
            break
    return done


def tidy_hot(moment: datetime | None = None) -> int:
    """Unite issues that have become one, let what waited join, count all anew; return how many changed. A tick."""
    if moment is not None:
        with wall.at(moment):
            return tidy_hot()
    with write():
        _drop_old()
        state = _state()
        kept = _current(state)
        try:
            kept.stream.tidy()
            joined = kept.stream.gather()
            joined += _joined_by_hand(kept.stream)
            HotWaiting.objects.filter(pk__in=joined).delete()
            changed = len(kept.stream.touched)
            _save(state, kept)
        except BaseException:
            _kept.clear()
            raise
    numbers = list(_alive().values_list("id", flat=True))
    for start in range(0, len(numbers), BATCH):
        with write():
            count_again(numbers[start : start + BATCH])
    return changed


def _joined_by_hand(stream: Stream) -> list[int]:
    """Follow the desk: a case that was joined to another belongs to its issue. Return the cases that waited."""
    since = now() - timedelta(days=WAITING_DAYS)
    found = Case.objects.filter(state=State.MERGED, submitted_at__gte=since).order_by("id")
    joined = []
    for case, lead, own, other in found.values_list(
        "pk", "merged_into_id", "hot_member__issue_id", "merged_into__hot_member__issue_id"
    ):
        if own is not None and other is not None and own in stream.issues and other in stream.issues:
            stream.unite(own, other)
        elif (own is None) != (other is None) and stream.now(own or other) in stream.issues:
            alone = lead if other is None else case
            if stream.waits(alone):
                stream.join(alone, None, own or other)
                joined.append(alone)
    return joined


def _drop_old() -> None:
    """Forget what nothing joins any more: its cases stay, and a theme founded from it."""
    HotWaiting.objects.filter(at__lt=now() - timedelta(days=WAITING_DAYS)).delete()
    cold = HotIssue.objects.filter(last_at__lt=now() - timedelta(days=KEPT_DAYS))
    HotIssue.objects.filter(merged_into__in=list(cold.values_list("pk", flat=True))).delete()
    cold.delete()


def counted_of(text: str) -> Counted:
    """Cut the words of a case."""
    return count(*parts_of(text))


def _one_batch(most: int) -> int:
    with write():
        state = _state()
        waiting = list(Trace.objects.filter(key=keys.QUEUE).order_by("day", "case_id")[:most])
        if not waiting:
            return 0
        numbers = [one.case_id for one in waiting]
        Trace.objects.filter(key=keys.QUEUE, case_id__in=numbers).delete()
        known = set(HotMember.objects.filter(pk__in=numbers).values_list("pk", flat=True))
        found = Case.objects.filter(pk__in=numbers).exclude(state__in=NEVER).exclude(pk__in=known)
        found = found.exclude(origin=Origin.MEETING)  # what offices give each other to do is no report
        fitting = found.exclude(privacy=Category.Privacy.PRIVATE).order_by("submitted_at", "id")
        kept = _current(state)
        try:
            _take_in(kept.stream, fitting.only(*_READ))
            _save(state, kept)
        except BaseException:
            _kept.clear()
            raise
        return len(waiting)


def _state() -> HotState:
    """Return the one row, locked: one process gathers at a time."""
    HotState.objects.get_or_create(pk=1)
    return locked_one(HotState.objects.filter(pk=1))


def _take_in(stream: Stream, found: Iterable[Case]) -> None:
    alone: dict[int, HotWaiting] = {}
    mates: set[int] = set()
    for case in found:
        if stream.waits(case.pk):
            continue
        number = stream.add(case.pk, counted_of(case.text), _where(case))
        if number is None and stream.waits(case.pk):
            found_by = "".join(key for key in stream.keys_of(case.pk) if len(key) == 2)
            alone[case.pk] = HotWaiting(case=case, keys=found_by, at=case.submitted_at)
        elif number is not None:
            mates.update(stream.issues[number].members)
    HotWaiting.objects.filter(pk__in=mates).delete()
    HotWaiting.objects.bulk_create([one for number, one in alone.items() if number not in mates])


def _current(state: HotState) -> _Kept:
    """Return what was gathered so far: from memory where nobody else went on since, else from the rows."""
    if _kept and _kept[0].version == state.version:
        return _kept[0]
    stream = Stream(Vocabulary(state.messages, Counter(state.seen)), recall=_recall)
    stream.number_after(state.last_issue)
    for row in _alive().only("id", "profile", "longitude", "latitude"):
        stream.know(_issue(row))
    for number, text in HotWaiting.objects.order_by("at", "case_id").values_list("case_id", "keys"):
        stream.wait(number, [text[at : at + 2] for at in range(0, len(text), 2)])
    _kept[:] = [_Kept(state.version, stream, state.messages)]
    return _kept[0]


def _alive() -> QuerySet[HotIssue]:
    return HotIssue.objects.filter(merged_into=None, last_at__gte=now() - timedelta(days=KEPT_DAYS)).order_by("id")


def _issue(row: HotIssue) -> Issue:
    """Read an issue from its row; its members so far stay in their rows."""
    kept = row.profile
    issue = Issue(row.pk, [], dict(kept["sums"]), dict(kept["named"]), dict(kept["areas"]), kept["size"])
    if row.longitude is not None and row.latitude is not None:
        issue.spot, issue.placed = (row.longitude, row.latitude), kept["placed"]
    issue.group, issue.addresses = kept["group"], dict(kept["addresses"])
    issue.settle()
    return issue


def _where(case: Case) -> Where:
    """Return where a case is and what kind of matter it is, as far as that is known."""
    spot = None if case.longitude is None or case.latitude is None else (case.longitude, case.latitude)
    site = _ADDRESS.match(case.place)
    return Where(spot, site[0] if site else "", _group(case.category_id))


def _group(category_id: int | None) -> str:
    """Return the codes of level one and of a class; empty where no class is known."""
    row = taxonomy().category_by_id.get(category_id) if category_id is not None else None
    return f"{row.parent_code or row.code}/{row.code}" if row is not None else ""


def _recall(number: int) -> Terms | None:
    """Weigh a case that waits, when something like it comes in."""
    case = Case.objects.filter(pk=number).only(*_READ).first()
    if case is None or not _kept:
        return None
    terms = weigh(counted_of(case.text), _kept[0].stream.vocabulary)
    _where(case).on(terms)
    return terms


def _save(state: HotState, kept: _Kept) -> None:
    """Write what changed since the last time."""
    stream = kept.stream
    touched = sorted(number for number in stream.touched if number in stream.issues)
    _save_issues(stream, touched)
    _save_gone(stream)
    count_again(touched)
    stream.touched.clear()
    stream.gone.clear()
    state.version = kept.version = uuid4().hex
    state.last_issue = stream.last
    fields = ["version", "last_issue"]
    if stream.vocabulary.messages > kept.counted * (1 + _GROWN):
        state.messages = kept.counted = stream.vocabulary.messages
        usual = sorted(stream.vocabulary.seen.items(), key=itemgetter(1), reverse=True)   # quicker than a heap
        state.seen = dict(usual[:_WORDS])
        fields += ["messages", "seen"]
    state.save(update_fields=fields)


def _save_issues(stream: Stream, touched: list[int]) -> None:
    moment = now()
    rows, members = [], []
    for number in touched:
        issue = stream.issues[number]
        longitude, latitude = issue.spot or (None, None)
        rows.append(
            HotIssue(
                id=number, title="", path="", first_at=moment, last_at=moment, longitude=longitude, latitude=latitude,
                profile={
                    "sums": {pair: round(weight, 4) for pair, weight in issue.sums.items()},
                    "named": issue.named, "areas": issue.areas, "size": issue.size, "placed": issue.placed,
                    "group": issue.group, "addresses": issue.addresses,
                },
            )
        )  # fmt: skip
        members += [HotMember(case_id=case, issue_id=number) for case in issue.members]
        issue.members.clear()
    kept = ["longitude", "latitude", "profile"]
    HotIssue.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=kept)
    HotMember.objects.bulk_create(members, update_conflicts=True, unique_fields=["case"], update_fields=["issue"])


def _save_gone(stream: Stream) -> None:
    """Let issues that went into others point to them; their cases and their theme go along."""
    for number in list(stream.gone):
        stays, row = stream.now(number), HotIssue.objects.filter(pk=number).first()
        if row is None:  # founded and united in the same round
            continue
        HotMember.objects.filter(issue_id=number).update(issue_id=stays)
        if row.theme_id is not None:
            HotIssue.objects.filter(pk=stays, theme=None).update(theme_id=row.theme_id)
        HotIssue.objects.filter(pk=number).update(merged_into_id=stays, heat=0)
        HotIssue.objects.filter(merged_into_id=number).update(merged_into_id=stays)
