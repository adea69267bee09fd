"""Asking for a plan of grids, keeping what the planner found, sharing and dropping plans."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from linli.engines.journal import public as journal
from linli.engines.territory import drafting, shapes
from linli.engines.territory.models import Area, GridPlan, Net, PlanDraft, PlanGrid
from linli.engines.territory.policies import require_draw
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotFound, Text, WrongState
from linli.kernel.locks import locked_one, write

if TYPE_CHECKING:
    from linli.engines.territory.drafting import Draft

JOB = "territory.plan"
MOST_SECONDS = 120
MEASURES = ("households", "workload")
PRESENT = "present"
FIRST_SPECIAL = 801  # of the last three digits of a code, see docs/glossary.md
MOST_GRIDS = 200


@dataclass(frozen=True, slots=True)
class PlanWishes:
    """What a plan should be like, as the form asks it."""

    low: int = 300  # households (or cases a year) of a grid, both included
    high: int = 500
    seconds: int = 10
    seed: int = 1
    even: bool = False
    grids: int | None = None
    measure: str = "households"
    whole_estates: bool = True
    main_roads: bool = True
    keep: str = ""  # "": drawn anew; "present": change the net of today little; "net:7": change that net little


def ask_plan(*, area_id: int, name: str, wishes: PlanWishes, by: Actor) -> GridPlan:
    """Ask for a plan of a community's grids; a job makes it. Raises: NotAllowed, NotFound, Invalid."""
    _check(name, wishes)
    with write():
        area = locked_one(Area.objects.filter(pk=area_id, kind=Area.Kind.COMMUNITY, valid_to__isnull=True))
        require_draw(by, area.path)
        _check_kept(area, wishes.keep)
        plan = GridPlan.objects.create(
            area=area,
            path=area.path,
            name=name.strip(),
            wishes=asdict(wishes),
            made_by_id=by.account_id,
            made_at=clock.now(),
        )
        title = _("Grid plan “%(name)s” for %(area)s") % {"name": plan.name, "area": area.name}
        plan.job_id = journal.start_job(
            kind=JOB, path=area.path, payload={"plan": plan.pk}, by=by, title=str(title)
        ).id
        plan.save(update_fields=["job_id"])
        record(plan, "asked", by, {"wishes": plan.wishes})
        return plan


def _check(name: str, wishes: PlanWishes) -> None:
    faults: dict[str, Text] = {}
    if not name.strip():
        faults["name"] = _("The name is missing.")
    if not 0 < wishes.low <= wishes.high:
        faults["high"] = _("The band must be two positive numbers, the smaller first.")
    if not 1 <= wishes.seconds <= MOST_SECONDS:
        faults["seconds"] = _("Between 1 and %(most)d seconds.") % {"most": MOST_SECONDS}
    if wishes.grids is not None and not 1 <= wishes.grids <= MOST_GRIDS:
        faults["grids"] = _("Between 1 and %(most)d grids.") % {"most": MOST_GRIDS}
    if wishes.measure not in MEASURES:
        faults["measure"] = _("Grids are measured by households or by workload.")
    if faults:
        raise Invalid(fields=faults)


def _check_kept(area: Area, keep: str) -> None:
    if keep in {"", PRESENT}:
        return
    kind, _sep, number = keep.partition(":")
    nets = Net.objects.filter(pk=int(number)) if kind == "net" and number.isdigit() else Net.objects.none()
    if not any(area.path.startswith(net.path) or net.path.startswith(area.path) for net in nets):
        raise Invalid(fields={"keep": _("This net is not here any more. Please choose another.")})


def record(plan: GridPlan, what: str, by: Actor, data: dict[str, Any] | None = None) -> None:
    """Write one line of a plan's history."""
    journal.record(kind=f"grid_plan.{what}", stream=f"gridplan:{plan.pk}", by=by, path=plan.path, data=data or {})


def lock_plan(plan_id: int, by: Actor, *, states: Iterable[str] = (GridPlan.State.READY,)) -> GridPlan:
    """Lock a plan that the actor may draw, in one of some states. Raises: NotFound, NotAllowed, WrongState."""
    plan = locked_one(GridPlan.objects.filter(pk=plan_id))
    require_draw(by, plan.path)
    if plan.state not in set(states):
        raise WrongState(_("This plan can no longer be changed as it stands now."), state=plan.state)
    return plan


def keep_result(plan_id: int, *, draft: "Draft", reasons: list[str], figures: dict[str, Any], by: Actor) -> GridPlan:
    """Keep what the planner found. Done again (a job run twice), nothing changes. Raises: NotFound."""
    with write():
        plan = locked_one(GridPlan.objects.filter(pk=plan_id))
        if plan.state != GridPlan.State.PLANNING:
            return plan
        PlanDraft.objects.update_or_create(plan=plan, defaults={"content": draft.to_bytes()})
        save_grids(plan, draft)
        plan.state, plan.reasons, plan.figures = GridPlan.State.READY, reasons, figures
        plan.save(update_fields=["state", "reasons", "figures"])
        record(plan, "made", by, {"figures": figures})
        return plan


def keep_fault(plan_id: int, *, why: str, by: Actor) -> GridPlan:
    """Say why no plan could be made. Raises: NotFound."""
    with write():
        plan = locked_one(GridPlan.objects.filter(pk=plan_id))
        if plan.state == GridPlan.State.PLANNING:
            plan.state, plan.fault = GridPlan.State.FAILED, why[:400]
            plan.save(update_fields=["state", "fault"])
            record(plan, "failed", by, {"why": plan.fault})
        return plan


def save_grids(plan: GridPlan, draft: "Draft", codes: Iterable[str] | None = None) -> None:
    """Write the grids of a draft, or those named, with their shapes and figures."""
    figures = {one.code: one for one in drafting.evaluate(draft).grids}
    wanted = set(draft.codes if codes is None else codes)
    plan.grids.filter(code__in=wanted - figures.keys()).delete()  # has no building any more
    wanted &= figures.keys()
    outlines = drafting.shapes(draft, sorted(wanted))
    known = {grid.code: grid for grid in plan.grids.all()}
    names = _names(plan)
    for code in sorted(wanted):
        grid = known.get(code) or PlanGrid(plan=plan, code=code, name=names.get(code) or grid_name(plan.area, code))
        one = figures[code]
        grid.special = is_special(code)
        grid.shape = shapes.dump(outlines[code])
        grid.households, grid.workload, grid.buildings = one.households, one.workload, one.buildings
        grid.walk = round(one.walk)
        grid.save()


def _names(plan: GridPlan) -> dict[str, str]:
    """Return the names that grids bear already: special ones, and all where the net of today is kept."""
    present = Area.objects.filter(parent_id=plan.area_id, kind=Area.Kind.GRID, valid_to__isnull=True)
    kept = plan.wishes.get("keep") == PRESENT
    return {one.code: one.short_name or one.name for one in present if kept or is_special(one.code)}


def is_special(code: str) -> bool:
    """Say whether a code is that of a special grid: its last three digits are 801 to 999."""
    return code[-3:].isdigit() and int(code[-3:]) >= FIRST_SPECIAL


def grid_name(area: Area, code: str) -> str:
    """Return the name of a new grid: the community's short name and the grid's number."""
    short = area.short_name or area.name.removesuffix("社区")
    return f"{short}{int(code[-3:])}网格" if code[-3:].isdigit() else f"{short}{code}"


def full_name(area: Area, grid: PlanGrid) -> str:
    """Return the full name of a grid of a plan, as the county writes it: 北苑社区第3网格."""
    if grid.name != grid_name(area, grid.code):
        return grid.name
    return f"{area.name}第{int(grid.code[-3:])}网格" if grid.code[-3:].isdigit() else grid.name


def share_plan(plan_id: int, *, by: Actor) -> GridPlan:
    """Show a plan to its community and street, so that they can say what they think. Raises: as `lock_plan`."""
    with write():
        plan = lock_plan(plan_id, by)
        if plan.shared_at is None:
            plan.shared_at = clock.now()
            plan.save(update_fields=["shared_at"])
            record(plan, "shared", by)
        return plan


def rename_grid(plan_id: int, *, code: str, name: str, by: Actor) -> PlanGrid:
    """Give a grid of a plan another name. Raises: as `lock_plan`, Invalid, NotFound."""
    with write():
        plan = lock_plan(plan_id, by)
        grid = plan.grids.filter(code=code).first()
        if grid is None:
            raise NotFound
        if not name.strip():
            raise Invalid(fields={"name": _("The name is missing.")})
        grid.name = name.strip()[:60]
        grid.save(update_fields=["name"])
        record(plan, "named", by, {"code": code, "name": grid.name})
        return grid


def drop_plan(plan_id: int, *, by: Actor) -> GridPlan:
    """Put a plan aside; what is scheduled is thereby called off. An adopted plan cannot be dropped.

    Raises: as `lock_plan`.
    """
    states = (GridPlan.State.PLANNING, GridPlan.State.READY, GridPlan.State.FAILED, GridPlan.State.SCHEDULED)
    with write():
        plan = lock_plan(plan_id, by, states=states)
        if plan.state == GridPlan.State.PLANNING and plan.job_id is not None:
            journal.stop_job(plan.job_id, by=by)
        plan.state, plan.effective = GridPlan.State.DROPPED, None
        plan.save(update_fields=["state", "effective"])
        record(plan, "dropped", by)
        return plan


