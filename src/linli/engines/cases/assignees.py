"""To whom work can be sent: the level of a post or unit, whether it may get this case, and by which admitted matter."""

from django.utils.translation import gettext as _

from linli.engines.cases.classes import category_of
from linli.engines.cases.models import Case
from linli.engines.cases.taxonomy import taxonomy
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.errors import Invalid, NotFound

COMMUNITY_LEVELS = frozenset({"grid", "community"})  # what is put on these must stand on one of the three lists


def level_of(key: str) -> str:
    """Return on which level an assignee settles things: grid (buildings too), community, street or county; empty when
    unknown.
    """
    try:
        return territory.assignee(key).level
    except NotFound:
        return ""


def needs_matter(to: territory.Assignee) -> bool:
    """Say whether a dispatch to this assignee must cite an admitted matter: posts of grids, buildings and
    communities.
    """
    return to.kind == "post" and to.level in COMMUNITY_LEVELS


def assignable(key: str, case: Case, *, within: str, name: str = "assignee") -> territory.Assignee:
    """Return an assignee that serves the place of the case, or lies in the subtree of `within`.

    Raises: Invalid: what is unknown, ended, or somebody else's neighbour gets no work from here.
    """
    try:
        found = territory.assignee(key)
    except NotFound as error:
        raise Invalid(fields={name: _("This post or unit is not known any more. Please choose another.")}) from error
    if not (case.path.startswith(found.path) or found.path.startswith(within)):
        raise Invalid(
            fields={name: _("%(name)s does not serve this place. Please choose another.") % {"name": found.name}}
        )
    return found


def street_of(case: Case) -> territory.AreaRow:
    """Return the street a case lies in; the county where it is in none."""
    line = territory.ancestors(case.path)
    return next((area for area in line if area.kind == "street"), line[0])


def matter_id_for(case: Case, matter_id: int | None) -> int:
    """Return the admitted matter under which a community takes the case: the one named, the one it had, else that of
    its class.

    Raises: Invalid: code matter_needed when no list holds it; code matter_not_valid when the one named does not hold
    today.
    """
    today, known = clock.today(), taxonomy()
    listed = {row.id: row for row in known.matters if row.holds(today)}
    if matter_id is not None:
        if matter_id not in listed:
            raise Invalid(fields={"matter_id": _("This matter is not on the lists today.")}, code="matter_not_valid")
        return matter_id
    if case.matter_id in listed:
        return case.matter_id
    own = category_of(case)
    for wanted in (own.id, own.parent_id) if own else ():
        found = next((row.id for row in listed.values() if wanted in row.category_ids), None)
        if found is not None:
            return found
    raise Invalid(
        _(
            "No list allows to put this on a community. Send it to a unit, or apply for admission: "
            "who, why, money, people, how long."
        ),
        code="matter_needed",
    )
