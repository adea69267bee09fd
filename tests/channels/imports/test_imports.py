"""Bringing files in at the console: choose, match, try, take in, see what was refused."""

import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import translation
from tests.factories import territory as make
from tests.factories.files import a_csv, a_feature, a_geojson, an_xlsx

from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.engines.territory.models import Building, ImportRun, Unit
from linli.engines.territory.verbs import imports as verbs
from linli.kernel.actor import SYSTEM

pytestmark = pytest.mark.django_db

HEAD = ["社区", "小区", "楼号", "户数", "经度", "纬度"]
GOOD = ["兴农社区", "兴农小区", "3", 24, *make.middle(0, 0)]
BAD = ["不存在社区", "=1+1", "4", 24, *make.middle(0, 0)]


@pytest.fixture(autouse=True)
def _plain(settings):
    settings.SECOND_FACTOR_FOR_STAFF = False
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def place():
    made = make.a_county()
    make.posts()
    return made


@pytest.fixture
def signed_in(place, client):
    """A client of the county's administrator."""
    return as_holder(client, "administrator", place.county)


def as_holder(client, post, area):
    account_id = make.a_person()
    make.an_appointment(post, account_id, area)
    client.force_login(ImportRun.started_by.field.related_model.objects.get(pk=account_id))
    client.cookies["linli_language"] = "en"
    return client


def upload(client, content, kind="buildings", name="台账.xlsx", **more):
    stream = io.BytesIO(content)
    stream.name = name
    return client.post(reverse("imports:home"), {"kind": kind, "file": stream, "area": territory.county().id, **more})


def sent(page) -> dict[str, str]:
    """What the form of a draft would send as it stands."""
    form = page.context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def sheet(answer) -> list[list[object]]:
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    return [[cell.value for cell in row] for row in book.active.iter_rows()]


def test_from_file_to_report(signed_in):
    answer = upload(signed_in, an_xlsx(HEAD, GOOD, BAD))
    run = ImportRun.objects.get()
    assert answer.url == reverse("imports:run", args=[run.pk])
    draft = signed_in.get(answer.url)
    assert draft.context["form"]["column_number"].value() == "2"
    assert "兴农小区" in draft.content.decode()

    tried = signed_in.post(reverse("imports:try", args=[run.pk]), sent(draft))
    assert (tried.context["tried"].done, len(tried.context["tried"].refused)) == (1, 1)
    assert not Building.objects.exists()

    begun = signed_in.post(reverse("imports:begin", args=[run.pk]), sent(draft))
    assert begun.status_code == 302
    report = signed_in.get(begun.url)
    assert "1 row is in." in report.content.decode()
    assert "不存在社区" in report.content.decode()
    assert Building.objects.get().number == "3"


def test_refused_rows_come_as_a_spreadsheet_that_can_be_mended_and_brought_again(signed_in):
    upload(signed_in, a_csv(HEAD, GOOD, BAD))
    run = ImportRun.objects.get()
    draft = signed_in.get(reverse("imports:run", args=[run.pk]))
    signed_in.post(reverse("imports:begin", args=[run.pk]), sent(draft))
    rows = sheet(signed_in.get(reverse("imports:refused", args=[run.pk])))
    assert rows[0][2:] == HEAD
    assert rows[1][0] == 3
    assert rows[1][3] == "=1+1"
    rows[1][2:4] = ["兴农社区", "兴农小区"]
    upload(signed_in, an_xlsx(*rows))
    again = ImportRun.objects.latest("pk")
    territory.begin_run(again.pk, by=SYSTEM)
    assert Building.objects.filter(number="4").exists()


def test_a_wrong_match_is_put_right_on_the_page(signed_in):
    upload(signed_in, a_csv(["甲", "乙", "丙", "丁", "戊"], ["兴农社区", "兴农小区", "3", *make.middle(0, 0)]))
    run = ImportRun.objects.get()
    draft = signed_in.get(reverse("imports:run", args=[run.pk]))
    assert [field.name for field in draft.context["preview"].missing] == ["community", "number"]
    refused = signed_in.post(reverse("imports:begin", args=[run.pk]), sent(draft))
    assert refused.status_code == 422
    chosen = {"community": 0, "estate": 1, "number": 2, "longitude": 3, "latitude": 4}
    data = {**sent(draft), **{f"column_{name}": str(at) for name, at in chosen.items()}}
    assert signed_in.post(reverse("imports:begin", args=[run.pk]), data).status_code == 302
    assert Building.objects.exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04rubbish", b'{"type":', bytes(range(256))])
def test_a_file_that_cannot_be_read_is_refused_beside_the_field(signed_in, content):
    answer = upload(signed_in, content)
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]
    assert not ImportRun.objects.exists()


def test_areas_with_a_coordinate_system(signed_in, place):
    crossed = {
        "type": "Polygon",
        "coordinates": [[[102.18, 38.51], [102.19, 38.52], [102.19, 38.51], [102.18, 38.52], [102.18, 38.51]]],
    }
    content = a_geojson(
        a_feature(make.square(0, 0, 1, 0.5), name="一", code=place.grids[0].code),
        a_feature(crossed, name="二", code="620399001001009"),
    )
    upload(signed_in, content, kind="areas", name="网格.geojson")
    run = ImportRun.objects.get()
    draft = signed_in.get(reverse("imports:run", args=[run.pk]))
    signed_in.post(
        reverse("imports:begin", args=[run.pk]), {**sent(draft), "source": "gcj02", "valid_from": "2026-12-01"}
    )
    page = signed_in.get(reverse("imports:run", args=[run.pk])).content.decode()
    assert "crosses itself" in page
    run.refresh_from_db()
    assert (run.options["source"], run.options["valid_from"], run.done) == ("gcj02", "2026-12-01", 1)


def test_a_large_file_shows_its_progress_and_can_be_stopped(signed_in, monkeypatch):
    monkeypatch.setattr(verbs, "AT_ONCE", 0)
    monkeypatch.setattr(verbs, "_PIECE", 2)
    monkeypatch.setattr(verbs, "_SECONDS", 0)
    rows = [["兴农社区", "兴农小区", str(number), 24, *make.middle(0, 0)] for number in range(1, 7)]
    upload(signed_in, an_xlsx(HEAD, *rows))
    run = ImportRun.objects.get()
    draft = signed_in.get(reverse("imports:run", args=[run.pk]))
    signed_in.post(reverse("imports:begin", args=[run.pk]), sent(draft))
    journal.deliver_due(limit=1)
    part = signed_in.get(reverse("imports:progress", args=[run.pk]))
    assert "2 of 6 rows" in part.content.decode()
    assert "HX-Refresh" not in part
    signed_in.post(reverse("imports:stop", args=[run.pk]))
    assert signed_in.get(reverse("imports:progress", args=[run.pk]))["HX-Refresh"] == "true"
    page = signed_in.get(reverse("imports:run", args=[run.pk])).content.decode()
    assert "Go on from there" in page
    signed_in.post(reverse("imports:begin", args=[run.pk]))
    while journal.deliver_due(limit=10):
        pass
    assert Building.objects.count() == 6


def test_stopping_what_is_done_already_is_said_not_an_error(signed_in):
    upload(signed_in, an_xlsx(HEAD, GOOD))
    run = ImportRun.objects.get()
    territory.begin_run(run.pk, by=SYSTEM)
    answer = signed_in.post(reverse("imports:stop", args=[run.pk]), follow=True)
    assert answer.status_code == 200
    assert "not under way" in answer.content.decode()


@pytest.mark.parametrize("kind", territory.IMPORT_KINDS)
def test_every_example_can_be_read_back_with_every_needed_column(signed_in, kind):
    answer = signed_in.get(reverse("imports:example", args=[kind]))
    upload(signed_in, answer.content, kind=kind)
    run = ImportRun.objects.get()
    assert not signed_in.get(reverse("imports:run", args=[run.pk])).context["preview"].missing


@pytest.mark.parametrize("kind", territory.IMPORT_KINDS)
def test_every_register_goes_out_in_columns_that_come_in_again(signed_in, place, kind):
    firm = make.a_unit(place.communities[0])
    building = make.a_building(make.an_estate(place.communities[0], firm=firm))
    make.some_homes(building)
    make.an_appointment("building_head", make.a_person(), building_id=building.pk)
    answer = signed_in.get(reverse("imports:export", args=[kind]))
    upload(signed_in, answer.content, kind=kind)
    run = ImportRun.objects.get()
    assert not signed_in.get(reverse("imports:run", args=[run.pk])).context["preview"].missing
    Unit.objects.update(name="换了名字")
    assert run.total >= 1


def test_the_list_of_imports_asks_as_often_for_many_as_for_one(signed_in, django_assert_max_num_queries):
    for _ in range(12):
        upload(signed_in, an_xlsx(HEAD, GOOD))
    with django_assert_max_num_queries(12):
        page = signed_in.get(reverse("imports:home"))
    assert len(page.context["runs"].items) == 12


class TestWhoMay:
    def test_others_find_nothing_here(self, place, client):
        as_holder(client, "grid_leader", place.grids[0])
        assert client.get(reverse("imports:home")).status_code == 404

    def test_strangers_are_asked_to_sign_in(self, client):
        assert client.get(reverse("imports:home")).status_code == 302

    def test_an_administrator_of_elsewhere_does_not_see_the_run(self, place, client):
        run = territory.bring_file(
            kind="buildings", file_name="a.csv", content=an_xlsx(HEAD, GOOD), area_id=place.communities[0].pk, by=SYSTEM
        )
        territory.define_post(code="keeper", name="管理员", level="community", roles=["administrator"], by=SYSTEM)
        as_holder(client, "keeper", place.communities[1])
        for name in ("run", "progress", "refused"):
            assert client.get(reverse(f"imports:{name}", args=[run.pk])).status_code == 404
        for name in ("try", "begin", "stop", "remove"):
            assert client.post(reverse(f"imports:{name}", args=[run.pk])).status_code == 404

    def test_an_administrator_brings_files_for_the_own_area_only(self, place, client):
        territory.define_post(code="keeper", name="管理员", level="community", roles=["administrator"], by=SYSTEM)
        as_holder(client, "keeper", place.communities[1])
        answer = upload(client, an_xlsx(HEAD, GOOD), area=place.communities[0].pk)
        assert answer.status_code == 422
        elsewhere = {"area": place.county.pk}
        assert client.get(reverse("imports:export", args=["buildings"]), elsewhere).status_code == 404
        upload(client, an_xlsx(HEAD, GOOD), area=place.communities[1].pk)
        run = ImportRun.objects.get()
        draft = client.get(reverse("imports:run", args=[run.pk]))
        client.post(reverse("imports:begin", args=[run.pk]), sent(draft))
        run.refresh_from_db()
        assert (run.done, run.refused) == (0, 1)


def test_the_pages_speak_chinese(signed_in):
    signed_in.cookies["linli_language"] = "zh-hans"
    with translation.override("zh-hans"):
        assert "导入" in signed_in.get(reverse("imports:home")).content.decode()
