"""The county learns its classes on its pages: from cases or a file, looks at the report, decides, goes back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.channels.console.sheets import sheets_of
from tests.factories import access as people
from tests.factories.cases import a_case
from tests.factories.lessons import a_csv, some_texts

from linli.engines.cases import public as cases
from linli.engines.cases.models import ClassifierSettings, ClassifierVersion, LessonFile
from linli.engines.journal import public as journal
from linli.kernel.actor import SYSTEM

HOME = "/console/learning/"


def a_file(content: bytes = b"", name: str = "往年诉求.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or a_csv(some_texts()), content_type="text/csv")


def learning() -> int:
    """Return the key of the newest learning."""
    return journal.jobs(SYSTEM, kind="cases.learn_classes", limit=1)[0].id


@pytest.fixture
def version(admin) -> int:
    """A version that was learned from a file and is not in use yet."""
    job = cases.learn_from_file(
        by=admin, name="往年诉求.csv", content=a_csv(some_texts()), text=["诉求"], label="类别"
    )
    return int(journal.run_job(job.id).result["version"])


def test_before_anything_was_learned_the_page_says_how_to_begin(admin, browser):
    page = browser(admin).get(HOME).content.decode()
    assert "从办结的件学习" in page
    assert "还没有学过" in page


def test_a_file_is_brought_its_columns_named_and_learned(admin, browser):
    client = browser(admin)
    asked = client.post(f"{HOME}file/", {"file": a_file()})
    assert asked.status_code == 302
    page = client.get(asked["Location"]).content.decode()
    assert '<option value="诉求" selected>' in page
    assert '<option value="类别" selected>' in page
    assert client.post(asked["Location"], {"text": "诉求", "title": "", "label": "类别"}).status_code == 302
    assert "job-bar" in client.get(HOME).content.decode()
    assert journal.run_job(learning()).state == "done"
    assert "往年诉求.csv" in client.get(HOME).content.decode()


def test_one_column_cannot_be_both_and_the_choice_stays(admin, browser):
    client = browser(admin)
    there = client.post(f"{HOME}file/", {"file": a_file()})["Location"]
    answer = client.post(there, {"text": "诉求", "title": "类别", "label": "诉求"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "类别和正文不能是同一列" in page
    assert page.count('<option value="诉求" selected>') == 2
    assert LessonFile.objects.count() == 1


def test_what_is_no_table_is_refused_beside_the_field(admin, browser):
    answer = browser(admin).post(f"{HOME}file/", {"file": a_file(b"   ", "x.csv")})
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert not LessonFile.objects.exists()


def test_learning_from_cases_begins_once(world, admin, browser):
    for text, code in some_texts(5, classes=("A01", "A03")):
        a_case(world, text=text, category_code=code).handled()
    client = browser(admin)
    client.post(f"{HOME}cases/")
    again = client.post(f"{HOME}cases/", follow=True).content.decode()
    assert "note-warning" in again
    assert len(journal.jobs(SYSTEM, kind="cases.learn_classes", limit=9)) == 1


def test_the_report_shows_classes_calibration_and_what_is_mixed_up(admin, browser, version):
    client = browser(admin)
    page = client.get(f"{HOME}{version}/").content.decode()
    for words in ("楼道堆物", "把握与实际", "容易错成什么", "data-chart"):
        assert words in page
    sheets = sheets_of(client.get(f"{HOME}{version}/export/"))
    assert {"按类别", "容易错成什么", "把握与实际", "把握", "说明"} == set(sheets)
    assert client.get(f"{HOME}9999/").status_code == 404


def test_go_live_set_the_confidence_and_go_back(admin, browser, version):
    client = browser(admin)
    client.post(f"{HOME}use/", {"version": str(version)})
    assert 'id="trust"' in client.get(HOME).content.decode()
    given = {"percent": "80", "renews": "on", "corrections_needed": "5"}
    assert client.post(f"{HOME}trust/", given).status_code == 302
    row = ClassifierSettings.objects.get()
    assert (row.live_id, row.confidence, row.corrections_needed) == (version, 80, 5)
    client.post(f"{HOME}use/", {"version": ""})
    assert ClassifierSettings.objects.get().live_id is None
    assert ClassifierVersion.objects.filter(pk=version).exists(), "the version stays to go back to"


def test_a_confidence_that_is_not_offered_is_refused_and_nothing_lost(admin, browser, version):
    client = browser(admin)
    client.post(f"{HOME}use/", {"version": str(version)})
    answer = client.post(f"{HOME}trust/", {"percent": "12", "corrections_needed": "77"})
    assert answer.status_code == 422
    assert 'value="77"' in answer.content.decode()
    assert ClassifierSettings.objects.get().confidence == 100


def test_corrections_are_listed_for_whose_cases_they_are(world, admin, browser):
    case = a_case(world, text="楼道里堆满旧家具").case
    cases.amend(case.pk, by=world.street, category="A01")
    journal.deliver_due(limit=1000)
    assert case.number in browser(world.street).get(f"{HOME}corrections/").content.decode()
    assert sheets_of(browser(admin).get(f"{HOME}corrections/export/"))["改正记录"][1][0] == case.number
    elsewhere = people.a_community_worker(world.land.communities[1])
    seen = browser(elsewhere).get(f"{HOME}corrections/")
    assert seen.status_code == 404 or case.number not in seen.content.decode()


def test_a_street_reads_and_does_not_change(world, browser, version):
    client = browser(world.street)
    page = client.get(HOME).content.decode()
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]
    assert client.get(f"{HOME}{version}/").status_code == 200
    for address, given in (("use/", {"version": version}), ("cases/", {}), ("trust/", {"percent": 60}), ("file/", {})):
        assert client.post(HOME + address, given).status_code == 404
    assert not ClassifierSettings.objects.filter(live_id=version).exists()


def test_grid_leaders_and_strangers_find_no_such_page(world, browser, client, version):
    for address in ("", "corrections/", f"{version}/", "file/"):
        assert browser(world.leader).get(HOME + address).status_code == 404
        assert client.get(HOME + address).status_code == 302
