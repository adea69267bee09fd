"""Another system in front of a county: nothing counted yet against its limit."""

import pytest
from django.core.cache import cache
from tests.factories.cases import a_world


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()


@pytest.fixture
def world():
    return a_world()
