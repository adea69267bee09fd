"""A system may ask so often in a minute, and no other pays for it."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from linli.channels.api import limit
from linli.kernel.actor import VISITOR


def asks(token_id: int) -> SimpleNamespace:
    return SimpleNamespace(auth=replace(VISITOR, token_id=token_id))


def test_each_token_has_its_own_count_that_begins_anew_each_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [7 * 60.0]
    monkeypatch.setattr(limit, "monotonic", lambda: now[0])
    rule = limit.PerMinute(2)
    assert [rule.allow_request(asks(1)) for _time in range(3)] == [True, True, False]
    assert rule.allow_request(asks(2))
    assert rule.wait() == 60
    now[0] += 60
    assert rule.allow_request(asks(1))
