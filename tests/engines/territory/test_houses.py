"""Which building is nearest, from memory: the same as looking at every one of them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.factories import territory as make
from tests.factories.territory import SYSTEM

from linli.engines.territory import public as territory
from linli.engines.territory.houses import NEAR_METRES, Houses, _lay_out, houses
from linli.engines.territory.shapes import METRES_PER_DEGREE, metres_between
from linli.kernel import clock

METRE = 1 / METRES_PER_DEGREE
metres = st.floats(min_value=-400, max_value=400)


def standing_at(points: list[tuple[float, float]], grid_id: int, community_id: int) -> Houses:
    """Make a register of buildings at some points."""
    made = Houses()
    for key, (east, north) in enumerate(points, 1):
        made.at[key] = len(made.keys)
        made.keys.append(key)
        made.numbers.append(str(key))
        made.names.append(f"{key}号楼")
        for column, value in ((made.estate_ids, 0), (made.community_ids, community_id), (made.grid_ids, grid_id)):
            column.append(value)
        made.longitudes.append(east)
        made.latitudes.append(north)
        made.households.append(0)
    _lay_out(made)
    return made


@pytest.mark.django_db
def test_the_nearest_is_found_wherever_cells_end() -> None:
    place = make.a_county()
    grid, community = place.grids[0], place.communities[0]

    @settings(max_examples=120, deadline=None)
    @given(st.lists(st.tuples(metres, metres), min_size=1, max_size=12), metres, metres, st.floats(18, 53))
    def check(offsets: list[tuple[float, float]], east: float, north: float, latitude: float) -> None:
        points = [(110 + x * METRE * 1.3, latitude + y * METRE) for x, y in offsets]
        asked = (110 + east * METRE * 1.3, latitude + north * METRE)
        best = min((metres_between(point, asked), key) for key, point in enumerate(points, 1))
        found = standing_at(points, grid.pk, community.pk).nearest(*asked, grid.path)
        if best[0] < NEAR_METRES:
            assert found is not None
            assert found.id == best[1]
        elif best[0] > NEAR_METRES:
            assert found is None

    check()


@pytest.mark.django_db
def test_a_building_added_or_closed_shows_at_once() -> None:
    place = make.a_county()
    column_row = make.middle(0, 0)
    assert houses().nearest(*column_row, place.county.path) is None
    row = territory.NewBuilding(place.communities[0].pk, "9", "9号楼", *column_row)
    building = territory.add_building(row, by=SYSTEM)
    found = houses().nearest(*column_row, place.county.path)
    assert found is not None
    assert (found.id, found.label, found.path) == (building.pk, "9号楼", building.path)
    assert territory.building(building.pk) == found
    assert houses().nearest(*column_row, place.grids[1].path) is None, "a building of another grid is not meant"
    territory.close_building(building_id=building.pk, valid_to=clock.today(), by=SYSTEM)
    assert houses().nearest(*column_row, place.county.path) is None
    assert territory.building(building.pk).label == "9号楼", "what happened there stays readable"
