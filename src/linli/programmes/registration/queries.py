"""Registrations, duties and statements as their viewers see them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound
from linli.kernel.paging import Page, paginate
from linli.programmes.registration.models import Duty, Kind, Progress, Registration, State, Undertaking, YearReport
from linli.programmes.registration.policies import is_own, own, runs, units_of, visible
from linli.programmes.registration.privacy import opened
from linli.programmes.registration.verbs.duties import TAKEN

NEWEST = ("-registered_at", "-id")
FEW = 5  # smaller numbers of people are not shown in public


@dataclass(frozen=True, slots=True)
class RegistrationRow:
    """A registration in a list. Of a member no name: the community looks it up, which is recorded."""

    id: int
    kind: str
    kind_label: str
    state: str
    state_label: str
    title: str  # the unit, or "a member"
    unit_id: int | None
    unit_name: str
    area_name: str
    path: str
    registered_at: datetime
    taken: int
    confirmed: int
    to_confirm: int


@dataclass(frozen=True, slots=True)
class UndertakingRow:
    """A duty that was taken."""

    id: int
    duty_id: int
    title: str
    text: str
    progress: str
    progress_label: str
    note: str
    reason: str
    taken_at: datetime
    confirmed_at: datetime | None
    verbs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A yearly report."""

    id: int
    year: int
    text: str
    answer: str
    confirmed: bool
    reported_at: datetime
    may_confirm: bool = False


@dataclass(frozen=True, slots=True)
class DutyRow:
    """What a community offers."""

    id: int
    title: str
    text: str
    kind: str
    for_whom: str
    area_name: str
    path: str
    places: int
    left: int
    until: date | None
    open: bool


@dataclass(frozen=True, slots=True)
class RegistrationDetail:
    """One registration with its duties and reports. `offers`: what can be taken now."""

    row: RegistrationRow
    own: bool
    community: bool
    undertakings: tuple[UndertakingRow, ...]
    reports: tuple[ReportRow, ...]
    offers: tuple[DutyRow, ...]
    verbs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatementLine:
    """What a unit, or one of its members, did in a year in one community."""

    who: str
    area_name: str
    title: str
    note: str
    confirmed_on: date


@dataclass(frozen=True, slots=True)
class Statement:
    """The year of a unit: its own duties line by line, those of its members where they agreed, else as numbers."""

    unit_id: int
    unit_name: str
    year: int
    lines: tuple[StatementLine, ...]
    members: int  # registered where they live
    members_done: int  # confirmed duties of all members
    reports: tuple[ReportRow, ...]


def registrations(
    viewer: Actor,
    *,
    kind: str = "",
    states: tuple[str, ...] = (),
    path: str = "",
    cursor: str | None = None,
    size: int = 50,
) -> Page[RegistrationRow]:
    """Return the registrations of the viewer's places, the newest first."""
    found = visible(Registration.objects.filter(territory.subtree(path)), viewer)
    found = found.filter(kind=kind) if kind else found
    return _page(found.filter(state__in=states) if states else found, cursor, size)


def to_confirm(viewer: Actor, *, size: int = 50) -> list[RegistrationRow]:
    """Return what waits for the viewer's community: registrations, reported duties, yearly reports."""
    waits = (
        Q(state=State.WAITING)
        | Q(pk__in=Undertaking.objects.filter(progress=Progress.REPORTED).values("registration_id"))
        | Q(pk__in=YearReport.objects.filter(confirmed_at=None).values("registration_id"))
    )
    return _page(visible(Registration.objects.filter(waits), viewer), None, size).items


def my_registrations(viewer: Actor) -> list[RegistrationRow]:
    """Return the viewer's own registrations and those of the viewer's units."""
    return _page(own(Registration.objects.all(), viewer), None, 50).items


def _page(found: "QuerySet[Registration]", cursor: str | None, size: int) -> Page[RegistrationRow]:
    page = paginate(found.select_related("unit", "area"), order=NEWEST, cursor=cursor, size=size)
    counts = _counts([one.pk for one in page.items])
    return page.of([_row(one, counts.get(one.pk, (0, 0, 0))) for one in page.items])


def _counts(keys: list[int]) -> dict[int, tuple[int, int, int]]:
    rows = (
        Undertaking.objects.filter(registration_id__in=keys)
        .values("registration_id")
        .annotate(
            taken=Count("pk", filter=Q(progress__in=TAKEN)),
            done=Count("pk", filter=Q(progress=Progress.CONFIRMED)),
            told=Count("pk", filter=Q(progress=Progress.REPORTED)),
        )
    )
    return {row["registration_id"]: (row["taken"], row["done"], row["told"]) for row in rows}


def _row(one: Registration, counts: tuple[int, int, int]) -> RegistrationRow:
    unit_name = one.unit.name if one.unit is not None else ""
    title = unit_name if one.kind == Kind.UNIT else _("A member who lives here")
    return RegistrationRow(
        one.pk,
        one.kind,
        str(Kind(one.kind).label),
        one.state,
        str(State(one.state).label),
        title,
        one.unit_id,
        unit_name,
        one.area.name,
        one.path,
        one.registered_at,
        *counts,
    )


def registration_for(viewer: Actor, registration_id: int) -> RegistrationDetail:
    """Return one registration. Raises: NotFound."""
    found = Registration.objects.select_related("unit", "area").filter(pk=registration_id).first()
    if found is None or not (is_own(viewer, found) or runs(viewer, found.path)):
        raise NotFound
    mine, here = is_own(viewer, found), runs(viewer, found.path)
    took = list(found.undertakings.select_related("duty").order_by("-taken_at", "-pk"))
    taken = {one.duty_id for one in took if one.progress in TAKEN}
    offered = duties(found.path, kind=found.kind) if mine and found.state == State.CONFIRMED else []
    return RegistrationDetail(
        row=_row(found, _counts([found.pk]).get(found.pk, (0, 0, 0))),
        own=mine,
        community=here,
        undertakings=tuple(_undertaking(one, mine, here, viewer) for one in took),
        reports=tuple(_report(one, here, viewer) for one in found.reports.order_by("-year")),
        offers=tuple(one for one in offered if one.id not in taken and one.left > 0),
        verbs=_verbs(found, mine, here),
    )


def _verbs(found: Registration, mine: bool, here: bool) -> tuple[str, ...]:
    if found.state == State.ENDED:
        return ()
    confirm = ("confirm",) if here and found.state == State.WAITING and not (mine and found.kind == Kind.MEMBER) else ()
    tell = ("report_year",) if mine and found.state == State.CONFIRMED else ()
    return (*confirm, *tell, "end")


def _undertaking(one: Undertaking, mine: bool, here: bool, viewer: Actor) -> UndertakingRow:
    verbs: tuple[str, ...] = ()
    if mine and one.progress == Progress.TAKEN:
        verbs = ("report", "give_back")
    elif here and one.progress == Progress.REPORTED and one.reported_by_id != viewer.account_id:
        verbs = ("confirm_duty", "return")
    return UndertakingRow(
        one.pk,
        one.duty_id,
        one.duty.title,
        one.duty.text,
        one.progress,
        str(Progress(one.progress).label),
        one.note,
        one.reason if one.progress != Progress.CONFIRMED else "",
        one.taken_at,
        one.confirmed_at,
        verbs,
    )


def _report(one: YearReport, here: bool, viewer: Actor) -> ReportRow:
    confirmed = one.confirmed_at is not None
    may = here and not confirmed and one.reported_by_id != viewer.account_id
    return ReportRow(one.pk, one.year, one.text, one.answer, confirmed, one.reported_at, may)


def duties(path: str = "", *, kind: str = "", closed: bool = False, size: int = 100) -> list[DutyRow]:
    """Return what the communities of a place offer, and those above it: for everybody."""
    found = Duty.objects.all()
    if path:
        found = found.filter(territory.subtree(path) | Q(path__in=list(territory.prefixes(path))))
    if not closed:
        found = found.filter(Q(until=None) | Q(until__gte=clock.today()), closed_at=None)
    if kind:
        found = found.filter(kind__in=["", kind])
    counted = found.select_related("area").annotate(
        took=Count("undertakings", filter=Q(undertakings__progress__in=TAKEN))
    )
    return [_duty(one) for one in counted.order_by("-offered_at", "-pk")[:size]]


def _duty(one: Duty) -> DutyRow:
    over = one.closed_at is not None or (one.until is not None and one.until < clock.today())
    whom = str(Kind(one.kind).label) if one.kind else _("units and members")
    took = int(getattr(one, "took", 0))
    left = max(0, one.places - took)
    return DutyRow(
        one.pk, one.title, one.text, one.kind, whom, one.area.name, one.path, one.places, left, one.until, not over
    )


def public_totals(path: str = "") -> dict[str, int | None]:
    """Return how many units and members have registered, and how many duties were confirmed; few people: None."""
    here = Registration.objects.filter(territory.subtree(path), state=State.CONFIRMED)
    counted = here.aggregate(
        units=Count("pk", filter=Q(kind=Kind.UNIT)), members=Count("pk", filter=Q(kind=Kind.MEMBER))
    )
    done = Undertaking.objects.filter(
        territory.subtree(path, "registration__path"), progress=Progress.CONFIRMED
    ).count()
    members = counted["members"] if counted["members"] >= FEW else None
    return {"units": counted["units"], "members": members, "done": done}


def statement(viewer: Actor, unit_id: int, year: int) -> Statement:
    """Return the year of a unit: for those who serve in it, and for who runs a place where it has registered.

    Raises: NotFound.
    """
    unit = territory.unit(unit_id)
    own_places = Registration.objects.filter(kind=Kind.UNIT, unit_id=unit_id)
    mine = unit_id in units_of(viewer)
    if not mine:
        own_places = visible(own_places, viewer)
        if not own_places.exists():
            raise NotFound
    done = Undertaking.objects.filter(progress=Progress.CONFIRMED, confirmed_at__year=year)
    done = done.select_related("duty", "registration__area").order_by("confirmed_at", "pk")
    own_lines = [_line(one, unit.name) for one in done.filter(registration__in=own_places)]
    members = Registration.objects.filter(kind=Kind.MEMBER, unit_id=unit_id, state=State.CONFIRMED)
    of_members = done.filter(registration__in=members)
    named = [_line(one, opened(one.registration)["name"]) for one in of_members.filter(registration__tells_unit=True)]
    reports = YearReport.objects.filter(registration__in=own_places, year=year).annotate(
        place=F("registration__area__name")
    )
    return Statement(
        unit_id,
        unit.name,
        year,
        (*own_lines, *(named if mine else [])),
        members.count(),
        of_members.count(),
        tuple(
            ReportRow(one.pk, one.year, one.text, one.answer, one.confirmed_at is not None, one.reported_at)
            for one in reports
        ),
    )


def _line(one: Undertaking, who: str) -> StatementLine:
    day = clock.local(one.confirmed_at or one.taken_at).date()
    return StatementLine(who, one.registration.area.name, one.duty.title, one.note, day)
