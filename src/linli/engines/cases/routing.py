"""Where a request goes: the first rule that fits decides, and says why.

Rules of the nearest area are asked first, then those of the areas above, each in order. A rule that cannot be followed
(nobody serves in its post, no unit of its kind here, it is not to be understood) sends the request to the duty desk and
is reported; it never falls through to the next one in silence.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from linli.engines.access.public import Role
from linli.engines.cases.matters import listed_matter
from linli.engines.cases.models import Case, Rule
from linli.engines.cases.policies import Standing
from linli.engines.cases.rulebook import BrokenRule, RuleRow, fault_of_words, rulebook
from linli.engines.cases.taxonomy import CategoryRow, category, kind, taxonomy
from linli.engines.territory import public as territory
from linli.engines.territory.public import AreaRow, Assignee, Location
from linli.kernel import clock, rows
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound

DESK_LEVELS = ("community", "street", "county")


@dataclass(frozen=True, slots=True)
class Draft:
    """What routing needs to know of a request, opened or not."""

    path: str
    area_id: int
    building_id: int | None
    category: CategoryRow | None
    kind_code: str
    urgency: str
    at: datetime
    inside: bool = True


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Whom a request should go to, and why."""

    assignee: Assignee | None
    rule_id: int | None
    reason: str
    automatic: bool
    broken: list[BrokenRule] = field(default_factory=list)
    duty: list[int] = field(default_factory=list)  # accounts on the duty list, where a rule sends to it
    others: list[Assignee] = field(default_factory=list)  # who helps in such cases, where the usual one is missing


class _Unfit(Exception):
    """A rule cannot be followed; the message is for people."""


def draft(
    *,
    location: Location,
    kind_code: str = "",
    category_code: str = "",
    urgency: str = "",
    at: datetime | None = None,
) -> Draft:
    """Make a draft of what is not opened yet. Raises: NotFound for an unknown class or kind."""
    row = category(category_code) if category_code else None
    if kind_code:
        kind(kind_code)
    return Draft(
        path=location.area.path,
        area_id=location.area.id,
        building_id=location.building_id,
        category=row,
        kind_code=kind_code or (row.kind_code if row else ""),
        urgency=urgency or (row.urgency if row else "normal"),
        at=at or clock.now(),
        inside=location.inside,
    )


def draft_of(case: Case) -> Draft:
    """Make the draft of a case."""
    known = taxonomy()
    row = known.category_by_id.get(case.category_id) if case.category_id else None
    kind_row = known.kind_by_id.get(case.kind_id)
    return Draft(
        path=case.path,
        area_id=case.area_id,
        building_id=case.building_id,
        category=row,
        kind_code=kind_row.code if kind_row else case.kind.code,
        urgency=case.urgency,
        at=clock.now(),
        inside=len(case.path) > len(territory.prefixes(case.path)[0]),
    )


def route(request: Draft | Case, rules: Sequence[RuleRow] | None = None) -> Suggestion:
    """Return whom a request should go to, with the reason in words. Changes nothing.

    `rules`: in the order in which they are asked; default: those in force.
    """
    wanted = draft_of(request) if isinstance(request, Case) else request
    if not wanted.inside:
        return _to_desk(_("The place lies outside the county: the county's duty desk looks at it."))
    for row in rulebook().rules if rules is None else rules:
        if not wanted.path.startswith(row.path):
            continue
        try:
            if _fits(row, wanted):
                return _follow(row, wanted)
        except _Unfit as unfit:
            return _broken(row, wanted, str(unfit))
    return _without_rule(wanted)


def suggest(viewer: Actor, case_id: int) -> Suggestion:
    """Return whom a case should go to. Raises: NotFound."""
    case = rows.by_key(Case, case_id)
    if case is None or not Standing(viewer, case).sees:
        raise NotFound
    return route(case)


def _fits(row: RuleRow, wanted: Draft) -> bool:
    if why := fault_of_words(row.urgencies, row.hours):
        raise _Unfit(why)
    if row.kinds and wanted.kind_code not in row.kinds:
        return False
    if row.urgencies and wanted.urgency not in row.urgencies:
        return False
    code = wanted.category.code if wanted.category else ""
    if row.categories and not (code and code.startswith(row.categories)):
        return False
    return not row.hours or row.hours == _hours_at(wanted)


def _hours_at(wanted: Draft) -> str:
    return "working" if territory.calendar_for(wanted.area_id).is_open(wanted.at) else "off"


def _follow(row: RuleRow, wanted: Draft) -> Suggestion:
    named = {"number": row.number, "name": row.name, "reason": row.reason}
    reason = _("Rule %(number)d “%(name)s”: %(reason)s") % named
    if row.target == "duty":
        desk = desk_for(wanted.path)
        return Suggestion(None, row.id, reason, automatic=False, duty=territory.on_duty(desk.id, wanted.at))
    if row.target == "usual" and wanted.category is None:
        return _to_desk(_("It has no class yet: the desk looks at it first."))
    found = _resolve(row.target, wanted)
    if _lacks_matter(found, wanted):
        unlisted = _("%(reason)s It is on no list of what a community does: it needs admission first.")
        return Suggestion(found, row.id, unlisted % {"reason": reason}, automatic=False)
    return Suggestion(found, row.id, reason, automatic=row.automatic)


def _resolve(target: str, wanted: Draft) -> Assignee:
    """Return the post or unit a target means at this place. Raises: _Unfit."""
    if target == "usual":
        return _usual(wanted)
    kind_of_target, _sep, name = target.partition(":")
    if kind_of_target == "post" and name:
        return _post(name, wanted)
    if kind_of_target == "unit" and name:
        unfit = _("There is no unit of the kind %(kind)s here, or more than one.") % {"kind": name}
        return _unit_of_kind(name, wanted, unfit)
    number = target.removeprefix("unit#")
    if number == target or not number.isdigit():
        raise _Unfit(_("Nobody can tell where it sends to: %(target)s.") % {"target": target})
    try:
        if territory.unit(int(number)).active:
            return territory.assignee(territory.unit_key(int(number)))
    except NotFound:
        pass
    raise _Unfit(_("This unit does not exist any more."))


def _usual(wanted: Draft) -> Assignee:
    kind_of_unit = wanted.category.unit_kind if wanted.category else ""
    posts = rulebook().usual_posts
    if not kind_of_unit:
        raise _Unfit(_("The class names no usual unit."))
    if kind_of_unit in posts:
        return _post(posts[kind_of_unit], wanted)
    unfit = _("The unit that usually does it is not here, or there is more than one.")
    return _unit_of_kind(kind_of_unit, wanted, unfit)


def _post(code: str, wanted: Draft) -> Assignee:
    found = territory.post_assignee(code, wanted.area_id)
    if found is not None:
        return found
    if any(post.code == code for post in territory.posts()):
        raise _Unfit(_("Nobody serves in the post %(code)s here.") % {"code": code})
    raise _Unfit(_("There is no post %(code)s.") % {"code": code})


def _unit_of_kind(name: str, wanted: Draft, unfit: str) -> Assignee:
    found = territory.unit_for(name, wanted.path, building_id=wanted.building_id)
    if found is None:
        raise _Unfit(unfit)
    return found


def _lacks_matter(found: Assignee, wanted: Draft) -> bool:
    if found.kind != "post" or found.level not in {"grid", "community"}:
        return False
    return listed_matter(wanted.category.id if wanted.category else None) is None


def _broken(row: RuleRow, wanted: Draft, why: str) -> Suggestion:
    named = {"number": row.number, "name": row.name, "why": why}
    reason = _("Rule %(number)d “%(name)s” could not be followed: %(why)s The duty desk decides.") % named
    fault = BrokenRule(row.id, row.number, row.name, why)
    return Suggestion(None, None, reason, automatic=False, broken=[fault], others=_helpers(wanted))


def _without_rule(wanted: Draft) -> Suggestion:
    if wanted.category is None:
        return _to_desk(_("It has no class yet: the desk looks at it first."))
    try:
        found = _usual(wanted)
    except _Unfit as unfit:
        reason = _("No rule fits. %(why)s The duty desk decides.") % {"why": unfit}
        return Suggestion(None, None, reason, automatic=False, others=_helpers(wanted))
    reason = _("No rule fits. %(name)s usually handles this class.") % {"name": found.name}
    return Suggestion(found, None, reason, automatic=False)


def _to_desk(reason: str) -> Suggestion:
    return Suggestion(None, None, reason, automatic=False)


def _helpers(wanted: Draft) -> list[Assignee]:
    """Return who else could take it: the units and posts that assist in its class."""
    found = []
    for name in wanted.category.assist_unit_kinds if wanted.category else ():
        posts = rulebook().usual_posts
        code = posts.get(name)
        helper = territory.post_assignee(code, wanted.area_id) if code else territory.unit_for(name, wanted.path)
        if helper is not None:
            found.append(helper)
    return found


def desk_for(path: str) -> AreaRow:
    """Return the area on whose desk a request of a place lies: the nearest upwards where somebody dispatches.

    The county's desk takes what no other has, and all that lies outside.
    """
    line = [area for area in reversed(territory.ancestors(path)) if area.kind in DESK_LEVELS]
    posts = [post.code for post in territory.posts() if Role.DISPATCHER in post.roles]
    return next((area for area in line if _is_served(area, posts)), line[-1])


def _is_served(area: AreaRow, posts: list[str]) -> bool:
    return any(territory.holders(territory.post_key(code, area_id=area.id)) for code in posts)


def note_broken(broken: list[BrokenRule]) -> None:
    """Remember on the rule that it could not be followed, for the console. Part of the caller's transaction."""
    for fault in broken:
        Rule.objects.filter(pk=fault.rule_id).update(broken_at=clock.now(), broken_why=fault.why[:200])
