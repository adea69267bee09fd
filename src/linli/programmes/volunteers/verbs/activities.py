"""Plan activities and call them off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, Text, WrongState
from linli.kernel.ids import random_key
from linli.kernel.locks import locked_row, write
from linli.programmes.volunteers.models import Activity, Role, SignUp, Team
from linli.programmes.volunteers.policies import require_organiser
from linli.programmes.volunteers.verbs.teams import item_of

LONGEST = timedelta(hours=16)
MOST_WEEKS = 26


@dataclass(frozen=True, slots=True)
class RoleInput:
    """What somebody does, how many are wanted, and what it asks for."""

    name: str
    wanted: int
    skill: str = ""
    adults_only: bool = False
    needs_insurance: bool = False    # dangerous: adults with accident insurance only
    needs_vetting: bool = False      # with children


@dataclass(frozen=True, slots=True)
class ActivityInput:
    """What is done, where, when, and in which roles. `risks` are told truly (Volunteer Service Regulations 12)."""

    title: str
    area_id: int
    place: str
    starts: datetime
    ends: datetime
    about: str
    roles: Sequence[RoleInput]
    item_code: str = ""
    team_id: int | None = None
    risks: str = ""
    guarantees: str = ""
    phone: str = ""
    whom: str = ""


def plan_activity(given: ActivityInput, *, by: Actor, weeks: int = 1) -> list[Activity]:
    """Plan an activity, or one in each of several weeks. Raises: NotAllowed, Invalid."""
    area = territory.area(given.area_id)
    require_organiser(by, area.path)
    _check(given, weeks)
    with write():
        made = []
        for week in range(weeks):
            row = _row(given, area.path, by, timedelta(weeks=week))
            row.save()
            Role.objects.bulk_create([Role(activity=row, **_role(one)) for one in given.roles])
            journal.record(
                kind="activity.planned", stream=f"activity:{row.pk}", by=by, path=row.path,
                data={"item": given.item_code, "starts": row.starts, "wanted": sum(one.wanted for one in given.roles)},
            )
            made.append(row)
    return made


def _role(given: RoleInput) -> dict[str, object]:
    return {
        "name": given.name.strip()[:30], "wanted": given.wanted, "skill": given.skill.strip()[:20],
        "adults_only": given.adults_only or given.needs_insurance, "needs_insurance": given.needs_insurance,
        "needs_vetting": given.needs_vetting,
    }


def _row(given: ActivityInput, path: str, by: Actor, later: timedelta) -> Activity:
    if given.team_id is not None and not Team.objects.filter(pk=given.team_id, active=True).exists():
        raise Invalid(fields={"team_id": Invalid.default})
    return Activity(
        title=given.title.strip(), item=item_of(given.item_code), team_id=given.team_id, area_id=given.area_id,
        path=path, place=given.place.strip()[:80], starts=given.starts + later, ends=given.ends + later,
        about=given.about.strip()[:500], risks=given.risks.strip()[:200], guarantees=given.guarantees.strip()[:200],
        phone=given.phone.strip()[:30], whom=given.whom.strip()[:40],
        secret=random_key(), created_by_id=by.account_id, created_at=clock.now(),
    )


def _check(given: ActivityInput, weeks: int) -> None:
    faults: dict[str, Text] = {}
    if not 0 < len(given.title.strip()) <= 60:
        faults["title"] = _("A title is needed, at most 60 characters.")
    if not given.place.strip():
        faults["place"] = _("Please say where it takes place.")
    if not timedelta() < given.ends - given.starts <= LONGEST:
        faults["ends"] = _("It has to end after it begins, within 16 hours.")
    if not given.roles or any(not one.name.strip() or not 1 <= one.wanted <= 500 for one in given.roles):
        faults["roles"] = _("Please name at least one role, and how many are wanted in it.")
    if any(one.needs_insurance for one in given.roles) and not given.risks.strip():
        faults["risks"] = _("Please say truly what is dangerous about it.")
    if not 1 <= weeks <= MOST_WEEKS:
        faults["weeks"] = _("Between 1 and 26 weeks.")
    if faults:
        raise Invalid(fields=faults)


def cancel_activity(*, activity_id: int, why: str, by: Actor) -> Activity:
    """Call an activity off; everybody who signed up is told why. Raises: NotAllowed, NotFound, Invalid, WrongState."""
    if not why.strip():
        raise Invalid(fields={"why": _("Please say why, those who signed up are told.")})
    with write():
        row = locked_row(Activity, activity_id)
        require_organiser(by, row.path)
        if row.state != Activity.State.OPEN or row.ends <= clock.now() or row.services.exists():
            raise WrongState
        row.state, row.why_cancelled = Activity.State.CANCELLED, why.strip()[:120]
        row.save(update_fields=["state", "why_cancelled"])
        event = journal.record(
            kind="activity.cancelled", stream=f"activity:{row.pk}", by=by, path=row.path,
            data={"why": row.why_cancelled},
        )
        signed = SignUp.objects.filter(activity=row).exclude(state=SignUp.State.WITHDRAWN)
        accounts = [one for one in signed.values_list("volunteer__account_id", flat=True) if one is not None]
        journal.notify(
            event=event, topic="volunteers", title=_("Called off: %(title)s") % {"title": row.title},
            body=row.why_cancelled, link=f"/volunteer/activity/{row.pk}/", accounts=accounts,
        )
    return row


def note_result(*, activity_id: int, result: str, helped: int | None, by: Actor) -> Activity:
    """Say in public what came of an activity, and how many people it was for; no names. It may be said anew.

    Raises: NotAllowed, NotFound, Invalid, WrongState (not over yet, called off).
    """
    faults: dict[str, Text] = {}
    if not 0 < len(result.strip()) <= 300:
        faults["result"] = _("Please say in a line what came of it.")
    if helped is not None and not 0 <= helped <= 100_000:
        faults["helped"] = Invalid.default
    if faults:
        raise Invalid(fields=faults)
    with write():
        row = locked_row(Activity, activity_id)
        require_organiser(by, row.path)
        if row.state != Activity.State.OPEN or row.ends > clock.now():
            raise WrongState(_("What came of it is said once it is over."))
        row.result, row.helped = result.strip(), helped
        row.save(update_fields=["result", "helped"])
        data = {"result": row.result, "helped": helped}
        journal.record(kind="activity.result", stream=f"activity:{row.pk}", by=by, path=row.path, data=data)
    return row
