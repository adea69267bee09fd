"""A database full of invented cases, and how long it takes to find one's like in it."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from statistics import median
from time import perf_counter
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from linli.engines.access.public import Role
from linli.engines.cases import public as cases
from linli.engines.cases.alike import traces
from linli.engines.cases.alike.traces import Spot, Wording, rows_of
from linli.engines.cases.models import Case, Category, Kind
from linli.engines.territory import public as territory
from linli.kernel import clock, insertions
from linli.kernel.actor import Actor, ActorKind, Grant
from linli.patterns import public as patterns
from linli.patterns import start

QUESTIONS = 300
WORDINGS = 20_000
SIDE_KM, SPOTS = 12, 300  # a town of 12 by 12 km; every third case lies at one of 300 busy spots
WEST, SOUTH, DEGREE = 102.1, 38.45, 111.195
SECRET = "bench-bench-bench"  # noqa: S105  of a database that is gone a minute later
THINGS = (
    "路灯", "井盖", "电梯", "垃圾桶", "下水道", "围墙", "单元门", "水泵", "晾衣架", "健身器材", "充电桩", "停车位",
    "绿化带", "消防通道", "楼顶", "化粪池", "路面", "公厕", "菜市场", "幼儿园",
)
FAULTS = (
    "坏了三天没人修", "晚上吵得睡不着", "臭味很大", "漏水漏到一楼", "被车占了", "裂开一道口子", "总是停用",
    "没有人打扫", "松动很危险", "堵得走不过去",
)
WANTS = (
    "请来看一看", "能不能换一个新的", "老人走路怕摔", "孩子每天从这里过", "问过物业说等通知", "上个月修过又坏",
    "下雨的时候更厉害",
)


def texts(random: Random) -> list[str]:
    """Invent wordings: a named place, a thing, what is wrong, what is wanted."""
    signs = "桂兰松竹梅荷云山水金玉和兴福安康宁泰文昌德明光华新春秋江河湖"
    found = []
    for _number in range(WORDINGS):
        estate = "".join(random.choices(signs, k=3))
        start = f"{estate}园{random.randint(1, 40)}号楼{random.randint(1, 4)}单元的{random.choice(THINGS)}"
        found.append(f"{start}{random.choice(FAULTS)}，{random.choice(WANTS)}，{random.choice(WANTS)}。")
    return found


def point(random: Random, spots: list[tuple[float, float]]) -> tuple[float, float]:
    """Choose where a case is."""
    if random.random() < 1 / 3:
        east, north = random.choice(spots)
        return east + random.gauss(0, 0.0004), north + random.gauss(0, 0.0004)
    return WEST + random.random() * SIDE_KM / 87, SOUTH + random.random() * SIDE_KM / DEGREE


def case_rows(number: int, random: Random, known: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Invent cases of three years."""
    spots = [(WEST + random.random() * SIDE_KM / 87, SOUTH + random.random() * SIDE_KM / DEGREE) for _ in range(SPOTS)]
    words, now = texts(random), datetime(2026, 11, 20, tzinfo=UTC)
    for serial in range(1, number + 1):
        at = now - timedelta(minutes=1_500_000 * (number - serial) // number)
        longitude, latitude = point(random, spots)
        ended = random.random() < 0.9
        text = random.choice(words)
        yield {
            **known["same"],
            "id": serial,
            "number": f"2026-{serial:09}",
            "state": "closed" if ended else "handling",
            "category_id": random.choice(known["categories"]),
            "text": text,
            "title": text[:24],
            "submitted_at": at,
            "submitted_on": at.date(),
            "longitude": longitude,
            "latitude": latitude,
            "closed_at": at + timedelta(days=3) if ended else None,
        }


def fill(number: int, random: Random) -> None:
    """Write the cases and their index straight into the tables, sorted as the index lies."""
    known = _known()
    wordings: dict[str, Wording] = {}
    fields = Case._meta.concrete_fields  # noqa: SLF001
    columns = [str(field.column) for field in fields]
    first = next(case_rows(1, Random(0), known))
    template = [field.get_db_prep_save(getattr(Case(**first), field.attname), connection) for field in fields]
    places = {name: [field.attname for field in fields].index(name) for name in first if name not in known["same"]}
    plain = connection.vendor == "postgresql"
    traces: list[tuple[int, int, int, bytes]] = []

    def values() -> Iterator[list[Any]]:
        for row in case_rows(number, random, known):
            wording = wordings.get(row["text"]) or wordings.setdefault(row["text"], Wording.of(row["text"]))
            traces.extend(rows_of(row["id"], row["submitted_on"], Spot(row["longitude"], row["latitude"]), wording))
            made = template.copy()
            for name, place in places.items():
                value = row[name]
                made[place] = value if plain or not isinstance(value, date) else _as_text(value)
            yield made

    with connection.cursor() as cursor:
        _without_indexes(cursor, connection.vendor)
        _copy(cursor, connection.vendor, "cases_case", columns, values())
        traces.sort()
        _copy(cursor, connection.vendor, "cases_trace", ["key", "day", "case_id", "sketch"], traces)
        cursor.execute("ANALYZE")


def _as_text(value: date) -> str:
    return value.strftime("%Y-%m-%d %H:%M:%S") if isinstance(value, datetime) else value.isoformat()


def _known() -> dict[str, Any]:
    patterns.load(patterns.default_pattern())
    start.first_county(name="金澜县", code="990302000000", username="bench", password=SECRET)
    county = territory.county()
    same = {
        "origin": "portal", "kind_id": Kind.objects.order_by("id")[0].pk, "privacy": "public", "area_id": county.id,
        "path": county.path, "desk_id": county.id, "desk_path": county.path,
    }
    classes = Category.objects.filter(parent__isnull=False).values_list("id", flat=True)
    return {"same": same, "categories": list(classes)}


def _without_indexes(cursor: CursorWrapper, vendor: str) -> None:
    """Drop the other indexes of cases and do not check keys while filling: only what the search uses is needed here."""
    if vendor == "sqlite":
        cursor.execute("SELECT name FROM sqlite_master WHERE type='index' AND tbl_name='cases_case' AND sql NOT NULL")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP INDEX "{name}"')
        cursor.execute("PRAGMA foreign_keys=OFF")
        return
    cursor.execute("SET session_replication_role = replica")
    cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename='cases_case' AND indexdef LIKE 'CREATE INDEX%'")
    for (name,) in cursor.fetchall():
        cursor.execute(f'DROP INDEX "{name}"')


def _copy(cursor: CursorWrapper, vendor: str, table: str, columns: list[str], rows: Iterable[Sequence[Any]]) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    if vendor == "sqlite":
        holders = ", ".join(["?"] * len(columns))
        cursor.cursor.connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({holders})", rows)  # noqa: S608
        return
    with cursor.cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def measure(number: int) -> dict[str, float]:
    """Fill a database, ask it, and say how long it took."""
    call_command("migrate", verbosity=0)
    random = Random(7)
    began = perf_counter()
    with transaction.atomic():
        fill(number, random)
    filled = perf_counter() - began
    asked = list(Case.objects.filter(pk__in=[random.randint(1, number) for _ in range(QUESTIONS)]))
    with clock.at(datetime(2026, 11, 20, 8, tzinfo=UTC)):
        _ask(asked)  # warms up
        staff, public, found = _ask(asked)
        written = _write(asked[-1])
    recent = {
        one.pk for one in asked if one.closed_at is None or one.closed_at > datetime(2026, 8, 25, tzinfo=UTC)
    }
    again = sum(case.pk in numbers for case, numbers in zip(asked, found, strict=True) if case.pk in recent)
    return {
        "fill_s": round(filled, 1),
        "staff_p50_ms": round(1000 * median(staff), 2),
        "staff_p95_ms": round(1000 * sorted(staff)[int(0.95 * len(staff))], 2),
        "public_p95_ms": round(1000 * sorted(public)[int(0.95 * len(public))], 2),
        "found_again": round(again / max(1, len(recent)), 3),
        "offered": round(sum(map(len, found)) / len(asked), 2),
        "write_ms": round(1000 * median(written), 3),
        "index_bytes_a_case": round(_size() / number),
    }


def _ask(asked: list[Case]) -> tuple[list[float], list[float], list[set[int]]]:
    """Report each case again from 20 metres away, in slightly other words; return the times and what was offered."""
    codes = dict(Category.objects.values_list("id", "code"))
    viewer = Actor(ActorKind.STAFF, account_id=1, grants=(Grant(role=Role.DISPATCHER, path=asked[0].path),))
    staff, public, found = [], [], []
    for case in asked:
        longitude, latitude = (case.longitude or 0) + 0.0002, case.latitude
        text, code = case.text.replace("，", "。", 1) + "谢谢", codes[case.category_id or 0]
        began = perf_counter()
        near = cases.similar_nearby(longitude, latitude, viewer=viewer, text=text, category_code=code)
        middle = perf_counter()
        cases.similar_public(longitude, latitude, text=text, category_code=code)
        public.append(perf_counter() - middle)
        staff.append(middle - began)
        found.append({one.row.id for one in near})
    return staff, public, found


def _write(case: Case) -> list[float]:
    """Measure what an index row costs, and take it back."""
    written = []
    with transaction.atomic():
        for day in range(200):
            case.submitted_on = clock.today() + timedelta(days=day + 1)
            began = perf_counter()
            insertions.write([traces.insertion([(case, Wording.of(case.text))])])
            written.append(perf_counter() - began)
        transaction.set_rollback(True)
    return written


def _size() -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_total_relation_size('cases_trace')")
        else:
            cursor.execute("SELECT SUM(pgsize) FROM dbstat WHERE name = 'cases_trace'")
        return int(cursor.fetchone()[0])


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
