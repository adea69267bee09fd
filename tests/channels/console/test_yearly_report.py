"""The yearly report on its page: what is confirmed is what was read."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories.cases import World
from tests.factories.registration import a_unit_registered

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.programmes.registration import public as registration
from linli.programmes.registration.models import YearReport

pytestmark = pytest.mark.django_db


def test_a_report_written_anew_after_the_page_was_opened_is_read_again_first(
    world: World, browser: Callable[[Actor], Client]
) -> None:
    row, client = a_unit_registered(world), browser(world.worker)
    year = clock.today().year
    registration.report_year(row.pk, year=year, text="巡楼十二次。", by=world.handler)
    address = reverse("desk:registration", args=[row.pk])
    page = client.get(address).content.decode()
    report = YearReport.objects.get()
    seen = report.reported_at.isoformat()
    assert f'name="seen" value="{seen}"' in page
    with clock.at(clock.now() + timedelta(minutes=5)):
        registration.report_year(row.pk, year=year, text="巡楼二十次。", by=world.handler)
    act = reverse("desk:registration-act", args=[row.pk, "confirm_year"])
    stale = client.post(act, {"target": report.pk, "text": "谢谢", "seen": seen})
    assert stale.status_code == 422
    assert "刚刚重写过" in stale.content.decode()
    report.refresh_from_db()
    fresh = client.post(act, {"target": report.pk, "text": "谢谢", "seen": report.reported_at.isoformat()})
    assert fresh.status_code == 302
    report.refresh_from_db()
    assert report.confirmed_at is not None
