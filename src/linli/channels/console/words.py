"""Words that several pages of the console share."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from linli.channels.ui.moments import ago_words, moment_words
from linli.engines.cases.public import Near
from linli.kernel.money import format_fen

ORIGINS: dict[str, str | Promise] = {
    "portal": gettext_lazy("reported online"),
    "desk": gettext_lazy("found on the round"),
    "phone": gettext_lazy("by telephone"),
    "api": gettext_lazy("from another system"),
    "import": gettext_lazy("from a spreadsheet"),
    "visit": gettext_lazy("raised on a visit"),
    "meeting": gettext_lazy("raised at a meeting"),
}
CLOCKS: dict[str, str | Promise] = {
    "first_contact": gettext_lazy("First contact"),
    "handling": gettext_lazy("Handling"),
    "response": gettext_lazy("Answer of a called unit"),
    "call_back": gettext_lazy("Call-back"),
}
UNITS: dict[str, str | Promise] = {
    "wmin": gettext_lazy("working minutes"),
    "min": gettext_lazy("minutes"),
    "wd": gettext_lazy("working days"),
    "d": gettext_lazy("days"),
}
LEVELS: dict[str, str | Promise] = {
    "county": gettext_lazy("County"),
    "street": gettext_lazy("Street"),
    "community": gettext_lazy("Community"),
    "grid": gettext_lazy("Grid"),
    "building": gettext_lazy("Building"),
    "entrance": gettext_lazy("Entrance"),
    "unit": gettext_lazy("Unit"),
}
LISTS: dict[str, str | Promise] = {
    "statutory": gettext_lazy("By law"),
    "assisting": gettext_lazy("Assisting"),
    "delegated": gettext_lazy("Delegated"),
}
PRIVACY: dict[str, str | Promise] = {
    "public": gettext_lazy("class, place and state"),
    "limited": gettext_lazy("class and grid"),
    "private": gettext_lazy("counted only"),
}
NUMBERS: dict[str, str | Promise] = {
    "received": gettext_lazy("Received"),
    "valid": gettext_lazy("Valid"),
    "closed": gettext_lazy("Closed"),
    "open": gettext_lazy("Still open"),
    "excluded": gettext_lazy("Left out of the figures"),
}
RATES: dict[str, str | Promise] = {
    "response": pgettext_lazy("rate", "Response"),
    "resolution": pgettext_lazy("rate", "Solved"),
    "satisfaction": pgettext_lazy("rate", "Satisfied"),
    "on_time": gettext_lazy("Done in time"),
    "settled": gettext_lazy("Settled in grid or community"),
}
RATE_PARTS: dict[str, str | Promise] = {
    "numerator": gettext_lazy("counted"),
    "denominator": gettext_lazy("all that were asked"),
    "missed": gettext_lazy("not reached"),
    "excluded": gettext_lazy("left out"),
}
MINUTES_PER_HOUR = 60
HOURS_IN_TWO_DAYS = 48


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
    """Say what a possible duplicate has in common, how long ago it came in, how it stands and how many reported it."""
    if not isinstance(near, Near):
        return ""
    people = near.row.people
    parts = [
        near.reason,
        ago_words(near.row.submitted_at),
        near.row.state_label,
        ngettext("%(n)d person", "%(n)d people", people) % {"n": people} if people > 1 else "",
    ]
    return " · ".join(part for part in parts if part)


def hours_words(hours: float | None) -> str:
    """Say a median: hours up to two days, days beyond."""
    if hours is None:
        return ""
    if hours < HOURS_IN_TWO_DAYS:
        return _("%(n)s hours") % {"n": f"{hours:.1f}"}
    return _("%(n)s days") % {"n": f"{hours / 24:.1f}"}


def measure_words(measure: str) -> str:
    """Say which number of the figures a list of cases stands behind."""
    rate, _sep, part = measure.partition(":")
    if not part:
        return str(NUMBERS.get(rate, ""))
    if rate == "excluded":
        return _("Left out of the figures")
    name = str(RATES.get(rate, ""))
    return f"{name} · {RATE_PARTS[part]}" if part in RATE_PARTS else name
