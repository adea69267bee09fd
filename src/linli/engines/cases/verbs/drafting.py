"""What is known of a case before it is opened: checked and worked out outside of the transaction that writes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from linli.engines.cases import clocks
from linli.engines.cases.alike.traces import Wording
from linli.engines.cases.assignees import assignable, matter_id_for, needs_matter
from linli.engines.cases.desks import desk_of
from linli.engines.cases.followings import NewFollowing, Reporter
from linli.engines.cases.lifecycle import State
from linli.engines.cases.models import Case, Clock, Following, Origin
from linli.engines.cases.senders import sent_with
from linli.engines.cases.taxonomy import CategoryRow, KindRow, Taxonomy, taxonomy
from linli.engines.cases.verbs.amend import stricter
from linli.engines.cases.verbs.arguments import needed, optional
from linli.engines.cases.verbs.turn import kept_of
from linli.engines.territory import public as territory
from linli.kernel import clock, rows
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Invalid, NotAllowed
from linli.kernel.intake import scoped_key
from linli.kernel.text import first_words, mask_personal

TITLE = 24
OUTSIDERS = frozenset({ActorKind.VISITOR, ActorKind.RESIDENT})
_ORIGINS = frozenset(Origin.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What a case is opened with. The same intake key is the same case, with the same tracking code.

    `accepted` and `assignee` let a rule take it on and send it at once; `classed`: which machine gave the class.
    `said_at`: when it was said, if not now; clocks run from now. `due_at`: agreed, in place of the limit of its class.
    """

    by: Actor
    text: str
    origin: str
    kind_code: str
    location: territory.Location
    category_code: str | None = None
    photos: Sequence[str] = ()
    reporter: Reporter | None = None
    intake_key: str | None = None
    title: str = ""
    accepted: bool = False
    assignee: str = ""
    routed_by: str = ""
    classed: str = ""
    due_at: datetime | None = None
    said_at: datetime | None = None

    @property
    def key(self) -> str | None:
        """Return the key under which it is known, if it has one."""
        return scoped_key(self.intake_key, self.by, "case")


@dataclass(frozen=True, slots=True)
class Draft:
    """A case about to be opened, and what is written with it."""

    case: Case
    by: Actor
    following: Following
    tracking_code: str
    clocks: list[Clock]
    wording: Wording
    photos: tuple[str, ...]
    data: dict[str, Any]  # of its first event
    day: date

    def belong(self) -> None:
        """Let what is written with the case know its key."""
        self.following.case_id = self.case.pk
        for one in self.clocks:
            one.case_id = self.case.pk


def draft_of(opening: Opening) -> Draft:
    """Check what a case is opened with and work out the rest. Raises: Invalid, NotAllowed."""
    said, by = needed("text", opening.text), opening.by
    _require_origin(by, opening.origin)
    kind, category = _class(taxonomy(), opening.kind_code, opening.category_code)
    case = _draft(said, kind, category, opening.location, opening.said_at)
    case.origin, case.intake_key, case.routed_by = opening.origin, opening.key, opening.routed_by[:200]
    case.title = optional("title", opening.title, longest=60) or first_words(mask_personal(said), TITLE)
    sent = _send(case, opening.assignee) if opening.assignee else None
    if opening.accepted or sent is not None:
        case.state = State.DISPATCHED if sent is not None else State.ACCEPTED
    new = _following(by, opening.origin, opening.reporter)
    started = clocks.begin(case, asked=new.reporter, due_at=opening.due_at)
    following, code = new.made(case)
    photos = tuple(opening.photos)
    data = {**_began(case, by), "kind": opening.kind_code, "category": opening.category_code or ""}
    data |= {"photos": len(photos), "helper": following.helper_name, "note": opening.routed_by if sent else ""}
    data |= _classed(opening.classed, category)
    return Draft(case, by, following, code, started, Wording.of(said), photos, kept_of(data), clock.today())


def _classed(classed: str, category: CategoryRow | None) -> dict[str, str]:
    return {"classed": classed} if classed and category else {}


def _began(case: Case, by: Actor) -> dict[str, Any]:
    sent_to = {"assignee": case.assignee, "name": case.assignee_name}
    return {"to": case.state, "origin": case.origin, **sent_with(by), **sent_to}


def _require_origin(by: Actor, origin: str) -> None:
    if origin not in _ORIGINS:
        raise Invalid(fields={"origin": _("Please choose one of the list.")})
    if by.kind in OUTSIDERS and origin != Origin.PORTAL:
        raise NotAllowed


def _draft(
    text: str, kind: KindRow, category: CategoryRow | None, location: territory.Location, said_at: datetime | None
) -> Case:
    desk, now = desk_of(location.area), clock.now()
    if said_at is not None and said_at > now:
        raise Invalid(fields={"said_at": _("This lies in the future.")})
    return rows.new(
        Case,
        state=State.SUBMITTED,
        kind_id=kind.id,
        category_id=category.id if category else None,
        urgency=category.urgency if category else "normal",
        privacy=stricter(category.privacy if category else "", kind.privacy),
        text=text,
        submitted_at=said_at or now,
        submitted_on=clock.local(said_at).date() if said_at is not None else clock.today(),
        last_at=now,
        last_verb="submit",
        area_id=location.area.id,
        path=location.area.path,
        building_id=location.building_id,
        place=location.place[:120],
        longitude=location.longitude,
        latitude=location.latitude,
        desk_id=desk.id,
        desk_path=desk.path,
    )


def _class(known: Taxonomy, kind_code: str, category_code: str | None) -> tuple[KindRow, CategoryRow | None]:
    kind = known.kind_by_code.get(kind_code)
    if kind is None or not kind.active:
        raise Invalid(fields={"kind": _("This kind is not known. Please choose one of the list.")})
    category = known.category_by_code.get(category_code) if category_code else None
    if category_code and (category is None or not category.active):
        raise Invalid(fields={"category": _("This class is not known. Please choose one of the list.")})
    return kind, category


def _send(case: Case, assignee: str) -> territory.Assignee:
    to = assignable(assignee, case, within=case.desk_path)
    if needs_matter(to):
        case.matter_id = matter_id_for(case, None)
    case.assignee, case.assignee_name = to.key, to.name[:80]
    return to


def _following(by: Actor, origin: str, reporter: Reporter | None) -> NewFollowing:
    """Return who waits: the resident, the resident for whom somebody else reports, or the colleague who found it."""
    if reporter is None:
        outsider = by.kind is not ActorKind.STAFF or origin == Origin.PORTAL
        return NewFollowing(account_id=by.account_id, reporter=outsider, author=True)
    helper_id, helper_name = reporter.helper_account_id, reporter.helper_name
    if by.kind is ActorKind.STAFF and origin in {Origin.DESK, Origin.VISIT} and helper_id is None:
        helper_id, helper_name = by.account_id, by.name
    outside = by.kind is not ActorKind.STAFF
    own = by.account_id if origin == Origin.PORTAL and outside and not helper_name else None
    return NewFollowing(
        account_id=reporter.account_id or own,
        name=reporter.name,
        phone=reporter.phone,
        email=reporter.email,
        home=reporter.home,
        helper_id=helper_id,
        helper_name=helper_name,
        reporter=True,
        author=True,
    )
