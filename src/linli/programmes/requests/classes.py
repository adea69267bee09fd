"""Which class and kind a request has. Sure or silent: a doubtful class is left to the desk."""

from linli.engines.cases import public as cases
from linli.engines.cases.public import CategoryRow, ClassGuess


def suggest_class(text: str) -> ClassGuess | None:
    """Return the class a text speaks of; None when the machine is not as sure as the county wants it to be."""
    guesses = cases.suggest_classes(text)
    return guesses.best if guesses.sure else None


def class_of(text: str) -> CategoryRow | None:
    """Return the class a text would be given by itself."""
    guess = suggest_class(text)
    return guess.category if guess is not None else None


def classed_words(guess: ClassGuess | None) -> str:
    """Return who gave a class, for the history: the version of the model and how sure it was, or the words."""
    if guess is None:
        return ""
    return f"v{guess.version}:{guess.percent}" if guess.version is not None else "words"


def kind_of(kind_code: str, category: CategoryRow | None) -> str:
    """Return the kind of a request: as said, else as its class says, else the first kind there is."""
    if kind_code:
        return kind_code
    known = [row.code for row in cases.kinds()]
    if category is not None and category.kind_code in known:
        return category.kind_code
    return known[0] if known else ""
