"""The dispatch desk: what waits, whom it should go to and why, and sending it on."""

import re

import pytest
from tests.channels.console.conftest import HTMX
from tests.factories import access as people
from tests.factories import cases as make

from linli.engines.cases import public as cases
from linli.engines.territory import public as territory
from linli.kernel.actor import SYSTEM


def a_figures_clerk(world):
    """Somebody who only reads figures of the street."""
    territory.define_post(code="figures_clerk", name="统计员", level="street", roles=["figures"], by=SYSTEM)
    return people.as_actor(people.appointed("figures_clerk", world.land.street))


def numbers(page: str) -> list[str]:
    return re.findall(r'<a class="work"[^>]*data-case="([^"]+)"', page)


def text_of(answer) -> str:
    return answer.content.decode()


def test_the_desk_shows_what_waits_with_map_and_first_case(world, browser):
    first = make.a_case(world).case
    page = text_of(browser(world.worker).get("/console/"))
    assert numbers(page) == [first.number]
    assert 'data-page="console-desk"' in page
    assert 'id="desk-map"' in page
    assert f'data-case="{first.number}" data-state="submitted"' in page


def test_the_most_urgent_comes_first(world, browser):
    calm = make.a_case(world).case
    urgent = make.a_case(world, kind_code="help", category_code="B01").case
    cases.Case.objects.filter(pk=urgent.pk).update(queue_at=calm.queue_at - make.days(1))
    assert numbers(text_of(browser(world.worker).get("/console/"))) == [urgent.number, calm.number]


def test_a_case_of_another_community_is_not_on_the_desk_and_does_not_open(world, browser):
    case = make.a_case(world).case
    client = browser(world.other_worker)
    assert numbers(text_of(client.get("/console/"))) == []
    assert client.get(f"/console/case/{case.number}/").status_code == 404
    assert client.post(f"/console/case/{case.number}/send/", {"assignee": world.leader_key}).status_code == 404
    case.refresh_from_db()
    assert case.state == "submitted"


def test_whoever_has_no_desk_does_not_find_one(world, browser):
    assert browser(world.resident).get("/console/").status_code == 404
    assert browser(world.leader).get("/console/queue/").status_code == 404


def test_whoever_only_administers_is_led_to_the_own_pages(world, admin, browser):
    answer = browser(admin).get("/console/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/console/posts/")


def test_the_list_alone_answers_a_poll_and_keeps_the_filter(world, browser):
    kept = make.a_case(world).case
    make.a_case(world, kind_code="help", category_code="B01")
    page = text_of(browser(world.worker).get("/console/queue/?category=A03", headers=HTMX))
    assert numbers(page) == [kept.number]
    assert "<html" not in page
    assert '"queue-marks"' in page


def test_filters_are_a_sentence_whose_words_can_be_changed(world, browser):
    page = text_of(browser(world.street).get("/console/?state=dispatched"))
    form = page[page.index('id="filter"') :]
    assert '<option value="dispatched" selected>' in form
    assert all(f'name="{name}"' in form for name in ("state", "area", "category", "late", "q"))


def test_an_area_of_somebody_else_is_not_to_be_chosen(world, browser):
    other = world.land.communities[1]
    assert browser(world.worker).get(f"/console/?area={other.pk}").status_code == 404
    assert browser(world.street).get(f"/console/?area={other.pk}").status_code == 200


def test_the_suggestion_says_whom_and_why(world, browser):
    case = make.a_case(world).case
    page = text_of(browser(world.worker).get(f"/console/case/{case.number}/", headers=HTMX))
    assert f'value="{world.leader_key}"' in page
    assert "data-suggested checked" in page
    assert "为什么" in page
    assert page.count("btn-primary") == 1


def test_one_tap_accepts_and_dispatches_as_suggested(world, browser):
    case = make.a_case(world).case
    answer = browser(world.worker).post(
        f"/console/case/{case.number}/send/",
        {"assignee": world.leader_key, "expected_version": case.version},
        headers=HTMX,
    )
    case.refresh_from_db()
    assert answer.status_code == 200
    assert (case.state, case.assignee) == ("dispatched", world.leader_key)
    assert answer["HX-Trigger"] == "linli:changed"
    assert "已派单" in text_of(answer)


def test_without_a_script_one_comes_back_to_the_case(world, browser):
    case = make.a_case(world).case
    answer = browser(world.worker).post(
        f"/console/case/{case.number}/send/", {"assignee": world.leader_key}, follow=True
    )
    assert answer.redirect_chain[-1][0] == f"/console/case/{case.number}/"
    assert "已派单" in text_of(answer)


def test_somebody_else_is_found_by_name_and_chosen(world, browser):
    case = make.a_case(world).case
    client = browser(world.street)
    found = text_of(client.get(f"/console/case/{case.number}/candidates/?who=环卫", headers=HTMX))
    assert f'value="{world.team_key}"' in found
    client.post(f"/console/case/{case.number}/send/", {"assignee": world.team_key, "note": "先看消防通道"})
    case.refresh_from_db()
    assert case.assignee == world.team_key


def test_nobody_chosen_is_said_and_nothing_moves(world, browser):
    case = make.a_case(world).case
    answer = browser(world.worker).post(f"/console/case/{case.number}/send/", {}, headers=HTMX)
    case.refresh_from_db()
    assert answer.status_code == 422
    assert "请选择派给谁" in text_of(answer)
    assert case.state == "submitted"


def test_the_second_of_two_people_sees_who_was_first(world, browser):
    case = make.a_case(world).accepted().case
    sent = {"assignee": world.leader_key, "expected_version": case.version}
    assert browser(world.worker).post(f"/console/case/{case.number}/send/", sent, headers=HTMX).status_code == 200
    second = {"assignee": world.firm_key, "expected_version": case.version}
    answer = browser(world.street).post(f"/console/case/{case.number}/send/", second, headers=HTMX)
    page = text_of(answer)
    case.refresh_from_db()
    assert answer.status_code == 409
    assert case.assignee == world.leader_key
    assert "有人先办了" in page
    assert world.worker.name in page
    assert 'data-state="dispatched"' in page


def test_what_was_typed_into_a_form_stays_when_somebody_was_first(world, browser):
    made = make.a_case(world)
    before = made.case.version
    made.accepted(world.street)
    answer = browser(world.worker).post(
        f"/console/case/{made.case.number}/refuse/",
        {"exit": "outside", "text": "请找房东商量", "expected_version": before},
        headers=HTMX,
    )
    page = text_of(answer)
    assert answer.status_code == 409
    assert "请找房东商量" in page
    assert f'name="expected_version" value="{made.case.version}"' in page


def test_a_matter_on_no_list_leads_to_the_application(world, browser):
    case = make.a_case(world, kind_code="help", category_code="E01").case
    key = cases.route(case).assignee.key
    answer = browser(world.worker).post(f"/console/case/{case.number}/send/", {"assignee": key}, headers=HTMX)
    assert answer["HX-Redirect"].startswith(f"/console/matters/apply/?case={case.number}")
    case.refresh_from_db()
    assert case.state == "submitted"


def test_possible_duplicates_are_joined_from_the_page(world, browser):
    lead = make.a_case(world).accepted().case
    twin = make.a_case(world).case
    client = browser(world.worker)
    page = text_of(client.get(f"/console/case/{twin.number}/", headers=HTMX))
    assert "可能重复 1 件" in page
    assert f'name="into" value="{lead.number}"' in page
    answer = client.post(
        f"/console/case/{twin.number}/merge/", {"into": lead.number, "expected_version": twin.version}, headers=HTMX
    )
    twin.refresh_from_db()
    assert answer.status_code == 200
    assert (twin.state, twin.merged_into_id) == ("merged", lead.pk)


def test_a_verb_opens_as_a_form_beside_and_as_a_page(world, browser):
    case = make.a_case(world).case
    client = browser(world.worker)
    beside = client.get(f"/console/case/{case.number}/refuse/", headers=HTMX)
    assert "<html" not in text_of(beside)
    assert 'data-verb-sheet="refuse"' in text_of(beside)
    page = client.get(f"/console/case/{case.number}/refuse/")
    assert 'data-page="console-case"' in text_of(page)
    assert 'data-verb-sheet="refuse"' in text_of(page)


def test_a_form_with_something_missing_comes_back(world, browser):
    case = make.a_case(world).case
    answer = browser(world.worker).post(
        f"/console/case/{case.number}/refuse/", {"text": "请找房东商量", "expected_version": case.version}, headers=HTMX
    )
    assert answer.status_code == 422
    assert answer["HX-Retarget"] == "#verb-place"
    assert "请找房东商量" in text_of(answer)


def test_after_two_hand_backs_only_the_street_may_send(world, browser):
    made = make.a_case(world).dispatched_to(world.leader_key).did("decline", world.leader, reason="不在我的网格")
    made.dispatched_to(world.leader_key).did("decline", world.leader, reason="不在我的网格")
    number = made.case.number
    refused = browser(world.worker).post(f"/console/case/{number}/send/", {"assignee": world.firm_key}, headers=HTMX)
    assert refused.status_code == 403
    assert made.case.state == "accepted"
    allowed = browser(world.street).post(f"/console/case/{number}/send/", {"assignee": world.team_key}, headers=HTMX)
    assert allowed.status_code == 200
    assert made.case.assignee == world.team_key


def test_how_to_reach_the_reporter_is_shown_on_request_and_recorded(world, browser):
    case = make.a_case(world).case
    client = browser(world.worker)
    assert "138 0000 0000" not in text_of(client.get(f"/console/case/{case.number}/"))
    page = text_of(client.post(f"/console/case/{case.number}/personal/", {"purpose": "contact"}, headers=HTMX))
    assert "138" in page
    assert client.get(f"/console/case/{case.number}/personal/").status_code == 405


def test_the_clerk_for_figures_sees_no_private_case(world, browser):
    clerk = a_figures_clerk(world)
    private = make.a_case(world, kind_code="mediation", category_code="D01").case
    assert browser(clerk).get(f"/console/case/{private.number}/").status_code == 404


@pytest.mark.parametrize("count", [3, 12])
def test_a_longer_list_costs_no_more_queries(world, browser, django_assert_max_num_queries, count):
    for _number in range(count):
        make.a_case(world)
    client = browser(world.street)
    client.get("/console/queue/")
    with django_assert_max_num_queries(16):
        assert len(numbers(text_of(client.get("/console/queue/")))) == count
