"""Journal models."""

from linli.engines.journal.models.event import Event, Seal
from linli.engines.journal.models.look import Look
from linli.engines.journal.models.message import Delivery, Message, MessageSettings
from linli.engines.journal.models.outbox import Outbox

__all__ = ["Delivery", "Event", "Look", "Message", "MessageSettings", "Outbox", "Seal"]
