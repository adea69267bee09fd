"""Pictures of the guide show dates as a Chinese browser does, and leave the pages as they were."""

import importlib.util
from pathlib import Path

from playwright.sync_api import Browser

FIELDS = """<form><input type="date" name="a" value="2026-11-26"><input type="date" name="b" style="width: 90px">
<input type="time" name="c" value="15:30"><input type="datetime-local" name="d" value="2026-11-26T15:30">
<input type="month" name="e" value="2026-11"><input type="text" name="f" value="2026-11"></form>"""
VALUES = "() => Object.fromEntries([...document.querySelectorAll('input')].map(one => [one.name, one.value]))"


def test_dates_are_shown_in_the_chinese_way_for_the_picture_only(browser: Browser) -> None:
    where = Path(__file__).parents[2] / "docs" / "guide" / "shoot.py"
    made = importlib.util.spec_from_file_location("shoot", where)
    assert made is not None
    assert made.loader is not None
    shoot = importlib.util.module_from_spec(made)
    made.loader.exec_module(shoot)
    page = browser.new_page()
    page.set_content(FIELDS)
    before = page.evaluate(VALUES)
    kinds = page.evaluate("() => [...document.querySelectorAll('input')].map(one => one.type)")
    page.evaluate(shoot.AS_CHINESE)
    shown = {"a": "2026/11/26", "b": "", "c": "15:30", "d": "2026/11/26 15:30", "e": "2026年11月", "f": "2026-11"}
    assert page.evaluate(VALUES) == shown
    assert page.locator("[name=b]").get_attribute("placeholder") == "年/月/日"
    page.evaluate(shoot.AS_BEFORE)
    assert page.evaluate(VALUES) == before
    assert page.evaluate("() => [...document.querySelectorAll('input')].map(one => one.type)") == kinds
    page.close()
