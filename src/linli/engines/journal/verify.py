"""Check that the history is what it was: every chain, every seal."""

from collections.abc import Iterator

from linli.engines.journal.chain import event_hash
from linli.engines.journal.models import Event, Seal
from linli.engines.journal.types import Fault
from linli.engines.journal.verbs.seal import seal_hash


def verify() -> list[Fault]:
    """Return every fault found: none, as long as nobody touched the history."""
    return [*_chain_faults(), *_seal_faults()]


def _chain_faults() -> Iterator[Fault]:
    """Walk the streams: each event must hash to its hash, follow the one before, and leave no number out."""
    stream, number, previous_hash = "", 0, ""
    for event in Event.objects.order_by("stream", "number").iterator(chunk_size=2000):
        if event.stream != stream:
            stream, number, previous_hash = event.stream, 0, ""
        yield from _event_faults(event, number, previous_hash)
        number, previous_hash = event.number, event.hash


def _event_faults(event: Event, number: int, previous_hash: str) -> Iterator[Fault]:
    if event.number != number + 1:
        yield Fault("missing", stream=event.stream, number=number + 1, detail=f"up to {event.number - 1}")
    elif event.previous_hash != previous_hash:
        yield Fault("broken_link", stream=event.stream, number=event.number)
    try:
        right = event_hash(event)
    except (TypeError, ValueError) as error:
        yield Fault("changed", stream=event.stream, number=event.number, detail=str(error))
        return
    if event.hash != right:
        yield Fault("changed", stream=event.stream, number=event.number)


def _seal_faults() -> Iterator[Fault]:
    """Walk the seals: numbers and reaches without gaps, each hash over its events and the seal before."""
    number, last_event_id, previous_hash = 0, 0, ""
    for seal in Seal.objects.order_by("number").iterator():
        if seal.number != number + 1:
            yield Fault("seal_missing", seal=number + 1, detail=f"up to {seal.number - 1}")
        elif seal.previous_hash != previous_hash or seal.first_event_id != last_event_id + 1:
            yield Fault("seal_broken", seal=seal.number)
        events = Event.objects.filter(id__gte=seal.first_event_id, id__lte=seal.last_event_id).order_by("id")
        rows = list(events.values_list("id", "hash"))
        if len(rows) != seal.count:
            kind = "seal_missing_events" if len(rows) < seal.count else "seal_added_events"
            yield Fault(kind, seal=seal.number, detail=f"{seal.count} events were sealed, {len(rows)} are there")
        elif seal.hash != seal_hash(seal, rows):
            yield Fault("seal_changed", seal=seal.number)
        number, last_event_id, previous_hash = seal.number, seal.last_event_id, seal.hash
