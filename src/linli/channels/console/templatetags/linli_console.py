"""Tags of the console's pages."""

from collections.abc import Iterable
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.template.context import Context
from django.utils.functional import Promise

from linli.channels.console import navigation, scope, words
from linli.kernel.actor import VISITOR
from linli.kernel.errors import NotFound
from linli.patterns import public as patterns

register = template.Library()


@register.inclusion_tag("console/parts/navigation.html", takes_context=True)
def console_navigation(context: Context) -> dict[str, Any]:
    """Show the pages that are open to the viewer."""
    request = context.get("request")
    viewer = getattr(request, "viewer", VISITOR)
    links = list(navigation.links(viewer, getattr(request, "path", "")))
    groups = ("work", "together", "setup")
    return {group: [link for link in links if link.group == group] for group in groups}


@register.simple_tag(takes_context=True)
def console_where(context: Context) -> str:
    """Name the widest area in which the viewer serves."""
    viewer = getattr(context.get("request"), "viewer", VISITOR)
    try:
        return scope.home_area(viewer).name
    except NotFound:
        return ""


@register.filter
def origin(code: str) -> str | Promise:
    """Say how a case came in."""
    return words.ORIGINS.get(code, code)


@register.filter
def desk_where(row: object) -> str:
    """Say class, place and how long ago, as the rows of the desk do."""
    return words.row_words(row)


@register.filter
def limit(row: object) -> str:
    """Say a limit's value in its unit: 2 working hours, 7 working days."""
    return words.limit_words(int(getattr(row, "value", 0)), str(getattr(row, "unit", "")))


@register.filter
def percent(share: float | None) -> str:
    """Say a share as a percentage."""
    return "" if share is None else f"{share * 100:.1f}%"


@register.filter
def is_check(field: BoundField) -> bool:
    """Say whether a field is one check box."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def is_many(field: BoundField) -> bool:
    """Say whether a field is a group of boxes or buttons."""
    return isinstance(field.field.widget, forms.CheckboxSelectMultiple | forms.RadioSelect)


@register.filter
def is_long(field: BoundField) -> bool:
    """Say whether a field takes the whole width."""
    return isinstance(field.field.widget, forms.Textarea) or bool(field.field.widget.attrs.get("data-wide"))


@register.filter
def application_state(state: str) -> str:
    """Say where an application for admission stands."""
    return words.application_state(state)


@register.filter
def yuan(fen: int) -> str:
    """Say an amount of money."""
    return words.yuan(fen)


@register.filter
def unit_kind(code: str) -> str:
    """Say how the county calls a kind of unit, or a level that handles."""
    return patterns.word(code)


@register.filter
def unit_kinds(codes: Iterable[str]) -> str:
    """Say how the county calls several kinds of units."""
    return "、".join(patterns.word(code) for code in codes)


@register.filter
def clock_name(kind: str) -> str | Promise:
    """Say which clock a limit is for."""
    return words.CLOCKS.get(kind, kind)


@register.filter
def found_where(row: object) -> str:
    """Say class, place, state and with whom a found case is."""
    return words.found_words(row)


@register.filter
def twin_reason(near: object) -> str:
    """Say why a case may be the same: how far, how long ago, how it stands."""
    return words.twin_words(near)
