"""Roles: what a holder of a post may do, over the area of the appointment. Posts of the pattern name these codes."""

from enum import StrEnum


class Role(StrEnum):
    """Codes of roles, as pattern files write them."""

    HANDLER = "handler"  # takes, handles and hands back cases sent to the own post or unit
    COLLECTOR = "collector"  # reports what is seen on the round, for others too (代办)
    DISPATCHER = "dispatcher"  # accepts, refuses, dispatches, merges within the area
    CHECKER = "checker"  # checks results and calls back, never own work
    COORDINATOR = "coordinator"  # street: whistles, decides disputes, extends, closes with a second person
    SUPERVISOR = "supervisor"  # street, county: supervises, sees everything in the area
    FIGURES = "figures"  # reads figures and lists of the area
    ADMINISTRATOR = "administrator"  # accounts, posts, rules, taxonomy, imports of the area
    ROUTER = "router"  # drafts, tries and publishes the rules by which cases are sent in the area
    AUDITOR = "auditor"  # journal, look log, dead letters


STAFF_ROLES = frozenset(Role)
SEES_PERSONAL_DATA = frozenset(
    {Role.HANDLER, Role.DISPATCHER, Role.CHECKER, Role.COORDINATOR, Role.SUPERVISOR, Role.ADMINISTRATOR}
)
