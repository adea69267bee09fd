"""Who is who in the running demo: runs in a process of its own with the demo's settings, prints JSON.

Besides the printed sign-ins the browser needs colleagues and neighbours of theirs: they get the demo password here.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

import django


def settings_of(data: Path) -> dict[str, str]:
    """Return the environment with which the demo in a folder runs."""
    record = json.loads((data / "demo.json").read_text(encoding="utf-8"))
    return {
        "LINLI_DATA": str(data),
        "LINLI_DEMO": "1",
        "LINLI_SECRET": record["secret"],
        "LINLI_KEYS": f"demo:{record['key']}",
        "LINLI_DATABASE": f"sqlite:///{data / 'linli.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "linli.config.settings",
    }


def main(data: Path) -> dict[str, object]:
    """Find the people around the grid leader of the demo, and give them the demo password."""
    os.environ.update(settings_of(data))
    django.setup()
    from django.db.models import Q

    from linli.engines.access import public as access
    from linli.engines.territory import public as territory
    from linli.engines.territory.models import Appointment, Building
    from linli.kernel import clock
    from linli.patterns.demo import PASSWORD

    def serving(post: str, path: str) -> list[Appointment]:
        now = Q(ends=None) | Q(ends__gte=clock.today())
        found = Appointment.objects.filter(now, post__code=post, path__startswith=path, starts__lte=clock.today())
        return list(found.select_related("account", "area").order_by("path", "pk"))

    leader = serving("grid_leader", "")
    mine = next(one for one in leader if one.account.username == "gridleader")
    line = territory.ancestors(mine.path)
    street = next(one for one in line if one.kind == "street")
    community = next(one for one in line if one.kind == "community")
    cast = {
        "neighbour": next(one for one in serving("grid_leader", community.path) if one.path != mine.path),
        "colleague": next(one for one in serving("street_dispatcher", street.path) if one.account.username != "street"),
        "elsewhere": next(one for one in serving("street_dispatcher", "") if not one.path.startswith(street.path)),
        "checker": serving("street_checker", street.path)[0],
        "other_checker": serving("street_checker", street.path)[1],
        "head": serving("street_head", street.path)[0],
        "member": serving("grid_member", mine.path)[0],
        "secretary": serving("community_secretary", community.path)[0],
        "dispatcher": serving("county_dispatcher", "")[0],
        "grid_unit": _in_a_seat(serving("unit_handler", "")),
    }
    cast["helper"] = _helper(community)
    cast["planned"] = next(
        one for one in serving("community_secretary", street.path) if not one.path.startswith(community.path)
    )
    for one in cast.values():
        if not one.account.check_password(PASSWORD):
            access.set_password(account_id=one.account_id, password=PASSWORD, by=access.actor_of(one.account_id))
    examples = _examples(street, community, mine, cast["checker"].account_id)
    building = Building.objects.filter(path=mine.path).exclude(estate=None).order_by("pk").first()
    assert building is not None
    return {
        "usernames": {name: one.account.username for name, one in cast.items()},
        "examples": examples,
        "planned": _planned(cast["planned"].area),
        "grid": {"code": mine.area.code, "name": mine.area.name, "id": mine.area_id},
        "building": {
            "label": territory.building(building.pk).label,
            "id": building.pk,
            "longitude": building.longitude,
            "latitude": building.latitude,
        },
        "keys": {
            "leader": territory.post_assignee("grid_leader", mine.area_id).key,
            "member": territory.post_assignee("grid_member", mine.area_id).key,
            "worker": territory.post_assignee("community_worker", community.id).key,
        },
    }


def _examples(street: Any, community: Any, mine: Any, account: int) -> dict[str, object]:
    """Return one id of each thing that has a page of its own."""
    from linli.engines.access.models import ElevatedSession
    from linli.engines.cases import models as cases
    from linli.engines.cases import public as engine
    from linli.engines.journal.models import Message
    from linli.engines.territory import models as places

    here = cases.Case.objects.filter(path__startswith=street.path).order_by("-submitted_at")
    told = Message.objects.filter(account__username="gridleader").first()
    own = cases.Following.objects.filter(account__username="resident", left_at=None).order_by("-pk").first()
    running = (
        cases.Following.objects.filter(account__username="resident", left_at=None, reporter=True)
        .filter(case__state__in=["submitted", "accepted", "dispatched", "handling"])
        .first()
    )
    return {
        "waiting": here.filter(state="accepted").first().number,
        "handling": here.filter(state="handling", assignee__startswith="p:grid_leader", path=mine.path).first().number,
        "public": here.filter(privacy="public", state="handling").first().number,
        "following": own.pk if own else 0,
        "running": running.pk if running else 0,
        "area": community.id,
        "street": street.id,
        "rule": cases.Rule.objects.first().pk,
        "rule_set": a_rule_set(),
        "limit": cases.Limit.objects.first().pk,
        "text": cases.ReplyTemplate.objects.first().pk,
        "theme": next(iter(cases.Theme.objects.filter(path__startswith=street.path)), cases.Theme(pk=0)).pk,
        "hot": cases.HotIssue.objects.filter(merged_into=None).order_by("-heat")[0].pk,
        "application": next(iter(cases.Application.objects.all()), cases.Application(pk=0)).pk,
        "category": engine.categories()[3].code,
        "kind": engine.kinds()[0].code,
        "unit": places.Unit.objects.filter(area_id=street.id).first().pk,
        "appointment": places.Appointment.objects.filter(area_id=community.id).first().pk,
        "account": account,
        "spread": places.UnitSpread.objects.order_by("pk").first().pk,
        "circle": places.ReachStudy.objects.order_by("pk").first().area_id,
        "circle_estate": places.Estate.objects.filter(
            community=places.ReachStudy.objects.order_by("pk").first().area_id
        ).first().pk,
        "point": places.ServicePoint.objects.order_by("pk").first().pk,
        "plan": places.GridPlan.objects.order_by("pk").first().pk,
        "elevated": next(iter(ElevatedSession.objects.all()), ElevatedSession(pk=0)).pk,
        "message": told.pk if told else 0,
        **_orders(street),
        **_gifts(street),
        **_meetings(),
        **_registered(),
    }


def a_rule_set() -> int:
    """A draft of the county's rules, for the pages of the workbench."""
    from linli.engines.cases import public as cases
    from linli.engines.territory import public as territory
    from linli.kernel.actor import SYSTEM

    known = cases.rule_sets(SYSTEM)
    if known:
        return known[0].id
    return cases.draft_rules(area_id=territory.county().id, name="草稿", by=SYSTEM).pk


def _helper(community: Any) -> Any:
    """Return a neighbour of the community who takes orders and whose papers were checked."""
    from linli.programmes.orders.models import Taker

    found = Taker.objects.filter(path=community.path, account__isnull=False, vetted_until__isnull=False)
    return found.select_related("account").order_by("pk")[0]


def _orders(street: Any) -> dict[str, object]:
    """Return an activity, orders, wishes and needs that wait for somebody, and somebody who takes orders."""
    from linli.kernel import clock
    from linli.programmes.lists.models import Need, Project
    from linli.programmes.orders.models import Order, Taker
    from linli.programmes.volunteers.models import Activity, Service, ShopItem, SignUp, Team
    from linli.programmes.wishes.models import Wish

    coming = Activity.objects.filter(state="open", starts__gt=clock.now()).order_by("starts")[0]
    signed = SignUp.objects.filter(activity=coming, state="coming").first()
    wished = Wish.objects.filter(path__startswith=street.path).order_by("-wished_at")
    here = Order.objects.filter(path__startswith=street.path).order_by("-ordered_at")
    return {
        "order": here.filter(account__username="resident", state="done").first().number,
        "new_order": here.filter(state="ordered").first().number,
        "activity": coming.pk,
        "volunteer": signed.volunteer_id if signed else 0,
        "listed_need": Need.objects.filter(path__startswith=street.path, state="listed").first().number,
        "project": Project.objects.filter(path__startswith=street.path, state="running").first().number,
        "past_activity": Activity.objects.filter(state="open", ends__lt=clock.now()).order_by("-starts")[0].pk,
        **_of_volunteers(Service, ShopItem, Team),
        "new_wish": wished.filter(state="collected").first().number,
        "posted_wish": wished.filter(state="posted").first().number,
        "taker": Taker.objects.filter(path__startswith=street.path).first().pk,
    }


def _planned(area: Any) -> dict[str, object]:
    """Return the community whose grids a story plans anew: its outline, and a case there that is over."""
    from linli.engines.cases.models import Case
    from linli.engines.territory.models import Boundary
    from linli.engines.territory.shapes import load

    shape = load(Boundary.objects.get(area=area, valid_to=None).shape)
    over = Case.objects.filter(path__startswith=area.path, state="closed", area__kind="grid").select_related("area")
    case = over.order_by("-pk").first()
    assert case is not None
    return {"id": area.pk, "bounds": shape.bounds, "over": case.number, "grid": case.area.name}


def _gifts(street: Any) -> dict[str, object]:
    """Return a gift in use, with its certificate's code, one that the resident offers, and a street with a unit."""
    from linli.programmes.donations import queries
    from linli.programmes.donations.models import Donation
    from linli.programmes.streets.models import Stretch

    here = Donation.objects.filter(path__startswith=street.path)
    used = here.filter(state="used").first()
    offered = here.filter(account__username="resident", state="offered").first()
    stretch = Stretch.objects.filter(path__startswith=street.path, ended_on=None).first()
    gifts = {"used_gift": used.number, "gift_code": queries.check_code(used), "new_gift": offered.number}
    return {"stretch": stretch.pk, **gifts}


def _of_volunteers(service: Any, item: Any, team: Any) -> dict[str, object]:
    """Return time that waits, a line of a statement, a certificate, an account of an area, a thing, a team."""
    from linli.engines.ledger.models import Account, Posting
    from linli.programmes.training.models import Course, Trainee
    from linli.programmes.volunteers.models import Certificate

    line = Posting.objects.filter(target__kind="volunteers.hours").order_by("-pk")[0]
    paper = Certificate.objects.filter(withdrawn_at=None).order_by("pk")[0]
    return {
        "service": service.objects.filter(state="ended").order_by("pk")[0].pk,
        "served": line.target.owner.split(":")[1],
        "line": line.transaction_id,
        "holder": paper.volunteer_id,
        "paper": paper.number,
        "book": Account.objects.filter(kind="volunteers.hours_given").order_by("pk")[0].pk,
        "good": item.objects.order_by("pk")[0].pk,
        "team": team.objects.order_by("pk")[0].pk,
        "course": Course.objects.order_by("-starts_on")[0].pk,
        "trainee": Trainee.objects.filter(state="trained", follow=True).order_by("course__ends_on")[0].pk,
    }


def _in_a_seat(handlers: list[Any]) -> Any:
    """Return somebody of the unit that has the first seat in the joint meeting."""
    from linli.programmes.meetings.models import Seat

    unit = Seat.objects.order_by("path", "pk").values_list("unit_id", flat=True)[0]
    return next(one for one in handlers if one.unit_id == unit)


def _registered() -> dict[str, object]:
    """Return the resident's own registration, and one of a unit with a duty to confirm."""
    from linli.programmes.registration.models import Registration

    unit = Registration.objects.filter(kind="unit", undertakings__progress="reported")[0]
    own = Registration.objects.filter(account__username="resident")[0]
    return {"registration": own.pk, "registered_unit": unit.pk, "serving_unit": unit.unit_id}


def _meetings() -> dict[str, object]:
    """Return a meeting whose tasks are on their way, the one to come, and what is to be reported there."""
    from linli.programmes.meetings.models import Meeting, Resolution

    coming = Meeting.objects.filter(state="planned").first()
    told = Resolution.objects.filter(meeting__body_id=coming.body_id, outcome="").first()
    return {
        "meeting": told.meeting_id,
        "meeting_body": coming.body_id,
        "coming_meeting": coming.pk,
        "resolution": told.pk,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1])), ensure_ascii=False))
