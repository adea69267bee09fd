"""Whether a pattern of the right form also makes sense: everything named exists, once, with a source."""

import re
import string
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from linli.engines.cases import public as cases
from linli.patterns.problems import instead
from linli.patterns.reader import Source
from linli.patterns.spans import span

PLACEHOLDERS = frozenset({"number", "title", "unit", "due"})
REFERENCE = re.compile(r"@([a-z_]+)")
ROLES_OF_UNITS = frozenset({"handler", "collector", "figures"})  # a unit serves, it does not run an area's desk

Rows = list[dict[str, Any]]


def check_meaning(source: Source) -> None:
    """Add a problem for everything that is named but not there, there twice, or contradicts itself."""
    for check in _CHECKS:
        check(source)


def _rows(source: Source, name: str) -> Rows:
    return [row for row in source.data.get(name, []) if isinstance(row, dict)]


def _codes(source: Source, name: str) -> set[str]:
    return {str(row.get("code")) for row in _rows(source, name)}


def _unknown(source: Source, path: tuple[str | int, ...], given: str, known: Iterable[str], what: str) -> None:
    known = set(known)
    if given not in known:
        source.add(path, what % {"name": given} + instead(given, known))


def _sources(source: Source) -> None:
    """Each limit, post, rule says where it comes from; a reference names something in [sources]."""
    known = source.data.get("sources", {})
    for name in ("posts", "categories", "limits", "rules", "services", "points"):
        for number, row in enumerate(_rows(source, name)):
            text = str(row.get("source", ""))
            for reference in REFERENCE.findall(text):
                _unknown(source, (name, number, "source"), reference, known, _("[sources] has no “%(name)s”. "))
            if not text.strip():
                source.add(
                    (name, number, "source"),
                    _("Say where this comes from: a law with its article, a standard, or your own rule."),
                )


def _once(source: Source) -> None:
    for name, keys in _KEYS.items():
        seen: dict[tuple[str, ...], int] = {}
        for number, row in enumerate(_rows(source, name)):
            key = tuple(str(row.get(part, "")) for part in keys)
            first = seen.setdefault(key, number)
            if first != number:
                file, line = source.place((name, first))
                source.add(
                    (name, number),
                    _("“%(key)s” is here already: %(file)s, line %(line)d.")
                    % {
                        "key": " ".join(filter(None, key)),
                        "file": file,
                        "line": line,
                    },
                )


_KEYS = {
    "posts": ("code",),
    "unit_kinds": ("code",),
    "kinds": ("code",),
    "matters": ("code",),
    "rules": ("name",),
    "words": ("code",),
    "services": ("code",),
    "schemes": ("code",),
    "points": ("code",),
    "limits": ("clock", "class"),
    "dangers": ("code",),
    "replies": ("verb", "class", "name"),
}


def _posts(source: Source) -> None:
    for number, row in enumerate(_rows(source, "posts")):
        at = ("posts", number)
        for part, plan in enumerate(row.get("staffing", [])):
            if plan.get("grid") and row.get("level") != "grid":
                source.add((*at, "staffing", part), _("Only posts in grids can be told apart by “grid”."))
        if row.get("household_limit") and row.get("level") not in {"building", "entrance"}:
            source.add((*at, "household_limit"), _("Only heads of buildings and entrances have a limit of households."))
        desk = set(row.get("roles", [])) - ROLES_OF_UNITS
        if row.get("level") in {"unit", "building", "entrance"} and desk:
            source.add(
                (*at, "roles"),
                _("Posts of this level do not run a desk: take out %(roles)s.") % {"roles": ", ".join(sorted(desk))},
            )
    for kind, post in source.data.get("usual_posts", {}).items():
        _unknown(source, ("usual_posts", kind), post, _codes(source, "posts"), _("There is no post “%(name)s”. "))


def _areas(source: Source) -> None:
    least, most = source.data.get("areas", {}).get("grid_households", (0, 1))
    if least >= most:
        source.add(("areas", "grid_households"), _("The first number is the least, the second the most."))


def _taxonomy(source: Source) -> None:
    classes = [str(row.get("code")) for row in _rows(source, "classes")]
    handlers = _codes(source, "unit_kinds") | set(source.data.get("usual_posts", {}))
    seen = set(classes)
    for number, row in enumerate(_rows(source, "categories")):
        at, code = ("categories", number), str(row["code"])
        if code in seen:
            source.add((*at, "code"), _("The code “%(code)s” is used twice.") % {"code": code})
        seen.add(code)
        if not any(code.startswith(one) for one in classes):
            source.add((*at, "code"), _("The code must begin with that of a class: ") + ", ".join(classes))
        _unknown(
            source, (*at, "kind"), row["kind"], _codes(source, "kinds"), _("There is no kind of request “%(name)s”. ")
        )
        for key in ("handler", "helpers"):
            for name in _listed(row.get(key, [])):
                _unknown(source, (*at, key), name, handlers, _("There is no kind of unit “%(name)s”. "))
        _spans(source, row, number)


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _spans(source: Source, row: dict[str, Any], number: int) -> None:
    for key in ("contact", "finish"):
        try:
            span(row[key])
        except ValueError:
            source.add(("categories", number, key), _("This is no whole number of minutes, hours or days."))


def _class_codes(source: Source) -> set[str]:
    return _codes(source, "categories") | _codes(source, "classes")


def _limits(source: Source) -> None:
    for number, row in enumerate(_rows(source, "limits")):
        if "class" in row:
            _unknown(
                source,
                ("limits", number, "class"),
                row["class"],
                _class_codes(source),
                _("There is no class “%(name)s”. "),
            )


def _rules(source: Source) -> None:
    posts, kinds, units = _codes(source, "posts"), _codes(source, "kinds"), _codes(source, "unit_kinds")
    for number, row in enumerate(_rows(source, "rules")):
        at = ("rules", number)
        for code in row.get("categories", []):
            if not any(one.startswith(code) for one in _class_codes(source)):
                source.add((*at, "categories"), _("No class begins with “%(code)s”.") % {"code": code})
        for kind in row.get("kinds", []):
            _unknown(source, (*at, "kinds"), kind, kinds, _("There is no kind of request “%(name)s”. "))
        sort, _colon, name = row["target"].partition(":")
        if sort == "post":
            _unknown(source, (*at, "target"), name, posts, _("There is no post “%(name)s”. "))
        if sort == "unit":
            _unknown(source, (*at, "target"), name, units, _("There is no kind of unit “%(name)s”. "))
    _shadowed(source)


def _shadowed(source: Source) -> None:
    """Remark on rules after one that always holds: they are never reached."""
    rows = _rows(source, "rules")
    always = next(
        (n for n, row in enumerate(rows) if not {"categories", "kinds", "urgencies", "hours"} & row.keys()), None
    )
    for number in range((always if always is not None else len(rows)) + 1, len(rows)):
        source.add(("rules", number), _("This rule is never reached: one before it always holds."), "warning")


def _matters(source: Source) -> None:
    counted: dict[str, int] = {}
    for number, row in enumerate(_rows(source, "matters")):
        counted[row["list"]] = counted.get(row["list"], 0) + 1
        for code in row.get("classes", []):
            _unknown(
                source, ("matters", number, "classes"), code, _class_codes(source), _("There is no class “%(name)s”. ")
            )
    for name, row in source.data.get("matter_lists", {}).items():
        have = counted.get(name, 0)
        if have != row["count"]:
            source.add(
                ("matter_lists", name, "count"),
                _("The list says %(count)d matters, but %(have)d stand in the file.")
                % {
                    "count": row["count"],
                    "have": have,
                },
            )


def _replies(source: Source) -> None:
    for number, row in enumerate(_rows(source, "replies")):
        at = ("replies", number)
        _unknown(source, (*at, "verb"), row["verb"], cases.STEPS, _("There is no step “%(name)s”. "))
        if "class" in row:
            _unknown(source, (*at, "class"), row["class"], _class_codes(source), _("There is no class “%(name)s”. "))
        for name in _placeholders(row["text"]):
            _unknown(source, (*at, "text"), name, PLACEHOLDERS, _("There is no placeholder {%(name)s}. "))


def _placeholders(text: str) -> Iterator[str]:
    try:
        for _before, name, _form, _conversion in string.Formatter().parse(text):
            if name is not None:
                yield name
    except ValueError:
        yield "{"


_CHECKS: tuple[Callable[[Source], None], ...] = (
    _sources,
    _once,
    _areas,
    _posts,
    _taxonomy,
    _limits,
    _rules,
    _matters,
    _replies,
)
