"""Which buttons a case shows: one filled, a few beside it, the rest one tap away."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from linli.engines.cases import public as cases

SHOWN = 3            # beside the filled one
ONE_TAP = frozenset({"accept", "claim", "take", "take_task", "resume"})
# what a person most likely came for comes first; only these may be the filled button
MAIN: tuple[str, ...] = (
    "take", "grant_extension", "accept", "dispatch", "resume", "handle", "check", "call_back", "review_close",
    "confirm", "rate",
)
ORDER: tuple[str, ...] = (
    *MAIN, "split", "answer", "claim", "contact", "refuse_extension", "decline", "interim", "refuse",
    "finish_milestone", "add_helper", "whistle", "escalate", "ask_extension", "suspend", "set_milestones", "amend",
    "divide", "merge", "propose_close", "reopen", "supervise", "release", "link_theme", "withdraw",
)
FILLED = frozenset(MAIN)
# belongs to something on the page, with its own button there
ELSEWHERE = frozenset({"take_task", "decline_task", "finish_task", "cancel_task", "follow"})


@dataclass(frozen=True, slots=True)
class VerbButton:
    """One button: the verb, its words, whether one tap does it."""

    verb: str
    label: object
    one_tap: bool
    filled: bool = False


@dataclass(frozen=True, slots=True)
class VerbButtons:
    """The buttons of a case page."""

    first: VerbButton | None
    beside: Sequence[VerbButton]
    more: Sequence[VerbButton]

    def __bool__(self) -> bool:
        return bool(self.first or self.beside or self.more)


def buttons(steps: Iterable[cases.Step], state: str) -> VerbButtons:
    """Sort the open verbs of a case into buttons."""
    found = {step.verb: step for step in steps if step.verb not in ELSEWHERE}
    ordered = [verb for verb in ORDER if verb in found] + sorted(set(found) - set(ORDER))
    filled = next((verb for verb in ordered if _may_fill(verb, state)), None)
    rest = [verb for verb in ordered if verb != filled]
    made = [VerbButton(verb, found[verb].label, verb in ONE_TAP) for verb in rest]
    first = VerbButton(filled, found[filled].label, filled in ONE_TAP, filled=True) if filled else None
    return VerbButtons(first, made[:SHOWN], made[SHOWN:])


def _may_fill(verb: str, state: str) -> bool:
    """Sending a case on that somebody has in hand is possible, but not what a person comes for."""
    return verb in FILLED and not (verb == "dispatch" and state != "accepted")
