"""What a resident waits for: one row for each report, with what is asked of them now."""

from dataclasses import dataclass, replace

from django.db.models import Q

from linli.engines.cases.lifecycle import STEPS, State, Step
from linli.engines.cases.models import Case, Category, Following
from linli.engines.cases.rows import CaseRow, row, with_columns
from linli.kernel.actor import Actor

MOST = 100
_ASKED = {State.HANDLED: ("confirm",), State.CHECKED: ("confirm",)}


@dataclass(frozen=True, slots=True)
class FollowedRow:
    """A report somebody made or joined."""

    following_id: int
    row: CaseRow
    verbs: list[Step]  # what only they can do now: confirm, rate
    author: bool  # whether the words are theirs


def followed(viewer: Actor, *, limit: int = MOST) -> list[FollowedRow]:
    """Return what the viewer waits for, by code or account, the newest first. Two queries."""
    mine = Q(pk__in=viewer.follows)
    if viewer.account_id is not None:
        mine |= Q(account_id=viewer.account_id) | Q(helper_id=viewer.account_id)
    followings = list(Following.objects.filter(mine, left_at=None).order_by("-id")[:limit])
    cases = {case.pk: case for case in with_columns(Case.objects.filter(pk__in=[one.case_id for one in followings]))}
    return [_row(viewer, one, cases[one.case_id]) for one in followings]


def _row(viewer: Actor, following: Following, case: Case) -> FollowedRow:
    made = row(case, reason="followed")
    if not following.author:  # the words are a neighbour's: what was released is enough
        place = made.place if case.privacy == Category.Privacy.PUBLIC else ""
        made = replace(made, title=made.category_name, text=case.public_text, place=place)
    return FollowedRow(following.pk, made, _asked(viewer, following, case), following.author)


def _asked(viewer: Actor, following: Following, case: Case) -> list[Step]:
    """Return what the table lets the reporter do; the verb itself looks again."""
    own = following.pk in viewer.follows or following.account_id == viewer.account_id
    if not (following.reporter and own):
        return []
    names = _ASKED.get(State(case.state), ())
    if case.state == State.CLOSED and case.rating is None:
        names = ("rate",)
    return [STEPS[name] for name in names]
