"""A fresh database, and a file of messages brought into it the way the console does."""

import json
import sys
from pathlib import Path
from time import perf_counter, process_time

from django.core.management import call_command

from linli.engines.cases import public as cases
from linli.engines.cases.models import Case, HotMember
from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import SYSTEM
from linli.patterns import public as patterns
from linli.patterns import start
from linli.programmes.requests import public as requests

SECRET = "bench-bench-bench"  # noqa: S105  of a database that is gone a minute later


def measure(file: Path) -> dict[str, float]:
    """Bring the file and say how long it took, from the click to the last hot issue."""
    call_command("migrate", verbosity=0)
    patterns.load(patterns.default_pattern())
    start.first_county(name="金澜县", code="990302000000", username="bench", password=SECRET)
    content = file.read_bytes()
    newest = max(one.at for one in cases.read_messages(content, cases.guessed(content)).messages)
    with clock.at(newest):  # as if the file were of today: what was hot years ago has cooled
        began, busy = perf_counter(), process_time()
        job = requests.bring_messages(by=SYSTEM, name=file.name, content=content, area_id=territory.county().id)
        result = journal.run_job(job.id).result
        seconds, busy = perf_counter() - began, process_time() - busy
        found = cases.hot_issues(SYSTEM, size=200).items
    return {
        "seconds": round(seconds, 2),
        "cpu_seconds": round(busy, 2),
        "opened": result["opened"],
        "refused": result["refused"],
        "classed": Case.objects.filter(category__isnull=False).count(),
        "gathered": HotMember.objects.count(),
        "hot": len(found),
        "largest": max((one.cases for one in found), default=0),
    }


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]))))
