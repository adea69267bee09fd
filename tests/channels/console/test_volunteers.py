"""Volunteering in the console: plan, confirm, teams, shop, books; each page open to who runs the area."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook
from tests.channels.console.sheets import sheets_of
from tests.factories import access as people
from tests.factories.volunteers import HOUR, SATURDAY, Neighbourhood, actor, document

from linli.engines.journal import public as journal
from linli.kernel import clock
from linli.programmes.volunteers import public as volunteers
from linli.programmes.volunteers.models import (
    Activity,
    Certificate,
    Membership,
    Redemption,
    SchemeItem,
    Service,
    ShopItem,
    SignUp,
    Team,
    Volunteer,
)

Browser = Callable[..., Client]
BASE = "/console/volunteers/"


@pytest.fixture
def here(db: None) -> Iterator[Neighbourhood]:
    with clock.at(SATURDAY):
        yield Neighbourhood()


def planned(here: Neighbourhood, **more: str) -> dict[str, str]:
    """Answers of the form that plans an activity."""
    return {
        "title": "楼道清洁",
        "area_id": str(here.community.pk),
        "item_code": "orange",
        "place": "社区广场",
        "starts": "2026-11-22T09:00",
        "ends": "2026-11-22T11:00",
        "weeks": "1",
        "roles-0-name": "清扫",
        "roles-0-wanted": "4",
        **more,
    }


class TestActivities:
    def test_planned_with_roles_for_three_weeks(self, here: Neighbourhood, browser: Browser):
        answer = browser(here.worker).post(f"{BASE}activities/new/", planned(here, weeks="3"))
        assert answer.status_code == 302
        rows = list(Activity.objects.order_by("starts"))
        assert [row.title for row in rows] == ["楼道清洁"] * 3
        assert (rows[2].starts - rows[0].starts, rows[0].roles.get().wanted) == (timedelta(weeks=2), 4)
        assert "楼道清洁" in browser(here.worker).get(BASE).content.decode()

    def test_what_is_missing_is_said_and_nothing_typed_is_lost(self, here: Neighbourhood, browser: Browser):
        client = browser(here.worker)
        danger = planned(here, **{"roles-0-wanted": "", "roles-1-name": "抢险", "roles-1-wanted": "2"})
        danger["roles-1-needs_insurance"] = "on"
        answer = client.post(f"{BASE}activities/new/", danger)
        assert answer.status_code == 422
        assert "抢险" in answer.content.decode()
        danger["roles-0-wanted"] = "2"
        assert "如实" in client.post(f"{BASE}activities/new/", danger).content.decode()  # what is dangerous about it
        assert not Activity.objects.exists()

    def test_a_caller_is_signed_up_and_the_place_freed_again(self, here: Neighbourhood, browser: Browser):
        who, activity = here.volunteer(), here.activity(starts=SATURDAY + HOUR)
        client, role = browser(here.worker), activity.roles.get()
        page = f"{BASE}activities/{activity.pk}/"
        wrong = client.post(f"{page}sign-up/", {"number": "V-1999-000001", "role": role.pk})
        assert wrong.status_code == 422
        client.post(f"{page}sign-up/", {"number": who.number, "role": role.pk})
        assert SignUp.objects.get().state == "coming"
        assert who.call_name in client.get(page).content.decode()
        client.post(f"{page}sign-up/", {"withdraw": who.pk})
        assert SignUp.objects.get().state == "withdrawn"

    def test_called_off_with_a_reason(self, here: Neighbourhood, browser: Browser):
        activity = here.activity(starts=SATURDAY + HOUR)
        client, page = browser(here.worker), f"{BASE}activities/{activity.pk}/cancel/"
        assert client.post(page, {"why": ""}).status_code == 422
        client.post(page, {"why": "大雪"})
        activity.refresh_from_db()
        assert (activity.state, activity.why_cancelled) == ("cancelled", "大雪")

    def test_time_is_noted_afterwards_by_one_and_confirmed_by_another(self, here: Neighbourhood, browser: Browser):
        who, activity = here.volunteer(), here.activity()
        with clock.at(SATURDAY + 4 * HOUR):
            first = browser(here.worker)
            times = {"starts": "2026-11-21T09:00", "ends": "2026-11-21T10:30"}
            given = {"number": who.number, **times, "reason": "忘了签到"}
            assert first.post(f"{BASE}activities/{activity.pk}/back/", given).status_code == 302
            row = Service.objects.get()
            page = f"{BASE}time/{row.pk}/"
            assert first.post(page, {"verb": "confirm", "minutes": 90}).status_code == 422  # who noted it
            browser(here.second).post(page, {"verb": "confirm", "minutes": 60})
            row.refresh_from_db()
            assert (row.state, row.minutes, row.how) == ("confirmed", 60, "back")
            assert "补记" in first.get(f"{BASE}time/?which=all").content.decode()


class TestResults:
    def test_what_came_of_it_is_said_in_the_console_and_read_by_everybody(self, here: Neighbourhood, browser: Browser):
        activity = here.activity(starts=SATURDAY - timedelta(days=1), whom="老人")
        client, page = browser(here.worker), f"{BASE}activities/{activity.pk}/result/"
        assert client.post(page, {"result": "", "helped": "3"}).status_code == 422
        client.post(page, {"result": "给 14 位老人理了发", "helped": "14"})
        assert "给 14 位老人理了发" in client.get(f"{BASE}results/").content.decode()
        passer_by = Client()
        assert "14" in passer_by.get("/volunteer/kinds/").content.decode()
        shown = passer_by.get("/volunteer/kinds/orange/").content.decode()
        assert "给 14 位老人理了发" in shown
        assert "老人" in shown
        assert passer_by.get("/volunteer/kinds/nothing/").status_code == 404
        assert "14" in passer_by.get(f"/volunteer/activity/{activity.pk}/").content.decode()
        sums, said = sheets_of(browser(here.head).get(f"{BASE}results/export/?days=30")).values()
        assert sums[1][5] == 14
        assert said[1][6] == "给 14 位老人理了发"


class TestTime:
    def test_more_than_a_day_counts_only_with_approval(self, here: Neighbourhood, browser: Browser):
        who = here.volunteer()
        here.served(who, minutes=7 * 60)
        with clock.at(SATURDAY + 8 * HOUR):
            activity = here.activity(starts=SATURDAY + 8 * HOUR)
            volunteers.check_in(activity_id=activity.pk, by=here.worker, volunteer_id=who.pk)
        with clock.at(SATURDAY + 10 * HOUR):
            row = volunteers.check_out(activity_id=activity.pk, by=here.worker, volunteer_id=who.pk)
            page = f"{BASE}time/{row.pk}/"
            refused = browser(here.second).post(page, {"verb": "confirm", "minutes": 120, "approved": "on"})
            assert refused.status_code == 422  # a community worker approves nothing
            assert "540" in refused.content.decode()
            browser(here.head).post(page, {"verb": "confirm", "minutes": 120, "approved": "on"})
        row.refresh_from_db()
        assert (row.state, row.over_cap) == ("confirmed", True)

    def test_a_wrong_confirmation_is_taken_back_by_reversing_entries(self, here: Neighbourhood, browser: Browser):
        who = here.volunteer()
        row = here.served(who)
        client = browser(here.worker)
        client.post(f"{BASE}time/{row.pk}/", {"verb": "take_back", "reason": "记错了人"})
        shown = volunteers.volunteer(here.worker, who.pk)
        assert (shown.minutes, shown.points) == (0, 0)
        page = client.get(f"{BASE}people/{who.pk}/hours/").content.decode()
        assert "+120" in page
        assert "-120" in page
        assert "记错了人" in page

    def test_refused_with_a_reason(self, here: Neighbourhood, browser: Browser):
        who, activity = here.volunteer(), here.activity()
        volunteers.check_in(activity_id=activity.pk, by=here.worker, volunteer_id=who.pk)
        with clock.at(SATURDAY + HOUR):
            row = volunteers.check_out(activity_id=activity.pk, by=here.worker, volunteer_id=who.pk)
            client = browser(here.second)
            assert client.post(f"{BASE}time/{row.pk}/", {"verb": "refuse", "reason": ""}).status_code == 422
            client.post(f"{BASE}time/{row.pk}/", {"verb": "refuse", "reason": "没有来"})
            sheet = sheets_of(client.get(f"{BASE}time/export/?which=all"))
        row.refresh_from_db()
        assert row.state == "refused"
        assert "没有来" in next(iter(sheet.values()))[1]


class TestPeople:
    def test_registered_at_the_desk_found_and_opened_for_a_purpose(self, here: Neighbourhood, browser: Browser):
        client = browser(here.worker)
        given = {"area_id": here.community.pk, "name": "欧阳青", "phone": "13800001111", "born": "1980-01-02"}
        assert client.post(f"{BASE}people/new/", {**given, "born": ""}).status_code == 422
        assert client.post(f"{BASE}people/new/", given).status_code == 302
        who = Volunteer.objects.get()
        assert who.call_name == "欧志愿者"
        assert who.number in client.get(f"{BASE}people/?q=13800001111").content.decode()
        page = f"{BASE}people/{who.pk}/"
        assert "欧阳青" not in client.get(page).content.decode()
        assert client.post(f"{page}personal/", {"purpose": ""}).status_code == 422
        assert "欧阳青" in client.post(f"{page}personal/", {"purpose": "核对证明"}).content.decode()
        assert [one.purpose for one in journal.looks(f"volunteer:{who.pk}")] == ["核对证明"]

    def test_a_guardian_agrees_and_the_record_is_checked(self, here: Neighbourhood, browser: Browser):
        who = here.volunteer(born=date(2011, 3, 5), guardian_name="林母", guardian_phone="13800000000")
        client, page = browser(here.worker), f"{BASE}people/{who.pk}/"
        client.post(f"{page}guardian/")
        client.post(f"{page}cover/", {"insured_until": "2027-01-01", "vetted_until": ""})
        client.post(f"{page}change/", {"call_name": "小林", "skills": "朗读，手风琴", "paused": "on"})
        who.refresh_from_db()
        assert (str(who.insured_until), who.call_name, who.skills) == ("2027-01-01", "小林", ["朗读", "手风琴"])
        assert who.state == "paused"

    def test_a_certificate_at_the_desk_and_its_withdrawal(self, here: Neighbourhood, browser: Browser):
        who = here.volunteer(name="诸葛试")
        here.served(who)
        client, page = browser(here.worker), f"{BASE}people/{who.pk}/"
        client.post(f"{page}certificate/")
        made = Certificate.objects.get()
        journal.run_job(made.job_id)
        assert client.get(f"{page}certificate/{made.number}.pdf").content.startswith(b"%PDF")
        assert browser(here.stranger).get(f"{page}certificate/{made.number}.pdf").status_code == 404
        client.post(f"{page}certificate/{made.number}/withdraw/", {"why": "姓名有误"})
        made.refresh_from_db()
        assert made.why_withdrawn == "姓名有误"

    def test_a_table_is_tried_then_brought_in_line_by_line(self, here: Neighbourhood, browser: Browser):
        book = Workbook()
        book.active.append(["姓名", "手机号", "身份证号"])
        for number in range(3):
            born = date(1980, 1, 1 + number)
            book.active.append([f"试{number}", f"137{number:08d}", document(born)])
        book.active.append(["试又", "13700000000", ""])
        book.active.append(["试错", "", "620399199001011230"])
        stream = BytesIO()
        book.save(stream)
        client = browser(here.worker)

        def sent(**more: str) -> str:
            file = SimpleUploadedFile("志愿者.xlsx", stream.getvalue())
            answer = client.post(f"{BASE}people/import/", {"area_id": here.community.pk, "file": file, **more})
            return answer.content.decode()

        assert "只是试导" in sent(**{"try": "1"})
        assert not Volunteer.objects.exists()
        assert "第 2 行" in sent(keep="1")
        assert Volunteer.objects.count() == 3
        rows = next(iter(sheets_of(client.get(f"{BASE}people/import/report/")).values()))
        assert [(row[0], row[1]) for row in rows[1:]] == [(5, "已有"), (6, "不能用")]
        sent(keep="1")
        assert Volunteer.objects.count() == 3

    def test_a_file_that_is_no_table(self, here: Neighbourhood, browser: Browser):
        file = SimpleUploadedFile("x.xlsx", b"PK\x03\x04broken")
        given = {"area_id": here.community.pk, "file": file, "keep": "1"}
        answer = browser(here.worker).post(f"{BASE}people/import/", given)
        assert answer.status_code == 422

    def test_lists_by_the_standard_only_for_who_may_and_with_a_purpose(self, here: Neighbourhood, browser: Browser):
        who = here.volunteer(name="诸葛试")
        here.served(who)
        client = browser(here.head)
        assert client.post(f"{BASE}people/standard/", {"purpose": ""}).status_code == 422
        sheets = sheets_of(client.post(f"{BASE}people/standard/", {"purpose": "报送"}))
        assert len(sheets) == 4
        assert "诸葛试" in next(iter(sheets.values()))[1]
        assert browser(here.worker).post(f"{BASE}people/standard/", {"purpose": "报送"}).status_code == 404


class TestTeamsAndKinds:
    def test_founded_joined_led_left(self, here: Neighbourhood, browser: Browser):
        who, client = here.volunteer(), browser(here.worker)
        client.post(f"{BASE}teams/new/", {"area_id": here.community.pk, "name": "橙色队", "item_code": "orange"})
        team = Team.objects.get()
        page = f"{BASE}teams/{team.pk}/"
        assert client.post(f"{page}member/", {"number": "V-1"}).status_code == 422
        client.post(f"{page}member/", {"number": who.number})
        client.post(f"{page}member/", {"volunteer": who.pk, "lead": "1"})
        assert Membership.objects.get().lead
        client.post(f"{page}change/", {"area_id": here.community.pk, "name": "橙心队", "item_code": ""})
        client.post(f"{page}member/", {"volunteer": who.pk, "leave": "1"})
        assert Membership.objects.get().until is not None
        assert "橙心队" in client.get(f"{BASE}teams/").content.decode()

    def test_a_kind_gets_another_colour_and_the_others_stay(self, here: Neighbourhood, browser: Browser):
        admin = people.an_administrator(here.county.county)
        given = {"name": "橙色关爱", "colour": "#aa5500", "points_per_hour": "3"}
        assert browser(here.head).post(f"{BASE}kinds/orange/", given).status_code == 404
        browser(admin).post(f"{BASE}kinds/orange/", given)
        row = SchemeItem.objects.get(code="orange")
        assert (row.colour, row.points_per_hour) == ("#aa5500", 3)
        assert SchemeItem.objects.filter(code="red", active=True).exists()


class TestShopAndBooks:
    def test_on_the_shelf_put_aside_handed_out_or_given_back(self, here: Neighbourhood, browser: Browser):
        client = browser(here.worker)
        given = {"area_id": here.community.pk, "name": "雨伞", "price": "2", "pick_up": "服务厅", "active": "on"}
        client.post(f"{BASE}shop/new/", given)
        item = ShopItem.objects.get()
        assert client.post(f"{BASE}shop/{item.pk}/stock/", {"count": "-1"}).status_code == 422
        client.post(f"{BASE}shop/{item.pk}/stock/", {"count": "5"})
        who = here.volunteer()
        here.served(who)
        rows = [volunteers.reserve(item_id=item.pk, key=key, by=actor(who)) for key in ("one", "two")]
        assert rows[0].code in client.get(f"{BASE}shop/").content.decode()
        client.post(f"{BASE}shop/counter/", {"redemption": rows[0].pk})
        client.post(f"{BASE}shop/counter/", {"redemption": rows[1].pk, "give_back": "1"})
        assert sorted(Redemption.objects.values_list("state", flat=True)) == ["cancelled", "fetched"]
        item.refresh_from_db()
        assert item.stock == 4

    def test_a_line_of_the_statement_is_put_right_once(self, here: Neighbourhood, browser: Browser):
        who = here.volunteer()
        here.served(who)
        line = volunteers.statement_of(here.worker, who.pk, "hours").items[0]
        client, page = browser(here.worker), f"{BASE}people/{who.pk}/hours/{line.transaction_id}/"
        assert client.post(page, {"reason": ""}).status_code == 422
        assert client.post(page, {"reason": "记错了"}).status_code == 302
        assert client.post(page, {"reason": "记错了"}).status_code == 422
        assert Service.objects.get().state == "refused"
        assert volunteers.volunteer(here.worker, who.pk).minutes == 0

    def test_a_line_of_somebody_else_is_not_there(self, here: Neighbourhood, browser: Browser):
        who, other = here.volunteer(), here.volunteer()
        here.served(other)
        line = volunteers.statement_of(here.worker, other.pk, "hours").items[0]
        answer = browser(here.worker).post(f"{BASE}people/{who.pk}/hours/{line.transaction_id}/", {"reason": "记错了"})
        assert answer.status_code in {404, 422}
        assert volunteers.volunteer(here.worker, other.pk).minutes == 120

    def test_the_books_of_an_area_are_open_to_who_reads_them(self, here: Neighbourhood, browser: Browser):
        here.served(here.volunteer())
        (hours,) = [row for row in volunteers.books(here.head) if row.kind == "volunteers.hours_given"]
        client = browser(here.head)
        assert "-120" in client.get(f"{BASE}books/{hours.id}/").content.decode()
        assert next(iter(sheets_of(client.get(f"{BASE}books/{hours.id}/export/")).values()))[1][4] == -120
        assert volunteers.books(here.worker) == []
        assert browser(here.worker).get(f"{BASE}books/{hours.id}/").status_code == 404
        own = volunteers.statement_of(here.worker, Volunteer.objects.get().pk, "hours").items[0].other_id
        assert own == hours.id


class TestWhoMay:
    def pages(self, here: Neighbourhood) -> list[str]:
        who, activity, item = here.volunteer(), here.activity(), here.item()
        row = here.served(here.volunteer(), starts=SATURDAY - timedelta(days=1))
        team = volunteers.found_team(area_id=here.community.pk, name="甲队", by=here.worker)
        ones = (
            f"activities/{activity.pk}/", f"activities/{activity.pk}/cancel/", f"activities/{activity.pk}/back/",
            f"activities/{activity.pk}/export/", f"time/{row.pk}/", f"people/{who.pk}/", f"people/{who.pk}/change/",
            f"people/{who.pk}/cover/", f"people/{who.pk}/hours/", f"people/{who.pk}/points/1/", f"teams/{team.pk}/",
            f"teams/{team.pk}/change/", f"shop/{item.pk}/", f"shop/{item.pk}/stock/",
        )  # fmt: skip
        return [f"{BASE}{one}" for one in ones]

    def test_neighbours_grid_leaders_and_visitors(self, here: Neighbourhood, browser: Browser):
        pages = self.pages(here)
        own, neighbour, leader = browser(here.worker), browser(here.stranger), browser(here.grid_leader)
        for page in pages:
            assert own.get(page).status_code == 200, page
            assert neighbour.get(page).status_code == 404, page
            assert leader.get(page).status_code == 404, page
            assert Client().get(page).status_code == 302, page

    def test_lists_cost_the_same_however_long(
        self, here: Neighbourhood, browser: Browser, django_assert_max_num_queries
    ):
        for _number in range(6):
            here.served(here.volunteer(), starts=SATURDAY - timedelta(days=1))
        client = browser(here.worker)
        for page in ("", "?when=past", "time/?which=all", "people/", "teams/", "shop/", "kinds/", "results/", "books/"):
            client.get(f"{BASE}{page}")
            with django_assert_max_num_queries(22):
                assert client.get(f"{BASE}{page}").status_code == 200
