"""What can be brought: each kind with a line that says what its file looks like."""

import json
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.engines.territory import public as territory


@dataclass(frozen=True, slots=True)
class KindPage:
    """One kind of file."""

    kind: str
    label: str | Promise
    about: str | Promise
    fields: tuple[territory.ImportField, ...]


_ABOUT: dict[str, str | Promise] = {
    "areas": _("GeoJSON of streets, communities or grids: name, code and outline. Known codes get a new outline."),
    "buildings": _("One row for each building: community, estate, number, longitude and latitude."),
    "homes": _("One row for each home: estate, building, entrance and room, or the address in one column."),
    "units": _("One row for each property firm, office or bureau, with the area it serves."),
    "appointments": _("One row for each person and post; the accounts must be there already."),
}
KIND_PAGES = tuple(
    KindPage(kind, label, _ABOUT[kind], territory.IMPORT_FIELDS[kind]) for kind, label in territory.IMPORT_KINDS.items()
)


def example_feature() -> bytes:
    """Return a small GeoJSON file that shows what is needed."""
    ring = [[102.185, 38.515], [102.19, 38.515], [102.19, 38.52], [102.185, 38.52], [102.185, 38.515]]
    properties = {field.names[0]: field.example for field in territory.IMPORT_FIELDS["areas"] if field.example}
    feature = {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}, ensure_ascii=False, indent=1).encode()
