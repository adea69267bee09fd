"""Other systems read how the learned classes stand, and ask for a guess; deciding is left to people."""

import pytest
from tests.factories.access import an_administrator
from tests.factories.lessons import a_csv, some_texts
from tests.factories.machines import Machine, key_for

from linli.engines.access.public import Role
from linli.engines.cases import public as cases
from linli.engines.journal import public as journal

pytestmark = pytest.mark.django_db


def guessed(machine: Machine, text: str):
    return machine.client.post(
        "/api/v1/classifier/guess", {"text": text}, content_type="application/json", headers=machine.headers
    )


def test_a_desk_reads_the_report_and_asks_for_a_guess(world):
    admin = an_administrator(world.land.county)
    job = cases.learn_from_file(by=admin, name="往年.csv", content=a_csv(some_texts()), text=["诉求"], label="类别")
    version = journal.run_job(job.id).result["version"]
    cases.use_version(version, by=admin)
    desk = Machine(key_for(world.land.street.path, Role.DISPATCHER))
    assert desk.get("/api/v1/classifier").json()["live_id"] == version
    assert desk.get(f"/api/v1/classifier/versions/{version}").json()["report"]["classes"]
    found = guessed(desk, "厨房闻到燃气味").json()
    assert found["guesses"][0]["code"] == "B01"
    assert found["sure"] is False, "nobody has said how sure it must be"
    assert desk.get("/api/v1/classifier/versions/999").status_code == 404


def test_corrections_are_paged(world):
    desk = Machine(key_for(world.land.street.path, Role.DISPATCHER))
    assert desk.get("/api/v1/classifier/corrections").json() == {"items": [], "next_cursor": None}
    assert desk.get("/api/v1/classifier/corrections?size=0").status_code == 422


def test_who_only_reports_finds_none_of_it(world):
    collector = Machine(key_for(world.land.street.path, Role.COLLECTOR))
    assert collector.get("/api/v1/classifier").status_code == 404
    assert guessed(collector, "燃气味").status_code == 404
