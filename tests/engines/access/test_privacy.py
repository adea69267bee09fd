"""What is held about people is handed out, erased and tidied up."""

from datetime import timedelta

import pytest
from axes.models import AccessLog
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from tests.factories.access import PASSWORD, a_grid_leader, a_resident, an_account, an_administrator
from tests.factories.territory import a_county

from linli.engines.access import public as access
from linli.engines.access.models import Account, ElevatedRequest
from linli.engines.journal import public as journal
from linli.kernel import clock
from linli.kernel.actor import SYSTEM
from linli.kernel.errors import NotFound, WrongState

pytestmark = pytest.mark.django_db


def a_sign_in(username: str, days_ago: int = 0) -> None:
    log = AccessLog.objects.create(
        username=username, ip_address="10.0.0.1", user_agent="x", http_accept="x", path_info="/"
    )
    AccessLog.objects.filter(pk=log.pk).update(attempt_time=clock.now() - timedelta(days=days_ago))


def test_a_person_gets_a_copy_of_what_is_held():
    account = an_account("清泉", username="qingquan")
    a_sign_in("qingquan")
    a_sign_in("somebody")
    copy = access.export(account.pk)
    assert copy["account"][0]["name"] == "清泉"
    assert len(copy["sign_ins"]) == 1


def test_a_resident_is_forgotten_on_request_and_history_stays_whole():
    account = an_account("清泉", username="qingquan", password=PASSWORD)
    a_sign_in("qingquan")
    access.erase(account.pk, by=access.actor_of(account.pk))
    left = Account.objects.get(pk=account.pk)
    assert "清泉" not in str(vars(left))
    assert "qingquan" not in str(vars(left))
    assert not left.is_active
    assert not left.has_usable_password()
    assert not AccessLog.objects.filter(username="qingquan").exists()
    assert [event.kind for event in journal.history(f"account:{account.pk}")][-1] == "account.erased"
    assert journal.verify() == []
    assert access.create_account(username="qingquan", name="另一位", password="", by=SYSTEM).pk != account.pk


def test_not_by_a_stranger_and_not_while_a_post_is_held():
    place = a_county()
    resident, leader = a_resident(), a_grid_leader(place.grids[0])
    with pytest.raises(NotFound):
        access.erase(resident.account_id, by=leader)
    with pytest.raises(WrongState):
        access.erase(leader.account_id, by=an_administrator(place.county))


def test_what_has_run_out_is_tidied_up_and_the_rest_stays():
    place = a_county()
    a_sign_in("old", days_ago=401)
    a_sign_in("new", days_ago=399)
    for expiry in (-60, 60):
        store = SessionStore()
        store.set_expiry(clock.now() + timedelta(seconds=expiry))
        store.create()
    administrator = an_administrator(place.county)
    opened = access.elevate(account_id=administrator.account_id, reason="核对投诉", by=administrator)
    ElevatedRequest.objects.create(
        session_id=opened.pk, at=clock.now() - timedelta(days=401), method="GET", address="/"
    )
    assert access.tidy() == 3
    assert AccessLog.objects.get().username == "new"
    assert Session.objects.count() == 1
    assert access.tidy() == 0
