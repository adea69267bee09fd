"""Tags and filters every template may use."""

import json
from datetime import date, datetime
from typing import Any, cast

from django import template
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from linli.channels.ui.clockwords import clock_words, deadline_words
from linli.channels.ui.icons import ICONS
from linli.channels.ui.moments import ago_words, day_words, long_day, moment_words
from linli.kernel import clock as kernel_clock
from linli.kernel.money import format_fen

register = template.Library()


@register.simple_tag
def icon(name: str, size: int = 22) -> SafeString:
    """Draw an icon of our own; it is decoration, the words beside it say the same."""
    return format_html(
        '<svg class="icon" width="{0}" height="{0}" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
        ' stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"'
        ' aria-hidden="true" focusable="false">{1}</svg>',
        size, mark_safe(ICONS[name]),  # noqa: S308 -- our own drawings
    )


@register.filter
def clock(row: object, reader: str = "") -> SafeString:
    """Say what a case's clock says: `{{ case|clock }}`; for residents `{{ case|clock:"resident" }}`."""
    words = clock_words(row, reader=reader)
    return format_html('<span class="clock {}">{}</span>', words.tone, words.text)


@register.filter
def deadline(moment: datetime | None) -> SafeString | str:
    """Say how long is left until a moment, as a clock."""
    if moment is None:
        return ""
    words = deadline_words(moment)
    return format_html('<span class="clock {}">{}</span>', words.tone, words.text)


@register.filter
def hours(minutes: int) -> str:
    """Say minutes as hours, with one place where it is needed: 90 -> 1.5."""
    return f"{minutes / 60:.1f}".removesuffix(".0")


@register.filter
def yuan(fen: int) -> str:
    """Say an amount of fen in yuan, without a fraction where there is none."""
    return format_fen(fen).removesuffix(".00")


@register.filter
def when(moment: datetime | date | None) -> str:
    """Say a moment in words: 今天 14:05."""
    return moment_words(moment)


@register.filter
def ago(moment: datetime | None) -> str:
    """Say how long ago: 刚刚, 35 分钟前, then as `when`."""
    return ago_words(moment)


@register.filter
def day(value: datetime | date | None) -> str:
    """Say only the day."""
    if value is None:
        return ""
    return day_words(kernel_clock.local(value).date() if isinstance(value, datetime) else value)


@register.filter
def weekday(value: date) -> str:
    """Say a day with its weekday."""
    return long_day(value)


@register.inclusion_tag("ui/parts/work_row.html")
def work_row(row: object, href: str = "", **options: object) -> dict[str, Any]:
    """One row of work, the same everywhere: what, clock in words, where and what happened last.

    Options: `current` (chosen row), `resident` (words for residents), `where` (instead of place and last event),
    `badge` (instead of the clock), `what` (instead of the title), `people` (say how many reported).
    """
    return {"row": row, "href": href, "where": options.get("where") or where_words(row), **options}


def where_words(row: object) -> str:
    """Return place and last event of a row, as far as they are known."""
    place = getattr(row, "place", "") or getattr(row, "area_name", "")
    return " · ".join(str(part) for part in (place, getattr(row, "last_event", "")) if part)


@register.inclusion_tag("ui/parts/steps.html")
def steps(detail: object, limit: int = 0) -> dict[str, Any]:
    """What happened, in words, newest next step open at the end. Takes a case detail or a list of steps."""
    rows = list(cast("list[object]", getattr(detail, "steps", detail)) or [])
    hidden = rows[:-limit] if limit and len(rows) > limit else []
    return {"hidden": hidden, "steps": rows[len(hidden):], "next": getattr(detail, "next_step", None)}


def safe_json(value: object) -> SafeString:
    """Return JSON that cannot end the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder)
    return mark_safe(text.translate({ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}))  # noqa: S308


@register.inclusion_tag("ui/parts/map.html")
def area_map(id: str, **options: object) -> dict[str, object]:  # noqa: A002 -- the id of the element
    """The sketch map with its marks. Always show a list with the same things beside it.

    Options: `marks` (list of dicts: id, longitude and latitude or area, tone, title, href, people, count),
    `path` (of the area drawn; left out: the county), `focus` (area id), `pick` ("longitude-id latitude-id" of the
    inputs a tap fills), `around` ("longitude latitude metres": shown at the start, with a ring), `label`, `full`,
    `areas_open`.
    """
    marks = options.pop("marks", None) or []
    return {
        "id": id, "marks_json": safe_json(marks), "path": options.pop("path", ""),
        "tiles": getattr(settings, "TIANDITU_TILES", ""), "credit": getattr(settings, "TIANDITU_CREDIT", ""), **options,
    }
