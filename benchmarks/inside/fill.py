"""Many cases at once: written by the database itself out of a few thousand texts and all buildings of the county.

Rows are what three years leave behind: nearly all are closed, one in a hundred is open, the newest lie at the desks.
Fewer than a hundred thousand are what a tenth of that time leaves, and more of them are open: their pages are as full
as those of the many, so that what grows is not the page. They have no history, no clocks and nobody who reported them;
the search index holds their words, not their numbers.
"""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import BooleanField, CharField, Field, IntegerField, TextField
from django.db.models.fields import NOT_PROVIDED

from linli.engines.cases.models import Case, Category
from linli.engines.cases.models.case import NO_HURRY
from linli.engines.territory.models import Building
from linli.kernel import clock, grams

TEXTS = 4000
DAYS, FEW_DAYS, FEW = 3 * 365, 3 * 365 // 10, 100_000
OPEN, AT_DESKS = 2_000, 2_000  # of the newest, at least; a fifth of the latter wait to be dispatched
THINGS = ("路灯", "下水道", "楼道灯", "电梯", "垃圾桶", "单元门", "暖气", "井盖", "围墙", "树枝", "水管", "长椅")
TROUBLES = ("坏了", "漏水", "堵了", "不亮", "没人管", "响个不停", "松动", "被占用", "掉漆", "有异味")
PLACES = ("小区北门", "幼儿园旁边", "三单元门口", "菜市场东侧", "车棚里", "河边步道", "楼顶", "地下室", "公交站旁")
WISHES = ("请尽快来看看", "老人走路不方便", "已经好几天了", "晚上很不安全", "邻居都有意见", "孩子容易摔倒")

# one row for each number from {first} to {rows}; `r` is how many came later
FILL = """
WITH RECURSIVE n(i, r) AS (SELECT CAST(1 AS bigint), CAST({rows} AS bigint) - 1 UNION ALL
 SELECT i + 1, r - 1 FROM n WHERE i < {rows})
INSERT INTO cases_case (id, {names})
SELECT n.i, {values}
FROM n JOIN bench_text t ON t.k = (n.i * 7919) % {texts} JOIN bench_place p ON p.k = (n.i * 104729) % {places}
"""
INDEXED = {
    "sqlite": (
        "INSERT INTO cases_fts (rowid, grams, public_grams) "
        "SELECT c.i, t.grams, t.public_grams FROM ({numbers}) c JOIN bench_text t ON t.k = (c.i * 7919) % {texts}"
    ),
    "postgresql": (
        "INSERT INTO cases_casesearch (case_id, grams, public_grams) "
        "SELECT c.i, t.grams::tsvector, t.public_grams::tsvector FROM ({numbers}) c "
        "JOIN bench_text t ON t.k = (c.i * 7919) % {texts}"
    ),
}
NUMBERS = """
WITH RECURSIVE n(i) AS (SELECT CAST(1 AS bigint) UNION ALL SELECT i + 1 FROM n WHERE i < {rows}) SELECT i FROM n
"""
GIN = ("cases_search_grams", "cases_search_public_grams")


def fill(rows: int, seed: int = 1) -> None:
    """Put so many cases into an empty table of cases, their words into the index."""
    with connection.cursor() as cursor:
        _texts(cursor, seed)
        _places(cursor)
        cursor.execute("SELECT count(*) FROM bench_place")
        known = {"rows": rows, "texts": TEXTS, "places": cursor.fetchone()[0]}
        columns = {field.column: _value(field, rows) for field in Case._meta.concrete_fields if field.column != "id"}  # noqa: SLF001
        known |= {"names": ", ".join(columns), "values": ", ".join(columns.values())}
        cursor.execute(FILL.format(**known))
        _index(cursor, known)
        if connection.vendor == "postgresql":  # does it by itself in a while; SQLite is never told to
            cursor.execute("VACUUM ANALYZE")


def _texts(cursor: CursorWrapper, seed: int) -> None:
    random = Random(seed)
    known = Category.objects.filter(parent__isnull=False).order_by("code")
    classes = list(known.select_related("kind", "parent__kind"))
    cursor.execute(
        "CREATE TEMPORARY TABLE bench_text (k bigint PRIMARY KEY, text text, category bigint, kind bigint,"
        " privacy text, grams text, public_grams text)"
    )
    cut = grams.tsvector_text if connection.vendor == "postgresql" else grams.bigrams
    made = []
    for number in range(TEXTS):
        one = random.choice(classes)
        kind = one.kind or (one.parent.kind if one.parent else None)
        what = f"{random.choice(PLACES)}{random.choice(THINGS)}{random.choice(TROUBLES)}"
        text = f"{what}，{random.choice(WISHES)}（{number}）"
        public = one.name if one.privacy != Category.Privacy.PRIVATE else ""
        kind_id = kind.pk if kind else 1
        made.append((number, text, one.pk, kind_id, one.privacy, cut(f"{text}\n{text}\n{one.name}"), cut(public)))
    cursor.executemany("INSERT INTO bench_text VALUES (%s, %s, %s, %s, %s, %s, %s)", made)


def _places(cursor: CursorWrapper) -> None:
    cursor.execute(
        "CREATE TEMPORARY TABLE bench_place (k bigint PRIMARY KEY, building bigint, area bigint, path text,"
        " place text, east double precision, north double precision)"
    )
    found = Building.objects.filter(grid__isnull=False).order_by("pk")
    rows = found.values_list("pk", "grid_id", "path", "name", "longitude", "latitude")
    cursor.executemany(
        "INSERT INTO bench_place VALUES (%s, %s, %s, %s, %s, %s, %s)", [(k, *row) for k, row in enumerate(rows)]
    )


def _index(cursor: CursorWrapper, known: dict[str, Any]) -> None:
    vendor = connection.vendor
    made = []
    if vendor == "postgresql":  # an index over a full table is made faster than it grows
        for name in GIN:
            cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [name])
            made.append(cursor.fetchone()[0])
            cursor.execute(f"DROP INDEX {name}")
    cursor.execute(INDEXED[vendor].format(numbers=NUMBERS.format(**known), **known))
    for statement in made:
        cursor.execute(statement)


def _value(field: "Field[Any, Any]", rows: int) -> str:
    """Return the expression of a column: what is known of the invented cases, else what the column holds by itself."""
    known = _known(rows)
    if field.column in known:
        return known[field.column]
    if field.null:
        return "NULL"
    if field.default is not NOT_PROVIDED and isinstance(field, BooleanField | IntegerField | CharField | TextField):
        value = field.get_default()
        return _truth(value) if isinstance(value, bool) else f"'{value}'"
    return "''"


def _known(rows: int) -> dict[str, str]:
    later = f"r * {(FEW_DAYS if rows < FEW else DAYS) * 24 * 60 * 60 // rows}"  # seconds
    at, open_ = _moment(later), f"r < {max(rows // 100, min(OPEN, rows // 5), 1)}"
    ended = f"NOT ({open_})"
    waits = "CASE WHEN i % 5 < 2 THEN 'handling' WHEN i % 5 = 2 THEN 'dispatched' WHEN i % 5 = 3 THEN 'handled' ELSE "
    waits += f"(CASE WHEN r < {AT_DESKS} THEN 'submitted' ELSE 'suspended' END) END"
    due = f"CASE WHEN {open_} THEN {_moment('r * 20 - 200000 + i % 7 * 9000')} END"
    no_hurry = f"'{NO_HURRY:%Y-%m-%d %H:%M:%S}{'' if _lite() else '+00'}'"
    no_hurry += "" if _lite() else "::timestamptz"
    when_ended = f"CASE WHEN {ended} THEN {{0}} END"
    return {
        "number": "'B-' || i",
        "state": f"CASE WHEN {open_} THEN {waits} WHEN i % 50 = 0 THEN 'refused' ELSE 'closed' END",
        "exit_code": f"CASE WHEN {ended} AND i % 50 = 0 THEN 'outside' ELSE '' END",
        "origin": "'portal'",
        "kind_id": "t.kind",
        "category_id": "t.category",
        "privacy": "t.privacy",
        "text": "t.text",
        "title": "substr(t.text, 1, 40)",
        "submitted_at": at,
        "submitted_on": _day(later),
        "area_id": "p.area",
        "path": "p.path",
        "building_id": "p.building",
        "place": "p.place",
        "longitude": "p.east",
        "latitude": "p.north",
        "assignee": "CASE WHEN i % 3 = 0 THEN 'p:grid_leader:a' || p.area ELSE 'u:' || (1 + i % 40) END",
        "assignee_name": "'bench'",
        "desk_id": "p.area",
        "desk_path": "substr(p.path, 1, 21)",
        "due_at": due,
        "queue_at": f"coalesce({due}, {no_hurry})",
        "contact_due_at": _moment(f"{later} - 7200"),
        "contacted_at": _moment(f"{later} - (i % 9) * 1000"),
        "contact_minutes": "(i % 9) * 16",
        "handled_at": when_ended.format(_moment(f"{later} - (i % 97) * 3000")),
        "handling_minutes": when_ended.format("(i % 97) * 50"),
        "on_time": when_ended.format("i % 11 > 0"),
        "closed_at": when_ended.format(_moment(f"{later} - (i % 97) * 3600")),
        "solved": f"CASE WHEN {ended} AND i % 4 < 3 THEN i % 13 > 0 END",
        "rating": f"CASE WHEN {ended} AND i % 4 = 1 THEN 1 + i % 5 END",
        "settled_level": f"CASE WHEN {open_} THEN '' WHEN i % 4 = 0 THEN 'street' WHEN i % 4 = 1 THEN 'grid'"
        " ELSE 'community' END",
        "last_at": at,
    }


def _lite() -> bool:
    return connection.vendor == "sqlite"


def _truth(value: bool) -> str:
    return str(int(value)) if _lite() else str(value).lower()


def _moment(seconds: str) -> str:
    """Return the moment so many seconds ago."""
    now = _now()
    if _lite():
        return f"datetime('{now:%Y-%m-%d %H:%M:%S}', (-({seconds})) || ' seconds')"
    return f"(timestamptz '{now:%Y-%m-%d %H:%M:%S}+00' - ({seconds}) * interval '1 second')"


def _day(seconds: str) -> str:
    """Return the same day in China."""
    china = _now() + timedelta(hours=8)
    if _lite():
        return f"date('{china:%Y-%m-%d %H:%M:%S}', (-({seconds})) || ' seconds')"
    return f"(timestamp '{china:%Y-%m-%d %H:%M:%S}' - ({seconds}) * interval '1 second')::date"


def _now() -> datetime:
    return clock.now().replace(microsecond=0)
