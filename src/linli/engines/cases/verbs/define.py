"""Write the data that a pattern holds: kinds, classes, limits, matters, reply templates, usual posts.

Each verb takes many rows, finds those that are there by their code, writes only what differs, and leaves one line in
the journal for the batch. What the rows no longer name stays, for history may point to it: switch it off instead.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from linli.engines.cases.definitions import (
    CategoryInput,
    DangerInput,
    KindInput,
    LimitInput,
    MatterInput,
    TemplateInput,
)
from linli.engines.cases.lifecycle import STEPS
from linli.engines.cases.models import Category, Danger, Kind, Limit, Matter, ReplyTemplate, UsualPost
from linli.engines.cases.rulebook import RULES, URGENCIES
from linli.engines.cases.taxonomy import touch
from linli.engines.cases.verbs.batch import batch, must, plain, store, upsert, written
from linli.kernel.actor import Actor

LEVELS = frozenset({"", "grid", "community", "street", "county"})


def define_kinds(rows: Sequence[KindInput], *, by: Actor) -> int:
    """Write kinds of request; return how many changed. Raises: NotAllowed, Invalid."""
    with batch(by):
        for row in rows:
            must(row.privacy in {"", *Category.Privacy.values}, row.code, "privacy")
        wanted = {row.code: {**plain(row), "milestones": [dict(one) for one in row.milestones]} for row in rows}
        changed = upsert(Kind, wanted)
        written("kinds", changed, by)
        return len(changed)


def define_categories(rows: Sequence[CategoryInput], *, by: Actor) -> int:
    """Write classes; return how many changed. Raises: NotAllowed, Invalid."""
    with batch(by):
        kinds = dict(Kind.objects.values_list("code", "pk"))
        for row in rows:
            _check_category(row, kinds)
        changed = upsert(Category, {row.code: _category_values(row, kinds, {}) for row in rows if not row.parent_code})
        known = dict(Category.objects.values_list("code", "pk"))
        for row in rows:
            must(not row.parent_code or row.parent_code in known, row.code, "parent_code")
        changed += upsert(Category, {row.code: _category_values(row, kinds, known) for row in rows if row.parent_code})
        written("categories", changed, by)
        return len(changed)


def define_category(row: CategoryInput, *, by: Actor) -> int:
    """Write one class. Raises: NotAllowed, Invalid."""
    return define_categories([row], by=by)


def define_kind(row: KindInput, *, by: Actor) -> int:
    """Write one kind. Raises: NotAllowed, Invalid."""
    return define_kinds([row], by=by)


def _check_category(row: CategoryInput, kinds: Mapping[str, int]) -> None:
    must(bool(row.name.strip()), row.code, "name")
    must(not row.kind_code or row.kind_code in kinds, row.code, "kind_code")
    must(row.urgency in URGENCIES, row.code, "urgency")
    must(row.privacy in Category.Privacy.values, row.code, "privacy")
    must(row.resolve_level in LEVELS, row.code, "resolve_level")


def _category_values(row: CategoryInput, kinds: Mapping[str, int], known: Mapping[str, int]) -> dict[str, Any]:
    values = {name: value for name, value in plain(row).items() if name not in {"parent_code", "kind_code"}}
    values["words"], values["assist_unit_kinds"] = list(row.words), list(row.assist_unit_kinds)
    return {**values, "kind_id": kinds.get(row.kind_code), "parent_id": known.get(row.parent_code)}


def define_limits(rows: Sequence[LimitInput], *, by: Actor) -> int:
    """Write limits: one for each clock, class and area; return how many changed. Raises: NotAllowed, Invalid."""
    with batch(by):
        codes = dict(Category.objects.values_list("code", "pk"))
        wanted: dict[tuple[str, int | None, int | None], LimitInput] = {}
        for row in rows:
            must(row.clock in Limit.Clock.values, row.category_code or row.clock, "clock")
            must(row.unit in Limit.Unit.values, row.category_code or row.clock, "unit")
            must(not row.category_code or row.category_code in codes, row.category_code, "category_code")
            wanted[row.clock, codes.get(row.category_code), row.area_id] = row
        known = {(limit.clock, limit.category_id, limit.area_id): limit for limit in Limit.objects.all()}
        pairs = []
        for key, row in wanted.items():
            one = known.get(key) or Limit(clock=key[0], category_id=key[1], area_id=key[2])
            pairs.append((one, {"value": row.value, "unit": row.unit, "source": row.source}))
        changed = store(Limit, pairs)
        written("limits", [f"{one.clock} {one.category_id or ''}" for one in changed], by)
        return len(changed)


def save_limit(row: LimitInput, *, by: Actor) -> int:
    """Write one limit. Raises: NotAllowed, Invalid."""
    return define_limits([row], by=by)


def drop_limit(limit_id: int, *, by: Actor) -> None:
    """Take a limit away: the next wider one holds from then on; running clocks keep theirs. Raises: NotAllowed."""
    with batch(by):
        Limit.objects.filter(pk=limit_id).delete()
        written("limits", [f"dropped {limit_id}"], by)


def define_matters(rows: Sequence[MatterInput], *, by: Actor) -> int:
    """Write matters with the classes they cover; return how many changed. Raises: NotAllowed, Invalid."""
    with batch(by):
        codes = dict(Category.objects.values_list("code", "pk"))
        for row in rows:
            must(row.list_kind in Matter.ListKind.values, row.code, "list_kind")
            lost = [code for code in row.category_codes if code not in codes]
            must(not lost, row.code, "category_codes")
        changed = upsert(Matter, {row.code: _matter_values(row) for row in rows})
        changed += _cover(rows, codes)
        written("matters", sorted(set(changed)), by)
        return len(set(changed))


def _matter_values(row: MatterInput) -> dict[str, Any]:
    values = {name: value for name, value in plain(row).items() if name != "category_codes"}
    return {**values, "state": Matter.State.LISTED}


def _cover(rows: Sequence[MatterInput], codes: Mapping[str, int]) -> list[str]:
    """Write which classes each matter covers."""
    link = Matter.categories.through
    matters = {matter.code: matter.pk for matter in Matter.objects.filter(code__in=[row.code for row in rows])}
    wanted = {(matters[row.code], codes[code]) for row in rows for code in row.category_codes}
    present = set(link.objects.filter(matter_id__in=matters.values()).values_list("matter_id", "category_id"))
    for matter_id, category_id in present - wanted:
        link.objects.filter(matter_id=matter_id, category_id=category_id).delete()
    link.objects.bulk_create([link(matter_id=one, category_id=other) for one, other in sorted(wanted - present)])
    touched = {matter for matter, _category in present ^ wanted}
    return [code for code, number in matters.items() if number in touched]


def define_dangers(rows: Sequence[DangerInput], *, by: Actor) -> int:
    """Write kinds of danger and their words; return how many changed. Raises: NotAllowed, Invalid."""
    with batch(by):
        for row in rows:
            must(row.phone.isdigit(), row.code, "phone")
            must(all(len(word) > 1 for word in row.words), row.code, "words")
        changed = upsert(Danger, {row.code: {**plain(row), "words": list(row.words)} for row in rows})
        written("dangers", changed, by)
        return len(changed)


def define_reply_templates(rows: Sequence[TemplateInput], *, by: Actor) -> int:
    """Write ready-made texts, one for each verb, class and name; return how many changed.

    Raises: NotAllowed, Invalid.
    """
    with batch(by):
        codes = dict(Category.objects.values_list("code", "pk"))
        known = {(one.verb, one.category_id, one.name): one for one in ReplyTemplate.objects.all()}
        named = []
        for row in rows:
            must(row.verb in STEPS, row.name, "verb")
            must(not row.category_code or row.category_code in codes, row.name, "category_code")
            key = (row.verb, codes.get(row.category_code), row.name)
            one = known.get(key) or ReplyTemplate(verb=key[0], category_id=key[1], name=key[2])
            named.append((one, {"text": row.text, "order": row.order}))
        changed = store(ReplyTemplate, named)
        written("templates", [one.name for one in changed], by)
        return len(changed)


def save_reply_template(row: TemplateInput, *, by: Actor) -> int:
    """Write one ready-made text. Raises: NotAllowed, Invalid."""
    return define_reply_templates([row], by=by)


def define_usual_posts(posts: Mapping[str, str], *, by: Actor) -> int:
    """Say which post does the usual work of a level, for example grid: grid_leader. Raises: NotAllowed."""
    with batch(by):
        for unit_kind, code in posts.items():
            UsualPost.objects.update_or_create(unit_kind=unit_kind, defaults={"post_code": code})
        touch(RULES)
        written("usual_posts", sorted(posts), by)
        return len(posts)
