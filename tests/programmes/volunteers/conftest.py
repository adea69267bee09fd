"""What the tests of volunteering share."""

from collections.abc import Iterator

import pytest
from tests.factories.volunteers import SATURDAY, Neighbourhood

from linli.kernel import clock


@pytest.fixture
def here(db: None) -> Iterator[Neighbourhood]:
    """The community on a Saturday morning."""
    with clock.at(SATURDAY):
        yield Neighbourhood()
