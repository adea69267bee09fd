"""Why a pair, and why not the next: in words a worker and a resident understand."""

from django.utils.translation import gettext as _

from linli.engines.matching.public import Fit

HOUR = 60


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


def why_not_next(name: str, lost: int, weight: int, chosen_weight: int) -> str:
    """Say why the next best was not taken: it fits no better, or it is needed more elsewhere."""
    if weight == chosen_weight:
        return _("%(name)s fits just as well (%(weight)d).") % {"name": name, "weight": weight}
    if weight < chosen_weight:
        return _("Next best would be %(name)s: it fits less well (%(weight)d instead of %(chosen)d).") % {
            "name": name, "weight": weight, "chosen": chosen_weight,
        }
    return _(
        "%(name)s would fit better (%(weight)d instead of %(chosen)d), but is needed more elsewhere: "
        "all together would lose %(lost)d."
    ) % {"name": name, "weight": weight, "chosen": chosen_weight, "lost": lost}


def _near(levels: int) -> str:
    return _("in the same community") if levels > 1 else _("in the same street")


def _time(minutes: int) -> str:
    hours = f"{minutes / HOUR:.1f}".removesuffix(".0")
    return _("%(hours)s hours a week suit both") % {"hours": hours}
