"""For which area a page of volunteering is shown, and how a verb's answer is said."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages

from linli.channels.console.frame import ConsoleRequest
from linli.channels.console.scope import AreaChoice, areas_of, chosen, home_path
from linli.engines.access.public import Role
from linli.kernel.errors import LinliError
from linli.programmes.volunteers import public as volunteers

RUNS = volunteers.ORGANISERS
EXPORTERS = (Role.ADMINISTRATOR, Role.SUPERVISOR)  # who takes names and documents out, for the national system


@dataclass(frozen=True, slots=True)
class Shown:
    """The areas to choose from, the one that is chosen, and what stands in the address."""

    areas: list[AreaChoice]
    path: str
    asked: dict[str, str]

    @property
    def address(self) -> str:
        """Return the filters as they stand in the address."""
        return urlencode({name: value for name, value in self.asked.items() if value})


def areas_run(request: ConsoleRequest) -> list[AreaChoice]:
    """Return the areas in which the viewer runs volunteering, down to communities."""
    return areas_of(request.viewer, RUNS, deepest="community")


def shown(request: ConsoleRequest, *names: str, roles: Sequence[Role] = RUNS) -> Shown:
    """Read the area and other filters out of the address. Raises: NotFound for a foreign area."""
    areas = areas_of(request.viewer, roles, deepest="community")
    asked = {name: request.GET.get(name, "")[:60] for name in ("area", *names)}
    area = chosen(areas, asked["area"])
    return Shown(areas, area.path if area else home_path(request.viewer, roles), asked)


def said(error: LinliError) -> str:
    """Return the words of a refusal, that of the first field before the general ones."""
    return str(next(iter(error.fields.values()), error.message))


def tried(request: ConsoleRequest, verb: Callable[..., object], done: object, **given: object) -> bool:
    """Call a verb and say what came of it."""
    try:
        verb(by=request.viewer, **given)
    except LinliError as error:
        messages.error(request, said(error))
        return False
    messages.success(request, str(done))
    return True


def key_of(text: str) -> int:
    """Return a key that was sent; 0, which nothing has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
