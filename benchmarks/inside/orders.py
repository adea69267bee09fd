"""A database full of invented orders, and how long its pages take."""

from datetime import date
from statistics import quantiles
from time import perf_counter
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.management import call_command
from django.db import connection
from django.test import Client

from linli.engines.access import public as access
from linli.engines.territory import public as territory
from linli.kernel.actor import SYSTEM
from linli.patterns import public as patterns
from linli.programmes.orders import public as orders

OPENED = 40  # times each page is opened
STREETS, COMMUNITIES, GRIDS = 3, 5, 5
SINCE = date(2025, 1, 1)
SECRET = "bench bench bench bench"  # noqa: S105  of a database that is gone a minute later
# one row for each number; {…} differs between the databases, %…% is what Django writes for the columns left out
FILL = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows}),
a AS (SELECT id, path, row_number() OVER (ORDER BY id) - 1 AS k FROM territory_area WHERE kind = 'grid'),
s AS (SELECT id, row_number() OVER (ORDER BY id) - 1 AS k FROM orders_service)
INSERT INTO orders_order (number, state, service_id, people, area_id, path, place, text, wanted_from, wanted_to, origin,
 tracking, tracking_hash, name, phone, home, helper_name, pooled, ordered_at, ended_at, offer_until, reason, thanks,
 wrong_codes, version, last_verb, last_at, account_id)
SELECT 'D' || i, CASE WHEN i % 100 < 2 THEN 'ordered' WHEN i % 100 < 4 THEN 'offered' WHEN i % 100 < 6 THEN 'taken'
 WHEN i % 100 < 7 THEN 'done' ELSE 'confirmed' END, s.id, 1, a.id, a.path, 'Court ' || (i % 40), 'needs ' || i,
 {at}, {later}, 'portal', '', 'h' || i, '', '', '', '', {pooled}, {at},
 CASE WHEN i % 100 < 7 THEN NULL ELSE {later} END, CASE WHEN i % 100 IN (2, 3) THEN {later} END, '', '', 0, 0, 'order',
 {at}, CASE WHEN i % 5000 = 0 THEN {account} END
FROM n JOIN a ON a.k = (i % 100000 * 7919) % {grids} JOIN s ON s.k = i % {services}
"""


def measure(rows: int) -> dict[str, Any]:
    """Fill the database, open each page as its people do, return p95 and the number of queries."""
    settings.STORAGES["staticfiles"]["BACKEND"] = f"{StaticFilesStorage.__module__}.StaticFilesStorage"
    people = county_with_people()
    started = perf_counter()
    _fill(rows, people["resident"])
    figures: dict[str, Any] = {"fill_seconds": round(perf_counter() - started, 1)}
    area = territory.descendants("", "community")[0].id
    for name, who, address in (
        ("console", "street", "/console/orders/"),
        ("console_open", "street", "/console/orders/?state=open"),
        ("console_service_area", "street", f"/console/orders/?state=confirmed&service=errand_card&area={area}"),
        ("desk", "worker", "/desk/orders/"),
        ("pool", "helper", "/orders/helping/"),
        ("mine", "resident", "/orders/"),
    ):
        figures |= {f"{name}_{key}": value for key, value in _opened(people[who], address).items()}
    return figures


def _opened(account: int, address: str) -> dict[str, float]:
    client = Client()
    client.force_login(access.Account.objects.get(pk=account))
    times = []
    for _time in range(OPENED):
        start = perf_counter()
        answer = client.get(address)
        times.append((perf_counter() - start) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code}")
    return {"p95_ms": round(quantiles(times[2:], n=20)[-1], 1), "p50_ms": round(sorted(times)[OPENED // 2], 1)}


def county_with_people() -> dict[str, int]:
    """Make a county of 75 grids with the people who open the pages."""
    patterns.load(patterns.default_pattern())
    add: Any = territory.add_area
    county = add(kind="county", name="C", code="620399000000", parent_id=None, valid_from=SINCE, by=SYSTEM)
    first: dict[str, Any] = {}
    for street in range(STREETS):
        above = add(
            kind="street",
            name=f"S{street}",
            code=f"620399{street + 1:03}000",
            parent_id=county.pk,
            valid_from=SINCE,
            by=SYSTEM,
        )
        first.setdefault("street", above)
        for number in range(COMMUNITIES):
            code = f"620399{street + 1:03}{number + 1:03}"
            community = add(
                kind="community", name=f"C{street}{number}", code=code, parent_id=above.pk, valid_from=SINCE, by=SYSTEM
            )
            first.setdefault("community", community)
            for grid in range(GRIDS):
                add(
                    kind="grid",
                    grid_kind="basic",
                    name=f"G{grid}",
                    code=f"{code}{grid + 1:03}",
                    parent_id=community.pk,
                    valid_from=SINCE,
                    by=SYSTEM,
                )
    return _people(first)


def _people(first: dict[str, Any]) -> dict[str, int]:
    made = {
        name: access.create_account(username=name, name=name, password=SECRET, invented=True, by=SYSTEM).pk
        for name in ("street", "worker", "helper", "resident")
    }
    territory.appoint(
        post_code="street_dispatcher", account_id=made["street"], area_id=first["street"].pk, starts=SINCE, by=SYSTEM
    )
    territory.appoint(
        post_code="community_secretary",
        account_id=made["worker"],
        area_id=first["community"].pk,
        starts=SINCE,
        by=SYSTEM,
    )
    orders.register_taker(by=SYSTEM, area_id=first["community"].pk, account_id=made["helper"])
    return made


def _fill(rows: int, account: int) -> None:
    lite = connection.vendor == "sqlite"
    at = (
        "datetime('2026-11-20', '-' || (i / 2) || ' minutes')"
        if lite
        else ("(timestamptz '2026-11-20 00:00+00' - (i / 2) * interval '1 minute')")
    )
    later = (
        "datetime('2026-11-20', '-' || (i / 2 - 180) || ' minutes')"
        if lite
        else ("(timestamptz '2026-11-20 00:00+00' - (i / 2 - 180) * interval '1 minute')")
    )
    later = later.replace("'-' || (i / 2 - 180)", "(180 - i / 2)")
    known = {
        "rows": rows,
        "at": at,
        "later": later,
        "account": account,
        "grids": STREETS * COMMUNITIES * GRIDS,
        "services": len(orders.services()),
        "pooled": "1" if lite else "true",
    }
    with connection.cursor() as cursor:
        cursor.execute(FILL.format(**known).replace("%", "%%"), [])
        cursor.execute("ANALYZE")
    call_command("check", verbosity=0)
