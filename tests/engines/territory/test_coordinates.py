"""Coordinates of the three systems in use in China (domain facts, section 6)."""

import json
from math import cos, hypot, radians
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.engines.territory.coordinates import (
    SYSTEMS,
    bd09_to_gcj02,
    convert,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    wgs84_to_gcj02,
)
from linli.kernel.errors import Invalid

VECTORS = Path(__file__).parents[4] / "shared" / "data" / "vectors.json"
needs_vectors = pytest.mark.skipif(not VECTORS.exists(), reason="the shared test vectors are not beside the project")


def vectors(name: str):
    return json.loads(VECTORS.read_text(encoding="utf-8"))[name]


def metres(a: tuple[float, float], b: tuple[float, float]) -> float:
    return hypot((a[0] - b[0]) * cos(radians(a[1])), a[1] - b[1]) * 111_319.49


def close(found: tuple[float, float], expected: list[float]) -> bool:
    return all(abs(one - other) < 1e-9 for one, other in zip(found, expected, strict=True))


@needs_vectors
@pytest.mark.parametrize("target", SYSTEMS)
@pytest.mark.parametrize("source", ["wgs84", "gcj02"])
def test_every_known_place_converts_to_every_system(source, target):
    for row in vectors("coords"):
        assert close(convert(*row[source], source, target), row[target]), row["name"]


@needs_vectors
def test_places_in_baidus_system_come_back_to_wgs84():
    for row in vectors("coords"):
        assert close(convert(*row["bd09"], "bd09", "wgs84"), row["wgs84"]), row["name"]


@needs_vectors
def test_the_shift_is_as_large_as_measured():
    for row in vectors("coords"):
        assert metres(tuple(row["wgs84"]), tuple(row["gcj02"])) == pytest.approx(row["shift_m"], rel=0.01, abs=0.1)


@needs_vectors
def test_the_classic_values():
    known = vectors("coords_classic")
    point = known["input"]
    assert bd09_to_gcj02(*point) == pytest.approx(known["bd09_to_gcj02"], abs=1e-13)
    assert gcj02_to_bd09(*point) == pytest.approx(known["gcj02_to_bd09"], abs=1e-13)
    assert wgs84_to_gcj02(*point) == pytest.approx(known["wgs84_to_gcj02"], abs=1e-13)
    assert gcj02_to_wgs84(*point) == pytest.approx(known["gcj02_to_wgs84_iterated"], abs=1e-12)


def test_jinchang_as_the_fact_sheet_gives_it():
    assert close(convert(102.19, 38.52, "wgs84", "gcj02"), [102.191984157, 38.520434158])


in_china = st.tuples(st.floats(74.5, 134.5), st.floats(18.5, 53))


@given(point=in_china, system=st.sampled_from(["gcj02", "bd09"]))
def test_there_and_back_ends_where_it_began(point, system):
    there = convert(*point, "wgs84", system)
    assert metres(point, convert(*there, system, "wgs84")) < 1e-7


def test_outside_china_gcj02_is_wgs84():
    assert convert(139.69, 35.69, "wgs84", "gcj02") == (139.69, 35.69)
    assert convert(24.9, 60.2, "gcj02", "wgs84") == (24.9, 60.2)


def test_an_unknown_system_is_refused():
    with pytest.raises(Invalid):
        convert(102.19, 38.52, "wgs84", "mars")
