"""Temporary passphrases: easy to read aloud, chosen by chance, changed at the first sign-in."""

import secrets

CONSONANTS = "bdfghjklmnprstwz"
VOWELS = "aeiou"


def _word() -> str:
    return "".join(secrets.choice(CONSONANTS) + secrets.choice(VOWELS) for _syllable in range(2))


def new_passphrase() -> str:
    """Return a passphrase such as `bamu-rito-3047-sewa`, with more than 50 bits of chance."""
    return f"{_word()}-{_word()}-{secrets.randbelow(10_000):04d}-{_word()}"
