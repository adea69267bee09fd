"""A worker process for the tests, with receivers whose work can be counted and which can be made to hang.

    python tests/config/a_worker.py <what to do>

- `work`: as the product does.
- `hang`: at row 7 wait for ever, inside the receiver.
- `load`: take five milliseconds for each row.
- `jobs`: as the product does; what its children say is heard too.
- `careless`: hang too, and mark rows done before they are run: the control that loses work.
"""

import sys
import threading
from datetime import timedelta
from pathlib import Path

from linli.config import worker  # sets up Django
from linli.engines.journal import public as journal
from linli.engines.journal.models import Tick
from linli.engines.journal.verbs import deliver
from linli.kernel.clock import now
from linli.kernel.locks import write

HANGS_AT = 7
manner = sys.argv[1]


def counts(_event, payload):
    """Leave a row that says the work was done; its primary key refuses a second one."""
    Tick.objects.create(name=f"done:{payload['n']}", last_at=now())
    if manner == "load":
        threading.Event().wait(0.005)
    if manner in {"hang", "careless"} and payload["n"] == HANGS_AT:
        sys.stdout.write("hangs\n")
        sys.stdout.flush()
        threading.Event().wait()


def run_carelessly(rows, _stop):
    """Mark each row done, commit, then run it."""
    row = rows[0]
    with write():
        deliver._finish([row.pk])
    with write():
        deliver._call(row)
    return 1, 1


def command(job_id, lease):
    """Start the product's own process for a job, which knows the works of the tests too."""
    return [sys.executable, str(Path(__file__).with_name("a_job.py")), str(job_id), lease]


from tests.factories import works  # noqa: E402

works.register()
worker.jobs.command = command
journal.receive("test.counts", counts)
deliver.LEASE = timedelta(seconds=1)
if manner == "careless":
    deliver._run_inside = run_carelessly
sys.stdout.write("started\n")
sys.stdout.flush()
worker.run()
