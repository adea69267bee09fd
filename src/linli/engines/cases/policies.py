"""Who is what to a case, who sees it, and which verbs are open to them."""

from collections.abc import Callable
from functools import cached_property

from django.db.models import Exists, OuterRef, Q

from linli.engines.access.public import Role
from linli.engines.cases.classes import category_of
from linli.engines.cases.lifecycle import ENDED, State, Step, Who
from linli.engines.cases.models import Case, Category, Following, Task
from linli.engines.territory import public as territory
from linli.kernel import rows
from linli.kernel.actor import Actor, ActorKind, Grant

SEES_AREA = (Role.DISPATCHER, Role.COORDINATOR, Role.SUPERVISOR, Role.CHECKER)
SEES_AREA_BUT_PRIVATE = (Role.FIGURES,)
FEW = 50  # followers that are quicker read than asked for
_PRIVATE = Category.Privacy.PRIVATE
_PUBLIC = Category.Privacy.PUBLIC


class Standing:
    """What one actor is to one case. Asks the database only where roles and posts do not answer, and then once."""

    def __init__(self, actor: Actor, case: Case) -> None:
        self.actor = actor
        self.case = case

    def has(self, *roles: str) -> bool:
        """Say whether one of the roles is held over the place of the case."""
        return any(self.actor.has(role, self.case.path) for role in roles)

    def has_at_desk(self, *roles: str) -> bool:
        """Say whether one of the roles is held at the desk on which the case lies, or at one above it."""
        return any(self.actor.has(role, self.case.desk_path) for role in roles)

    def is_one_of(self, *accounts: int | None) -> bool:
        """Say whether the actor is one of these people."""
        return self.actor.account_id is not None and self.actor.account_id in accounts

    @cached_property
    def keys(self) -> frozenset[str]:
        """Return the keys of the posts and units the actor serves in."""
        return territory.assignee_keys(self.actor) if self.actor.grants else frozenset()

    @cached_property
    def followings(self) -> list[Following]:
        """Return the actor's followings of this case: own ones, borne codes, and those reported for somebody."""
        follows, account = self.actor.follows, self.actor.account_id
        if not follows and account is None:
            return []
        if self.case.people > FEW:
            return list(Following.objects.filter(_mine(self.actor), case=self.case, left_at=None))
        return [
            one
            for one in rows.matching(Following, {"case_id": self.case.pk, "left_at": None})
            if one.pk in follows or (account is not None and account in {one.account_id, one.helper_id})
        ]

    @cached_property
    def tasks(self) -> list[Task]:
        """Return the sub-tasks of the case that were sent to the actor's posts and units."""
        return list(Task.objects.filter(case=self.case, assignee__in=self.keys)) if self.keys else []

    @cached_property
    def sees(self) -> bool:
        """Say whether the actor may know of the case at all."""
        return self.sees_as_colleague or bool(self.followings)

    @cached_property
    def sees_as_colleague(self) -> bool:
        """Say whether a role, a post or a part in the work lets the actor see the case."""
        return (
            self.actor.kind is ActorKind.SYSTEM
            or self.has(*SEES_AREA)
            or self.holds(Who.ASSIGNEE)
            or self.in_pool
            or (self.case.privacy != _PRIVATE and self.has(*SEES_AREA_BUT_PRIVATE))
            or self.is_one_of(self.case.holder_id, self.case.handled_by_id)
            or (self.actor.elevated and self.has(Role.ADMINISTRATOR, Role.AUDITOR))
            or bool(self.tasks)
        )

    @cached_property
    def reads_text(self) -> bool:
        """Say whether the actor may read the words and see the photos: colleagues who see the case, its author, who
        typed for them.

        A neighbour who joined later sees what was released to the public.
        """
        if not self.sees:
            return False
        mine = [
            one
            for one in self.followings
            if one.pk in self.actor.follows or self.is_one_of(one.account_id, one.helper_id)
        ]
        if any(one.author for one in mine):
            return True
        return self.sees_as_colleague

    @cached_property
    def in_pool(self) -> bool:
        """Say whether a post or unit of the actor with the handler's role covers the case.

        Private cases have no pool.
        """
        if self.case.privacy == _PRIVATE:
            return False
        return any(covers(grant, self.case) for grant in self.actor.grants) or self._unit_covers()

    def _unit_covers(self) -> bool:
        case = self.case
        category = category_of(case)
        units = [grant for grant in self.actor.grants if grant.unit_id is not None and grant.role == Role.HANDLER]
        if category is None or not units or case.state != State.ACCEPTED:
            return False
        usual = territory.unit_for(category.unit_kind, case.path, building_id=case.building_id)
        return usual is not None and usual.key in self.keys

    @property
    def is_coordinator(self) -> bool:
        """Say whether the actor coordinates here."""
        return self.has(Role.COORDINATOR)

    def holds(self, who: Who) -> bool:
        """Say whether the actor stands in this relation to the case."""
        return _HOLDS[who](self)

    def may(self, step: Step) -> bool:
        """Say whether one of the relations a step asks for holds."""
        return any(self.holds(who) for who in step.who)


def covers(grant: Grant, case: Case) -> bool:
    """Say whether a handler's post at an area or building covers a case: a building head only what is public in the
    own building.
    """
    if grant.role != Role.HANDLER or grant.unit_id is not None or not case.path.startswith(grant.path):
        return False
    if grant.building_id is None:
        return True
    return grant.building_id == case.building_id and case.privacy == _PUBLIC


def _reporter(standing: Standing) -> bool:
    """The reporter, not the helper who typed for them; never somebody who handled it."""
    case, actor = standing.case, standing.actor
    if standing.is_one_of(case.handled_by_id):
        return False
    return any(
        following.reporter
        and (
            following.pk in actor.follows or (actor.account_id is not None and following.account_id == actor.account_id)
        )
        for following in standing.followings
    )


def _checker(standing: Standing) -> bool:
    case = standing.case
    return (
        standing.actor.account_id is not None
        and standing.has(Role.CHECKER)
        and not standing.is_one_of(case.handled_by_id, case.holder_id, case.former_checker_id)
    )


def _caller(standing: Standing) -> bool:
    case = standing.case
    return (
        standing.actor.account_id is not None
        and standing.has(Role.CHECKER, Role.DISPATCHER)
        and not standing.is_one_of(case.handled_by_id, case.holder_id)
    )


def _second(standing: Standing) -> bool:
    case = standing.case
    return (
        standing.actor.account_id is not None
        and standing.has(Role.COORDINATOR, Role.SUPERVISOR)
        and not standing.is_one_of(case.handled_by_id, case.holder_id, case.proposed_by_id)
    )


_HOLDS: dict[Who, Callable[[Standing], bool]] = {
    Who.ANYBODY: lambda standing: standing.case.privacy != _PRIVATE or standing.sees,
    Who.REPORTER: _reporter,
    Who.DISPATCHER: lambda standing: standing.has_at_desk(Role.DISPATCHER),
    Who.POOL: lambda standing: standing.in_pool,
    Who.ASSIGNEE: lambda standing: bool(standing.case.assignee) and standing.case.assignee in standing.keys,
    Who.CHECKER: _checker,
    Who.CALLER: _caller,
    Who.COORDINATOR: lambda standing: standing.has(Role.COORDINATOR),
    Who.SECOND: _second,
    Who.SUPERVISOR: lambda standing: standing.has(Role.SUPERVISOR),
    Who.TASK: lambda standing: bool(standing.tasks),
    Who.SYSTEM: lambda standing: standing.actor.kind is ActorKind.SYSTEM,
}


def seen_by(viewer: Actor) -> Q:
    """Return which cases a viewer sees, as a condition on rows of Case.

    It says the same as `Standing.sees`, row by row.
    """
    if viewer.kind is ActorKind.SYSTEM:
        return Q()
    seen = Q(pk__in=[])
    wide = (*SEES_AREA, Role.ADMINISTRATOR, Role.AUDITOR) if viewer.elevated else SEES_AREA
    for path in viewer.paths(*wide):
        seen |= territory.subtree(path)
    for path in viewer.paths(*SEES_AREA_BUT_PRIVATE):
        seen |= territory.subtree(path) & ~Q(privacy=_PRIVATE)
    seen |= _of_posts(viewer)
    if viewer.account_id is not None:
        seen |= Q(holder_id=viewer.account_id) | Q(handled_by_id=viewer.account_id)
    if mine := _mine(viewer):
        seen |= Q(Exists(Following.objects.filter(mine, case=OuterRef("pk"), left_at=None)))
    return seen


def _mine(actor: Actor) -> Q:
    """Return which followings are an actor's: own ones, borne codes, and those reported for somebody."""
    mine = Q(pk__in=actor.follows) if actor.follows else Q()
    if actor.account_id is not None:
        mine |= Q(account_id=actor.account_id) | Q(helper_id=actor.account_id)
    return mine


def _of_posts(viewer: Actor) -> Q:
    seen = Q(pk__in=[])
    for grant in viewer.grants:
        if grant.role != Role.HANDLER or grant.unit_id is not None:
            continue
        if grant.building_id is None:
            seen |= territory.subtree(grant.path) & ~Q(privacy=_PRIVATE)
        else:
            seen |= Q(building_id=grant.building_id, privacy=_PUBLIC)
    keys = territory.assignee_keys(viewer) if viewer.grants else frozenset()
    if keys:
        seen |= Q(assignee__in=keys) | Q(Exists(Task.objects.filter(case=OuterRef("pk"), assignee__in=keys)))
    return seen


def sees_personal(standing: Standing) -> bool:
    """Say whether the actor needs to know who asked: whoever works on the case now, and the desk that speaks with the
    resident.
    """
    case = standing.case
    if case.state not in ENDED and standing.holds(Who.ASSIGNEE):
        return True
    return standing.has_at_desk(Role.DISPATCHER) or standing.has(Role.CHECKER, Role.COORDINATOR, Role.SUPERVISOR)
