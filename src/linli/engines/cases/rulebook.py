"""The routing rules as each process keeps them in memory, and what can be wrong with a rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from linli.engines.access import public as access
from linli.engines.access.public import Role
from linli.engines.cases.models import Rule, UsualPost
from linli.engines.cases.taxonomy import taxonomy, token
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor

RULES = "rules"
URGENCIES = ("normal", "urgent", "emergency", "long")
HOURS = ("", "working", "off")
USUAL_POSTS = {"grid": "grid_leader", "community": "community_worker"}  # where the pattern says nothing
REMEMBERED = timedelta(days=7)  # how long a failure met on the way is shown


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A routing rule; its number is its place in the order of its area."""

    id: int
    number: int
    name: str
    area_id: int
    area_name: str
    path: str
    categories: tuple[str, ...]
    kinds: tuple[str, ...]
    urgencies: tuple[str, ...]
    hours: str
    target: str
    automatic: bool
    reason: str
    source: str
    active: bool
    broken_at: datetime | None = None
    broken_why: str = ""


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """A rule that could not be followed, and why."""

    rule_id: int
    number: int
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All active rules in the order in which they are asked, and the usual posts."""

    rules: tuple[RuleRow, ...]
    usual_posts: dict[str, str]


_kept: dict[str, Rulebook] = {}


def rulebook() -> Rulebook:
    """Return the rules in force: one query, three after a change."""
    present = token(RULES)
    found = _kept.get(present) if present else None
    if found is None:
        named = dict(UsualPost.objects.values_list("unit_kind", "post_code"))
        found = Rulebook(tuple(_rows(active_only=True)), {**USUAL_POSTS, **named})
        _kept.clear()
        if present:
            _kept[present] = found
    return found


def usual_posts() -> dict[str, str]:
    """Return which post stands for a kind of unit (grid, community ...), as defined; what is built in is left out."""
    return dict(UsualPost.objects.order_by("unit_kind").values_list("unit_kind", "post_code"))


def _rows(*, active_only: bool) -> list[RuleRow]:
    found = Rule.objects.select_related("area").filter(**({"active": True} if active_only else {}))
    ordered = sorted(found, key=lambda rule: (-len(rule.path), rule.path, rule.order, rule.pk))
    return [_row(rule) for rule in ordered]


def _row(rule: Rule) -> RuleRow:
    return RuleRow(
        id=rule.pk,
        number=rule.order,
        name=rule.name,
        area_id=rule.area_id,
        area_name=rule.area.name,
        path=rule.path,
        categories=tuple(rule.categories),
        kinds=tuple(rule.kinds),
        urgencies=tuple(rule.urgencies),
        hours=rule.hours,
        target=rule.target,
        automatic=rule.automatic,
        reason=rule.reason,
        source=rule.source,
        active=rule.active,
        broken_at=rule.broken_at,
        broken_why=rule.broken_why,
    )


def rules(path: str = "") -> list[RuleRow]:
    """Return the rules that are asked for places in an area: its own, those above it and those inside it."""
    return [row for row in _rows(active_only=False) if path.startswith(row.path) or row.path.startswith(path)]


def broken_rules(viewer: Actor) -> list[BrokenRule]:
    """Return the active rules of the viewer's areas that cannot be followed, with the reason in words."""
    roles = (Role.ADMINISTRATOR, Role.COORDINATOR, Role.DISPATCHER, Role.SUPERVISOR)
    found = []
    for row in _rows(active_only=True):
        if not any(access.may(viewer, role, row.path) for role in roles):
            continue
        why = fault_of(row) or _met_lately(row)
        if why:
            found.append(BrokenRule(row.id, row.number, row.name, why))
    return found


def _met_lately(row: RuleRow) -> str:
    lately = row.broken_at is not None and row.broken_at > clock.now() - REMEMBERED
    return row.broken_why if lately else ""


def fault_of(row: RuleRow, *, units_come_later: bool = False) -> str:
    """Return what is wrong with a rule wherever it is asked; empty when nothing is.

    `units_come_later`: a pattern is loaded before the county has units; until then the rule shows as broken.
    """
    why = _fault_of_conditions(row)
    if not why and units_come_later and row.target.startswith("unit:"):
        return ""
    return why or _fault_of_target(row.target, row.path)


def _fault_of_conditions(row: RuleRow) -> str:
    known = taxonomy()
    codes = tuple(known.category_by_code)
    lost = [code for code in row.categories if not any(have.startswith(code) for have in codes)]
    if lost:
        return _("No class has the code %(code)s.") % {"code": lost[0]}
    if strange := [code for code in row.kinds if code not in known.kind_by_code]:
        return _("There is no kind of request %(code)s.") % {"code": strange[0]}
    return fault_of_words(row.urgencies, row.hours)


def fault_of_words(urgencies: Sequence[str], hours: str) -> str:
    """Return what is wrong with the urgencies and hours of a rule; empty when nothing is."""
    if strange := [word for word in urgencies if word not in URGENCIES]:
        return _("There is no urgency %(word)s.") % {"word": strange[0]}
    return "" if hours in HOURS else _("The hours must be working, off, or empty.")


def _fault_of_target(target: str, path: str) -> str:
    kind, _sep, name = target.partition(":")
    if target in {"duty", "usual"}:
        return ""
    if kind == "post" and name:
        known = any(post.code == name for post in territory.posts())
        return "" if known else _("There is no post %(code)s.") % {"code": name}
    if kind == "unit" and name:
        around = territory.units(path, kind=name, above=True)
        return "" if around else _("There is no unit of the kind %(kind)s here.") % {"kind": name}
    number = target.removeprefix("unit#")
    if number != target and number.isdigit():
        living = any(unit.id == int(number) for unit in territory.units())
        return "" if living else _("This unit does not exist any more.")
    return _("Nobody can tell where it sends to: %(target)s.") % {"target": target}
