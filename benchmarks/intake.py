"""A report comes in through the API with everything on, beside a bare Django insert in the same run."""

import argparse
import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from time import perf_counter

import psutil

from benchmarks.inside import county, load, servers
from benchmarks.inside.databases import POSTGRESQL, SQLITE, database, engines, temporary
from benchmarks.report import Goal, finish

TEXTS = (
    "三号楼二单元楼道灯不亮，老人上下楼不方便，请尽快来看看。",
    "小区门口路面破损，下雨积水，车子过不去，希望修一修。",
    "楼上半夜装修噪音很大，孩子睡不着觉，说了几次也没用。",
    "垃圾好几天没人清运，味道很大，苍蝇也多，请安排处理。",
    "水管漏水，楼下都湿了，物业电话打不通。",
    "想问一下高龄津贴怎么办理，需要带什么材料？",
)
TOKENS = 64  # systems that send at once
WORKERS = 2  # as the product starts them
# a bare insert is quickest so: two processes on one SQLite file sleep while they wait, and eight threads are slower
BARE_WORKERS, BARE_THREADS = {POSTGRESQL: 2, SQLITE: 1}, "4"
AT_ONCE = (8, 32)
TIMES = 5  # of each measurement, in parts of the time


def bodies(count: int, random: Random) -> list[bytes]:
    """Make reports: words, a point at a building, who asks."""
    from linli.engines.territory.models import Building  # noqa: PLC0415 (Django stands by now)

    points = list(Building.objects.order_by("pk").values_list("longitude", "latitude"))
    made = []
    for number in range(count):
        east, north = random.choice(points)
        said = {
            "text": f"{random.choice(TEXTS)}（{number}）",
            "longitude": round(east + random.uniform(-2e-4, 2e-4), 7),
            "latitude": round(north + random.uniform(-2e-4, 2e-4), 7),
            "reporter": {"name": "王小明", "phone": f"139{random.randrange(10**8):08}"},
        }
        made.append(json.dumps(said, ensure_ascii=False).encode())
    return made


def requests(given: list[bytes], keys: list[str]) -> list[bytes]:
    """Make the requests of so many systems, each report with a key of its own."""
    return [
        load.post(
            "/api/v1/cases",
            body,
            Authorization=f"Bearer {keys[number % len(keys)]}",
            Idempotency_Key=secrets.token_hex(8),
        )
        for number, body in enumerate(given)
    ]


def statements(body: bytes, key: str) -> int:
    """Count the statements of one report in a warm process, BEGIN and COMMIT too."""
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    client, counted = Client(), []
    for _turn in range(6):
        with CaptureQueriesContext(connection) as seen:
            answer = client.post(
                "/api/v1/cases", body, content_type="application/json", headers={"authorization": f"Bearer {key}"}
            )
        if answer.status_code != 201:
            raise RuntimeError(answer.content.decode())
        counted.append(len(seen))
    return min(counted)


def deliver_milliseconds() -> float:
    """Return what the worker takes, after the answer, to tell everybody of one report."""
    from linli.engines.journal import public as journal  # noqa: PLC0415

    began, done = perf_counter(), 0
    while done < 600 and (now := journal.deliver_due(limit=200)):
        done += now
    return (perf_counter() - began) * 1000 / max(done, 1)


@contextmanager
def _bare(engine: str, url: str) -> Iterator[int]:
    make = [sys.executable, "-m", "benchmarks.inside.bare"]
    subprocess.run(make, check=True, env={**os.environ, "LINLI_DATABASE": url})
    workers = BARE_WORKERS[engine]
    with servers.served(
        "benchmarks.inside.bare:application", workers=workers, threads=BARE_THREADS, LINLI_DATABASE=url
    ) as (port, _):
        yield port


def measure(port: int, made: list[bytes], at_once: int, seconds: float) -> load.Load:
    """Warm up, then measure, each time over new connections: chance shares them out among the web processes.

    Raises: RuntimeError for any answer that is no success.
    """
    part, whole = len(made) // (TIMES + 1), load.Load()
    load.run(port, made[:part], at_once=at_once, seconds=seconds / TIMES)
    for start in range(part, part * (TIMES + 1), part):
        done = load.run(port, made[start : start + part], at_once=at_once, seconds=seconds / TIMES)
        if done.wrong:
            raise RuntimeError(f"{done.wrong} {done.first_wrong}")
        whole.seconds += done.seconds
        whole.milliseconds += done.milliseconds
    return whole


def on(engine: str, folder: Path, seconds: float) -> dict[str, float]:
    """Measure on one database."""
    figures: dict[str, float] = {}
    with database(engine, folder) as url:
        county.start(url, folder)
        county.found()
        keys = county.tokens(TOKENS)
        random = Random(7)
        plenty = bodies(int(seconds * 1500), random)
        bare_url = url if engine == POSTGRESQL else f"sqlite:///{folder / 'bare.sqlite3'}"
        rates: dict[int, float] = {}
        with _bare(engine, bare_url) as port:
            for at_once in AT_ONCE:
                bare = measure(port, requests(plenty, keys) * 4, at_once, seconds)
                rates[at_once] = bare.rate
                figures[f"{engine}_bare_rate_{at_once}"] = round(bare.rate)
        with servers.served("linli.config.wsgi:application", workers=WORKERS) as (port, web):
            watched = [web, *filter(None, [servers.postgres_server()])]
            for at_once in AT_ONCE:
                before, began = servers.cpu_seconds(*watched), perf_counter()
                done = measure(port, requests(plenty, keys), at_once, seconds)
                spent = servers.cpu_seconds(*watched) - before
                every = done.rate * (perf_counter() - began)
                name = f"{engine}_{{}}_{at_once}"
                figures[name.format("rate")] = round(done.rate)
                figures[name.format("share")] = round(done.rate / rates[at_once], 3)
                figures[name.format("p50_ms")] = round(done.percentile(0.5), 2)
                figures[name.format("p95_ms")] = round(done.percentile(0.95), 2)
                figures[name.format("cpu_ms")] = round(spent * 1000 / every, 2)
            figures[f"{engine}_worker_mib"] = max(one.memory_info().rss for one in servers.family(web)) // 2**20
        figures[f"{engine}_statements"] = statements(plenty[0], keys[0])
        figures[f"{engine}_deliver_ms"] = round(deliver_milliseconds(), 2)
    return figures


def goals(engine: str) -> list[Goal]:
    """Return what has to hold on a database."""
    return [
        *(Goal(f"{engine}_share_{at_once}", ">=", 0.25) for at_once in AT_ONCE),
        Goal(f"{engine}_p95_ms_8", "<=", 30),
        Goal(f"{engine}_statements", "<=", 12),
        Goal(f"{engine}_cpu_ms_8", "<=", 3),
    ]


def main() -> int:
    """Measure on every database that is installed, each in a process of its own."""
    parser = argparse.ArgumentParser(prog="linli bench intake")
    parser.add_argument("--seconds", type=float, default=10, help="of each measurement")
    parser.add_argument("--database", choices=[POSTGRESQL, SQLITE], default="")
    parser.add_argument("--one", choices=[POSTGRESQL, SQLITE], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        with temporary() as folder:
            print(json.dumps(on(options.one, folder, options.seconds)))
        return 0
    figures: dict[str, float] = {"cores": psutil.cpu_count() or 0}
    chosen = engines(options.database)
    for engine in chosen:
        command = [sys.executable, __file__, "--one", engine, "--seconds", str(options.seconds)]
        answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        figures |= json.loads(answer.stdout.splitlines()[-1])
    return finish("intake", figures, [goal for engine in chosen for goal in goals(engine)])


if __name__ == "__main__":
    raise SystemExit(main())
