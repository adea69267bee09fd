"""The key under which something sent in is known: the same key from the same sender is the same thing, sent once."""

import hashlib

from linli.kernel.actor import Actor


def scoped_key(intake_key: str | None, by: Actor, what: str) -> str | None:
    """Return the key for one kind of thing and one sender: two people who happen to use one key do not meet.

    None: no key was given, so each sending is a new thing.
    """
    if not intake_key:
        return None
    whose = f"t{by.token_id}" if by.token_id else f"a{by.account_id}" if by.account_id else "-"
    return hashlib.sha256(f"{what}:{whose}:{intake_key}".encode()).hexdigest()
