"""People are told once, where they want it and when they want it."""

from datetime import timedelta

import pytest
from django.utils.translation import gettext_lazy
from tests.factories.journal import an_account, an_event, bearer, resident, staff
from tests.factories.moments import SATURDAY, china
from tests.factories.together import Meeting, together

from linli.engines.journal import public as journal
from linli.engines.journal.hours import Hours, after_quiet, send_at
from linli.engines.journal.models import Delivery, Message, Outbox
from linli.kernel import clock
from linli.kernel.errors import Busy, Invalid, NotAllowed

NIGHT = china(2026, 11, 21, 23, 30)
MORNING = china(2026, 11, 22, 7, 0)


def tell(event=None, **more):
    """Tell about an event."""
    words = {"topic": "case.handled", "title": "路灯修好了", "body": "请您看一看", "link": "/track/7/"}
    return journal.notify(event=event or an_event(), **{**words, **more})


class TestHours:
    @pytest.mark.parametrize(
        ("hours", "at", "until"),
        [
            (Hours(), china(2026, 11, 21, 21, 59), china(2026, 11, 21, 21, 59)),
            (Hours(), china(2026, 11, 21, 22, 0), china(2026, 11, 22, 7, 0)),
            (Hours(), china(2026, 11, 22, 6, 59), china(2026, 11, 22, 7, 0)),
            (Hours(), china(2026, 11, 22, 7, 0), china(2026, 11, 22, 7, 0)),
            (Hours(12 * 60, 14 * 60), china(2026, 11, 21, 13), china(2026, 11, 21, 14)),
            (Hours(600, 600), china(2026, 11, 21, 10), china(2026, 11, 21, 10)),
        ],
    )
    def test_quiet_hours_end_on_the_minute(self, hours, at, until):
        assert after_quiet(hours, at) == until

    def test_urgent_passes_everything(self):
        assert send_at(Hours(digest_at=480), NIGHT, urgent=True) == (NIGHT, False)

    def test_the_digest_comes_at_its_hour_but_not_in_the_quiet_ones(self):
        assert send_at(Hours(digest_at=480), NIGHT, urgent=False) == (china(2026, 11, 22, 8), True)
        assert send_at(Hours(digest_at=480), china(2026, 11, 21, 7), urgent=False) == (china(2026, 11, 21, 8), True)
        assert send_at(Hours(digest_at=300), NIGHT, urgent=False) == (china(2026, 11, 22, 7), True)


@pytest.mark.django_db
class TestInTheProduct:
    def test_accounts_and_bearers_of_tracking_codes(self):
        account = an_account()
        assert tell(accounts=[account], followings=[31, 32]) == 3
        assert [row.title for row in journal.inbox(staff(account)).items] == ["路灯修好了"]
        assert [row.link for row in journal.messages_for_following(31)] == ["/track/7/"]

    def test_one_message_per_event_however_often_asked(self):
        account, event = an_account(), an_event()
        assert tell(event, accounts=[account, account], followings=[31]) == 2
        assert tell(event.pk, accounts=[account], followings=[31, 32]) == 1, "only the new one"
        assert Message.objects.count() == 3

    def test_nobody_to_tell_costs_nothing(self, django_assert_num_queries):
        event = an_event()
        with django_assert_num_queries(0):
            assert tell(event) == 0

    @pytest.mark.usefixtures("mailbox")
    def test_a_hundred_recipients_cost_no_more_queries_than_one(self, django_assert_max_num_queries):
        accounts = [an_account(f"a{n}", email=f"a{n}@example.com") for n in range(100)]
        event = an_event()
        with clock.at(SATURDAY), django_assert_max_num_queries(12):
            assert tell(event, accounts=accounts) == 100

    def test_long_titles_and_lazy_words_fit(self):
        account = an_account()
        tell(accounts=[account], title="灯" * 300, body=gettext_lazy("Accept"))
        assert len(journal.inbox(staff(account)).items[0].title) == 120

    def test_how_many_a_person_got_this_week_is_known_before_sending(self):
        busy, calm = an_account("busy"), an_account("calm")
        with clock.at(SATURDAY - timedelta(days=8)):
            tell(accounts=[busy])
        with clock.at(SATURDAY):
            tell(accounts=[busy])
            tell(accounts=[busy])
            assert journal.messages_per_week([busy, calm]) == {busy: 2, calm: 0}


@pytest.mark.django_db
class TestByMail:
    def test_at_once_in_the_day(self, mailbox):
        account = an_account(email="lin@example.com")
        with clock.at(SATURDAY):
            tell(accounts=[account])
            assert mailbox == [], "never inside the verb"
            assert journal.send_mail_due() == 1
        assert (mailbox[0].to, mailbox[0].subject) == (["lin@example.com"], "路灯修好了")
        assert "请您看一看" in mailbox[0].body
        assert "http://127.0.0.1:8000/track/7/" in mailbox[0].body
        assert Delivery.objects.get().state == Delivery.State.SENT

    @pytest.mark.usefixtures("mailbox")
    def test_the_address_is_sealed_at_rest(self):
        tell(accounts=[an_account(email="lin@example.com")])
        assert "lin@" not in Delivery.objects.get().address

    def test_quiet_hours_hold_it_back_until_morning(self, mailbox):
        account = an_account(email="lin@example.com")
        with clock.at(NIGHT):
            tell(accounts=[account])
            assert journal.send_mail_due() == 0
        with clock.at(MORNING):
            assert journal.send_mail_due() == 1
        assert len(mailbox) == 1

    def test_urgent_passes_quiet_hours_and_digest(self, mailbox):
        account = an_account(email="lin@example.com")
        journal.change_mail_settings(by=staff(account), email="", quiet_from=1320, quiet_to=420, digest_at=480)
        with clock.at(NIGHT):
            tell(accounts=[account], urgent=True)
            assert journal.send_mail_due() == 1
        assert len(mailbox) == 1

    def test_the_digest_is_one_mail_with_all_that_waits(self, mailbox):
        account = an_account(email="lin@example.com")
        journal.change_mail_settings(by=staff(account), email="", quiet_from=1320, quiet_to=420, digest_at=17 * 60)
        with clock.at(SATURDAY):
            for title in ("路灯修好了", "水管修好了", "会议改期"):
                tell(accounts=[account], title=title)
            journal.mark_read(staff(account), [journal.inbox(staff(account)).items[0].id])
            assert journal.send_mail_due() == 0
        with clock.at(china(2026, 11, 21, 17)):
            assert journal.send_mail_due() == 1
            assert journal.send_mail_due() == 0
        assert len(mailbox) == 1
        assert "路灯修好了" in mailbox[0].body
        assert "水管修好了" in mailbox[0].body
        assert "会议改期" not in mailbox[0].body, "it was read already"
        assert mailbox[0].subject == "邻里：2 条新消息"
        states = sorted(Delivery.objects.values_list("state", flat=True))
        assert states == ["sent", "sent", "skipped"]

    def test_a_digest_of_nothing_unread_is_not_sent(self, mailbox):
        account = an_account(email="lin@example.com")
        journal.change_mail_settings(by=staff(account), email="", quiet_from=0, quiet_to=0, digest_at=17 * 60)
        with clock.at(SATURDAY):
            tell(accounts=[account])
            journal.mark_read(staff(account))
        with clock.at(china(2026, 11, 21, 17)):
            journal.send_mail_due()
        assert mailbox == []

    def test_what_was_read_before_morning_is_not_sent(self, mailbox):
        account = an_account(email="lin@example.com")
        with clock.at(NIGHT):
            tell(accounts=[account])
            journal.mark_read(staff(account))
        with clock.at(MORNING):
            journal.send_mail_due()
        assert mailbox == []
        assert Delivery.objects.get().state == Delivery.State.SKIPPED

    def test_the_own_address_of_the_settings_counts_first(self, mailbox):
        account = an_account(email="office@example.com")
        own = {"email": "own@example.com", "quiet_from": 0, "quiet_to": 0, "digest_at": None}
        journal.change_mail_settings(by=staff(account), **own)
        tell(accounts=[account])
        journal.send_mail_due()
        assert mailbox[0].to == ["own@example.com"]

    def test_a_bearer_of_a_code_who_gave_an_address(self, mailbox):
        with clock.at(SATURDAY):
            tell(followings=[31, 32], emails={31: "resident@example.com", 32: ""})
            assert journal.send_mail_due() == 1
        assert mailbox[0].to == ["resident@example.com"]

    def test_run_twice_it_is_sent_once_and_a_copy_shows_as_the_same(self, mailbox):
        tell(accounts=[an_account(email="lin@example.com")], urgent=True)
        journal.send_mail_due()
        first = mailbox[0].extra_headers["Message-ID"]
        Outbox.objects.update(done_at=None, next_at=SATURDAY)
        journal.send_mail_due()
        assert len(mailbox) == 1, "the delivery says that it was sent"
        Outbox.objects.update(done_at=None, next_at=SATURDAY)
        Delivery.objects.update(state=Delivery.State.WAITING)
        journal.send_mail_due()
        assert mailbox[1].extra_headers["Message-ID"] == first

    @pytest.mark.usefixtures("mailbox")
    def test_a_server_that_is_away_is_tried_again(self, monkeypatch):
        tell(accounts=[an_account(email="lin@example.com")], urgent=True)
        _server_says(monkeypatch, ConnectionRefusedError("away"))
        assert journal.send_mail_due() == 0
        assert Delivery.objects.get().state == Delivery.State.WAITING
        assert Outbox.objects.get().attempts == 1

    @pytest.mark.usefixtures("mailbox")
    def test_an_address_refused_for_good_is_not_tried_again(self, monkeypatch):
        tell(accounts=[an_account(email="gone@example.com")], urgent=True)
        _server_says(monkeypatch, _refused(550))
        assert journal.send_mail_due() == 1
        assert Delivery.objects.get().state == Delivery.State.FAILED

    @pytest.mark.usefixtures("mailbox")
    def test_an_address_refused_for_now_is_tried_again(self, monkeypatch):
        tell(accounts=[an_account(email="full@example.com")], urgent=True)
        _server_says(monkeypatch, _refused(452))
        assert journal.send_mail_due() == 0
        assert Delivery.objects.get().state == Delivery.State.WAITING

    def test_without_a_mail_server_nothing_pretends_to_be_sent(self, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
        tell(accounts=[an_account(email="lin@example.com")])
        assert not Delivery.objects.exists()
        assert not Outbox.objects.exists()

    def test_a_title_cannot_smuggle_headers(self, mailbox):
        tell(accounts=[an_account(email="lin@example.com")], title="路灯\nBcc: all@example.com", urgent=True)
        journal.send_mail_due()
        assert mailbox[0].subject == "路灯 Bcc: all@example.com"


def _server_says(monkeypatch, error):
    def send(_self, _messages):
        raise error

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", send)


def _refused(code):
    from smtplib import SMTPRecipientsRefused

    return SMTPRecipientsRefused({"x@example.com": (code, b"no")})


@pytest.mark.django_db
class TestSettings:
    def test_shown_and_changed_by_the_person_alone(self):
        account = an_account()
        assert journal.mail_settings(staff(account)) == journal.MailSettings("", 1320, 420, None)
        wanted = {"email": "a@example.com", "quiet_from": 1260, "quiet_to": 480, "digest_at": 540}
        journal.change_mail_settings(by=resident(account), **wanted)
        assert journal.mail_settings(staff(account)) == journal.MailSettings("a@example.com", 1260, 480, 540)
        with pytest.raises(NotAllowed):
            journal.mail_settings(bearer(3))
        with pytest.raises(NotAllowed):
            journal.change_mail_settings(by=bearer(3), email="", quiet_from=0, quiet_to=0, digest_at=None)

    def test_wrong_values_are_named_by_field(self):
        with pytest.raises(Invalid) as refused:
            journal.change_mail_settings(by=staff(7), email="nonsense", quiet_from=1440, quiet_to=0, digest_at=-1)
        assert set(refused.value.fields) == {"email", "quiet_from", "digest_at"}


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
class TestTwoTellAtOnce:
    def _tell_when_the_other_has_looked_too(self, monkeypatch):
        event, meeting = an_event(), Meeting(2, 1)
        manager, create = type(Message.objects), Message.objects.bulk_create
        monkeypatch.setattr(manager, "bulk_create", lambda _self, rows: meeting.wait() or create(rows))
        return lambda: journal.notify(event=event, topic="t", title="t", followings=[31])

    def test_one_message(self, monkeypatch):
        results = together(*[self._tell_when_the_other_has_looked_too(monkeypatch)] * 2)
        assert Message.objects.count() == 1
        assert sum(1 for result in results if result == 1) == 1
        assert all(result in {0, 1} or isinstance(result, Busy) for result in results)
