"""Time and who acts."""

from datetime import UTC, datetime

import pytest
from tests.factories.moments import china

from linli.kernel import clock
from linli.kernel.actor import SYSTEM, Actor, ActorKind, Grant
from linli.kernel.errors import Busy, Invalid, LinliError, NotAllowed, NotFound, WrongState


def test_the_clock_can_be_held_and_goes_on_after():
    with clock.at(china(2026, 11, 22, 0, 30)):
        assert clock.now() == datetime(2026, 11, 21, 16, 30, tzinfo=UTC)
        assert clock.today().isoformat() == "2026-11-22", "the day is China's day"
        with clock.at(china(2025, 1, 1)):
            assert clock.today().year == 2025
        assert clock.today().year == 2026
    assert abs((clock.now() - datetime.now(UTC)).total_seconds()) < 5  # noqa: TID251  the real clock is meant


def test_the_clock_takes_no_moment_without_a_zone():
    with pytest.raises(ValueError, match="aware"), clock.at(datetime(2026, 11, 21)):  # noqa: DTZ001
        pass


def test_a_role_covers_the_area_and_all_below():
    grants = (
        Grant(role="checker", path="01.02."),
        Grant(role="checker", path="01.02.03."),
        Grant(role="handler", path="01.", programme="venues"),
    )
    worker = Actor(kind=ActorKind.STAFF, grants=grants)
    assert worker.has("checker", "01.02.07.")
    assert not worker.has("checker", "01.03.")
    assert worker.has("handler", "01.02.", programme="venues")
    assert not worker.has("handler", "01.02.", programme="requests")
    assert worker.paths("checker", "handler") == ("01.",)
    assert worker.paths("checker") == ("01.02.",)
    assert SYSTEM.paths("checker") == ()


def test_errors_carry_code_words_and_fields():
    codes = {error.code: error.status for error in (Invalid, NotFound, NotAllowed, WrongState, Busy)}
    assert codes == {"invalid": 422, "not_found": 404, "not_allowed": 403, "wrong_state": 409, "busy": 503}
    error = Invalid(fields={"phone": "?"}, code="bad_phone", case=7)
    assert (error.code, error.fields, error.context) == ("bad_phone", {"phone": "?"}, {"case": 7})
    assert str(LinliError("x")) == "x"
