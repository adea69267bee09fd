"""A thousand cases replayed against a changed routing rule: how long somebody who edits rules waits for the answer."""

import argparse
from dataclasses import replace
from datetime import timedelta
from random import Random
from time import perf_counter

from benchmarks.inside import county
from benchmarks.inside.databases import SQLITE, database, temporary
from benchmarks.report import Goal, finish

CLASSES = ("A01", "A03", "B01", "B02", "C01", "")


def fill(count: int) -> None:
    """Take in so many requests all over the county, of several classes."""
    from linli.engines.cases import public as cases  # noqa: PLC0415 (Django stands by now)
    from linli.engines.territory.models import Building  # noqa: PLC0415
    from linli.kernel.actor import SYSTEM  # noqa: PLC0415
    from linli.programmes.requests import public as requests  # noqa: PLC0415

    random = Random(7)
    points = list(Building.objects.order_by("pk").values_list("longitude", "latitude"))
    known = {row.code for row in cases.categories()}
    chosen = [code for code in CLASSES if not code or code in known]
    for number in range(count):
        east, north = random.choice(points)
        requests.submit(
            by=SYSTEM,
            text=f"楼道里有东西坏了（{number}）",
            origin="import",
            category_code=random.choice(chosen),
            longitude=east,
            latitude=north,
        )


def measured() -> dict[str, float]:
    """Replay them against the first rule turned round: another target, every class."""
    from linli.engines.cases import public as cases  # noqa: PLC0415
    from linli.engines.cases.verbs.rules import input_of  # noqa: PLC0415
    from linli.kernel import clock  # noqa: PLC0415
    from linli.kernel.actor import SYSTEM  # noqa: PLC0415

    row = next(row for row in cases.rules() if row.active)
    change = replace(input_of(row), target="post:community_worker", categories=(), kinds=(), urgencies=())
    today = clock.today()
    times = []
    for _turn in range(3):
        began = perf_counter()
        found = cases.replay_rule(SYSTEM, change, since=today - timedelta(days=30), until=today, rule_id=row.id)
        times.append(perf_counter() - began)
    return {"cases": found.looked_at, "changed": found.changed, "seconds": round(max(times), 3)}


def main() -> int:
    """Measure on SQLite, the first turn with empty memory."""
    parser = argparse.ArgumentParser(prog="linli bench routing")
    parser.add_argument("--cases", type=int, default=1000)
    options = parser.parse_args()
    with temporary() as folder, database(SQLITE, folder) as url:
        county.start(url, folder)
        county.found()
        fill(options.cases)
        figures = measured()
    goals = [Goal("seconds", "<=", 2), Goal("changed", ">=", 1), Goal("cases", ">=", options.cases)]
    return finish("routing", figures, goals)


if __name__ == "__main__":
    raise SystemExit(main())
