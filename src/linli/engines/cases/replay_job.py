"""The job that replays past cases against a set of rules. Nothing is changed."""

from datetime import date
from typing import Any

from linli.engines.cases.rulesets import replay_set
from linli.engines.journal.public import RunningJob


def run(job: RunningJob) -> dict[str, Any]:
    """Replay as the payload says, with the rights of whoever asked; return what would have changed."""
    since, until = date.fromisoformat(job.payload["since"]), date.fromisoformat(job.payload["until"])
    found = replay_set(job.by, job.payload["set"], since=since, until=until)
    return {
        "set": job.payload["set"],
        "since": since.isoformat(),
        "until": until.isoformat(),
        "looked_at": found.looked_at,
        "cut": found.cut,
        "changed": found.changed,
        "loads": [{"key": one.key, "name": one.name, "before": one.before, "after": one.after} for one in found.loads],
        "moved": [
            {
                "number": one.case.number,
                "before": one.before.name,
                "after": one.after.name,
                "automatic": one.after.automatic,
                "reason": one.after.reason,
            }
            for one in found.moved
        ],
    }
