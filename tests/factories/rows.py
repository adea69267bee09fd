"""Many cases at once, written straight into the table: for figures and lists, where only their number matters."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from tests.factories.cases import MORNING, World

from linli.engines.cases import search
from linli.engines.cases.alike import traces
from linli.engines.cases.alike.traces import Wording
from linli.engines.cases.models import NO_HURRY, Case
from linli.engines.cases.taxonomy import taxonomy
from linli.engines.territory import public as territory
from linli.kernel import insertions
from linli.kernel.clock import local

_serial = count(1)


def some_cases(world: World, number: int = 1, *, grid: int = 0, category: str = "A03", **more: Any) -> list[Case]:
    """So many closed, solved and rated cases of one class and grid, unless told otherwise, a minute apart."""
    known = taxonomy()
    area = territory.area(world.land.grids[grid].pk)
    desk = territory.area(area.parent_id or 0)
    start: datetime = more.pop("submitted_at", MORNING)
    given: dict[str, Any] = {
        "state": "closed",
        "origin": "portal",
        "kind_id": known.kind_by_code["complaint"].id,
        "category_id": known.category_by_code[category].id if category else None,
        "privacy": known.category_by_code[category].privacy if category else "limited",
        "text": "楼道堵了",
        "title": "楼道堵了",
        "area_id": area.id,
        "path": area.path,
        "desk_id": desk.id,
        "desk_path": desk.path,
        "place": "兴农小区 3 号楼",
        "queue_at": more.get("due_at") or NO_HURRY,
        "last_verb": "rate",
        **more,
    }
    made = []
    for place in range(number):
        moment = start + timedelta(minutes=place)
        own = {"closed_at": moment, "last_at": moment} if given["state"] in {"closed", "refused", "withdrawn"} else {}
        made.append(
            Case(
                number=f"2026-0000-{next(_serial):06d}",
                submitted_at=moment,
                submitted_on=local(moment).date(),
                **{**own, **given},
            )
        )
    made = Case.objects.bulk_create(made)
    for start in range(0, len(made), 200):
        insertions.write([traces.insertion((case, Wording.of(case.text)) for case in made[start : start + 200])])
    return made


def found_by_search(cases: list[Case]) -> list[Case]:
    """Put cases into the search index."""
    for case in cases:
        search.index(case)
    return cases
