"""Write, order and drop routing rules."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from linli.engines.access import public as access
from linli.engines.access.public import Role
from linli.engines.cases.models import Rule
from linli.engines.cases.rulebook import RULES, RuleRow, fault_of
from linli.engines.cases.taxonomy import touch
from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.engines.territory.public import AreaRow
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotFound, Text
from linli.kernel.locks import lock_names, locked_one, write


@dataclass(frozen=True, slots=True)
class RuleInput:
    """What a rule says. Empty conditions hold always."""

    name: str
    target: str  # post:<code>, unit:<kind>, unit#<id>, duty, usual
    reason: str
    area_id: int
    categories: Sequence[str] = ()  # codes or their beginnings
    kinds: Sequence[str] = ()
    urgencies: Sequence[str] = ()
    hours: str = ""  # working, off
    automatic: bool = True
    source: str = ""
    active: bool = True


def save_rule(given: RuleInput, *, by: Actor, rule_id: int | None = None) -> Rule:
    """Write a rule anew (it comes last in its area) or change it. Raises: NotAllowed, NotFound, Invalid."""
    with write():
        lock_names([RULES])
        area = territory.area(given.area_id)
        access.require(by, Role.ADMINISTRATOR, area.path)
        require_sound(given, area)
        rule = _locked(rule_id, by) if rule_id is not None else Rule(order=_last(area.path) + 1)
        if rule.path not in {"", area.path}:
            rule.order = _last(area.path) + 1
        fill_rule(rule, given, area)
        rule.save()
        _record("saved", rule, by)
        return rule


def drop_rule(rule_id: int, *, by: Actor) -> None:
    """Take a rule away. Raises: NotAllowed, NotFound."""
    with write():
        lock_names([RULES])
        rule = _locked(rule_id, by)
        _record("dropped", rule, by)
        rule.delete()


def move_rule(rule_id: int, *, up: bool, by: Actor) -> Rule:
    """Let a rule change places with the one before or after it in its area. Raises: NotAllowed, NotFound."""
    with write():
        lock_names([RULES])
        rule = _locked(rule_id, by)
        line = list(Rule.objects.filter(path=rule.path).order_by("order", "pk"))
        place = line.index(rule)
        line.insert(max(0, place - 1) if up else place + 1, line.pop(place))
        for number, one in enumerate(line, 1):
            one.order = number
        Rule.objects.bulk_update(line, ["order"])
        moved = line[line.index(rule)]
        _record("moved", moved, by)
        return moved


def define_rules(rows: Sequence[RuleInput], *, by: Actor) -> int:
    """Write many rules in their order; a rule of the same area and name is replaced. For the pattern.

    Raises: Invalid, NotAllowed.
    """
    with write():
        lock_names([RULES])
        known = {(rule.area_id, rule.name): rule for rule in Rule.objects.all()}
        kept = []
        numbers: Counter[int] = Counter()
        for given in rows:
            area = territory.area(given.area_id)
            access.require(by, Role.ADMINISTRATOR, area.path)
            require_sound(given, area, units_come_later=True)
            rule = known.get((area.id, given.name)) or Rule()
            numbers[area.id] += 1
            rule.order = numbers[area.id]
            fill_rule(rule, given, area)
            kept.append(rule)
        fresh = [rule for rule in kept if rule.pk is None]
        Rule.objects.bulk_create(fresh)
        Rule.objects.bulk_update([rule for rule in kept if rule not in fresh], _COLUMNS, batch_size=200)
        touch(RULES)
        journal.record(kind="rules.defined", stream="rules", by=by, data={"count": len(kept)})
        return len(kept)


_COLUMNS = [
    "order",
    "name",
    "area",
    "path",
    "categories",
    "kinds",
    "urgencies",
    "hours",
    "target",
    "automatic",
    "reason",
    "source",
    "active",
    "broken_at",
    "broken_why",
]


def fill_rule(rule: Rule, given: RuleInput, area: AreaRow) -> None:
    """Write what a rule says onto its row; its place in the order is left alone."""
    rule.name, rule.target, rule.reason = given.name.strip(), given.target.strip(), given.reason.strip()
    rule.area_id, rule.path = area.id, area.path
    rule.categories, rule.kinds, rule.urgencies = list(given.categories), list(given.kinds), list(given.urgencies)
    rule.hours, rule.automatic, rule.active = given.hours, given.automatic, given.active
    rule.source = given.source.strip()
    rule.broken_at, rule.broken_why = None, ""


def require_sound(given: RuleInput, area: AreaRow, *, units_come_later: bool = False) -> None:
    """Refuse a rule that cannot be followed. Raises: Invalid."""
    fields: dict[str, Text] = {
        name: _("Please fill this in.") for name in ("name", "target", "reason") if not getattr(given, name).strip()
    }
    lengths = {"name": 60, "target": 60, "reason": 160, "source": 160}
    fields |= {
        name: _("At most %(most)d characters, please.") % {"most": most}
        for name, most in lengths.items()
        if len(getattr(given, name)) > most
    }
    if not fields and (why := fault_of(as_row(given, area), units_come_later=units_come_later)):
        fields["target"] = why
    if fields:
        raise Invalid(fields=fields)


def as_row(given: RuleInput, area: AreaRow) -> RuleRow:
    """Return what a rule would be, were it saved."""
    return RuleRow(
        id=0,
        number=0,
        name=given.name,
        area_id=area.id,
        area_name=area.name,
        path=area.path,
        categories=tuple(given.categories),
        kinds=tuple(given.kinds),
        urgencies=tuple(given.urgencies),
        hours=given.hours,
        target=given.target.strip(),
        automatic=given.automatic,
        reason=given.reason,
        source=given.source,
        active=given.active,
    )


def input_of(row: RuleRow) -> RuleInput:
    """Return a rule as input again, for a form that changes one field with `dataclasses.replace`."""
    return RuleInput(
        name=row.name,
        target=row.target,
        reason=row.reason,
        area_id=row.area_id,
        categories=row.categories,
        kinds=row.kinds,
        urgencies=row.urgencies,
        hours=row.hours,
        automatic=row.automatic,
        source=row.source,
        active=row.active,
    )


def switch_rule(row: RuleRow, *, active: bool, by: Actor) -> Rule:
    """Let a rule count or not. Raises: NotAllowed, NotFound, Invalid."""
    return save_rule(replace(input_of(row), active=active), by=by, rule_id=row.id)


def _locked(rule_id: int, by: Actor) -> Rule:
    rule = locked_one(Rule.objects.filter(pk=rule_id))
    if not access.may(by, Role.ADMINISTRATOR, rule.path):
        raise NotFound
    return rule


def _last(path: str) -> int:
    return Rule.objects.filter(path=path).aggregate(last=Max("order"))["last"] or 0


def _record(kind: str, rule: Rule, by: Actor) -> None:
    touch(RULES)
    data = {"rule": rule.pk, "name": rule.name, "target": rule.target, "order": rule.order, "active": rule.active}
    journal.record(kind=f"rules.{kind}", stream="rules", by=by, path=rule.path, data=data)
