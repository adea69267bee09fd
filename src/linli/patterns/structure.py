"""Whether a pattern has the right form: checked against pattern.schema.json, told in words."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path as FilePath
from typing import Any, cast

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from linli.patterns.problems import instead
from linli.patterns.reader import Source

SCHEMA = FilePath(__file__).with_name("pattern.schema.json")


@cache
def validator() -> Draft202012Validator:
    """Return the validator of pattern files."""
    return Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))


def check_structure(source: Source) -> None:
    """Add a problem for everything that has the wrong form."""
    for error in sorted(validator().iter_errors(source.data), key=lambda one: list(map(str, one.absolute_path))):
        path = tuple(error.absolute_path)
        for name, message in _told(error):
            source.add((*path, name) if name else path, message)


def _told(error: ValidationError) -> list[tuple[str, str]]:
    """Return the key inside the faulty thing (or none) and what to say."""
    rule, wanted, given = str(error.validator), cast("Any", error.validator_value), cast("Any", error.instance)
    if rule == "required":
        return [("", _("“%(key)s” is missing here.") % {"key": key}) for key in wanted if key not in given][:1]
    if rule == "additionalProperties":
        return _strangers(given, cast("dict[str, Any]", error.schema).get("properties", {}))
    teller = _TELLERS.get(rule)
    return [("", teller(wanted, given) if teller else error.message)]


def _strangers(given: dict[str, Any], known: dict[str, Any]) -> list[tuple[str, str]]:
    strange = [key for key in given if key not in known]
    return [(key, _("There is no key “%(key)s” here. ") % {"key": key} + instead(key, known)) for key in strange]


def _kind(wanted: Any, given: Any) -> str:  # noqa: ANN401 (whatever a TOML file may hold)
    names = {
        "string": _("text in quotes"),
        "integer": _("a whole number"),
        "boolean": _("true or false"),
        "array": _("a list in [ ]"),
        "object": _("a table"),
    }
    return _("%(given)s is not right here: write %(wanted)s.") % {
        "given": _shown(given),
        "wanted": names.get(str(wanted), str(wanted)),
    }


def _shown(value: Any) -> str:  # noqa: ANN401
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else text[:40] + "…"


def _choice(wanted: Any, given: Any) -> str:  # noqa: ANN401
    return _("“%(given)s” is not known here. ") % {"given": given} + instead(str(given), map(str, wanted))


def _form(wanted: Any, given: Any) -> str:  # noqa: ANN401
    if "工作日" in str(wanted):
        return _(
            "“%(given)s” is no span of time. Write for example 2 h, 8 wh (working hours), 3 wd (working days), 15 d."
        ) % {"given": given}
    if "usual" in str(wanted):
        return _("“%(given)s” is no target. Write post:<code>, unit:<kind>, usual or duty.") % {"given": given}
    return _("“%(given)s” may have only letters, digits, dot, dash and underline.") % {"given": given}


def _too_long(wanted: Any, given: Any) -> str:  # noqa: ANN401
    return _("This has %(have)d characters; at most %(most)d fit.") % {"have": len(given), "most": wanted}


def _too_short(_wanted: Any, given: Any) -> str:  # noqa: ANN401
    return _("This may not be empty.") if not str(given).strip() else _("“%(given)s” is too short.") % {"given": given}


_TELLERS: dict[str, Callable[[Any, Any], str]] = {
    "type": _kind,
    "enum": _choice,
    "pattern": _form,
    "maxLength": _too_long,
    "minLength": _too_short,
    "minItems": lambda wanted, _given: _("At least %(count)d must stand here.") % {"count": wanted},
    "maxItems": lambda wanted, _given: _("At most %(count)d may stand here.") % {"count": wanted},
    "minimum": lambda wanted, _given: _("The least is %(value)s.") % {"value": wanted},
    "maximum": lambda wanted, _given: _("The most is %(value)s.") % {"value": wanted},
    "uniqueItems": lambda _wanted, _given: _("One of these stands here twice."),
    "const": lambda wanted, given: (
        _("This program reads format %(wanted)s, not %(given)s.") % {"wanted": wanted, "given": given}
    ),
}
