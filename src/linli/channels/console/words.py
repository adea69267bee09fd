"""Words that several pages of the console share."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.utils.translation import ngettext

from linli.channels.ui.moments import ago_words, moment_words
from linli.kernel.money import format_fen

ORIGINS: dict[str, str | Promise] = {
    "portal": later("reported online"),
    "desk": later("found on the round"),
    "phone": later("by telephone"),
    "api": later("from another system"),
    "import": later("from a spreadsheet"),
    "visit": later("raised on a visit"),
    "meeting": later("raised at a meeting"),
}
CLOCKS: dict[str, str | Promise] = {
    "first_contact": later("First contact"),
    "handling": later("Handling"),
    "response": later("Answer of a called unit"),
    "call_back": later("Call-back"),
}
UNITS: dict[str, str | Promise] = {
    "wmin": later("working minutes"),
    "min": later("minutes"),
    "wd": later("working days"),
    "d": later("days"),
}
LEVELS: dict[str, str | Promise] = {
    "county": later("County"),
    "street": later("Street"),
    "community": later("Community"),
    "grid": later("Grid"),
    "building": later("Building"),
    "entrance": later("Entrance"),
    "unit": later("Unit"),
}
LISTS: dict[str, str | Promise] = {
    "statutory": later("By law"),
    "assisting": later("Assisting"),
    "delegated": later("Delegated"),
}
PRIVACY: dict[str, str | Promise] = {
    "public": later("class, place and state"),
    "limited": later("class and grid"),
    "private": later("counted only"),
}
MINUTES_PER_HOUR = 60


def limit_words(value: int, unit: str) -> str:
    """Say a length of time in the counting of its limit."""
    if unit in {"wmin", "min"} and value % MINUTES_PER_HOUR == 0:
        hours = value // MINUTES_PER_HOUR
        if unit == "wmin":
            return ngettext("%(n)d working hour", "%(n)d working hours", hours) % {"n": hours}
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    counted = {
        "wmin": ngettext("%(n)d working minute", "%(n)d working minutes", value),
        "min": ngettext("%(n)d minute", "%(n)d minutes", value),
        "wd": ngettext("%(n)d working day", "%(n)d working days", value),
        "d": ngettext("%(n)d day", "%(n)d days", value),
    }
    return counted.get(unit, "%(n)d") % {"n": value}


def row_words(row: object) -> str:
    """Say class, place and when it came in."""
    parts = [getattr(row, "category_name", ""), getattr(row, "place", "") or getattr(row, "area_name", "")]
    ping_pongs = int(getattr(row, "ping_pongs", 0))
    if ping_pongs:
        parts.append(ngettext("handed back once", "handed back %(n)d times", ping_pongs) % {"n": ping_pongs})
    parts.append(ago_words(getattr(row, "submitted_at", None)))
    return " · ".join(str(part) for part in parts if part)


def scope_words(name: str) -> str:
    """Say for which area something holds."""
    return _("in %(area)s") % {"area": name} if name else _("everywhere")


def application_state(state: str) -> str:
    """Say where an application for admission stands."""
    named = {
        "draft": _("to be put before the communities"),
        "opinion": _("communities say what they think"),
        "listed": _("admitted"),
        "refused": _("refused"),
        "expired": _("lapsed"),
    }
    return named.get(state, state)


def yuan(fen: int) -> str:
    """Say an amount of money."""
    return _("%(amount)s yuan") % {"amount": format_fen(fen)}


def found_words(row: object) -> str:
    """Say class, place, state, with whom, and when it came in."""
    parts = [
        getattr(row, "number", ""),
        getattr(row, "category_name", ""),
        getattr(row, "place", "") or getattr(row, "area_name", ""),
        getattr(row, "assignee_name", "") or getattr(row, "state_label", ""),
        moment_words(getattr(row, "submitted_at", None)),
    ]
    return " · ".join(str(part) for part in parts if part)


def twin_words(near: object) -> str:
    """Say how far away a possible duplicate is, how long ago it came in, how it stands and how many reported it."""
    row, metres = getattr(near, "row", None), int(getattr(near, "metres", 0))
    people = int(getattr(row, "people", 1))
    parts = [
        _("same building") if metres == 0 else _("%(n)d metres away") % {"n": metres},
        ago_words(getattr(row, "submitted_at", None)),
        str(getattr(row, "state_label", "")),
        ngettext("%(n)d person", "%(n)d people", people) % {"n": people} if people > 1 else "",
    ]
    return " · ".join(part for part in parts if part)
