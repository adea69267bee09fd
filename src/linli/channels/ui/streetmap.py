"""A small drawing of a place with the stretches that units look after: streets white, each stretch in its tone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from linli.engines.territory import public as territory
from linli.programmes.streets.public import StretchRow

WIDE = 640
Points = Sequence[Sequence[float]]


@dataclass(frozen=True, slots=True)
class _Frame:
    """Turns longitude and latitude into places on the drawing."""

    west: float
    north: float
    across: float  # of the drawing for a degree of longitude
    down: float

    def line(self, points: Points) -> str:
        """Return points as SVG wants them."""
        return " ".join(f"{(x - self.west) * self.across:.1f},{(self.north - y) * self.down:.1f}" for x, y in points)


def street_map(path: str, rows: Iterable[StretchRow]) -> SafeString:
    """Draw the streets of a place and the stretches on them; the table beside it says the same in words."""
    drawn = territory.sketch(path)
    west, south, east, north = drawn["bbox"]
    across = WIDE / max(east - west, 1e-9)
    down = across * 1.25  # a degree of latitude is longer than one of longitude here
    frame = _Frame(west, north, across, down)
    streets = format_html_join(
        "", '<polyline class="way" points="{}"/>', ((frame.line(line),) for line in _roads(drawn["roads"]["features"]))
    )
    named = format_html_join(
        "",
        '<polyline class="kept {}" points="{}"><title>{}</title></polyline>',
        ((row.tone, frame.line(line), f"{row.name} · {row.unit_name}") for row in rows for line in row.line),
    )
    high = round((north - south) * down)
    return format_html('<svg class="street-map" viewBox="0 0 {} {}">{}{}</svg>', WIDE, max(high, 1), streets, named)


def _roads(features: Iterable[dict[str, object]]) -> Iterable[Points]:
    for feature in features:
        shape = feature["geometry"]
        if isinstance(shape, dict) and shape["type"] == "LineString":
            yield shape["coordinates"]
        elif isinstance(shape, dict) and shape["type"] == "MultiLineString":
            yield from shape["coordinates"]
