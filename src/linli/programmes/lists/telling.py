"""Who is told of what happens to needs, resources and projects; and what is matched anew."""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from linli.engines.access import public as access
from linli.engines.access.public import Role
from linli.engines.journal import public as journal
from linli.programmes.lists.models import Need, Project, Resource
from linli.programmes.lists.pairing import rematch

RECEIVER, MATCHER = "lists.tell", "lists.match"
MATCHED_ANEW = frozenset(
    [
        "need.list", "need.withdraw", "need.refuse", "need.plan", "need.drop", "resource.offer", "resource.accept",
        "resource.resize", "resource.retire", "project.release", "project.stop", "project.finish",
    ]
)


def subscribe() -> None:
    """Hear of everything on the lists."""
    for beginning in ("need.", "resource.", "project."):
        journal.subscribe(beginning, RECEIVER, tell)
        journal.subscribe(beginning, MATCHER, match_anew)


def match_anew(event: journal.Event, _payload: dict[str, Any]) -> None:
    """Match anew after what changes who can be met. Asked twice, it finds the same."""
    if event.kind in MATCHED_ANEW:
        with translation.override(settings.LANGUAGE_CODE):
            rematch()


def tell(event: journal.Event, _payload: dict[str, Any]) -> None:
    """Leave the messages of one event. Asked twice, it tells nobody twice."""
    kind, _colon, key = event.stream.partition(":")
    if not key.isdigit():
        return
    with translation.override(settings.LANGUAGE_CODE):
        if kind == "need":
            _of_need(event, int(key))
        elif kind == "resource":
            _of_resource(event, int(key))
        elif kind == "project":
            _of_project(event, int(key))


def _of_need(event: journal.Event, key: int) -> None:
    need = Need.objects.select_related("project").filter(pk=key).first()
    if need is None:
        return
    if event.kind == "need.say":
        _community(event, need.path, _("A new need to look at: %(number)s") % {"number": need.number}, need.number)
        return
    words = {
        "need.list": _("What you need is on the community's list."),
        "need.refuse": _("What you need could not be taken on."),
        "need.plan": _("A project takes up what you need."),
        "need.drop": _("The project stopped. What you need is on the list again."),
        "need.meet": _("What you need has been met. This is what came of it."),
    }.get(event.kind)
    if words:
        body = need.project.feedback if event.kind == "need.meet" and need.project else need.reason
        _askers(event, [need], words, body)


def _of_resource(event: journal.Event, key: int) -> None:
    resource = Resource.objects.filter(pk=key).first()
    if resource is not None and event.kind == "resource.offer" and resource.state == "offered":
        words = _("Somebody offers: %(what)s") % {"what": resource.words}
        _community(event, resource.path, words, resource.number)


def _of_project(event: journal.Event, key: int) -> None:
    project = Project.objects.filter(pk=key).first()
    if project is None:
        return
    if event.kind == "project.release" and project.lead_id is not None:
        words = _("A resource left: %(title)s") % {"title": project.title}
        _leave(event, {project.lead_id}, words, str(event.data.get("reason", "")), f"/lists/projects/{project.number}/")
    if event.kind == "project.start":
        words = _("It begins: %(title)s") % {"title": project.title}
        _askers(event, list(project.needs.all()), words, project.how)
        if project.lead_id is not None:
            link = f"/lists/projects/{project.number}/"
            title = _("You lead: %(title)s") % {"title": project.title}
            _leave(event, {project.lead_id}, title, project.how, link)


def _community(event: journal.Event, path: str, words: str, number: str) -> None:
    holders = access.who_may({Role.DISPATCHER, Role.CHECKER}, path)
    nearest = max((len(holder.path) for holder in holders), default=0)
    told = {holder.account_id for holder in holders if len(holder.path) == nearest}
    place = "needs" if number.startswith("N") else "resources"
    _leave(event, told, words, "", f"/lists/{place}/{number}/")


def _askers(event: journal.Event, needs: list[Need], words: str, body: str = "") -> None:
    for need in needs:
        told = {one for one in (need.account_id, need.helper_id) if one is not None}
        _leave(event, told, words, body, f"/lists/needs/{need.number}/")


def _leave(event: journal.Event, accounts: set[int], title: str, body: str, link: str) -> None:
    told = accounts - {event.account_id}
    if told:
        journal.notify(event=event, topic="resident.need", title=title, body=body[:200], link=link, accounts=told)
