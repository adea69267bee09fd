"""The classes a text may be of, to be taken with one tap on the page of a case that has none."""

from collections.abc import Sequence

from linli.engines.cases import public as cases
from linli.engines.cases.public import CaseDetail, ClassGuess


def class_guesses(detail: CaseDetail) -> Sequence[ClassGuess]:
    """Return up to three classes for a case that has none, where the viewer may set it; else nothing."""
    if detail.category_code or not any(step.verb == "amend" for step in detail.verbs):
        return ()
    return cases.suggest_classes(detail.text, "" if detail.title in detail.text else detail.title).rows
