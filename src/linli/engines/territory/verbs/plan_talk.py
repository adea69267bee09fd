"""What communities and streets say about a plan, and their yes to it."""

from django.utils.translation import gettext as _

from linli.engines.territory.models import GridPlan, PlanRemark, PlanSignature
from linli.engines.territory.paths import parent_path
from linli.engines.territory.policies import may_sign, require_read_plans
from linli.engines.territory.verbs.gridplans import record
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from linli.kernel.locks import locked_one, write
from linli.kernel.text import mask_personal

LONGEST = 1000


def _shared(plan_id: int, by: Actor) -> GridPlan:
    """Lock a plan that is being talked about. Raises: NotFound, WrongState."""
    plan = locked_one(GridPlan.objects.filter(pk=plan_id))
    require_read_plans(by, plan.path)
    if plan.state != GridPlan.State.READY or plan.shared_at is None:
        raise WrongState(_("This plan is not being talked about now."))
    return plan


def remark_on_plan(plan_id: int, *, text: str, grid: str = "", by: Actor) -> PlanRemark:
    """Say something about a plan, or about one grid of it. Raises: NotFound, WrongState, Invalid."""
    said = mask_personal(text.strip())
    if not said:
        raise Invalid(fields={"text": _("Please write what you think.")})
    if len(said) > LONGEST:
        raise Invalid(fields={"text": _("At most %(most)d characters.") % {"most": LONGEST}})
    with write():
        plan = _shared(plan_id, by)
        about = plan.grids.filter(code=grid).first() if grid else None
        if grid and about is None:
            raise Invalid(fields={"grid": _("Choose a grid of this plan.")})
        made = PlanRemark.objects.create(
            plan=plan, grid=about, text=said, edition=plan.edition, by_id=by.account_id, at=clock.now()
        )
        record(plan, "remarked", by, {"remark": made.pk, "edition": plan.edition})
        return made


def sign_plan(plan_id: int, *, level: str, edition: int, by: Actor) -> PlanSignature:
    """Say yes to one edition of a plan for the community or its street.

    Raises: NotFound, NotAllowed (serves elsewhere), WrongState (changed since it was read, signed already).
    """
    if level not in PlanSignature.Level.values:
        raise NotFound
    with write():
        plan = _shared(plan_id, by)
        place = plan.path if level == PlanSignature.Level.COMMUNITY else parent_path(plan.path)
        if not may_sign(by, place):
            raise NotAllowed
        if plan.edition != edition:
            raise WrongState(_("The plan was changed after you read it. Please look at it again."))
        if plan.signatures.filter(level=level, edition=edition).exists():
            raise WrongState(_("This has been signed already."))
        made = PlanSignature.objects.create(
            plan=plan, level=level, edition=edition, by_id=by.account_id, at=clock.now()
        )
        record(plan, "signed", by, {"level": level, "edition": edition})
        return made
