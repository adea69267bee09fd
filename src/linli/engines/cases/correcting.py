"""Classes that people change are kept to learn from."""

from typing import Any

from linli.engines.cases.classifier import renew
from linli.engines.cases.models import Correction
from linli.engines.journal import public as journal
from linli.kernel.actor import SYSTEM


def note_correction(event: journal.Event, _payload: dict[str, Any]) -> None:
    """Keep a class that a person changed (receiver of `case.amend`); when enough have come, learn anew at once."""
    changed = event.data.get("changed", {}).get("category")
    if not changed or event.actor_kind == SYSTEM.kind or not event.stream.startswith("case:"):
        return
    case_id = int(event.stream.removeprefix("case:"))
    first = next(iter(journal.history(event.stream)), None)
    by_machine = bool(changed[0] and first and first.data.get("classed") and first.data.get("category") == changed[0])
    Correction.objects.get_or_create(
        event_id=event.pk,
        defaults={
            "case_id": case_id, "was": changed[0] or "", "became": changed[1], "at": event.at, "by_machine": by_machine,
        },
    )
    renew()
