"""A report survives a lost connection: photo and words stay on the phone and are sent once there is one (N7)."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, sync_playwright
from tests.factories import cases as make

from linli.engines.cases.models import Case

CHROMIUM = os.environ.get("LINLI_BROWSER") or shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def phone() -> Iterator[BrowserContext]:
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine")
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"      # Playwright runs a loop in this thread
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium.new_context(viewport={"width": 375, "height": 800}, has_touch=True, is_mobile=True)
        chromium.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def test_a_photo_taken_and_sent_without_a_connection_arrives_once(live_server, phone: BrowserContext, tmp_path: Path):
    world = make.a_world()
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(make.a_picture(640, 480).read())
    page = phone.new_page()
    page.goto(f"{live_server.url}/?at={world.land.grids[0].code}")

    with page.expect_file_chooser() as chooser:        # the first tap: the camera
        page.tap("#snap")
    chooser.value.set_files(photo)
    page.wait_for_url("**/report/")
    page.locator(".photo-thumb").wait_for()
    page.fill("#id_place", "兴农社区第一网格")

    phone.set_offline(True)
    page.tap("[data-verb-send=submit]")
    page.locator("#draft-said[data-state=waiting]").wait_for()
    assert Case.objects.count() == 0
    page.close()                                       # the phone goes back into the pocket

    phone.set_offline(False)
    page = phone.new_page()
    page.goto(live_server.url)
    page.wait_for_url("**/track/**")
    code = page.inner_text(".code")
    page.goto(live_server.url)
    page.wait_for_load_state("networkidle")
    assert page.locator("#draft-note").is_hidden()

    case = Case.objects.get()
    assert case.attachments.count() == 1
    assert case.area_id == world.land.grids[0].pk
    assert len(code) == len("K7QM-3TVX-9RDA5")
    page.close()
