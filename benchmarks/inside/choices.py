"""The page of choices of one need among 2,000 needs and 500 resources, as a worker opens it and decides."""

from dataclasses import asdict
from datetime import timedelta
from statistics import quantiles
from time import perf_counter
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.test import Client

from benchmarks import matching
from benchmarks.inside.orders import county_with_people
from linli.engines.access import public as access
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.programmes.lists.lifecycle import Category
from linli.programmes.lists.models import Need, Resource

NEEDS, RESOURCES, OPENED = 2_000, 500, 60
CATEGORIES = dict(zip(matching.KINDS, Category.values, strict=False))


def measure() -> dict[str, Any]:
    """Fill the lists; open the page again and again, then with another need on the list each time."""
    settings.STORAGES["staticfiles"]["BACKEND"] = f"{StaticFilesStorage.__module__}.StaticFilesStorage"
    street = county_with_people()["street"]
    _fill()
    client = Client()
    client.force_login(access.Account.objects.get(pk=street))
    path = territory.descendants("", "street")[0].path
    own = Need.objects.filter(territory.subtree(path)).order_by("id").values_list("number", flat=True)
    numbers = [int(number[1:]) for number in own[:OPENED]]
    first = _opened(client, numbers[0])
    same = [_opened(client, at) for at in numbers[1:]]
    changed = []
    for at in numbers[1:]:
        Need.objects.filter(number=f"N{at}").update(version=1, people=at % 7 + 1, words=f"想找人辅导孩子作业{at}")
        changed.append(_opened(client, at))
    return {
        "choices_first_ms": round(first, 1),
        "choices_p50_ms": round(sorted(same)[len(same) // 2], 1),
        "choices_p95_ms": round(quantiles(same, n=20)[-1], 1),
        "choices_changed_p50_ms": round(sorted(changed)[len(changed) // 2], 1),
        "choices_changed_p95_ms": round(quantiles(changed, n=20)[-1], 1),
    }


def _opened(client: Client, at: int) -> float:
    start = perf_counter()
    answer = client.get(f"/console/lists/matching/N{at}/")
    took = (perf_counter() - start) * 1000
    if answer.status_code != 200:
        raise SystemExit(f"{answer.status_code}")
    return took


def _fill() -> None:
    """Lay the needs and resources of the measurement of the matching into the county's communities."""
    needs, resources = matching.invented(needs=NEEDS, resources=RESOURCES)
    places = territory.descendants("", "community")
    county, now = territory.county(), clock.now()
    Need.objects.bulk_create(
        Need(
            number=f"N{at}", state="listed", area_id=(place := places[at * 7 % len(places)]).id, path=place.path,
            category=CATEGORIES[one.category], words=one.text[:120], people=one.people, urgent=one.urgent,
            windows=_windows(one.windows), skills=sorted(one.skills), origin="talk", tracking_hash=f"t{at}",
            said_at=now - timedelta(days=one.waited_days, hours=1),
        )
        for at, one in enumerate(needs)
    )  # fmt: skip
    Resource.objects.bulk_create(
        Resource(
            number=f"R{at}", state="listed", kind="volunteers", category=CATEGORIES[one.category],
            area_id=(place := places[at * 3 % len(places)]).id, path=place.path,
            serves=place.path if at % 2 else county.path, words=one.text[:120], giver_name="志愿者",
            windows=_windows(one.windows), skills=sorted(one.skills), seats=one.seats, capacity=one.capacity,
            offered_at=now,
        )
        for at, one in enumerate(resources)
    )  # fmt: skip


def _windows(windows: Any) -> list[list[int]]:  # noqa: ANN401
    return [list(asdict(one).values()) for one in windows]
