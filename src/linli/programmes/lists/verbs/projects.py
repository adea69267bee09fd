"""Make a project of needs and resources; start it, report its steps, pay, finish, stop."""

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotAllowed, NotFound, Text, WrongState
from linli.kernel.given import fitting_text, needed_text
from linli.kernel.locks import locked, write
from linli.programmes.lists import accounts
from linli.programmes.lists.lifecycle import PROJECT_STEPS, NeedState, ProjectState, ResourceState
from linli.programmes.lists.models import Milestone, Need, Pair, Project, Resource, Share
from linli.programmes.lists.policies import runs
from linli.programmes.lists.verbs.frame import begin, keep, new_number, record
from linli.programmes.lists.verbs.resources import in_use

MOST_FEN = 10**12


def make(
    *, by: Actor, area_id: int, needs: Collection[int], resources: Collection[int], title: str, how: str,
    lead_name: str, starts_on: date, ends_on: date, lead_id: int | None = None, planned_fen: int = 0,
    money_from: str = "", milestones: Collection[tuple[str, date]] = (),
) -> Project:
    """Bring needs and resources of an area together. The needs leave the list of what is open.

    Raises: Invalid, NotAllowed, WrongState (a need is taken by another project).
    """
    area = territory.area(area_id)
    if not runs(by, area.path):
        raise NotAllowed
    with write():
        _check(needs, starts_on, ends_on, planned_fen)
        given = _resources(resources)
        asked = _needs(needs, area.path)
        made = Project(
            number=new_number("P"), area_id=area.id, path=area.path,
            title=needed_text(title, field="title", longest=60),
            how=needed_text(how, field="how", longest=500), lead_id=lead_id, starts_on=starts_on, ends_on=ends_on,
            lead_name=needed_text(lead_name, field="lead_name", longest=40), planned_fen=planned_fen,
            money_from=fitting_text(money_from, field="money_from", longest=60), made_at=clock.now(),
        )
        made.save()
        Share.objects.bulk_create([Share(project=made, resource=one) for one in given])
        Milestone.objects.bulk_create(
            [Milestone(project=made, title=name[:60], due_on=due) for name, due in milestones]
        )
        record(made, "make", by=by, data={"needs": [one.number for one in asked]}, first=True)
        Pair.objects.filter(need__in=asked).delete()
        for need in asked:
            keep(need, "plan", by=by, data={"project": made.number}, state=NeedState.PLANNED, project=made)
    return made


def _check(needs: Collection[int], starts_on: date, ends_on: date, planned_fen: int) -> None:
    fields: dict[str, Text] = {}
    if not needs:
        fields["needs"] = _("Please choose at least one need.")
    if ends_on < starts_on:
        fields["ends_on"] = _("It cannot end before it begins.")
    if not 0 <= planned_fen <= MOST_FEN:
        fields["planned_yuan"] = _("Please give an amount that is not below zero.")
    if fields:
        raise Invalid(fields=fields)


def _needs(ids: Collection[int], path: str) -> list[Need]:
    found = locked(Need.objects.filter(pk__in=ids))
    if len(found) != len(set(ids)) or any(not one.path.startswith(path) for one in found):
        raise NotFound
    taken = [one.number for one in found if one.state != NeedState.LISTED]
    if taken:
        raise WrongState(_("Not on the list any more: %(numbers)s.") % {"numbers": "、".join(taken)})
    return found


def _resources(ids: Collection[int]) -> list[Resource]:
    found = locked(Resource.objects.filter(pk__in=ids))
    if len(found) != len(set(ids)):
        raise NotFound
    gone = [one.words for one in found if one.state != ResourceState.LISTED]
    full = [one.words for one in found if one.state == ResourceState.LISTED and in_use(one.pk)[0] >= one.capacity]
    if gone or full:
        words = _("Not to be had any more: %(names)s.") if gone else _("All its places are in use: %(names)s.")
        raise Invalid(fields={"resources": words % {"names": "、".join(gone or full)}})
    return found


def start(project_id: int, *, by: Actor) -> Project:
    """Let a project begin; everybody can see it from now on, who asked is told, and its grant stands in the ledger.

    Raises: NotFound, NotAllowed, WrongState.
    """
    with write():
        project = begin(Project, project_id, PROJECT_STEPS["start"], by=by)
        accounts.grant(project, by=by)
        return keep(project, "start", by=by, state=ProjectState.RUNNING)


def reach(project_id: int, *, by: Actor, milestone_id: int, note: str) -> Project:
    """Report a step as done. Raises: Invalid, NotFound, NotAllowed, WrongState."""
    with write():
        project = begin(Project, project_id, PROJECT_STEPS["reach"], by=by)
        said = needed_text(note, field="note")
        step = Milestone.objects.filter(project=project, pk=milestone_id, done_at=None).first()
        if step is None:
            raise Invalid(fields={"milestone_id": _("This step is done already.")})
        step.done_at, step.note = clock.now(), said
        step.save()
        return keep(project, "reach", by=by, data={"step": step.title, "note": said})


def pay(project_id: int, *, by: Actor, fen: int, note: str, key: str = "") -> Project:
    """Pay out of the grant; never more than is left of it. With the same `key` it is paid once.

    Raises: Invalid, NotFound, NotAllowed, WrongState (also: the key was used for another amount).
    """
    with write():
        project = begin(Project, project_id, PROJECT_STEPS["pay"], by=by)
        said = needed_text(note, field="note")
        if key and accounts.is_paid(project, fen, key=key):
            return project
        left = project.planned_fen - project.paid_fen
        if not 0 < fen <= left:
            words = _("More than zero, and at most the %(yuan).2f yuan that are left.")
            raise Invalid(fields={"yuan": words % {"yuan": left / 100}})
        accounts.pay(project, fen, by=by, key=key)
        return keep(project, "pay", by=by, data={"fen": fen, "note": said}, paid_fen=project.paid_fen + fen)


def release(project_id: int, *, by: Actor, resource_id: int, reason: str) -> Project:
    """Let a resource leave a project: its place is free again. Raises: Invalid, NotFound, NotAllowed, WrongState."""
    with write():
        project = begin(Project, project_id, PROJECT_STEPS["release"], by=by)
        said = needed_text(reason, field="reason")
        share = Share.objects.filter(project=project, resource_id=resource_id, left_at=None).first()
        if share is None:
            raise Invalid(fields={"resource_id": _("It is not at work here.")})
        share.left_at, share.left_why = clock.now(), said
        share.save()
        data = {"resource": share.resource.number, "reason": said}
        return keep(project, "release", by=by, data=data)


def finish(project_id: int, *, by: Actor, feedback: str) -> Project:
    """Say what came of it: to the community, and to each who asked. What was not spent goes back.

    Raises: Invalid, NotFound, NotAllowed, WrongState.
    """
    with write():
        project = begin(Project, project_id, PROJECT_STEPS["finish"], by=by)
        said = needed_text(feedback, field="feedback", longest=500)
        for need in locked(Need.objects.filter(project=project)):
            keep(need, "meet", by=by, data={"project": project.number}, state=NeedState.MET, ended_at=clock.now())
        back = accounts.give_back(project, by=by)
        data = {"back_fen": back or None}
        return keep(project, "finish", by=by, data=data, state=ProjectState.DONE, feedback=said, ended_at=clock.now())


def stop(project_id: int, *, by: Actor, reason: str) -> Project:
    """Stop a project: its needs go back to the list, what was not spent goes back to who gave it.

    Raises: Invalid, NotFound, NotAllowed, WrongState.
    """
    with write():
        project = begin(Project, project_id, PROJECT_STEPS["stop"], by=by)
        said = needed_text(reason, field="reason")
        for need in locked(Need.objects.filter(project=project)):
            keep(need, "drop", by=by, data={"reason": said}, state=NeedState.LISTED, project=None)
        Share.objects.filter(project=project, left_at=None).update(left_at=clock.now(), left_why=said)
        back = accounts.give_back(project, by=by) if project.state == ProjectState.RUNNING else 0
        data = {"reason": said, "back_fen": back or None}
        return keep(project, "stop", by=by, data=data, state=ProjectState.STOPPED, ended_at=clock.now())
