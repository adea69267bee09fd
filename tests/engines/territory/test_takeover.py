"""Who could take over a building: the nearest head of the same community with room, never beyond the limit."""

import pytest
from tests.factories import territory as make

from linli.engines.territory import public as territory
from linli.kernel.actor import SYSTEM
from linli.kernel.errors import NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> make.County:
    made = make.a_county()
    make.posts()
    return made


@pytest.fixture
def head(place):
    """Let somebody head a new building of so many households, some plots east of the corner."""
    estate = make.an_estate(place.communities[0])
    numbers = iter(range(1, 50))

    def heads(person: int | None, households: int, east: float = 0.1):
        at = (make.WEST + east * make.SIDE, make.SOUTH + 0.3 * make.SIDE)
        house = make.a_building(estate, str(next(numbers)), at, households=households)
        if person is not None:
            make.an_appointment("building_head", person, building_id=house.pk)
        return house

    return heads


def test_who_has_too_much_gives_the_smallest_building_that_helps_to_the_nearest_with_room(place, head):
    tired, near, far = make.a_person("累"), make.a_person("近"), make.a_person("远")
    head(tired, 70)
    given = head(tired, 45, 0.2)
    head(near, 50, 0.3)
    head(far, 10, 0.9)
    (row,) = territory.take_overs(SYSTEM, place.county.path)
    assert (row.building_id, row.away_from, row.to_account_id) == (given.pk, "累", near)
    assert (row.load, row.limit) == (95, 100)
    assert 0 < row.metres < 200


def test_suggestions_fit_together_and_say_when_nobody_has_room(place, head):
    near = make.a_person("近")
    head(near, 60, 0.5)
    first, second = head(None, 30, 0.4), head(None, 30, 0.6)
    found = {row.building_id: row.to for row in territory.take_overs(SYSTEM, place.county.path)}
    assert sorted(found.values()) == ["", "近"]
    assert set(found) == {first.pk, second.pk}


def test_another_communitys_heads_are_not_asked(place, head):
    other = make.a_building(make.an_estate(place.communities[1]), households=10)
    make.an_appointment("building_head", make.a_person("邻社区"), building_id=other.pk)
    head(None, 30)
    (row,) = territory.take_overs(SYSTEM, place.county.path)
    assert row.to_account_id is None


def test_names_are_for_staff_of_the_area(place, head):
    head(None, 30)
    with pytest.raises(NotFound):
        territory.take_overs(make.a_member("handler", place.communities[1]), place.communities[0].path)
    assert territory.take_overs(make.a_member("dispatcher", place.communities[0]), place.communities[0].path) == []


def test_the_number_of_queries_does_not_grow(place, head, django_assert_max_num_queries):
    for number in range(6):
        head(make.a_person(), 20, number / 10)
        head(None, 20, number / 10)
    territory.county()
    with django_assert_max_num_queries(12):
        territory.take_overs(SYSTEM, place.county.path)
