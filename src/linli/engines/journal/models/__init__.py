"""Journal models."""

from linli.engines.journal.models.append_only import AppendOnly, AppendOnlyRows, Rewritten
from linli.engines.journal.models.event import Event, Seal
from linli.engines.journal.models.job import Job
from linli.engines.journal.models.look import Look
from linli.engines.journal.models.message import Delivery, Message, MessageSettings
from linli.engines.journal.models.outbox import Outbox
from linli.engines.journal.models.tick import Tick

__all__ = [
    "AppendOnly",
    "AppendOnlyRows",
    "Delivery",
    "Event",
    "Job",
    "Look",
    "Message",
    "MessageSettings",
    "Outbox",
    "Rewritten",
    "Seal",
    "Tick",
]
