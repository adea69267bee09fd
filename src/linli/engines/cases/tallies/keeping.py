"""Keep the tallies right: days in which a case has changed are counted anew every few minutes.

Every verb writes the moment of its change on its case. What changed since the mark, and a while before it (a
transaction may end later than it began), lies in days that count as stale: reads count those from the cases themselves,
so that a figure never waits for this. Tallies are made of cases alone and can be made anew at any time.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.db.models import Max, Min, Q, QuerySet

from linli.engines.cases.models import Case, Tally, TallyMark
from linli.engines.cases.tallies.cells import EDITION, Cell, Cells, cells_of, facts_of, packed, unpacked
from linli.kernel import clock
from linli.kernel.locks import lock_names, write

LATEST = timedelta(minutes=10)  # no transaction of a verb takes longer
TALLIES = "tallies"
_BATCH = 2000


def mark() -> datetime | None:
    """Return until when the tallies know everything; None when they cannot be used."""
    known = TallyMark.objects.filter(pk=1, edition=EDITION).values_list("known_at", flat=True).first()
    return known if known is not None and known <= clock.now() + LATEST else None


def stale_days(known_at: datetime) -> list[date]:
    """Return the days of which a case has changed since, or may have."""
    changed = Case.objects.filter(last_at__gte=known_at - LATEST)
    # without DISTINCT, for which SQLite would walk through the days of all cases
    return sorted(set(changed.order_by().values_list("submitted_on", flat=True)))


def keep(_moment: datetime) -> None:
    """Count the stale days anew; everything, where nothing was counted yet."""
    if mark() is None:
        rebuild()
        return
    with write():
        lock_names([TALLIES])
        moment, known_at = clock.now(), mark()
        if known_at is None:
            return
        days = stale_days(known_at)
        _count(days)
        TallyMark.objects.filter(pk=1).update(known_at=moment)


def rebuild() -> int:
    """Count everything anew, a month at a time; return how many days. Until it ends, reads count the cases."""
    with write():
        lock_names([TALLIES])
        TallyMark.objects.all().delete()
    moment, months = clock.now(), list(_months())
    for days in months:
        with write():
            lock_names([TALLIES])
            _count(days)
    done = [day for days in months for day in days]
    with write():
        lock_names([TALLIES])
        ends = Q(first__lt=min(done).replace(day=1)) | Q(first__gt=max(done)) if done else Q()
        Tally.objects.filter(ends).delete()
        TallyMark.objects.update_or_create(pk=1, defaults={"known_at": moment, "edition": EDITION})
    return len(done)


def verify() -> list[str]:
    """Compare every tally with the cases; return the months and days that differ, stale days left out."""
    known_at = mark()
    if known_at is None:
        return []
    stale, faults = set(stale_days(known_at)), []
    for days in _months():
        kept = {(row.first, row.path): _kept(row) for row in _rows(Tally.Span.DAY, days)}
        right = {key: packed(cell) for key, cell in _counted(days).items()}
        month = days[0].replace(day=1)
        wrong = {day for day, path in kept.keys() | right.keys() if kept.get((day, path)) != right.get((day, path))}
        faults += [f"tally {day}: differs from its cases" for day in sorted(wrong - stale)]
        sums = {path: packed(cell) for path, cell in _summed(month).items()}
        if sums != {row.path: _kept(row) for row in _rows(Tally.Span.MONTH, [month])}:
            faults.append(f"tally {month:%Y-%m}: differs from its days")
    return faults


def _months() -> Iterable[list[date]]:
    """Yield the days of each month in which there are cases."""
    ends = Case.objects.aggregate(first=Min("submitted_on"), last=Max("submitted_on"))
    if ends["first"] is None:
        return
    months: dict[tuple[int, int], list[date]] = defaultdict(list)
    for offset in range((ends["last"] - ends["first"]).days + 1):
        day = ends["first"] + timedelta(days=offset)
        months[day.year, day.month].append(day)
    yield from months.values()


def _count(days: Collection[date]) -> None:
    """Write the tallies of some days and of their months anew. The caller has the lock."""
    if not days:
        return
    _rows(Tally.Span.DAY, days).delete()
    _write(Tally.Span.DAY, _counted(days))
    for month in sorted({day.replace(day=1) for day in days}):
        _rows(Tally.Span.MONTH, [month]).delete()
        _write(Tally.Span.MONTH, {(month, path): cell for path, cell in _summed(month).items()})


def _counted(days: Collection[date]) -> Cells:
    return cells_of(facts_of(Case.objects.filter(submitted_on__in=days)))


def _summed(month: date) -> dict[str, Cell]:
    """Return the sums of the days of a month by area."""
    days = [month + timedelta(days=offset) for offset in range(31)]
    sums: dict[str, Cell] = defaultdict(Cell)
    for row in _rows(Tally.Span.DAY, [day for day in days if day.month == month.month]).iterator():
        sums[row.path].join(unpacked(*_kept(row)))
    return sums


def _rows(span: str, days: Collection[date]) -> QuerySet[Tally]:
    return Tally.objects.filter(span=span, first__in=days)


def _kept(row: Tally) -> tuple[bytes, bytes, bytes]:
    return bytes(row.counts), bytes(row.contact), bytes(row.handling)


def _write(span: str, cells: Cells) -> None:
    made = (
        Tally(span=span, first=day, path=path, counts=counts, contact=contact, handling=handling)
        for (day, path), (counts, contact, handling) in ((key, packed(cell)) for key, cell in cells.items())
    )
    Tally.objects.bulk_create(made, batch_size=_BATCH)
