"""Who acts in the invented county: the right colleague for each step, and residents."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from linli.engines.access import public as access
from linli.engines.cases import public as cases
from linli.engines.territory import public as territory
from linli.kernel.actor import Actor
from linli.patterns.demo.places import Place
from linli.patterns.demo.staff import Staff

DESKS = {"community": "community_secretary", "street": "street_dispatcher", "county": "county_dispatcher"}
_LEVELS = {1: "county", 2: "street", 3: "community", 4: "grid"}
_DIGITS = 7


@dataclass
class Cast:
    """Finds people for steps."""

    staff: Staff
    random: Random
    _actors: dict[int, Actor] = field(default_factory=dict)
    _keys: dict[str, str] = field(default_factory=dict)  # path to key of the plan

    def __post_init__(self) -> None:
        self._keys = {path: key for key, path in self.staff.county.paths.items()}

    def actor(self, account: int) -> Actor:
        """Return a colleague or resident as actor."""
        if account not in self._actors:
            self._actors[account] = access.actor_of(account, second_factor=True)
        return self._actors[account]

    def at(self, post: str, path: str, level: str, without: Sequence[int | None] = ()) -> Actor:
        """Return somebody in a post of the area of a level around a path; not those named, where that can be."""
        depth = next(depth for depth, name in _LEVELS.items() if name == level)
        held = self.staff.at[post, self._keys[path[: depth * _DIGITS]]]
        fresh = [account for account in held if account not in without]
        return self.actor(self.random.choice(fresh or held))

    def desk(self, case: cases.Case) -> Actor:
        """Return who dispatches at the desk on which a case lies."""
        level = _LEVELS[len(case.desk_path) // _DIGITS]
        return self.at(DESKS[level], case.desk_path, level)

    def street_desk(self, case: cases.Case) -> Actor:
        """Return who coordinates in the street of a case, or in the county."""
        if len(case.path) < 2 * _DIGITS:
            return self.at("county_dispatcher", case.path, "county")
        return self.at("street_dispatcher", case.path, "street")

    def second(self, case: cases.Case) -> Actor:
        """Return the second person who looks at a lawful close."""
        if len(case.path) < 2 * _DIGITS:
            return self.at("county_supervisor", case.path, "county")
        return self.at("street_head", case.path, "street")

    def worker(self, key: str, without: Sequence[int | None] = ()) -> Actor | None:
        """Return somebody who serves under an assignee's key."""
        held = [account for account in territory.holders(key) if account not in without]
        return self.actor(self.random.choice(held)) if held else None

    def checker(self, case: cases.Case) -> Actor:
        """Return who checks and calls back: never the handler or a former checker."""
        without = (case.handled_by_id, case.holder_id, case.former_checker_id)
        if len(case.path) < 3 * _DIGITS:
            return self.at("county_dispatcher", case.path, "county", without)
        post = self.random.choice(("community_worker", "grid_guide", "street_checker"))
        level = "street" if post == "street_checker" else "community"
        held = self.at(post, case.path, level, without)
        return self.at("street_checker", case.path, "street", without) if held.account_id in without else held

    def finder(self, place: Place, origin: str) -> Actor:
        """Return the colleague who takes a report in: on the round the grid's, at the telephone the community's."""
        grid = territory.grid_at(place.longitude, place.latitude)
        if grid is None:
            return self.at("county_dispatcher", self.staff.county.root, "county")
        post = self.random.choice(("grid_leader", "grid_member"))
        if origin in {"desk", "visit"} and self.staff.at[post, self._keys[grid.path]]:
            return self.at(post, grid.path, "grid")
        return self.at("community_worker", grid.path, "community")

    def serves(self, account: int, key: str) -> bool:
        """Say whether somebody serves under an assignee's key now."""
        return account in territory.holders(key)

    def fallbacks(self, case: cases.Case) -> list[str]:
        """Return units that can take a case when nobody else can: the street's law enforcement, then its office."""
        street = self._keys.get(case.path[: 2 * _DIGITS], "")
        return [
            territory.unit_key(self.staff.county.units[kind, street])
            for kind in ("street.law_enforcement", "street.office")
            if (kind, street) in self.staff.county.units
        ]

    def helpers(self, case: cases.Case) -> list[str]:
        """Return units that can be asked to help with a case."""
        units = self.staff.county.units
        street = self._keys.get(case.path[: 2 * _DIGITS], "清泉")
        named = [
            units["street.fire_safety", street],
            units["street.sanitation", street],
            units["county.urban_mgmt", "county"],
        ]
        return [key for key in map(territory.unit_key, named) if key != case.assignee]

    def departments(self, case: cases.Case, random: Random) -> list[str]:
        """Return the county units a street calls when it whistles."""
        units = self.staff.county.units
        kinds = random.sample(
            ("county.urban_mgmt", "county.housing", "utility.water", "police.traffic", "county.water"), 3
        )
        return [key for kind in kinds if (key := territory.unit_key(units[kind, "county"])) != case.assignee]
