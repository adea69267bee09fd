"""What every benchmark says in the end: figures, goals, and whether they hold, as one JSON line."""

import json
import operator
import os
import platform
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

_HOLDS: dict[str, Callable[[float, float], bool]] = {"<=": operator.le, ">=": operator.ge, "==": operator.eq}


@dataclass(frozen=True, slots=True)
class Goal:
    """A bound on one figure: `Goal("p95_ms", "<=", 60)`."""

    figure: str
    sign: str
    bound: float

    def holds(self, figures: Mapping[str, object]) -> bool:
        """Say whether the figure was measured and lies within the bound."""
        value = figures.get(self.figure)
        return isinstance(value, int | float) and _HOLDS[self.sign](value, self.bound)


def finish(bench: str, figures: Mapping[str, object], goals: list[Goal]) -> int:
    """Print every goal with its figure, then the JSON line; return 0 when all hold, else 1."""
    met = {f"{goal.figure} {goal.sign} {goal.bound:g}": goal.holds(figures) for goal in goals}
    for goal, (words, holds) in zip(goals, met.items(), strict=True):
        print(f"{'yes' if holds else 'NO ':<4} {words:<48} {figures.get(goal.figure)}")
    line = {
        "bench": bench,
        "figures": dict(figures),
        "goals": met,
        "holds": all(met.values()),
        "machine": machine(),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),  # noqa: TID251 (a real moment, outside the product)
    }
    print(json.dumps(line, ensure_ascii=False))
    return 0 if line["holds"] else 1


def machine() -> dict[str, object]:
    """Say on what was measured."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**30
    model = next(
        (line.split(":")[1].strip() for line in _cpu_lines() if line.startswith("model name")), platform.machine()
    )
    return {"cpu": model, "cores": os.cpu_count(), "memory_gib": memory, "python": platform.python_version()}


def _cpu_lines() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []
