"""The part of a page that shows long work."""

import pytest
from django.test import Client
from tests.factories import works
from tests.factories.access import an_account, appointed
from tests.factories.cases import a_world

from linli.engines.journal import public as journal
from linli.kernel.actor import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kinds():
    yield from works.registered()


@pytest.fixture
def world():
    return a_world()


@pytest.fixture
def job(world):
    path = world.land.county.path
    return journal.start_job(kind="test.counts", path=path, payload={}, by=SYSTEM, title="从办结的事项学习")


def browser(world, post="county_supervisor"):
    client = Client()
    client.force_login(appointed(post, world.land.county))
    return client


HTMX = {"HX-Request": "true"}


def test_it_shows_how_far_the_work_is_and_asks_again(world, job):
    answer = browser(world).get(f"/me/jobs/{job.id}/", headers=HTMX)
    page = answer.content.decode()
    assert "从办结的事项学习" in page
    assert "在排队" in page
    assert "hx-get" in page
    assert "HX-Refresh" not in answer


def test_at_the_end_the_page_around_it_is_loaded_anew(world, job):
    journal.run_job(job.id)
    answer = browser(world).get(f"/me/jobs/{job.id}/", headers=HTMX)
    assert answer["HX-Refresh"] == "true"
    assert "hx-get" not in answer.content.decode()


def test_without_script_it_is_a_page_and_a_form(world, job):
    client = browser(world)
    page = client.get(f"/me/jobs/{job.id}/").content.decode()
    assert "<h1" in page
    answer = client.post(f"/me/jobs/{job.id}/stop/", {"next": "/console/"})
    assert (answer.status_code, answer["Location"]) == (302, "/console/")
    assert journal.job(SYSTEM, job.id).state == "stopped"


def test_a_failure_is_told_in_words(world):
    path = world.land.county.path
    job = journal.start_job(kind="test.refuses", path=path, payload={}, by=SYSTEM, title="学习")
    journal.run_job(job.id)
    page = browser(world).get(f"/me/jobs/{job.id}/").content.decode()
    assert "没有标签列。" in page
    assert "没有做成" in page


def test_a_resident_and_a_visitor_learn_nothing(job):
    resident = Client()
    resident.force_login(an_account())
    assert resident.get(f"/me/jobs/{job.id}/").status_code == 404
    assert resident.post(f"/me/jobs/{job.id}/stop/").status_code == 404
    assert Client().get(f"/me/jobs/{job.id}/").status_code == 302


def test_a_machine_reads_a_job_of_its_area(world, job):
    from tests.factories.machines import Machine, key_for

    journal.run_job(job.id)
    read = Machine(key_for(world.land.county.path)).get(f"/api/v1/jobs/{job.id}").json()
    assert (read["state"], read["result"], read["done"], read["total"]) == ("done", {"counted": 2}, 2, 2)
    assert Machine(key_for(world.land.communities[0].path)).get(f"/api/v1/jobs/{job.id}").status_code == 404
