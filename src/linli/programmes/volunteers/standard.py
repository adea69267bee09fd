"""Volunteers, teams, activities and records by the data items of MZ/T 061-2015, for the ministry-named system."""

from django.utils.translation import gettext as _

from linli.engines.access.public import Role
from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotFound
from linli.kernel.locks import write
from linli.programmes.volunteers import personal
from linli.programmes.volunteers.models import Activity, SchemeItem, Service, Team, Volunteer
from linli.programmes.volunteers.policies import may_any
from linli.programmes.volunteers.types import Sheet

MOST = 20_000
MAY_EXPORT = (Role.ADMINISTRATOR, Role.SUPERVISOR)


def standard_sheets(viewer: Actor, path: str, *, purpose: str) -> list[Sheet]:
    """Return the lists of an area with names and documents; one look is logged for each volunteer, with the purpose.

    Raises: NotFound, Invalid (no purpose).
    """
    if not may_any(viewer, MAY_EXPORT, path):
        raise NotFound
    if not purpose.strip():
        raise Invalid(fields={"purpose": _("Please say what you need it for.")})
    inside = territory.subtree(path)
    volunteers = list(Volunteer.objects.filter(inside).exclude(state=Volunteer.State.LEFT).order_by("id")[:MOST])
    with write():
        for row in volunteers:
            journal.look(
                viewer=viewer, subject=f"volunteer:{row.pk}", fields=personal.SEALED, purpose=purpose, path=row.path
            )
    return [_volunteers(volunteers), _teams(path), _projects(path), _records(path)]


def _volunteers(rows: list[Volunteer]) -> Sheet:
    kinds = dict(SchemeItem.objects.values_list("code", "name"))
    names = territory.area_names({row.area_id for row in rows})
    titles = (
        _("Volunteer number"), _("Name"), _("Sex"), _("Birthday"), _("Kind of document"), _("Document number"),
        _("Nationality"), _("Region"), _("Phone"), _("E-mail"), _("Political status"), _("Education"),
        _("Occupation"), _("Skills"), _("Kinds of service"), _("Times"),
    )
    return Sheet(
        _("Volunteers"), tuple((title, 16) for title in titles),
        [_volunteer(row, names.get(row.area_id, ""), kinds) for row in rows],
    )


def _volunteer(row: Volunteer, region: str, kinds: dict[str, str]) -> tuple[object, ...]:
    more = personal.details(row)
    identity = personal.opened(row, "identity")
    kind = more.get("document_kind") or (_("identity card") if personal.born_on(identity) else "")
    return (
        row.number, personal.opened(row, "name"), more.get("sex") or _sex(identity), personal.opened(row, "born"), kind,
        identity, more.get("nationality", ""), region, personal.opened(row, "phone"), more.get("email", ""),
        more.get("political_status", ""), more.get("education", ""), more.get("occupation", ""),
        "、".join(row.skills), "、".join(kinds.get(code, code) for code in row.interests),
        "；".join(window_words(*one) for one in row.windows),
    )


def _sex(identity: str) -> str:
    """Return the sex a citizen's number holds (GB 11643: the 17th digit is odd for men)."""
    if personal.born_on(identity) is None:
        return ""
    return _("male") if int(personal.plain(identity)[16]) % 2 else _("female")


def window_words(weekday: int, starts: int, ends: int) -> str:
    """Return a time of the week in words."""
    days = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    return f"{days[weekday]} {starts // 60:02d}:{starts % 60:02d}-{ends // 60:02d}:{ends % 60:02d}"


def _teams(path: str) -> Sheet:
    rows = Team.objects.filter(territory.subtree(path)).select_related("item").order_by("id")[:MOST]
    names = territory.area_names({row.area_id for row in rows})
    titles = (_("Team"), _("Kind"), _("Region"), _("Contact"), _("Founded"))
    cells = [
        (row.name, row.item.name if row.item else "", names.get(row.area_id, ""), row.phone, row.founded_on)
        for row in rows
    ]
    return Sheet(_("Teams"), tuple((title, 18) for title in titles), cells)


def _projects(path: str) -> Sheet:
    rows = Activity.objects.filter(territory.subtree(path)).select_related("item", "team").prefetch_related("roles")
    titles = (
        _("Project number"), _("Project"), _("Kind"), _("Team"), _("Place"), _("Begins"), _("Ends"), _("Roles"),
        _("Wanted"), _("Conditions and risks"), _("Guarantees"),
    )
    cells = [
        (
            row.pk, row.title, row.item.name if row.item else "", row.team.name if row.team else "", row.place,
            row.starts, row.ends, "、".join(one.name for one in row.roles.all()),
            sum(one.wanted for one in row.roles.all()), row.risks, row.guarantees,
        )
        for row in rows.order_by("-starts")[:MOST]
    ]
    return Sheet(_("Projects"), tuple((title, 18) for title in titles), cells)


def _records(path: str) -> Sheet:
    rows = Service.objects.filter(territory.subtree(path), state=Service.State.CONFIRMED)
    titles = (
        _("Volunteer number"), _("Project number"), _("Project"), _("Begins"), _("Ends"), _("Hours"),
        _("Noted afterwards"),
    )
    cells = [
        (
            row.volunteer.number, row.activity_id, row.activity.title, row.starts, row.ends,
            round((row.minutes or 0) / 60, 2), _("yes") if row.how == "back" else "",
        )
        for row in rows.select_related("activity", "volunteer").order_by("-starts")[:MOST]
    ]
    return Sheet(_("Records"), tuple((title, 18) for title in titles), cells)

