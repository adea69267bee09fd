"""What the journal itself does after commit and by the clock."""

from datetime import datetime

from linli.engines.journal.privacy import tidy
from linli.engines.journal.registry import receive
from linli.engines.journal.ticks import on_tick
from linli.engines.journal.verbs.mail import send_digest, send_one
from linli.engines.journal.verbs.notify import DIGEST, MAIL
from linli.engines.journal.verbs.seal import seal_due


def connect() -> None:
    """Register receivers and repeated tasks."""
    receive(MAIL, send_one, outside=True)
    receive(DIGEST, send_digest, outside=True)
    on_tick("journal.seal", _seal)
    on_tick("journal.tidy", tidy, minutes=24 * 60)


def _seal(_moment: datetime) -> int:
    return seal_due()
