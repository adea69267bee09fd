"""The filters of a list as one sentence whose words can be changed."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from linli.channels.console.filters import LATE_CHOICES, STATE_GROUPS, URGENCIES, Chosen, category_groups
from linli.channels.console.scope import AreaChoice
from linli.channels.console.words import LEVELS
from linli.engines.cases import public as cases

Option = tuple[str, str | Promise]
STATES_OF_DESK = ("waiting", "open", "dispatched", "handling", "suspended", "answered", "review")
STATES_OF_SEARCH = tuple(STATE_GROUPS)


def _options(options: Iterable[Option], value: str) -> SafeString:
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((key, SafeString(" selected") if key == value else "", label) for key, label in options),
    )


def _select(name: str, label: str, inside: SafeString) -> SafeString:
    return format_html('<select name="{}" aria-label="{}">{}</select>', name, label, inside)


def state_select(chosen: Chosen, states: Iterable[str]) -> SafeString:
    """Choose the state."""
    return _select("state", _("State"), _options(((key, STATE_GROUPS[key][0]) for key in states), chosen.state))


def area_select(areas: list[AreaChoice], value: str, *, name: str = "area") -> SafeString:
    """Choose an area; the first is the widest, and stands for no choice when it is the only one of its kind."""
    whole = len([area for area in areas if not area.depth]) == 1
    options: list[Option] = [] if whole else [("", _("all my areas"))]
    options += [("" if whole and not area.depth else str(area.id), area.indented) for area in areas]
    return _select(name, _("Area"), _options(options, value))


def category_select(value: str, *, name: str = "category") -> SafeString:
    """Choose a class of level one or two."""
    groups = format_html_join(
        "",
        '<optgroup label="{}">{}</optgroup>',
        (
            (group.name, _options([(group.code, _("All: %(name)s") % {"name": group.name}), *group.children], value))
            for group in category_groups()
        ),
    )
    return _select(name, _("Class"), _options([("", _("every class"))], value) + groups)


def late_select(chosen: Chosen) -> SafeString:
    """Choose whether only late ones are shown."""
    return _select("late", _("Late"), _options(LATE_CHOICES.items(), chosen.late))


def kind_select(value: str) -> SafeString:
    """Choose a kind of request."""
    kinds: list[Option] = [("", _("every kind"))]
    return _select("kind", _("Kind"), _options(kinds + [(row.code, row.name) for row in cases.kinds()], value))


def urgency_select(value: str) -> SafeString:
    """Choose the urgency."""
    return _select("urgency", _("Urgency"), _options(URGENCIES.items(), value))


def day_input(name: str, label: str, value: object) -> SafeString:
    """Choose a day."""
    return format_html('<input type="date" name="{}" aria-label="{}" value="{}">', name, label, value or "")


def desk_sentence(chosen: Chosen, areas: list[AreaChoice]) -> SafeString:
    """Say which cases the desk shows."""
    return format_html(
        _("Cases {state} in {area}, {category}, {late}"),
        state=state_select(chosen, STATES_OF_DESK),
        area=area_select(areas, str(chosen.area.id) if chosen.area else ""),
        category=category_select(chosen.category),
        late=late_select(chosen),
    )


def search_sentence(chosen: Chosen, areas: list[AreaChoice]) -> SafeString:
    """Say which cases a list shows, days and kinds too."""
    return format_html(
        _("Cases {state} in {area}, {category}, {late}, of {kind} and {urgency}, reported from {since} to {until}"),
        state=state_select(chosen, STATES_OF_SEARCH),
        area=area_select(areas, str(chosen.area.id) if chosen.area else ""),
        category=category_select(chosen.category),
        late=late_select(chosen),
        kind=kind_select(chosen.kind),
        urgency=urgency_select(chosen.urgency),
        since=day_input("since", _("First day"), chosen.since),
        until=day_input("until", _("Last day"), chosen.until),
    )


def level_select(levels: Iterable[str], value: str) -> SafeString:
    """Choose which areas a table goes by."""
    below: list[Option] = [("", _("one level below"))]
    return _select("level", _("Areas by"), _options(below + [(level, LEVELS[level]) for level in levels], value))
