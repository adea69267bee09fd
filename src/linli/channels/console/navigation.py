"""The side navigation: which pages a viewer's roles open, and which one is shown now."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.channels.console.frame import ADMINISTRATOR, DESK, FIGURES, LEAD, SETUP
from linli.engines.access.public import Role
from linli.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the console."""

    address: str  # name of the address
    label: str | Promise
    roles: tuple[Role, ...]
    group: str = "work"


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as one viewer sees it."""

    href: str
    label: str | Promise
    group: str
    current: bool


ENTRIES = (
    Entry("console:desk", _("Dispatch desk"), DESK),
    Entry("console:board", _("Board of clocks"), DESK),
    Entry("console:search", _("Find a case"), DESK + FIGURES),
    Entry("console:hot", _("Hot issues"), LEAD),
    Entry("console:themes", _("Themes"), LEAD),
    Entry("console:figures", _("Figures"), FIGURES),
    Entry("console:orders", _("Orders"), LEAD, "together"),
    Entry("console:wishes", _("Wishes"), LEAD, "together"),
    Entry("console:lists", _("Three lists"), LEAD, "together"),
    Entry("console:registrations", _("Registrations"), DESK, "together"),
    Entry("console:meetings", _("Joint meetings"), DESK, "together"),
    Entry("console:volunteers", _("Volunteers"), SETUP, "together"),
    Entry("console:training", _("Training"), SETUP, "together"),
    Entry("console:streets", _("Streets"), DESK, "together"),
    Entry("console:gifts", _("Gifts"), LEAD, "together"),
    Entry("console:posts", _("Grids and posts"), SETUP, "setup"),
    Entry("console:planner", _("Draw grids"), SETUP + FIGURES, "setup"),
    Entry("console:circle", _("15-minute circle"), SETUP + FIGURES, "setup"),
    Entry("console:rules", _("Routing rules"), SETUP, "setup"),
    Entry("console:taxonomy", _("Classes and limits"), SETUP, "setup"),
    Entry("console:learning", _("Learning classes"), SETUP, "setup"),
    Entry("console:matters", _("Matters"), SETUP, "setup"),
    Entry("imports:home", _("Import and export"), ADMINISTRATOR, "setup"),
    Entry("console:accounts", _("Accounts"), ADMINISTRATOR, "setup"),
    Entry("console:journal", _("Journal"), (Role.ADMINISTRATOR, Role.AUDITOR), "setup"),
    Entry("console:pattern", _("Pattern"), ADMINISTRATOR, "setup"),
)


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:  # a room of the house that is not built in
        return ""


def links(viewer: Actor, path: str) -> Iterator[Link]:
    """Yield the pages open to a viewer; the one whose address is the longest beginning of the path is current."""
    found = [(entry, href) for entry in ENTRIES if viewer.paths(*entry.roles) and (href := _address(entry.address))]
    fitting = [href for _entry, href in found if path.startswith(href)]
    if path.startswith(_address("console:desk") + "case/"):
        fitting = [_address("console:desk")]
    current = max(fitting, key=len, default="")
    for entry, href in found:
        yield Link(href, entry.label, entry.group, href == current)
