"""Areas as other systems name them: by their code."""

from django.utils.translation import gettext as _

from linli.engines.territory import public as territory
from linli.kernel.errors import Invalid, NotFound


def area_of(code: str) -> territory.AreaRow:
    """Return an area by its code. Raises: Invalid."""
    try:
        return territory.area_by_code(code)
    except NotFound as error:
        raise Invalid(fields={"area": _("There is no area with this code.")}) from error


def path_of(code: str) -> str:
    """Return the path of an area by its code; without a code that of everything. Raises: Invalid."""
    return area_of(code).path if code else ""
