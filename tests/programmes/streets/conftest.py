"""What the tests of adopted streets share."""

from collections.abc import Iterator

import pytest
from tests.factories.cases import MORNING, World, a_world

from linli.kernel import clock


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """The small county at work, on a Monday morning."""
    with clock.at(MORNING):
        yield a_world()
