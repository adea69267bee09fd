"""Changing a plan by hand: moving buildings between grids, and undoing it."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from linli.engines.territory import drafting
from linli.engines.territory.models import Building, GridPlan, PlanEdit
from linli.engines.territory.planfacts import totals_of
from linli.engines.territory.verbs.gridplans import lock_plan, record, save_grids
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, WrongState
from linli.kernel.locks import write

if TYPE_CHECKING:
    from linli.engines.territory.drafting import Draft


def move_buildings(
    plan_id: int, *, building_ids: Sequence[int], to: str, by: Actor, expected_edition: int | None = None
) -> PlanEdit:
    """Move buildings of a plan into another of its grids. Signatures were for the edition before and no longer count.

    Raises: NotFound, NotAllowed, WrongState (adopted, or changed by somebody else meanwhile), Invalid.
    """
    with write():
        plan = lock_plan(plan_id, by)
        if expected_edition is not None and plan.edition != expected_edition:
            raise WrongState(_("Somebody else changed this plan just now. Please look at it again."))
        draft = read_draft(plan)
        before = drafting.assignment(draft)
        ids = [str(one) for one in building_ids]
        _check(ids, to, before, draft)
        change = drafting.move(draft, ids, to)
        moved = [one for one in change.moved if before[one] != to]
        if not moved:
            raise Invalid(_("They are in this grid already."), code="nothing_changed")
        edit = PlanEdit.objects.create(
            plan=plan,
            number=plan.edits.count() + 1,
            words=_words(moved, to, plan),
            before={one: before[one] for one in moved},
            to=to,
            by_id=by.account_id,
            at=clock.now(),
        )
        _keep(plan, change.draft, change.changed)
        record(plan, "edited", by, {"edit": edit.number, "buildings": moved, "to": to})
        return edit


def read_draft(plan: GridPlan) -> "Draft":
    """Return the draft of a plan."""
    return drafting.Draft.from_bytes(bytes(plan.draft.content))


def _check(ids: Sequence[str], to: str, before: dict[str, str], draft: "Draft") -> None:
    if not ids or any(one not in before for one in ids):
        raise Invalid(fields={"buildings": _("Choose buildings of this plan.")})
    if to not in draft.codes:
        raise Invalid(fields={"to": _("Choose a grid of this plan.")})


def _words(moved: Sequence[str], to: str, plan: GridPlan) -> str:
    first = Building.objects.select_related("estate").filter(pk=int(moved[0])).first()
    name = f"{first.estate.name if first.estate else ''}{first.name}" if first is not None else moved[0]
    grid = plan.grids.filter(code=to).values_list("name", flat=True).first() or to
    if len(moved) == 1:
        return _("%(building)s to %(grid)s") % {"building": name, "grid": grid}
    return _("%(building)s and %(n)d more to %(grid)s") % {"building": name, "n": len(moved) - 1, "grid": grid}


def _keep(plan: GridPlan, draft: "Draft", changed: Iterable[str]) -> None:
    """Write the changed draft, its grids and figures; the edition goes up."""
    plan.draft.content = draft.to_bytes()
    plan.draft.save(update_fields=["content"])
    save_grids(plan, draft, changed)
    plan.edition += 1
    plan.figures = {**plan.figures, **totals_of(drafting.evaluate(draft))}
    plan.save(update_fields=["edition", "figures"])


def undo_edit(plan_id: int, *, by: Actor) -> PlanEdit:
    """Take back the last change by hand that still stands. Raises: as `move_buildings`."""
    with write():
        plan = lock_plan(plan_id, by)
        edit = plan.edits.filter(undone_at__isnull=True).order_by("-number").first()
        if edit is None:
            raise WrongState(_("There is nothing to take back."))
        draft = read_draft(plan)
        changed: set[str] = {edit.to}
        for code in sorted(set(edit.before.values())):
            back = drafting.move(draft, [one for one, was in edit.before.items() if was == code], code)
            draft, changed = back.draft, changed | set(back.changed)
        edit.undone_at = clock.now()
        edit.save(update_fields=["undone_at"])
        _keep(plan, draft, changed)
        record(plan, "undone", by, {"edit": edit.number})
        return edit
