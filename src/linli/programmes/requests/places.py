"""Where a request is: from a point, a building that was chosen, an entrance board that was scanned, or words."""

from math import isfinite

from django.utils.translation import gettext_lazy as _

from linli.engines.territory import public as territory
from linli.engines.territory.public import Location
from linli.kernel.errors import Invalid, NotFound

HOW_BOARD = "board"
HOW_WORDS = "words"


def find_place(
    *, longitude: float | None, latitude: float | None, place: str, building_id: int | None, area_code: str, text: str
) -> Location:
    """Return the narrowest place that is known. A chosen building counts before the point, the point before words.

    Words of the report itself are read only where nothing else says where. Raises: Invalid for what is no point.
    """
    _check_point(longitude, latitude)
    if building_id is not None:
        return _at_building(building_id, longitude, latitude, place)
    if longitude is not None and latitude is not None:
        return territory.locate(longitude=longitude, latitude=latitude, text=place)
    found = territory.locate(text=place)
    if found.how != "unknown":
        return found
    if area_code and (board := _of_board(area_code, place)) is not None:
        return board
    return _of_words(text, place) or found


def _of_words(text: str, place: str) -> Location | None:
    """Return the one place the report itself names; None where it names several, or only a road."""
    named = territory.spoken_places(text)
    one = named[0] if len(named) == 1 else None
    if one is None or one.area is None:
        return None
    return Location(
        one.area, one.building_id, place or one.words, inside=True, how=HOW_WORDS, longitude=one.longitude,
        latitude=one.latitude,
    )


def _check_point(longitude: float | None, latitude: float | None) -> None:
    for name, value, most in (("longitude", longitude, 180), ("latitude", latitude, 90)):
        if value is not None and not (isfinite(value) and -most <= value <= most):
            raise Invalid(fields={name: _("This is no place on earth. Please choose the place on the map again.")})
    if (longitude is None) != (latitude is None):
        raise Invalid(fields={"longitude": _("Longitude and latitude go together.")})


def _at_building(building_id: int, longitude: float | None, latitude: float | None, place: str) -> Location:
    try:
        row = territory.building(building_id)
    except NotFound as error:
        raise Invalid(fields={"building_id": _("This building is not known any more. Please choose again.")}) from error
    return Location(
        area=territory.area(row.grid_id or row.community_id),
        building_id=row.id,
        place=place or row.label,
        inside=True,
        how="address",
        longitude=row.longitude if longitude is None else longitude,
        latitude=row.latitude if latitude is None else latitude,
    )


def _of_board(area_code: str, place: str) -> Location | None:
    """Return the area an entrance board or a link names; None for a code that is not known any more."""
    try:
        area = territory.area_by_code(area_code)
    except NotFound:
        return None
    return Location(area, None, place or area.name, inside=True, how=HOW_BOARD)
