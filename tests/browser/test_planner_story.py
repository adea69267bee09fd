"""One community on its way to one net: three nets that do not fit, a plan changed by hand, signed, adopted; units."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from shapely.geometry import box, mapping
from tests.browser.conftest import Screens
from tests.browser.screens import DESKTOP, Person

People = Callable[..., Person]
LONG = 180_000  # milliseconds: a job waits for its turn and runs in a process of its own


def strips(bounds: list[float], *parts: tuple[float, float]) -> list[Any]:
    """Strips across an outline from west to east, in parts of its width."""
    west, south, east, north = bounds
    return [box(west + low * (east - west), south, west + high * (east - west), north) for low, high in parts]


def a_file(folder: Path, name: str, shapes: list[Any]) -> Path:
    rows = [
        {"type": "Feature", "properties": {"code": f"{name[:2]}{at}"}, "geometry": mapping(one)}
        for at, one in enumerate(shapes, 1)
    ]
    path = folder / f"{name}.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": rows}, ensure_ascii=False), encoding="utf-8")
    return path


def submits(someone: Person, form: str) -> None:
    """Send a form by its button, and check that it was taken."""
    with someone.page.expect_response(lambda answer: answer.request.method == "POST") as sent:
        someone.page.locator(f"{form} button:not([type=button])").last.click()
    assert sent.value.status < 400, f"{form}: {sent.value.status}"
    someone.page.wait_for_load_state("load")


def brings(someone: Person, area: int, path: Path) -> None:
    page = someone.opens(f"/console/planner/{area}/nets/bring/")
    page.locator("main [name=name]").fill(path.stem)
    page.locator("main [name=file]").set_input_files(path)
    submits(someone, "main form[enctype]")


def test_a_community_gets_one_net(screens: Screens, person: People, tmp_path: Path) -> None:
    place = screens.product.cast["planned"]
    area, bounds = place["id"], place["bounds"]
    admin, worker, street = person("admin", DESKTOP), person("planned", DESKTOP), person("street", DESKTOP)

    for name, parts in (
        ("综治三片", ((0, 0.4), (0.3, 0.7), (0.65, 1))),
        ("消防两片", ((0, 0.55), (0.5, 0.9))),
        ("民政两片", ((0.1, 0.6), (0.6, 1))),
    ):
        brings(admin, area, a_file(tmp_path, name, strips(bounds, *parts)))
    page = admin.page
    page.locator("[data-nets][data-drawn]").wait_for(state="attached")
    assert all(name in admin.reads() for name in ("综治三片", "消防两片", "民政两片", "多头管"))

    plan = plans_it(admin, area)
    changes_it_by_hand(admin, plan)
    page = admin.opens(f"/console/planner/plan/{plan}/compare/")
    page.locator("[data-pair=one][data-drawn]").wait_for(state="attached")
    page.locator("[data-pair=other][data-drawn]").wait_for(state="attached")

    admin.opens(f"/console/planner/plan/{plan}/")
    submits(admin, 'main form[action$="/share/"]')
    for one in (worker, street):
        one.opens(f"/console/planner/plan/{plan}/")
        submits(one, 'main form[action$="/sign/"]')

    before = over(street, place["over"])
    assert place["grid"] in before
    page = admin.opens(f"/console/planner/plan/{plan}/changes/")
    submits(admin, 'main form[action$="/adopt/"]')
    assert page.locator("#building tbody tr").count() > 0
    cases = page.locator("#case tbody tr")
    assert cases.count() > 0
    assert cases.first.locator("td").nth(0).inner_text() != cases.first.locator("td").nth(1).inner_text()
    assert place["over"] not in page.locator("#case").inner_text()
    assert place["grid"] in over(street, place["over"])

    spreads_units(admin)


def plans_it(someone: Person, area: int) -> str:
    """Ask for a plan drawn anew, wait until it is made, and return its key."""
    page = someone.opens(f"/console/planner/{area}/plans/new/")
    form = page.locator("main form")
    for name, value in {"name": "一张网", "low": "250", "high": "520", "seconds": "2"}.items():
        form.locator(f"[name={name}]").fill(value)
    form.locator("[name=keep]").select_option("")
    submits(someone, "main form")
    page.locator("[data-plan][data-drawn]").wait_for(state="attached", timeout=LONG)
    return page.url.rstrip("/").rsplit("/", 1)[-1]


def changes_it_by_hand(someone: Person, plan: str) -> None:
    """Move a building to a grid it is not in; what that does is shown before it is done."""
    page = someone.page
    building = page.locator("#move-building option").nth(1).get_attribute("value")
    code = page.evaluate(
        """([plan, building]) => fetch(`/console/planner/plan/${plan}/map.json`).then(one => one.json()).then(
             map => map.cells.features.find(one => String(one.id) === building).properties.grid)""",
        [plan, building],
    )
    page.locator("#move-building").select_option(building)
    others = [one for one in page.locator("#move-to option").all() if one.get_attribute("value") != code]
    page.locator("#move-to").select_option(others[0].get_attribute("value"))
    page.locator("[data-delta] table").wait_for()
    submits(someone, "[data-editor] form[action$='/move/']")
    assert page.locator('form[action$="/undo/"]').count() == 1


def over(someone: Person, number: str) -> str:
    """Read the page of a case that is over."""
    return someone.opens(f"/console/case/{number}/").locator("main").inner_text()


def spreads_units(someone: Person) -> None:
    """Spread the county's units over its grids, the new ones too, and let it hold."""
    page = someone.opens("/console/planner/units/spread/")
    submits(someone, "main form")
    page.locator("[data-spread][data-drawn]").wait_for(state="attached", timeout=LONG)
    assert "社区联络单位" in someone.reads()
    submits(someone, 'main form[action$="/adopt/"]')
    assert "已启用" in someone.reads()
