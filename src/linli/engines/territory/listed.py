"""The standing buildings of an area, found by estate and number as lists of departments name them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from linli.engines.territory.addresses import normalise, parse_address
from linli.engines.territory.imports.cells import Refused
from linli.engines.territory.imports.context import building_number
from linli.engines.territory.models import Building, Estate
from linli.engines.territory.paths import subtree


@dataclass(frozen=True, slots=True)
class Register:
    """Buildings by the names of their estate and their number, and where they stand."""

    by_estate: dict[str, dict[str, int]]
    places: dict[int, tuple[float, float, bytes | None]]

    def find(self, estate: str, number: str) -> set[int]:
        """Return the buildings meant; without a number the whole estate. Raises: Refused."""
        inside = self.by_estate.get(normalise(estate))
        if inside is None:
            raise Refused(_("There is no estate “%(name)s” here.") % {"name": estate})
        if not number:
            return set(inside.values())
        found = inside.get(building_number(number))
        if found is None:
            raise Refused(_("There is no building %(number)s here.") % {"number": f"{estate}{number}"})
        return {found}

    def find_address(self, address: str) -> set[int]:
        """Return the buildings an address means. Raises: Refused."""
        parsed = parse_address(address)
        return self.find(parsed.estate or parsed.rest, parsed.building)


def register_of(path: str) -> Register:
    """Read the standing buildings of an area and the names of their estates."""
    estates = dict(Estate.objects.filter(subtree(path, "community__path")).values_list("pk", "name"))
    names = {pk: [normalise(name)] for pk, name in estates.items()}
    for pk, aliases in Estate.objects.filter(pk__in=estates).values_list("pk", "aliases"):
        names[pk] += [normalise(one) for one in aliases]
    fields = ("pk", "estate_id", "number", "name", "longitude", "latitude", "footprint")
    by_estate: dict[str, dict[str, int]] = {}
    places = {}
    for pk, estate, number, name, x, y, footprint in Building.objects.filter(
        subtree(path), valid_to__isnull=True
    ).values_list(*fields):
        places[pk] = (x, y, bytes(footprint) if footprint else None)
        for said in names.get(estate, [normalise(name)]):
            by_estate.setdefault(said, {})[building_number(number) if estate in names else ""] = pk
    return Register(by_estate, places)
