"""What a resident who waits sees: the bearer of a tracking code, or a signed-in reporter."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.engines.cases import words
from linli.engines.cases.detail import MilestoneRow, PhotoRow, milestones_of, photos_of
from linli.engines.cases.followings import code_of, hash_of
from linli.engines.cases.lifecycle import ENDED, Exit, State, Step
from linli.engines.cases.models import Case, Category, Following
from linli.engines.cases.openverbs import open_verbs
from linli.engines.cases.policies import Standing
from linli.engines.cases.verbs.turn import stream_of
from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound

_RELATED = (
    "case__kind",
    "case__category",
    "case__area",
    "case__desk",
    "case__merged_into__kind",
    "case__merged_into__desk",
)
_MOST_LEADS = 20
RESIDENT_VERBS = frozenset({"confirm", "rate", "reopen", "withdraw"})

_STATE_WORDS: dict[State, str | Promise] = {
    State.SUBMITTED: gettext_lazy("We have your report"),
    State.ACCEPTED: gettext_lazy("We took it on"),
    State.DISPATCHED: gettext_lazy("Sent to whoever will do it"),
    State.HANDLING: gettext_lazy("In hand"),
    State.SUSPENDED: gettext_lazy("It has to wait a while"),
    State.HANDLED: gettext_lazy("Done, we are checking it"),
    State.CHECKED: gettext_lazy("Done: please tell us if it is solved"),
    State.REVIEW: gettext_lazy("A second person looks at it"),
    State.REFUSED: gettext_lazy("We could not take it on"),
    State.MERGED: gettext_lazy("Joined to your neighbours' report"),
    State.WITHDRAWN: gettext_lazy("You withdrew it"),
}
_NEXT_WORDS: dict[State, str | Promise] = {
    State.SUBMITTED: gettext_lazy("Next: %(who)s reads it and takes it on"),
    State.ACCEPTED: gettext_lazy("Next: %(who)s sends it to whoever can do it"),
    State.DISPATCHED: gettext_lazy("Next: %(who)s takes it in hand and gets in touch with you"),
    State.HANDLING: gettext_lazy("Next: %(who)s does it and tells you"),
    State.SUSPENDED: gettext_lazy("Next: %(who)s goes on when the wait is over"),
    State.HANDLED: gettext_lazy("Next: somebody who did not do it looks, then asks you. You can answer now."),
    State.CHECKED: gettext_lazy("Next: you tell us if it is solved. If not, it is done again."),
    State.REVIEW: gettext_lazy("Next: a second person decides and writes to you"),
}


@dataclass(frozen=True, slots=True)
class TrackingView:
    """A report as the resident who waits for it sees it."""

    following_id: int
    case_id: int
    number: str
    version: int
    title: str
    text: str  # of the author alone; a neighbour who joined reads what was released
    state: str
    state_words: str  # how it stands, for a resident
    next_words: str  # what comes next and who owes it
    category_name: str
    area_name: str
    place: str
    submitted_at: datetime
    due_at: datetime | None
    due_kind: str
    people: int
    reporter: bool
    author: bool
    helper_name: str
    tracking_code: str
    assignee_name: str
    contact: territory.Contact | None
    lead_number: str  # of the case this one was joined to
    exit_label: str
    solved: bool | None
    rating: int | None
    emergency_phone: str
    photos: tuple[PhotoRow, ...]
    milestones: tuple[MilestoneRow, ...]
    steps: tuple[words.StepRow, ...]
    verbs: tuple[Step, ...]


def by_tracking_code(code: str) -> tuple[Case, Following]:
    """Return the case and the person a tracking code stands for. Raises: NotFound, Invalid when it can be no code."""
    following = Following.objects.select_related(*_RELATED).filter(tracking_hash=hash_of(code), left_at=None).first()
    if following is None:
        raise NotFound(_("No report has this code. Please look at your slip again, or ask the community."))
    return following.case, following


def following_of(actor: Actor, following_id: int) -> Following:
    """Return a following that is the actor's own: by code, by account, or reported for somebody. Raises: NotFound."""
    following = Following.objects.select_related(*_RELATED).filter(pk=following_id, left_at=None).first()
    if following is None:
        raise NotFound
    own = following.pk in actor.follows
    account = actor.account_id
    if not own and (account is None or account not in {following.account_id, following.helper_id}):
        raise NotFound
    return following


def followings_of(actor: Actor) -> list[int]:
    """Return the ids of everything the actor waits for, the newest first."""
    found = Following.objects.filter(left_at=None).order_by("-id")
    if actor.account_id is None:
        return list(found.filter(pk__in=actor.follows).values_list("id", flat=True)[:200])
    own = (
        found.filter(pk__in=actor.follows)
        | found.filter(account_id=actor.account_id)
        | found.filter(helper_id=actor.account_id)
    )
    return list(own.values_list("id", flat=True)[:200])


def second_matters(actor: Actor, following_id: int) -> list[tuple[int, str]]:
    """Return what a report was divided into, for who reported it: their following and the number of each.

    It is the same person's word, so whoever bears its code follows the second matter too. Raises: NotFound.
    """
    following = following_of(actor, following_id)
    if not following.reporter:
        return []
    history = journal.history(stream_of(following.case_id))
    seconds = [row.data.get("second_id") for row in history if row.kind == "case.divide"]
    if not seconds:
        return []
    found = Following.objects.filter(case__in=seconds, reporter=True, left_at=None).order_by("id")
    return list(found.values_list("id", "case__number"))


def tracking_view(actor: Actor, following_id: int) -> TrackingView:
    """Return a report as its resident sees it. Raises: NotFound."""
    following = following_of(actor, following_id)
    case = following.case
    lead = _lead_of(case)
    standing = Standing(actor, case)
    return TrackingView(
        following_id=following.pk,
        case_id=case.pk,
        number=case.number,
        version=case.version,
        title=case.title if following.author else _title_for_neighbours(case),
        text=case.text if following.author else case.public_text,
        state=lead.state,
        state_words=state_words(lead, answered=case.solved),
        next_words=next_words(lead),
        category_name=case.category.name if case.category else "",
        area_name=case.area.name,
        place=case.place if following.author or case.privacy == Category.Privacy.PUBLIC else "",
        submitted_at=case.submitted_at,
        due_at=lead.due_at,
        due_kind=lead.due_kind,
        people=lead.people,
        reporter=following.reporter,
        author=following.author,
        helper_name=following.helper_name,
        tracking_code=code_of(following),
        assignee_name=lead.assignee_name,
        contact=territory.contact_of(case.area_id),
        lead_number=lead.number if lead.pk != case.pk else "",
        exit_label=str(Exit(case.exit_code).label) if case.exit_code else "",
        solved=lead.solved,
        rating=lead.rating,
        emergency_phone=case.category.emergency_phone if case.category and lead.state not in ENDED else "",
        photos=photos_of(case, released=not following.author),
        milestones=milestones_of(lead),
        steps=_steps(case, lead, following),
        verbs=tuple(step for step in open_verbs(case, actor, standing=standing) if step.verb in RESIDENT_VERBS),
    )


def _steps(case: Case, lead: Case, following: Following) -> tuple[words.StepRow, ...]:
    """Return what happened: to the own report, and since it was joined to another, to that one."""
    own = journal.history(stream_of(case.pk))
    notes = following.author or case.privacy == Category.Privacy.PUBLIC
    steps = words.for_resident(own, desk=_desk_name(case), author=following.author, notes=notes)
    if lead.pk != case.pk:
        joined = max((row.at for row in own if row.kind == "case.merge"), default=case.submitted_at)
        since = [row for row in journal.history(stream_of(lead.pk)) if row.at >= joined]
        notes = lead.privacy == Category.Privacy.PUBLIC
        steps += words.for_resident(since, desk=_desk_name(lead), author=False, notes=notes)
    return tuple(steps)


def _lead_of(case: Case) -> Case:
    """Return the case under which it goes on."""
    for _step in range(_MOST_LEADS):
        if case.merged_into is None:
            return case
        case = case.merged_into
    return case


def _title_for_neighbours(case: Case) -> str:
    return case.category.name if case.category else _("A problem nearby")


def _desk_name(case: Case) -> str:
    return case.desk.name


def state_words(case: Case, *, answered: bool | None = None) -> str:
    """Return how a case stands, in a resident's words."""
    state = State(case.state)
    if state == State.CLOSED:
        if case.lawful_close:
            return _("Closed: what the law allows is done")
        return _("Solved") if answered or case.solved else _("Closed")
    return str(_STATE_WORDS[state])


def next_words(case: Case) -> str:
    """Return what comes next and who owes it; empty when nothing does."""
    template = _NEXT_WORDS.get(State(case.state))
    return str(template) % {"who": case.assignee_name or _desk_name(case)} if template else ""
