"""How well a need and a resource fit, part by part, so that a person can be told why."""

from linli.engines.matching import scoring
from linli.engines.matching.asking import CATEGORY, NEAR, Asking, Fit, Offering, overlap, shared_words, spans
from linli.engines.matching.candidates import Codebook, side


def fit(need: Asking, resource: Offering) -> Fit:
    """Return the parts of a pair's weight; `excluded` names the first part that rules the pair out."""
    book = Codebook()
    given, asked = side([resource], book), side([need], book)
    windows, skills = scoring.window_points(asked, 0, given, 0), scoring.skill_points(asked, 0, given, 0)
    words, levels = scoring.word_points(asked, 0, given, 0), scoring.levels_shared(asked, 0, given, 0)
    weight = int(scoring.points(asked, 0, given, 0, 0))
    same = need.category == resource.category
    return Fit(
        category=CATEGORY if same else 0,
        near=NEAR[min(levels, 2)],
        windows=max(0, int(windows)),
        skills=max(0, int(skills)),
        words=int(words),
        weight=max(0, weight),
        levels=int(levels),
        minutes=overlap(spans(need.windows), spans(resource.windows)) if need.windows and resource.windows else None,
        shared_skills=tuple(sorted(need.skills & resource.skills)),
        shared_words=shared_words(need.text, resource.text),
        excluded="" if weight > 0 else _why_not(need, resource, int(windows), int(skills)),
    )


def _why_not(need: Asking, resource: Offering, windows: int, skills: int) -> str:
    if tuple(need.area[: len(resource.serves)]) != tuple(resource.serves):
        return "area"
    if resource.seats is not None and need.people > resource.seats:
        return "seats"
    if windows == scoring.OUT:
        return "windows"
    return "skills" if skills == scoring.OUT else "unlike"
