"""The board of clocks: every number opens to its cases, every list says what waits for whom."""

import re

from tests.channels.console.sheets import sheets_of
from tests.factories import cases as make

from linli.engines.cases.models import Case
from linli.kernel import clock


def late(case: Case) -> Case:
    Case.objects.filter(pk=case.pk).update(due_at=clock.now() - make.days(1), queue_at=clock.now() - make.days(1))
    return case


def test_numbers_of_the_board_open_to_exactly_their_cases(world, browser):
    first = late(make.a_case(world).case)
    make.a_case(world)
    make.a_case(world, grid=2)
    client = browser(world.street)
    page = client.get("/console/board/").content.decode()
    tallies = re.findall(r'<a class="tally sheet ([a-z]*)" href="([^"]+)"><span class="figure">(\d+)<', page)
    numbers = {tone: (address.replace("&amp;", "&"), int(number)) for tone, address, number in tallies[:3]}
    assert numbers["late"][1] == 1
    found = client.get(numbers["late"][0]).content.decode()
    assert first.number in found
    assert found.count('class="work"') == 1


def test_each_line_of_a_place_counts_what_lies_there(world, browser):
    late(make.a_case(world).case)
    make.a_case(world)
    make.a_case(world, grid=2)
    client = browser(world.street)
    page = client.get("/console/board/").content.decode()
    here, there = world.land.communities
    for area, number in ((here, 2), (there, 1)):
        address = f"/console/search/?state=open&amp;area={area.pk}"
        assert f'<a href="{address}">{number}</a>' in page
        assert client.get(address.replace("&amp;", "&")).content.decode().count('class="work"') == number


def test_what_waits_for_a_decision_is_listed(world, browser):
    asked = make.a_case(world).handling_by(world.leader)
    asked.did("ask_extension", world.leader, value=2, unit="wd", reason="等配件")
    paused = (
        make.a_case(world)
        .handling_by(world.leader)
        .did("suspend", world.leader, reason="等雨停", until=make.today_plus(3))
    )
    pinged = make.a_case(world).dispatched_to(world.leader_key).did("decline", world.leader, reason="不在我处")
    pinged.dispatched_to(world.leader_key).did("decline", world.leader, reason="也不在我处")
    proposed = make.a_case(world).handling_by(world.leader).did("propose_close", world.leader, reason="法律只允许劝导")
    done = make.a_case(world).handled()
    page = browser(world.street).get("/console/board/").content.decode()
    for key, made in (
        ("extensions", asked), ("suspended", paused), ("disputes", pinged), ("reviews", proposed), ("call_backs", done)
    ):  # fmt: skip
        part = page[page.index(f'id="{key}"') :]
        assert made.case.number in part[: part.index("</section>")]


def test_the_board_names_posts_and_units_never_persons(world, browser):
    make.a_case(world).handling_by(world.leader)
    page = browser(world.street).get("/console/board/").content.decode()
    table = page[page.index("<table") : page.rindex("</table>")]
    assert world.leader.name not in table
    assert "网格长" in table


def test_a_board_of_a_foreign_community_does_not_open(world, browser):
    address = f"/console/board/?area={world.land.communities[1].pk}"
    assert browser(world.worker).get(address).status_code == 404
    assert browser(world.street).get(address).status_code == 200


def test_more_cases_cost_no_more_queries(world, browser, django_assert_max_num_queries):
    for _number in range(9):
        make.a_case(world)
    client = browser(world.street)
    client.get("/console/board/")
    with django_assert_max_num_queries(30):
        client.get("/console/board/")


def test_the_spreadsheet_says_the_same(world, browser):
    late(make.a_case(world).case)
    sheets = sheets_of(browser(world.street).get("/console/board/export/"))
    assert sheets["按地方"][1][:2] == [world.land.communities[0].name, 1]
    assert len(sheets["超时"]) == 2
