"""Adopting a plan: from a day on its grids are the net; what is open follows, what is over stays where it was."""

import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from linli.engines.territory import drafting, shapes
from linli.engines.territory.directory import DIRECTORY
from linli.engines.territory.followers import Change, Regridding, follow_all
from linli.engines.territory.models import Appointment, Area, AreaCode, Building, GridPlan, PlanGrid, PlanMove, StandIn
from linli.engines.territory.paths import child_path
from linli.engines.territory.planfacts import missing_signatures
from linli.engines.territory.policies import require_change
from linli.engines.territory.queries.buildings import label_of
from linli.engines.territory.queries.places import BOUNDARIES
from linli.engines.territory.verbs.boundaries import draw_boundary
from linli.engines.territory.verbs.gridplans import full_name, lock_plan, record
from linli.engines.territory.verbs.plan_edits import read_draft
from linli.engines.territory.verbs.rehome import rehome_buildings
from linli.engines.territory.versions import forget, renew
from linli.kernel import clock
from linli.kernel.actor import SYSTEM, Actor
from linli.kernel.errors import Invalid, WrongState
from linli.kernel.locks import locked, locked_one, write

LATEST_DAYS = 366
Home = tuple[str, int | None, int]  # name, grid, households
NOWHERE: Home = ("", None, 0)


@dataclass
class _Net:
    """The grids before and after, and how many households they share."""

    plan: GridPlan
    old: dict[int, Area]
    shared: dict[tuple[int, str], int] = field(default_factory=dict)  # old grid, new code -> households
    became: dict[str, Area] = field(default_factory=dict)  # new code -> its area
    stays: set[int] = field(default_factory=set)
    renamed: dict[int, tuple[str, str]] = field(default_factory=dict)  # old name and code of those that go on
    changes: list[Change] = field(default_factory=list)


def adopt_plan(plan_id: int, *, effective: date, edition: int, by: Actor) -> GridPlan:
    """Adopt a plan that its community and street have signed: at once for today, else when its day begins.

    Raises: NotFound, NotAllowed, WrongState (not signed, changed meanwhile, another one is scheduled), Invalid.
    """
    with write():
        plan = lock_plan(plan_id, by)
        require_change(by, plan.path)
        _check(plan, effective, edition)
        plan.effective = effective
        if effective > clock.today():
            plan.state, plan.adopted_by_id = GridPlan.State.SCHEDULED, by.account_id
            plan.save(update_fields=["state", "effective", "adopted_by"])
            record(plan, "scheduled", by, {"effective": effective, "edition": edition})
            return plan
        return _carry_out(plan, by)


def _check(plan: GridPlan, effective: date, edition: int) -> None:
    today = clock.today()
    if not today <= effective <= today + timedelta(days=LATEST_DAYS):
        raise Invalid(fields={"effective": _("The day must be today or later, within a year: history is not redrawn.")})
    if plan.edition != edition:
        raise WrongState(_("The plan was changed after you read it. Please look at it again."))
    if missing := missing_signatures(plan):
        names = {
            "community": pgettext("grid plan", "the community"),
            "street": pgettext("grid plan", "the street"),
        }
        text = _("Not signed yet by %(who)s.") % {"who": "、".join(names[one] for one in missing)}
        raise WrongState(text, code="not_signed")
    others = GridPlan.objects.filter(area=plan.area, state=GridPlan.State.SCHEDULED).exclude(pk=plan.pk)
    if others.exists():
        raise WrongState(_("Another plan of this community has its day already. Drop that one first."))
    if GridPlan.objects.filter(area=plan.area, state=GridPlan.State.ADOPTED, effective__gte=effective).exists():
        raise WrongState(_("A net was adopted for this day already. Please choose a later one."))


def foresee_adoption(plan_id: int, *, by: Actor) -> list[Change]:
    """Return what would change if the plan was adopted today; all is taken back again. Raises: as `lock_plan`."""
    with write():
        plan = lock_plan(plan_id, by, states=(GridPlan.State.READY, GridPlan.State.SCHEDULED))
        plan.effective = clock.today()
        mark = transaction.savepoint()
        try:
            return _regrid(plan, by).changes
        finally:
            transaction.savepoint_rollback(mark)
            forget()


def carry_out_due(moment: datetime) -> int:
    """Carry out the plans whose day has begun; return how many. Doing it twice changes nothing."""
    day = clock.local(moment).date()
    done = 0
    for key in list(
        GridPlan.objects.filter(state=GridPlan.State.SCHEDULED, effective__lte=day).values_list("pk", flat=True)
    ):
        with write():
            plan = locked_one(GridPlan.objects.filter(pk=key))
            if plan.state == GridPlan.State.SCHEDULED:
                _carry_out(plan, SYSTEM)
                done += 1
    return done


def _carry_out(plan: GridPlan, by: Actor) -> GridPlan:
    net = _regrid(plan, by)
    plan.state, plan.adopted_at = GridPlan.State.ADOPTED, clock.now()
    plan.adopted_by_id = plan.adopted_by_id or by.account_id
    plan.save(update_fields=["state", "effective", "adopted_at", "adopted_by"])
    PlanMove.objects.bulk_create(
        [
            PlanMove(plan=plan, kind=one.kind, what=one.what[:120], before=one.before[:120], after=one.after[:120])
            for one in net.changes
        ],
        batch_size=1000,
    )
    counts: dict[str, int] = defaultdict(int)
    for one in net.changes:
        counts[one.kind] += 1
    record(plan, "adopted", by, {"effective": plan.effective, "edition": plan.edition, "changes": dict(counts)})
    return plan


def _regrid(plan: GridPlan, by: Actor) -> _Net:
    """Draw the net of a plan from its day on; let buildings, posts and everything above follow."""
    locked_one(Area.objects.filter(pk=plan.area_id))
    old = locked(Area.objects.filter(parent_id=plan.area_id, kind=Area.Kind.GRID, valid_to__isnull=True))
    net = _Net(plan, {area.pk: area for area in old})
    before = _homes(plan)
    net.shared = _shared(plan, before)
    _close_and_begin(net)
    renew(BOUNDARIES, DIRECTORY)
    rehome_buildings(plan.path)
    after = _homes(plan)
    _tell_grids(net)
    _tell_buildings(net, before, after)
    closed = {key: area.pk for key in net.old if key not in net.stays and (area := _successor(net, key)) is not None}
    _move_posts(net, closed)
    renew(DIRECTORY)
    begun = frozenset(area.pk for area in net.became.values()) - net.stays
    regridding = Regridding(plan.path, plan.effective or clock.today(), closed, begun)
    net.changes += follow_all(regridding, by)
    return net


def _homes(plan: GridPlan) -> dict[int, Home]:
    """Return name, grid and households of every standing building of the community."""
    found = Building.objects.filter(community_id=plan.area_id, valid_to__isnull=True).select_related("estate")
    return {one.pk: (label_of(one), one.grid_id, one.households) for one in found}


def _shared(plan: GridPlan, homes: Mapping[int, Home]) -> dict[tuple[int, str], int]:
    """Return how many households each old grid shares with each new one; a building without any counts a little."""
    shared: dict[tuple[int, str], int] = defaultdict(int)
    for key, code in drafting.assignment(read_draft(plan)).items():
        _name, grid, households = homes.get(int(key), NOWHERE)
        if grid is not None:
            shared[grid, code] += 1000 * households + 1
    return shared


def _close_and_begin(net: _Net) -> None:
    """End the grids that do not go on, redraw those that do, begin the new ones."""
    plan, day = net.plan, net.plan.effective or clock.today()
    grids = list(plan.grids.order_by("code"))
    _match(net, {grid.code: grid for grid in grids})
    ended = [area for key, area in net.old.items() if key not in net.stays]
    Area.objects.filter(pk__in=[area.pk for area in ended]).update(valid_to=day)
    for area in ended:
        area.codes.filter(valid_to__isnull=True).update(valid_to=day)
        area.boundaries.filter(valid_to__isnull=True).update(valid_to=day)
    _name_anew(net, grids, day)
    for grid in grids:
        if grid.code not in net.became:
            net.became[grid.code] = _begin(plan, grid, day)
        draw_boundary(net.became[grid.code], shapes.load(grid.shape), day, source=plan.name)
        PlanGrid.objects.filter(pk=grid.pk).update(area=net.became[grid.code])


def _match(net: _Net, grids: Mapping[str, PlanGrid]) -> None:
    """Let a grid go on as the same area where it keeps at least half of its households, whatever its number is now."""
    total: dict[int, int] = defaultdict(int)
    for (key, _code), households in net.shared.items():
        total[key] += households
    for households, key, code in sorted(((number, *pair) for pair, number in net.shared.items()), reverse=True):
        alike = (net.old[key].grid_kind == Area.GridKind.SPECIAL) == grids[code].special if code in grids else False
        if alike and key not in net.stays and code not in net.became and 2 * households >= total[key]:
            net.became[code] = net.old[key]
            net.stays.add(key)


def _name_anew(net: _Net, grids: Sequence[PlanGrid], day: date) -> None:
    """Give grids that go on under another number their code and name of the plan; the old ones keep their days."""
    changed = [(net.became[grid.code], grid) for grid in grids if grid.code in net.became]
    changed = [(area, grid) for area, grid in changed if area.code != grid.code]
    for area, _grid in changed:  # two grids may exchange their codes
        Area.objects.filter(pk=area.pk).update(code=f"old{area.pk}")
    for area, grid in changed:
        net.renamed[area.pk] = (area.name, area.code)
        area.codes.filter(valid_to__isnull=True).update(valid_to=day, name=area.name)
        AreaCode.objects.update_or_create(
            area=area, valid_from=day, defaults={"code": grid.code, "valid_to": None, "source": net.plan.name}
        )
        area.code, area.name, area.short_name = grid.code, full_name(net.plan.area, grid), grid.name
        area.save(update_fields=["code", "name", "short_name"])


def _begin(plan: GridPlan, grid: PlanGrid, day: date) -> Area:
    made = Area.objects.create(
        kind=Area.Kind.GRID,
        grid_kind=Area.GridKind.SPECIAL if grid.special else Area.GridKind.BASIC,
        parent_id=plan.area_id,
        path=f"-{secrets.token_hex(8)}",
        code=grid.code,
        name=full_name(plan.area, grid),
        short_name=grid.name,
        rural=plan.area.rural,
        valid_from=day,
    )
    made.path = child_path(plan.path, made.pk)
    made.save(update_fields=["path"])
    AreaCode.objects.create(area=made, code=grid.code, valid_from=day, source=plan.name)
    return made


def _successor(net: _Net, old: int) -> Area | None:
    """Return the new grid that took most of an old one's households."""
    fits = [(households, code) for (key, code), households in net.shared.items() if key == old]
    if fits:
        return net.became[max(fits)[1]]
    return next(iter(net.became.values()), None)


def _tell_grids(net: _Net) -> None:
    for key, area in net.old.items():
        name, code = net.renamed.get(key, (area.name, area.code))
        after = f"{area.name} {area.code}" if key in net.stays else pgettext("grid plan", "ends")
        net.changes.append(Change("grid", f"{name} {code}", pgettext("grid plan", "there"), after))
    for code, area in net.became.items():
        if area.pk not in net.stays:
            net.changes.append(Change("grid", f"{area.name} {code}", "", pgettext("grid plan", "new")))


def _tell_buildings(
    net: _Net,
    before: Mapping[int, Home],
    after: Mapping[int, Home],
) -> None:
    """Name the buildings that changed grid; each has boards at its entrances that are to be printed anew."""
    names = {one.pk: one.name for one in [*net.old.values(), *net.became.values()]}
    moved = [key for key in after if after[key][1] != before.get(key, NOWHERE)[1]]
    doors: dict[int, int] = defaultdict(int)
    for building in Building.objects.filter(pk__in=moved, entrances__isnull=False).values_list("pk", flat=True):
        doors[building] += 1
    for key in moved:
        label, grid = after[key][0], after[key][1]
        was = before[key][1] if key in before else None
        line = (label, names.get(was or 0, ""), names.get(grid or 0, ""))
        net.changes.append(Change("building", *line))
        if doors[key]:
            entrances = _("%(building)s, %(n)d entrances") % {"building": label, "n": doors[key]}
            net.changes.append(Change("board", entrances, line[1], line[2]))


def _move_posts(net: _Net, closed: Mapping[int, int]) -> None:
    """End the appointments at grids that end, and begin them at the grid that took most of the households."""
    day = net.plan.effective or clock.today()
    areas = {area.pk: area for area in net.became.values()}
    held = Appointment.objects.filter(
        Q(ends__isnull=True) | Q(ends__gt=day), area_id__in=closed, building__isnull=True, unit__isnull=True
    ).select_related("post", "account")
    for one in locked(held):
        to, before = areas[closed[one.area_id]], net.old[one.area_id]
        _move_post(one, to, day)
        net.changes.append(Change("post", f"{one.post.name} {one.account.name}", before.name, to.name))


def _move_post(one: Appointment, to: Area, day: date) -> None:
    if one.starts >= day:
        one.area, one.path = to, to.path
        one.save(update_fields=["area", "path"])
        return
    follow = Appointment.objects.create(
        post=one.post, account=one.account, area=to, path=to.path, programme=one.programme, starts=day, ends=one.ends
    )
    one.ends, one.end_reason = day, _("The net of grids changed.")
    one.save(update_fields=["ends", "end_reason"])
    standing: Sequence[StandIn] = list(one.stand_ins.filter(ends__gt=day))
    StandIn.objects.bulk_create(
        [
            StandIn(
                appointment=follow,
                account_id=row.account_id,
                starts=max(row.starts, day),
                ends=row.ends,
                reason=row.reason,
            )
            for row in standing
        ]
    )
