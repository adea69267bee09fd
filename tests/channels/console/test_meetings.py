"""A resolution is written down for all units or for some, and the page says how many tasks that makes."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories.cases import World
from tests.factories.meetings import Sitting, a_sitting

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.programmes.meetings.models import Addressee, Resolution

Browser = Callable[[Actor], Client]


@pytest.fixture
def sitting(world: World) -> Sitting:
    return a_sitting(world, units=3).held()


def written(client: Client, sitting: Sitting, seats: list[int]) -> int:
    due = str(clock.today() + timedelta(days=7))
    given = {"title": "护学", "text": "早晚护学。", "due_on": due, "kind_code": "complaint", "seats": seats}
    return client.post(reverse("console:meeting-act", args=[sitting.id, "resolve"]), given).status_code


def test_all_units_are_ticked_and_left_so_it_goes_to_all(world: World, browser: Browser, sitting: Sitting) -> None:
    client, seats = browser(world.worker), [one.pk for one in sitting.seats]
    page = client.get(reverse("console:meeting-act", args=[sitting.id, "resolve"])).content.decode()
    assert page.count("checked") == 3
    assert written(client, sitting, seats) == 302
    assert not Addressee.objects.exists()
    assert "派出 3 项任务" in client.get(reverse("console:meeting", args=[sitting.id])).content.decode()


def test_some_units_are_taken_out_and_the_page_says_who_gets_it(
    world: World, browser: Browser, sitting: Sitting
) -> None:
    client = browser(world.worker)
    assert written(client, sitting, [sitting.seats[1].pk]) == 302
    page = client.get(reverse("console:meeting", args=[sitting.id])).content.decode()
    assert "派给：县第2单位" in page
    assert "派出 1 项任务" in page


@pytest.mark.parametrize("seats", [[], [10**9]])
def test_nobody_or_a_stranger_is_refused_beside_the_field_and_nothing_typed_is_lost(
    world: World, browser: Browser, sitting: Sitting, seats: list[int]
) -> None:
    client = browser(world.worker)
    assert written(client, sitting, seats) == 422
    assert not Resolution.objects.exists()


def test_the_neighbours_worker_finds_no_form(world: World, browser: Browser, sitting: Sitting) -> None:
    assert written(browser(world.other_worker), sitting, [sitting.seats[0].pk]) == 404
