"""Draft a set of routing rules, change it, put it in force on a day, take an earlier one up again."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from linli.engines.cases.models import Rule, RuleSet
from linli.engines.cases.rulebook import RULES, rules
from linli.engines.cases.rulekeepers import REPLAY, may_keep
from linli.engines.cases.taxonomy import touch
from linli.engines.cases.verbs.rules import RuleInput, fill_rule, input_of, require_sound
from linli.engines.journal import public as journal
from linli.engines.journal.public import JobRow
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import SYSTEM, Actor
from linli.kernel.errors import Invalid, LinliError, NotAllowed, NotFound
from linli.kernel.locks import lock_names, locked_one, write

MOST_RULES = 500
Content = list[dict[str, Any]]


def draft_rules(*, area_id: int, name: str, by: Actor, copy_of: int | None = None) -> RuleSet:
    """Begin a draft with the rules in force in an area, or with those of another set of it.

    Raises: NotAllowed, NotFound, Invalid.
    """
    with write():
        area = territory.area(area_id)
        if not may_keep(by, area.path):
            raise NotAllowed
        if not name.strip() or len(name.strip()) > 60:
            raise Invalid(fields={"name": _("Between 1 and 60 characters, please.")})
        content = in_force(area.path) if copy_of is None else _own(copy_of, by, area.path).rules
        made = RuleSet.objects.create(
            name=name.strip(), area_id=area.id, path=area.path, rules=content, made_by_id=by.account_id,
            made_at=clock.now(),
        )
        _record("drafted", made, by)
        return made


def put_rule(set_id: int, given: RuleInput, *, by: Actor, place: int | None = None) -> RuleSet:
    """Add a rule at the end of a draft, or change the one at a place. Raises: NotAllowed, NotFound, Invalid."""
    with write():
        draft = _draft(set_id, by)
        area = territory.area(given.area_id)
        if not area.path.startswith(draft.path):
            raise Invalid(fields={"area_id": _("The draft is about another area.")})
        require_sound(given, area)
        if place is None:
            if len(draft.rules) >= MOST_RULES:
                raise Invalid(_("At most %(most)d rules, please.") % {"most": MOST_RULES})
            draft.rules.append(content_of(given))
        else:
            draft.rules[_place(draft, place)] = content_of(given)
        draft.save(update_fields=["rules"])
        return draft


def take_out_rule(set_id: int, place: int, *, by: Actor) -> RuleSet:
    """Take a rule out of a draft. Raises: NotAllowed, NotFound."""
    with write():
        draft = _draft(set_id, by)
        del draft.rules[_place(draft, place)]
        draft.save(update_fields=["rules"])
        return draft


def shift_rule(set_id: int, place: int, *, up: bool, by: Actor) -> RuleSet:
    """Let a rule of a draft change places with its neighbour in its area. Raises: NotAllowed, NotFound."""
    with write():
        draft = _draft(set_id, by)
        here = _place(draft, place)
        same = [at for at, rule in enumerate(draft.rules) if rule["area_id"] == draft.rules[here]["area_id"]]
        other = same.index(here) + (-1 if up else 1)
        if 0 <= other < len(same):
            there = same[other]
            draft.rules[here], draft.rules[there] = draft.rules[there], draft.rules[here]
            draft.save(update_fields=["rules"])
        return draft


def drop_draft(set_id: int, *, by: Actor) -> None:
    """Throw a draft away, or one that waits for its day. Raises: NotAllowed, NotFound."""
    with write():
        found = _own(set_id, by)
        if found.state not in {RuleSet.State.DRAFT, RuleSet.State.SCHEDULED}:
            raise NotFound
        _record("draft_dropped", found, by)
        found.delete()


def replay_in_background(set_id: int, *, since: date, until: date, by: Actor) -> JobRow:
    """Replay the cases of some days against a set as long work; its result is what would have changed.

    Raises: NotFound, Invalid for days in the wrong order.
    """
    if until < since:
        raise Invalid(fields={"until": _("The last day lies before the first.")})
    found = RuleSet.objects.filter(pk=set_id).first()
    if found is None or not may_keep(by, found.path):
        raise NotFound
    payload = {"set": found.pk, "since": since.isoformat(), "until": until.isoformat()}
    title = _("Try the rules “%(name)s” on past cases") % {"name": found.name}
    return journal.start_job(kind=REPLAY, path=found.path, payload=payload, by=by, title=title)


def publish_rules(set_id: int, *, on: date, by: Actor) -> RuleSet:
    """Put a draft, or an earlier set again, in force: at once when the day has begun, else on that day.

    Raises: NotAllowed, NotFound, Invalid where a rule of it cannot be followed.
    """
    with write():
        lock_names([RULES])
        found = _own(set_id, by)
        if found.state not in {RuleSet.State.DRAFT, RuleSet.State.EARLIER}:
            raise NotFound
        _require_all_sound(found.rules)
        if found.state == RuleSet.State.EARLIER:
            last = RuleSet.objects.filter(path=found.path, state=RuleSet.State.PUBLISHED).first()
            if last is not None and on <= clock.today() and found.rules == last.rules == in_force(found.path):
                return last  # somebody else has put it in force again just now
            found = RuleSet(name=found.name, area_id=found.area_id, path=found.path, rules=found.rules,
                            made_by_id=by.account_id, made_at=clock.now())  # fmt: skip
        found.effective, found.fault = on, ""
        if on > clock.today():
            RuleSet.objects.filter(path=found.path, state=RuleSet.State.SCHEDULED).update(
                state=RuleSet.State.DRAFT, effective=None
            )
            found.state = RuleSet.State.SCHEDULED
            found.save()
            _record("scheduled", found, by)
        else:
            _put_in_force(found, by)
        return found


def apply_due(_moment: datetime) -> None:
    """Put the sets in force whose day has begun. One that cannot be followed any more becomes a draft again."""
    due = RuleSet.objects.filter(state=RuleSet.State.SCHEDULED, effective__lte=clock.today())
    for key in list(due.order_by("effective", "pk").values_list("pk", flat=True)):
        with write():
            lock_names([RULES])
            found = RuleSet.objects.filter(pk=key, state=RuleSet.State.SCHEDULED).first()
            if found is None:
                continue
            try:
                _require_all_sound(found.rules)
            except LinliError as error:
                found.state, found.effective, found.fault = RuleSet.State.DRAFT, None, str(error.message)[:300]
                found.save()
                _record("not_published", found, SYSTEM)
            else:
                _put_in_force(found, SYSTEM)


def in_force(path: str) -> Content:
    """Return the rules in force in an area and inside it, as a set keeps them."""
    return [content_of(input_of(row)) for row in rules(path) if row.path.startswith(path)]


def content_of(given: RuleInput) -> dict[str, Any]:
    """Return a rule as a set keeps it."""
    kept = asdict(given)
    return {**kept, **{name: list(kept[name]) for name in ("categories", "kinds", "urgencies")}}


def _put_in_force(found: RuleSet, by: Actor) -> None:
    """Replace the rules of the area. What was in force stays as an earlier set. The caller has the lock."""
    now, before = clock.now(), in_force(found.path)
    last = RuleSet.objects.filter(path=found.path, state=RuleSet.State.PUBLISHED).first()
    if last is not None:
        last.state, last.ended_at = RuleSet.State.EARLIER, now
        last.save(update_fields=["state", "ended_at"])
    if before and (last is None or last.rules != before):
        RuleSet.objects.create(
            name=_("As it was until %(day)s") % {"day": f"{clock.local(now):%Y-%m-%d}"}, area_id=found.area_id,
            path=found.path, rules=before, made_at=now, state=RuleSet.State.EARLIER, ended_at=now,
        )  # fmt: skip
    _replace(found.path, found.rules)
    # the rows come back in the order in which they are asked
    found.rules, found.state, found.began_at = in_force(found.path), RuleSet.State.PUBLISHED, now
    found.save()
    _record("published", found, by)


def _replace(path: str, content: Content) -> None:
    Rule.objects.filter(territory.subtree(path)).delete()
    numbers: dict[int, int] = {}
    made = []
    for given in (RuleInput(**one) for one in content):
        numbers[given.area_id] = numbers.get(given.area_id, 0) + 1
        rule = Rule(order=numbers[given.area_id])
        fill_rule(rule, given, territory.area(given.area_id))
        made.append(rule)
    Rule.objects.bulk_create(made)
    touch(RULES)


def _require_all_sound(content: Sequence[dict[str, Any]]) -> None:
    for one in content:
        given = RuleInput(**one)
        try:
            require_sound(given, territory.area(given.area_id))
        except LinliError as error:
            why = " ".join(str(text) for text in error.fields.values()) or str(error.message)
            raise Invalid(_("The rule “%(name)s”: %(why)s") % {"name": given.name, "why": why}) from error


def _own(set_id: int, by: Actor, path: str | None = None) -> RuleSet:
    found = locked_one(RuleSet.objects.filter(pk=set_id))
    if not may_keep(by, found.path) or (path is not None and found.path != path):
        raise NotFound
    return found


def _draft(set_id: int, by: Actor) -> RuleSet:
    found = _own(set_id, by)
    if found.state != RuleSet.State.DRAFT:
        raise NotFound
    return found


def _place(draft: RuleSet, place: int) -> int:
    if not 0 <= place < len(draft.rules):
        raise NotFound
    return place


def _record(kind: str, found: RuleSet, by: Actor) -> None:
    data = {"set": found.pk, "name": found.name, "rules": len(found.rules), "effective": str(found.effective or "")}
    journal.record(kind=f"rules.{kind}", stream="rules", by=by, path=found.path, data=data)
