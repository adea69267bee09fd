"""Streams are found by the number or name of what they are about, and told by it."""

import pytest
from tests.factories.access import an_account

from linli.engines.journal import public as journal

pytestmark = pytest.mark.django_db


def test_people_are_found_by_their_whole_name_or_their_sign_in_only():
    made = an_account("孙晓梅", username="sunxm")
    assert journal.streams_called(" 孙晓梅 ") == [f"account:{made.pk}"]
    assert journal.streams_called("sunxm") == [f"account:{made.pk}"]
    assert journal.streams_called("孙晓") == []
    assert journal.streams_called("孙") == []
    streams = [f"account:{made.pk}", "account:x", "nobody:1", "rules"]
    assert journal.names_of(streams) == {f"account:{made.pk}": "孙晓梅"}


def test_a_family_has_one_name():
    journal.register_names("probe", "access.Token", name="name")
    try:
        journal.register_names("probe", "access.Token", name="name")
        with pytest.raises(ValueError, match="probe"):
            journal.register_names("probe", "access.Account", name="name")
        with pytest.raises(ValueError, match="other"):
            journal.register_names("other", "access.Account")
    finally:
        journal.forget_names("probe")
