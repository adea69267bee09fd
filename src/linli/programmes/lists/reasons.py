"""Why a pair, and why not the next: in words a worker and a resident understand."""

from django.utils.translation import gettext as _

from linli.engines.matching.public import Fit, Market

HOUR = 60
TRIED = 100_000     # candidate pairs up to which a cost is tried on a copy; beyond, prices tell the least it is


def reasons(fit: Fit) -> list[str]:
    """Return what speaks for a pair, the strongest first."""
    said = [
        (fit.category, _("same kind of help")),
        (fit.near if fit.levels else 0, _near(fit.levels)),
        (fit.windows if fit.minutes else 0, _time(fit.minutes or 0)),
        (
            fit.skills if fit.shared_skills else 0,
            _("can do what is asked: %(skills)s") % {"skills": "、".join(fit.shared_skills)},
        ),
        (
            fit.words if fit.shared_words else 0,
            _("both speak of: %(words)s") % {"words": "、".join(fit.shared_words)},
        ),
    ]
    return [words for points, words in sorted(said, key=lambda pair: -pair[0]) if points > 0]


def doubts(fit: Fit) -> list[str]:
    """Return what is not sure about a pair."""
    said = []
    if not fit.category:
        said.append(_("another kind of help: please look whether it fits"))
    if fit.minutes is None:
        said.append(_("the times are still to be agreed"))
    if not fit.levels:
        said.append(_("comes from another street"))
    return said


def why_excluded(fit: Fit) -> str:
    """Return why a pair is no candidate; empty for one that is."""
    return {
        "area": _("does not serve this place"),
        "seats": _("too many people at once"),
        "windows": _("no time in common"),
        "skills": _("cannot do what is asked"),
        "unlike": _("another kind of help"),
    }.get(fit.excluded, "")


def why_not_next(market: Market, need: int, other: int, chosen: int, name: str) -> str:
    """Say why the next best was not taken: it fits no better, or it is needed more elsewhere."""
    weights = dict(market.candidates(need))
    said = {"name": name, "weight": weights[other], "chosen": weights.get(chosen, 0)}
    if said["weight"] == said["chosen"]:
        return _("%(name)s fits just as well (%(weight)d).") % said
    if weights[other] < weights.get(chosen, 0):
        return _("Next best would be %(name)s: it fits less well (%(weight)d instead of %(chosen)d).") % said
    if need in market.locked:
        return _("%(name)s would fit better (%(weight)d instead of %(chosen)d); a person chose otherwise.") % said
    lost = market.cost(need, other) if market.edges <= TRIED else market.cost_at_least(need, other)
    if lost is None:
        return _("%(name)s would fit better (%(weight)d instead of %(chosen)d), but its places are locked.") % said
    if lost == 0 and market.edges <= TRIED:
        return _("%(name)s would fit better (%(weight)d instead of %(chosen)d); for all it comes to the same.") % said
    if lost == 0:
        return _("%(name)s would fit better (%(weight)d instead of %(chosen)d), but is needed more elsewhere.") % said
    return _(
        "%(name)s would fit better (%(weight)d instead of %(chosen)d), but is needed more elsewhere: "
        "all together would lose %(lost)d."
    ) % {**said, "lost": lost}


def _near(levels: int) -> str:
    return _("in the same community") if levels > 1 else _("in the same street")


def _time(minutes: int) -> str:
    hours = f"{minutes / HOUR:.1f}".removesuffix(".0")
    return _("%(hours)s hours a week suit both") % {"hours": hours}
