"""What the tests of orders share."""

from collections.abc import Iterator

import pytest
from tests.factories.cases import MORNING, World, a_world
from tests.factories.orders import a_catalogue

from linli.kernel import clock


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """The small county at work, on a Monday morning."""
    with clock.at(MORNING):
        made = a_world()
        a_catalogue()
        yield made
