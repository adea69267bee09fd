"""What the journal holds about people is resealed, exported, erased and tidied."""

from datetime import timedelta

import pytest
from tests.factories.journal import an_account, an_event, hearing, staff
from tests.factories.moments import SATURDAY

from linli.engines.journal import public as journal
from linli.engines.journal.models import Delivery, Message, MessageSettings, Outbox
from linli.kernel import clock
from linli.kernel.crypto import unseal

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(mailbox):
    """An account with settings, a message and a mail that was sent."""
    account = an_account(email="lin@example.com")
    with clock.at(SATURDAY):
        own = {"email": "own@example.com", "quiet_from": 0, "quiet_to": 0, "digest_at": None}
        journal.change_mail_settings(by=staff(account), **own)
        journal.notify(event=an_event(), topic="t", title="路灯修好了", accounts=[account], followings=[31])
        journal.send_mail_due()
    return account


def test_addresses_are_resealed_after_a_change_of_keys(told, settings):
    settings.CRYPTO_KEYS = ["2030:" + "A" * 43 + "=", *settings.CRYPTO_KEYS]
    assert journal.reseal() == 2
    assert journal.reseal() == 0, "done is done"
    for envelope in (Delivery.objects.get().address, MessageSettings.objects.get().email):
        assert envelope.startswith("v1:aesgcm:2030:")
        assert unseal(envelope, purpose="journal.address") == "own@example.com"


def test_a_person_gets_a_copy(told):
    assert [row["title"] for row in journal.export(told)["messages"]] == ["路灯修好了"]


def test_a_person_is_forgotten_and_that_is_written_down(told):
    assert journal.erase(told, by=staff(role="administrator")) == 3
    assert not Message.objects.filter(account_id=told).exists()
    assert Message.objects.count() == 1, "the other recipient keeps the message"
    assert not MessageSettings.objects.exists()
    assert not Delivery.objects.exists()
    assert journal.history(f"account:{told}")[-1].kind == "journal.erased"


class TestTidy:
    @pytest.mark.usefixtures("told")
    def test_ended_work_goes_after_thirty_days_messages_after_four_hundred(self):
        with clock.at(SATURDAY + timedelta(days=29)):
            assert journal.tidy() == 0
        with clock.at(SATURDAY + timedelta(days=31)):
            assert journal.tidy() == 2
        assert not Outbox.objects.exists()
        assert not Delivery.objects.exists()
        assert Message.objects.count() == 2
        with clock.at(SATURDAY + timedelta(days=401)):
            assert journal.tidy() == 2

    def test_what_is_still_owed_or_dead_stays(self):
        with hearing() as heard, clock.at(SATURDAY):
            an_event()
            heard.failing = ValueError()
            Outbox.objects.update(attempts=7)
            journal.deliver_due()
            an_event("case:2")
        with clock.at(SATURDAY + timedelta(days=1000)):
            assert journal.tidy() == 0
        assert Outbox.objects.count() == 2
