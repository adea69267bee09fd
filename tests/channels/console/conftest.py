"""A small county at work, and a browser for each of its people."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests.factories import access as people
from tests.factories import cases as make

from linli.engines.access.models import Account
from linli.kernel.actor import Actor

HTMX = {"HX-Request": "true"}


@pytest.fixture
def world(db) -> make.World:
    return make.a_world()


@pytest.fixture
def admin(world) -> Actor:
    """The county's administrator."""
    return people.an_administrator(world.land.county)


@pytest.fixture
def browser() -> Callable[[Actor], Client]:
    """Open a browser in which somebody is signed in."""

    def opened(actor: Actor) -> Client:
        client = Client()
        client.force_login(Account.objects.get(pk=actor.account_id))
        return client

    return opened
