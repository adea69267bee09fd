"""Area paths: a subtree is one range of an index."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import territory as make

from linli.engines.territory.models import Area
from linli.engines.territory.paths import child_path, ids_of, in_path, next_path, parent_path, prefixes, shared_path

keys = st.lists(st.integers(1, 9_999_999), min_size=1, max_size=5)


def path_of(numbers: list[int]) -> str:
    path = ""
    for number in numbers:
        path = child_path(path, number)
    return path


@given(keys)
def test_a_path_tells_its_areas(numbers):
    assert ids_of(path_of(numbers)) == numbers
    assert prefixes(path_of(numbers))[-1] == path_of(numbers)
    assert parent_path(path_of(numbers)) == path_of(numbers[:-1])


@given(keys, keys)
def test_the_range_of_a_path_holds_its_subtree_and_nothing_else(one, other):
    path, probe = path_of(one), path_of(other)
    assert (path <= probe < next_path(path)) == probe.startswith(path)


@given(st.lists(keys, min_size=1, max_size=5))
def test_the_shared_path_is_above_all(many):
    paths = [path_of(numbers) for numbers in many]
    shared = shared_path(paths)
    assert all(path.startswith(shared) for path in paths)
    assert len(shared) % 7 == 0


def test_a_key_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="7 digits"):
        child_path("", 10_000_000)


@pytest.mark.django_db
def test_the_database_agrees():
    place = make.a_county()
    inside = set(in_path(Area.objects.all(), place.communities[0].path).values_list("pk", flat=True))
    assert inside == {place.communities[0].pk, place.grids[0].pk, place.grids[1].pk}
    assert in_path(Area.objects.all(), "").count() == 8
