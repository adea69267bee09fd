"""Put a pattern in force: through the verbs of the engines, only what differs, never taking history away."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from linli.engines.cases import public as cases
from linli.engines.journal import public as journal
from linli.engines.territory import circle
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound
from linli.kernel.locks import lock_names, write
from linli.patterns.changes import Change, compare
from linli.patterns.content import KEPT_HERE, Content, Section
from linli.patterns.models import Load
from linli.patterns.present import last_load, present
from linli.patterns.spans import span
from linli.programmes.orders import public as orders
from linli.programmes.volunteers import public as volunteers
from linli.programmes.wishes import public as wishes


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did."""

    changes: list[Change] = field(default_factory=list)  # written
    kept: list[Change] = field(default_factory=list)  # in force, not in the file; untouched
    waiting: list[str] = field(default_factory=list)  # sections that wait until there is a county

    def __iter__(self) -> Iterator[Change]:
        return iter(self.changes)

    def __len__(self) -> int:
        return len(self.changes)


def put_in_force(wanted: Content, *, by: Actor) -> LoadReport:
    """Write what differs from what is in force. Raises: NotAllowed, Invalid."""
    with write():
        lock_names(["pattern"])
        differences = compare(present(), wanted)
        waiting = [] if _county_id() is not None else [name for name in ("rules",) if wanted.get(name)]
        kept = [one for one in differences if one.kind == "kept"]
        changes = [one for one in differences if one.kind != "kept" and one.section not in waiting]
        for section, writer in _WRITERS.items():
            touched = {one.key for one in changes if one.section == section}
            if touched:
                whole = section in _WHOLE
                writer({key: entry for key, entry in wanted[section].items() if whole or key in touched}, by)
        if changes:
            _remember(wanted, len(changes), by)
        return LoadReport(changes, kept, waiting)


def put_rest_in_force(*, by: Actor) -> LoadReport:
    """Write what the last load had to leave until there is a county. Raises: NotAllowed, Invalid."""
    last = last_load()
    return put_in_force(last.content, by=by) if last is not None else LoadReport()


def _county_id() -> int | None:
    try:
        return territory.county().id
    except NotFound:
        return None


def _remember(wanted: Content, count: int, by: Actor) -> None:
    about = wanted["pattern"]["pattern"]
    row = Load.objects.create(
        code=about["code"],
        name=about["name"],
        version=about["version"],
        content=wanted,
        changes=count,
        loaded_at=clock.now(),
        loaded_by_id=by.account_id,
    )
    data = {"code": row.code, "version": row.version, "changes": count}
    journal.record(kind="pattern.loaded", stream="pattern", by=by, data=data)


def _posts(rows: Section, by: Actor) -> None:
    for code, row in rows.items():
        territory.define_post(code=code, by=by, **row)


def _staffing(rows: Section, by: Actor) -> None:
    for row in rows.values():
        territory.define_staffing(
            post_code=row["post"],
            grid_kind=row["grid"],
            count=row["count"],
            per_households=row["per_households"],
            by=by,
        )


def _usual_posts(rows: Section, by: Actor) -> None:
    cases.define_usual_posts({kind: row["post"] for kind, row in rows.items()}, by=by)


def _kinds(rows: Section, by: Actor) -> None:
    cases.define_kinds([cases.KindInput(code=code, **row) for code, row in rows.items()], by=by)


def _categories(rows: Section, by: Actor) -> None:
    cases.define_categories(
        [
            cases.CategoryInput(
                code=code,
                name=row["name"],
                parent_code=row["parent"],
                name_en=row["name_en"],
                words=row["words"],
                kind_code=row["kind"],
                unit_kind=row["handler"],
                assist_unit_kinds=row["helpers"],
                resolve_level=row["level"],
                urgency=row["urgency"],
                emergency_phone=row["emergency_phone"],
                privacy=row["privacy"],
                note=row["note"],
                source=row["source"],
            )
            for code, row in rows.items()
        ],
        by=by,
    )


def _limits(rows: Section, by: Actor) -> None:
    inputs = []
    for row in rows.values():
        value, unit = span(row["within"])
        inputs.append(
            cases.LimitInput(
                clock=row["clock"], value=value, unit=unit, source=row["source"], category_code=row["class"]
            )
        )
    cases.define_limits(inputs, by=by)


def _matters(rows: Section, by: Actor) -> None:
    cases.define_matters(
        [
            cases.MatterInput(
                code=code,
                list_kind=row["list"],
                title=row["title"],
                basis=row["basis"],
                office=row["office"],
                fee_owner=row["fee_owner"],
                category_codes=row["classes"],
                valid_from=date.fromisoformat(row["valid_from"]),
            )
            for code, row in rows.items()
        ],
        by=by,
    )


def _dangers(rows: Section, by: Actor) -> None:
    cases.define_dangers([cases.DangerInput(code=code, **row) for code, row in rows.items()], by=by)


def _replies(rows: Section, by: Actor) -> None:
    cases.define_reply_templates(
        [
            cases.TemplateInput(
                verb=row["verb"], name=row["name"], text=row["text"], category_code=row["class"], order=row["order"]
            )
            for row in rows.values()
        ],
        by=by,
    )


def _rules(rows: Section, by: Actor) -> None:
    root = territory.county().id
    cases.define_rules(
        [
            cases.RuleInput(
                name=name,
                target=row["target"],
                reason=row["reason"],
                area_id=root,
                categories=row["categories"],
                kinds=row["kinds"],
                urgencies=row["urgencies"],
                hours=row["hours"],
                automatic=row["automatic"],
                source=row["source"],
            )
            for name, row in sorted(rows.items(), key=lambda pair: pair[1]["order"])
        ],
        by=by,
    )


def _services(rows: Section, by: Actor) -> None:
    orders.define_services([orders.ServiceInput(code=code, **row) for code, row in rows.items()], by=by)


def _schemes(rows: Section, by: Actor) -> None:
    volunteers.define_schemes(
        [
            volunteers.SchemeInput(
                code, row["name"], row["source"], [volunteers.ItemInput(**item) for item in row["items"]], order=number
            )
            for number, (code, row) in enumerate(rows.items())
        ],
        by=by,
    )


def _points(rows: Section, by: Actor) -> None:
    circle.define_service_kinds([circle.KindInput(code=code, **row) for code, row in rows.items()], by=by)


def _wishes(rows: Section, by: Actor) -> None:
    for row in rows.values():
        wishes.define_rules(
            wishes.Rules(row["value_yuan"] * 100, row["claim_days"], row["rise_days"], row["source"]), by=by
        )


_WRITERS: dict[str, Callable[[Section, Actor], None]] = {
    "posts": _posts,
    "staffing": _staffing,
    "usual_posts": _usual_posts,
    "kinds": _kinds,
    "categories": _categories,
    "limits": _limits,
    "matters": _matters,
    "dangers": _dangers,
    "replies": _replies,
    "rules": _rules,
    "services": _services,
    "wishes": _wishes,
    "schemes": _schemes,
    "points": _points,
}
_WHOLE = frozenset({"rules", "usual_posts", "schemes"})  # an order holds only as a whole
if _WRITERS.keys() & set(KEPT_HERE):
    raise AssertionError("a section is kept by an engine or here, not by both")
