"""Messages from a spreadsheet become cases: on their day, with class and hot issue, once, and nothing lost."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories.access import an_administrator
from tests.factories.cases import MORNING, a_world
from tests.factories.hot import OTHERS, PLANT

from linli.engines.cases import public as cases
from linli.engines.cases.models import Case
from linli.engines.journal import public as journal
from linli.kernel import clock
from linli.kernel.actor import SYSTEM
from linli.kernel.errors import Invalid, NotAllowed
from linli.programmes.requests import public as requests
from linli.programmes.requests.models import MessageFile

HEAD = "编号,主题,内容,时间\n"


@pytest.fixture
def world(db):
    with clock.at(MORNING):
        yield a_world()


def a_file(*texts: str, head: str = HEAD, more: str = "") -> bytes:
    rows = [f"{number},来信,{text},2026-11-{number:02} 09:30" for number, text in enumerate(texts, 1)]
    return (head + "\n".join(rows) + "\n" + more).encode("gb18030")


def brought(world, content: bytes, by=None) -> dict:
    by = by or an_administrator(world.land.county)
    job = requests.bring_messages(by=by, name="热线.csv", content=content, area_id=world.land.communities[0].pk)
    return journal.run_job(job.id).result


def test_each_row_is_a_case_of_its_day_and_what_belongs_together_is_hot(world):
    result = brought(world, a_file(*PLANT, *OTHERS))
    assert (result["opened"], result["known"], result["refused"]) == (8, 0, 0)
    first = Case.objects.order_by("submitted_at")[0]
    assert (first.submitted_on, first.origin) == (date(2026, 11, 1), "import")
    assert first.path.startswith(world.land.communities[0].path)
    assert first.due_at > MORNING, "its clocks run from today"
    assert [one.cases for one in cases.hot_issues(SYSTEM).items] == [5]
    assert not MessageFile.objects.exists()


def test_the_same_file_again_opens_nothing_twice(world):
    admin = an_administrator(world.land.county)
    brought(world, a_file(*OTHERS), admin)
    assert brought(world, a_file(*OTHERS), admin)["known"] == 3
    assert Case.objects.count() == 3


def test_bad_rows_are_told_and_hold_up_no_other(world):
    more = "8,来信,,2026-11-02\n9,来信,没有时间,不详\n10,来信,明年才写的,2027-05-01\n"
    result = brought(world, a_file(OTHERS[0], more=more))
    assert (result["opened"], result["refused"]) == (1 + 1, 2)  # a title alone is a message too
    assert {number for number, _why in result["reasons"]} == {"4", "10"}


def test_a_file_without_a_time_is_refused_at_once(world):
    with pytest.raises(Invalid) as refused:
        requests.bring_messages(
            by=SYSTEM, name="a.csv", content="内容\n路灯坏了\n".encode(), area_id=world.land.county.pk
        )
    assert "time" in refused.value.fields
    assert not MessageFile.objects.exists()


def test_only_administrators_of_the_area_bring_messages(world):
    for by in (world.worker, world.leader, world.resident):
        with pytest.raises(NotAllowed):
            requests.bring_messages(by=by, name="a.csv", content=a_file("x"), area_id=world.land.county.pk)


def test_it_is_done_on_a_page_and_watched_there(world, client, settings):
    settings.SECOND_FACTOR_FOR_STAFF = False
    client.force_login(account_of(an_administrator(world.land.county)))
    sent = {"area": world.land.county.pk, "file": SimpleUploadedFile("热线.csv", a_file(*OTHERS))}
    answer = client.post("/console/imports/messages/", sent)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    job = journal.run_job(int(answer.headers["Location"].rstrip("/").rpartition("/")[2]))
    assert job.result["opened"] == 3
    page = client.get(answer.headers["Location"]).content.decode()
    assert "热线.csv" in page
    wrong = {"area": world.land.county.pk, "file": SimpleUploadedFile("a.csv", "甲,乙\n1,2\n".encode())}
    assert client.post("/console/imports/messages/", wrong).status_code == 422


def account_of(actor):
    return get_user_model().objects.get(pk=actor.account_id)
