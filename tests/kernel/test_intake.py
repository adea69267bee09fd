"""The key under which something sent in is known."""

from dataclasses import replace

from linli.kernel.actor import VISITOR
from linli.kernel.intake import scoped_key


def test_the_same_key_of_the_same_sender_is_the_same_and_no_other_is() -> None:
    one, other, machine = replace(VISITOR, account_id=1), replace(VISITOR, account_id=2), replace(VISITOR, token_id=1)
    keys = [scoped_key("k", by, what) for by in (one, other, machine, VISITOR) for what in ("case", "wish")]
    assert len(set(keys)) == len(keys)
    assert scoped_key("k", one, "case") == keys[0]
    assert scoped_key(None, one, "case") is scoped_key("", one, "case") is None
