"""The own page: messages, what is sent by mail, and what the house knows of oneself."""

import re

import pytest
from django.test import Client
from tests.factories.access import an_account
from tests.factories.cases import a_case, a_world
from tests.factories.territory import County, a_county

from linli.engines.access import public as access
from linli.engines.cases import public as cases
from linli.engines.journal import public as journal
from linli.kernel.actor import SYSTEM
from linli.kernel.locks import write

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> County:
    return a_county()


class TestOwnPage:
    """Messages, how to be told, and who looked."""

    def test_messages_are_read_one_by_one_or_all_at_once(self, client: Client):
        account = an_account()
        for number in range(2):
            with write():
                event = journal.record(kind="test.said", stream=f"test:{number}", by=SYSTEM)
                journal.notify(event=event, topic="test", title=f"第{number}条", link="/desk/", accounts=[account.pk])
        client.force_login(account)
        page = client.get("/me/").content.decode()
        assert page.count("unread") >= 2
        first = re.search(r'data-message="(\d+)"', page)[1]
        assert client.post(f"/me/messages/{first}/", {"link": "/desk/"}).url == "/desk/"
        assert client.post(f"/me/messages/{first}/", {"link": "https://evil.example/"}).url == "/me/"
        assert journal.unread_count(access.actor_of(account.pk)) == 1
        client.post("/me/read/")
        assert journal.unread_count(access.actor_of(account.pk)) == 0

    def test_somebody_elses_message_stays_unread(self, client: Client):
        account = an_account()
        with write():
            event = journal.record(kind="test.said", stream="test:1", by=SYSTEM)
            journal.notify(event=event, topic="test", title="给别人的", accounts=[account.pk])
        client.force_login(an_account())
        assert "给别人的" not in client.get("/me/").content.decode()
        client.post("/me/messages/1/")
        assert journal.unread_count(access.actor_of(account.pk)) == 1

    def test_how_to_be_told_is_kept_and_the_address_lies_sealed(self, client: Client):
        account = an_account()
        client.force_login(account)
        form = {
            "email": "lin@example.org",
            "digest": "on",
            "digest_at": "18:30",
            "quiet_from": "21:00",
            "quiet_to": "07:30",
        }
        assert client.post("/me/settings/", form).status_code == 302
        kept = journal.mail_settings(access.actor_of(account.pk))
        assert (kept.email, kept.quiet_from, kept.quiet_to, kept.digest_at) == ("lin@example.org", 1260, 450, 1110)
        assert "lin@example.org" in client.get("/me/settings/").content.decode()
        assert "lin@example.org" not in str(account.message_settings.email)

    def test_a_wrong_address_is_shown_beside_its_field_and_nothing_is_lost(self, client: Client):
        client.force_login(an_account())
        form = {"email": "lin@", "digest_at": "18:30", "quiet_from": "21:00", "quiet_to": "07:30"}
        answer = client.post("/me/settings/", form)
        assert answer.status_code == 422
        assert 'value="lin@"' in answer.content.decode()
        assert 'value="21:00"' in answer.content.decode()

    def test_residents_see_who_looked_at_what_they_left_and_why(self, client: Client):
        world = a_world()
        made = a_case(world)
        cases.personal(world.worker, made.id, "回访前核对电话")
        session = client.session
        session["followings"] = [made.following_id]
        session.save()
        page = client.get("/who-looked/").content.decode()
        assert "回访前核对电话" in page
        assert "王师傅" in page
        assert "回访前核对电话" not in Client().get("/who-looked/").content.decode()
