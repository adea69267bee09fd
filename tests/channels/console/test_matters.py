"""Admission of matters: the three lists, the application, the communities' opinion, the decision of a second person."""

import pytest
from tests.channels.console.sheets import sheets_of
from tests.factories import cases as make

from linli.engines.cases.models import Application, Matter


@pytest.fixture
def asked(world, browser) -> Application:
    made = make.a_case(world, kind_code="help", category_code="E01")
    answer = browser(world.street).post(
        f"/console/matters/apply/?case={made.case.number}",
        {
            "title": "填报养老调查表",
            "area_id": world.land.street.pk,
            "parties": "县民政局",
            "reason": "县里人手不够",
            "money": "3000.50",
            "people": "4",
            "period_from": make.today_plus(0).isoformat(),
            "period_to": make.today_plus(60).isoformat(),
        },
    )
    assert answer.status_code == 302
    return Application.objects.get()


def test_the_form_is_filled_in_from_the_case(world, browser):
    made = make.a_case(world, kind_code="help", category_code="E01")
    page = browser(world.street).get(f"/console/matters/apply/?case={made.case.number}").content.decode()
    assert 'value="填报表格"' in page
    assert "三张清单里都没有这一项" in page


def test_an_application_keeps_case_class_and_money(asked):
    assert (asked.money_fen, asked.people, asked.state) == (300_050, 4, "draft")
    assert asked.case is not None
    assert asked.category.code == "E01"


def test_communities_speak_and_a_second_person_decides(world, browser, asked):
    address = f"/console/matters/{asked.pk}/"
    browser(world.street).post(f"{address}ask/")
    browser(world.worker).post(f"{address}opinion/", {"text": "可以协助，请配经费"})
    own = browser(world.street).post(f"{address}decide/", {"listed": "yes", "text": "同意", "list_kind": "delegated"})
    assert own.status_code == 422
    browser(world.second).post(
        f"{address}decide/",
        {"listed": "yes", "text": "同意，期限两个月", "list_kind": "delegated", "basis": "会议纪要"},
    )
    asked.refresh_from_db()
    assert asked.state == "listed"
    assert Matter.objects.get(title="填报养老调查表").list_kind == "delegated"
    assert "已准入" in browser(world.street).get("/console/matters/").content.decode()


def test_before_anybody_spoke_nothing_is_decided(world, browser, asked):
    address = f"/console/matters/{asked.pk}/"
    browser(world.street).post(f"{address}ask/")
    answer = browser(world.second).post(
        f"{address}decide/", {"listed": "no", "text": "不同意", "list_kind": "delegated"}
    )
    asked.refresh_from_db()
    assert answer.status_code == 422
    assert asked.state == "opinion"


def test_the_three_lists_are_shown_and_exported(world, browser):
    client = browser(world.worker)
    assert "民间纠纷调解" in client.get("/console/matters/?list=statutory").content.decode()
    assert "环境卫生巡查" in client.get("/console/matters/?list=assisting").content.decode()
    assert [row[1] for row in sheets_of(client.get("/console/matters/export/"))["依法履行"]][1:] == ["民间纠纷调解"]


def test_an_application_without_reason_comes_back_filled_in(world, browser):
    answer = browser(world.street).post(
        "/console/matters/apply/", {"title": "发放宣传册", "area_id": world.land.street.pk, "parties": "县局"}
    )
    assert answer.status_code == 422
    assert 'value="发放宣传册"' in answer.content.decode()
    assert not Application.objects.exists()
