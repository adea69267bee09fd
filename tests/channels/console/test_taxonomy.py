"""Classes, limits, kinds, texts: read by the desk, changed by the county's administrator only."""

from tests.channels.console.sheets import sheets_of
from tests.factories import access as people

from linli.engines.cases import public as cases
from linli.engines.cases.models import Category, Kind, Limit, ReplyTemplate

CLASS = {
    "name": "楼道杂物",
    "name_en": "Clutter",
    "words": "堆物，杂物 旧家具",
    "kind_code": "complaint",
    "unit_kind": "grid",
    "assist_unit_kinds": "property",
    "resolve_level": "grid",
    "urgency": "urgent",
    "privacy": "limited",
    "active": "on",
}
LIMIT = {"clock": "handling", "category_code": "A03", "value": "3", "unit": "wd", "source": "街道承诺 2026"}


def test_a_class_is_changed_and_counts_at_once(world, admin, browser):
    assert browser(admin).post("/console/taxonomy/class/A03/", CLASS).status_code == 302
    row = cases.category("A03")
    assert (row.name, row.words, row.urgency) == ("楼道杂物", ("堆物", "杂物", "旧家具"), "urgent")
    assert row.parent_code == "A"


def test_a_limit_is_set_with_its_source_replaced_and_taken_away(world, admin, browser):
    client = browser(admin)
    assert client.post("/console/taxonomy/limit/", LIMIT | {"source": ""}).status_code == 422
    client.post("/console/taxonomy/limit/", LIMIT)
    limit = Limit.objects.get(category__code="A03")
    client.post("/console/taxonomy/limit/", LIMIT | {"value": "2"})
    limit.refresh_from_db()
    assert limit.value == 2
    assert "2 个工作日" in client.get("/console/taxonomy/?part=limits").content.decode()
    client.post(f"/console/taxonomy/limit/{limit.pk}/drop/")
    assert not Limit.objects.filter(pk=limit.pk).exists()


def test_kinds_and_ready_made_texts(world, admin, browser):
    client = browser(admin)
    client.post("/console/taxonomy/kind/help/", {"name": "求助", "answer_at_once": "on", "active": "on"})
    assert Kind.objects.get(code="help").answer_at_once
    text = {"verb": "refuse", "name": "房东事务", "text": "请与房东协商，编号 {number}", "order": "1"}
    client.post("/console/taxonomy/text/", text)
    assert ReplyTemplate.objects.get().verb == "refuse"
    assert "房东事务" in client.get("/console/taxonomy/?part=texts").content.decode()


def test_a_street_administrator_reads_but_does_not_change(world, browser):
    client = browser(people.an_administrator(world.land.street))
    assert "/taxonomy/class/" not in client.get("/console/taxonomy/").content.decode()
    assert client.post("/console/taxonomy/class/A03/", CLASS).status_code in {403, 404, 422}
    assert Category.objects.get(code="A03").name == "楼道堆物"


def test_what_is_not_there_does_not_open(admin, browser):
    client = browser(admin)
    for address in ("class/Z99", "kind/none", "limit/9999", "text/9999"):
        assert client.get(f"/console/taxonomy/{address}/").status_code == 404


def test_all_of_it_goes_into_a_spreadsheet(world, browser):
    sheets = sheets_of(browser(world.street).get("/console/taxonomy/export/"))
    assert ["A03", "A", "楼道堆物"] in [row[:3] for row in sheets["类别"]]
    assert any(row[4] == "2 个工作小时" for row in sheets["时限"])
