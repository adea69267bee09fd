"""How long the pages of lists and figures take to be made, one visitor at a time."""

from collections.abc import Callable
from statistics import quantiles
from time import perf_counter, process_time
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.db import connection
from django.test import Client

from linli.channels.console import periods
from linli.engines.access.models import Account
from linli.engines.territory import public as territory

OPENED = 100  # times each page is opened, after two times that do not count


def addresses() -> dict[str, tuple[str, str]]:
    """Return the measured pages: who opens which address."""
    home = territory.descendants("", "community")[0]
    street = territory.descendants("", "street")[0]
    year = periods.named("year")
    console = {"state": "closed", "area": str(street.id), "category": "B01"}
    rare = {"state": "suspended", "area": str(home.id), "category": "B01"}
    return {
        "desk": ("street", "/console/queue/"),
        "desk_county": ("county", "/console/queue/"),
        "console": ("county", f"/console/search/?{urlencode(console)}"),
        "console_rare": ("county", f"/console/search/?{urlencode(rare)}"),
        "search": ("county", f"/console/search/?{urlencode({'state': 'all', 'q': '电梯漏水'})}"),
        "search_rare": ("county", f"/console/search/?{urlencode({'state': 'all', 'q': '（3999）'})}"),
        "search_often": ("county", f"/console/search/?{urlencode({'state': 'open', 'q': '漏水'})}"),
        "map": ("", "/around/"),
        "map_all": ("", "/around/?which=all&wide=1"),
        "figures": ("county", f"/console/figures/?{urlencode({'since': str(year.since), 'until': str(year.until)})}"),
        "board": ("county", "/console/board/"),
    }


def measure() -> dict[str, Any]:
    """Open each page as its people do; return the 50th and 95th percentile in milliseconds, queries, size."""
    settings.STORAGES["staticfiles"]["BACKEND"] = f"{StaticFilesStorage.__module__}.StaticFilesStorage"
    figures: dict[str, Any] = {}
    for name, (who, address) in addresses().items():
        figures |= {f"{name}_{key}": value for key, value in _opened(who, address).items()}
    return figures


def _opened(who: str, address: str) -> dict[str, float]:
    client = Client()
    if who:
        client.force_login(Account.objects.get(username=who))
    asked: list[str] = []

    def note(execute: Callable[..., object], sql: str, *more: object) -> object:
        asked.append(sql)
        return execute(sql, *more)

    with connection.execute_wrapper(note):
        _get(client, address)
    size = len(_get(client, address))
    times, begun = [], process_time()
    for _time in range(OPENED):
        start = perf_counter()
        _get(client, address)
        times.append((perf_counter() - start) * 1000)
        if sum(times) > 20_000:  # far beyond every goal: no need to wait for more
            break
    own = (process_time() - begun) * 1000 / len(times)
    cut = quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    half = sorted(times)[len(times) // 2]
    found = {"p95_ms": round(cut, 1), "p50_ms": round(half, 1), "cpu_ms": round(own, 1)}
    return {**found, "queries": len(asked), "kib": round(size / 1024)}


def _get(client: Client, address: str) -> bytes:
    answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address}: {answer.status_code}")
    return bytes(answer.content)
