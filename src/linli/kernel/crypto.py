"""Secrets at rest: sealed texts that say with which key and cipher they were sealed, and keyed hashes to find them by.

An envelope reads `v1:<cipher>:<key id>:<base64 of nonce and ciphertext>`. Its purpose (for example `case.phone`) and
its head are authenticated with it: an envelope moved to another column, or with another head, does not open.

Keys come from `settings.CRYPTO_KEYS` as `id:base64 of 32 bytes`. The first seals; all open. To change keys put a new
one in front, `reseal` what is stored, then take out the old ones, except the last: keyed hashes are made with a key
derived from the last one, so that they stay the same through every change and what they find stays found.
"""

import base64
import binascii
import hmac
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import TypeVar

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.ciphers import Cipher, CipherAlgorithm, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

VERSION = "v1"
Worker = TypeVar("Worker")
_KEY_BYTES, _NONCE_BYTES, _TAG_BYTES = 32, 12, 16


class CryptoError(RuntimeError):
    """Something about keys, ciphers or envelopes that no user can mend."""


class BadKeys(CryptoError):
    """The keys in the settings cannot be used."""


class CipherMissing(CryptoError):
    """The installed OpenSSL does not offer the cipher."""


class CannotUnseal(CryptoError):
    """The envelope is not one of ours, was changed, belongs to another purpose, or its key is gone."""


@dataclass(frozen=True, slots=True)
class _Key:
    id: str
    secret: bytes


@dataclass(frozen=True, slots=True)
class _CipherKind:
    algorithm: Callable[[bytes], CipherAlgorithm]
    key_bytes: int


_CIPHERS = {"aesgcm": _CipherKind(algorithms.AES, 32), "sm4gcm": _CipherKind(algorithms.SM4, 16)}


def seal(text: str, *, purpose: str) -> str:
    """Seal a text for one purpose with the present key. An empty text stays empty.

    Raises: CipherMissing, BadKeys.
    """
    if not text:
        return ""
    name = getattr(settings, "CRYPTO_CIPHER", "aesgcm")
    key = _keys()[0]
    head = f"{VERSION}:{name}:{key.id}"
    nonce = os.urandom(_NONCE_BYTES)
    if name == "aesgcm":  # one call instead of four
        sealed = _aes(key).encrypt(nonce, text.encode("utf-8", "replace"), _bound(head, purpose))
        return f"{head}:{base64.b64encode(nonce + sealed).decode()}"
    worker = _worker(_cipher(name, key, modes.GCM(nonce)).encryptor)
    worker.authenticate_additional_data(_bound(head, purpose))
    body = worker.update(text.encode("utf-8", "replace")) + worker.finalize()
    return f"{head}:{base64.b64encode(nonce + body + worker.tag).decode()}"


def unseal(envelope: str, *, purpose: str) -> str:
    """Return the text of an envelope sealed for the same purpose.

    Raises: CannotUnseal, CipherMissing.
    """
    if not envelope:
        return ""
    name, key, body = _open(envelope)
    if len(body) < _NONCE_BYTES + _TAG_BYTES:
        raise CannotUnseal("the envelope is too short")
    mode = modes.GCM(body[:_NONCE_BYTES], body[-_TAG_BYTES:])
    worker = _worker(_cipher(name, key, mode).decryptor)
    worker.authenticate_additional_data(_bound(f"{VERSION}:{name}:{key.id}", purpose))
    try:
        return (worker.update(body[_NONCE_BYTES:-_TAG_BYTES]) + worker.finalize()).decode()
    except InvalidTag as error:
        raise CannotUnseal(f"the envelope was changed, or is not for {purpose!r}") from error


def reseal(envelope: str, purpose: str) -> str:
    """Return an envelope under the present key and cipher; one that is already so comes back as it is."""
    if is_present(envelope):
        return envelope
    return seal(unseal(envelope, purpose=purpose), purpose=purpose)


def is_present(envelope: str) -> bool:
    """Say whether an envelope is under the present key and cipher (an empty one always is)."""
    return not envelope or envelope.startswith(present_head())


def present_head() -> str:
    """Return how envelopes begin that need no resealing; rows that do not start so are found by it."""
    return f"{VERSION}:{getattr(settings, 'CRYPTO_CIPHER', 'aesgcm')}:{_keys()[0].id}:"


def keyed_hash(text: str, *, purpose: str) -> str:
    """Return 64 hex characters by which a secret text is found again, and nobody without the key can guess it."""
    key = _hash_key(tuple(settings.CRYPTO_KEYS), purpose)
    return hmac.new(key, text.encode("utf-8", "replace"), sha256).hexdigest()


def is_offered(name: str) -> bool:
    """Say whether the installed OpenSSL offers the cipher."""
    try:
        _worker(_cipher(name, _Key("probe", bytes(_KEY_BYTES)), modes.GCM(bytes(_NONCE_BYTES))).encryptor)
    except CipherMissing:
        return False
    return True


def _open(envelope: str) -> tuple[str, _Key, bytes]:
    parts = envelope.split(":")
    if len(parts) != 4 or parts[0] != VERSION:   # version, cipher, key id, body
        raise CannotUnseal("this is not a sealed text")
    key = next((key for key in _keys() if key.id == parts[2]), None)
    if key is None:
        raise CannotUnseal(f"the key {parts[2]!r} is not in the settings any more")
    try:
        return parts[1], key, base64.b64decode(parts[3], validate=True)
    except (binascii.Error, ValueError) as error:
        raise CannotUnseal("the envelope is not base64") from error


def _bound(head: str, purpose: str) -> bytes:
    return f"{head}:{purpose}".encode()


@lru_cache(maxsize=8)
def _aes(key: _Key) -> AESGCM:
    return AESGCM(_derived(key.secret, "linli seal aesgcm", _CIPHERS["aesgcm"].key_bytes))


def _cipher(name: str, key: _Key, mode: modes.GCM) -> Cipher[modes.GCM]:
    if name not in _CIPHERS:
        raise CipherMissing(f"unknown cipher {name!r}; known: {', '.join(sorted(_CIPHERS))}")
    kind = _CIPHERS[name]
    return Cipher(kind.algorithm(_derived(key.secret, f"linli seal {name}", kind.key_bytes)), mode)


def _worker(make: Callable[[], Worker]) -> Worker:
    try:
        return make()
    except UnsupportedAlgorithm as error:
        words = "the installed OpenSSL does not offer this cipher: set LINLI_CIPHER=aesgcm, or install one that does"
        raise CipherMissing(words) from error


def _keys() -> tuple[_Key, ...]:
    return _parsed(tuple(settings.CRYPTO_KEYS))


@lru_cache(maxsize=8)
def _parsed(lines: tuple[str, ...]) -> tuple[_Key, ...]:
    keys = tuple(_parse(line) for line in lines)
    if not keys or len({key.id for key in keys}) != len(keys):
        raise BadKeys("LINLI_KEYS must name at least one key, each id once")
    return keys


def _parse(line: str) -> _Key:
    name, _, text = line.partition(":")
    try:
        secret = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadKeys(f"key {name!r} in LINLI_KEYS is not base64") from error
    if not name.strip() or len(secret) != _KEY_BYTES:
        raise BadKeys(f"key {name!r} in LINLI_KEYS must be id:base64 of {_KEY_BYTES} bytes")
    return _Key(name.strip(), secret)


@lru_cache(maxsize=64)
def _derived(secret: bytes, information: str, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=information.encode()).derive(secret)


@lru_cache(maxsize=64)
def _hash_key(lines: tuple[str, ...], purpose: str) -> bytes:
    return _derived(_parsed(lines)[-1].secret, f"linli hash {purpose}", _KEY_BYTES)
