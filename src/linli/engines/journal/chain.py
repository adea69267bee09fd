"""How an event becomes a hash: the same bytes on every database, whatever it does to JSON on the way."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from cryptography.hazmat.primitives import hashes
from django.core.serializers.json import DjangoJSONEncoder

from linli.engines.journal.models import Event


def plain(data: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return data as JSON keeps it on both databases: text without NUL and lone surrogates, moments as text.

    Raises: ValueError for numbers that are not finite, TypeError for what JSON cannot keep.
    """
    if not data:
        return {}
    text = json.dumps(data, cls=DjangoJSONEncoder, allow_nan=False)
    result: dict[str, Any] = json.loads(text)
    if "\\u0000" in text or "\\ud" in text:
        return {str(_clean(key)): _clean(item) for key, item in result.items()}
    return result


def _clean(value: object) -> object:
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_clean(key): _clean(item) for key, item in value.items()}
    return [_clean(item) for item in value] if isinstance(value, list) else value


def _canonical(value: object) -> object:
    """Give a number one spelling: PostgreSQL keeps 1e2 as 100, SQLite as 100.0."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int | float):
        number = Decimal(repr(value))
        return f"#{number.normalize():f}" if number else "#0"
    if isinstance(value, Mapping):
        return {str(key): _canonical(item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [_canonical(item) for item in value]
    raise TypeError(f"{type(value).__name__} cannot be hashed")


def spelled(moment: datetime) -> str:
    """Return a moment in the one spelling that hashes use."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def digest(algorithm: str, content: bytes) -> str:
    """Return the hash of bytes in hexadecimal. Raises: ValueError for an unknown algorithm."""
    if algorithm == "sha256":
        return hashlib.sha256(content).hexdigest()
    if algorithm == "sm3":
        state = hashes.Hash(hashes.SM3())
        state.update(content)
        return state.finalize().hex()
    raise ValueError(f"unknown hash algorithm {algorithm!r}")


def event_hash(event: Event) -> str:
    """Return the hash an event must have: over its content and the hash before it."""
    content = [
        event.stream, event.number, event.kind, spelled(event.at), event.actor_kind, event.actor_name, event.account_id,
        event.path, _canonical(event.data), event.previous_hash,
    ]
    return digest(event.algorithm, json.dumps(content, sort_keys=True, separators=(",", ":")).encode())
