"""Found a theme from a hot issue, and hang on it what came in since."""

from django.utils.translation import gettext as _

from linli.engines.cases.hot.lists import hot_model
from linli.engines.cases.lifecycle import OPEN
from linli.engines.cases.models import Case, HotIssue, Theme
from linli.engines.cases.verbs.supervise import link_theme
from linli.engines.cases.verbs.themes import open_theme
from linli.engines.territory import public as territory
from linli.kernel.actor import Actor
from linli.kernel.errors import LinliError, NotFound, WrongState
from linli.kernel.locks import locked_row, write

MOST = 500  # cases hung on a theme at once


def theme_from_hot(issue_id: int, *, by: Actor) -> tuple[Theme, int]:
    """Open a theme named like the issue, in its area, and hang its open cases on it; return it and how many.

    Where the issue has a theme that is not resolved, the cases that came in since are hung on that one.

    Raises: NotFound, NotAllowed, WrongState (there is nothing to hang).
    """
    with write():
        issue = locked_row(HotIssue, hot_model(by, issue_id).pk)
        theme = _unresolved(issue)
        loose = list(Case.objects.filter(hot_member__issue=issue, theme=None, state__in=OPEN).order_by("id")[:MOST])
        if not loose:
            raise WrongState(_("All its open cases hang on a theme already."))
        if theme is None:
            theme = open_theme(title=issue.title, area_id=_area(issue.path), by=by)
            issue.theme = theme
            issue.save(update_fields=["theme"])
        return theme, sum(_hung(case, theme, by) for case in loose)


def _unresolved(issue: HotIssue) -> Theme | None:
    return issue.theme if issue.theme is not None and issue.theme.resolved_at is None else None


def _area(path: str) -> int:
    """Return the community of an issue, or the wider area it spans: a theme is no matter of one grid."""
    line = territory.ancestors(path)
    wide = [area for area in line if area.kind != "grid"]
    if not wide:
        raise NotFound
    return wide[-1].id


def _hung(case: Case, theme: Theme, by: Actor) -> bool:
    """Hang a case on a theme, unless its state or place does not allow it."""
    try:
        link_theme(case.pk, by=by, theme_id=theme.pk)
    except LinliError:
        return False
    return True
