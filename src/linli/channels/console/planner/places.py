"""The area a planner's page is about, and who may open it."""

from linli.channels.console.frame import ConsoleRequest
from linli.channels.console.scope import AreaChoice, areas_of, chosen
from linli.engines.access.public import Role
from linli.engines.territory import public as territory
from linli.engines.territory.public import AreaRow
from linli.kernel.errors import NotFound

READERS = (Role.ADMINISTRATOR, Role.COORDINATOR, Role.SUPERVISOR, Role.DISPATCHER, Role.FIGURES)
LOOKERS = (Role.ADMINISTRATOR, Role.COORDINATOR, Role.SUPERVISOR)  # replay a year of cases on another net
DRAWERS = (Role.ADMINISTRATOR, Role.COORDINATOR)


def communities_of(request: ConsoleRequest) -> list[AreaChoice]:
    """Return the communities whose nets and plans the viewer sees, in the order of the tree."""
    return [one for one in areas_of(request.viewer, READERS, deepest="community") if one.kind == "community"]


def community(request: ConsoleRequest, area_id: int) -> AreaRow:
    """Return a community the viewer sees plans of. Raises: NotFound."""
    if chosen(communities_of(request), str(area_id)) is None:
        raise NotFound
    return territory.area(area_id)


def may_draw(request: ConsoleRequest, path: str) -> bool:
    """Say whether to show the buttons for drawing; the verbs themselves ask again."""
    return any(request.viewer.has(role, path) for role in DRAWERS)


def may_replay(request: ConsoleRequest, path: str) -> bool:
    """Say whether to show the way to the what-if, which reads where cases were."""
    return any(request.viewer.has(role, path) for role in LOOKERS)
