"""What goes wrong is told in words, and nothing that was typed is lost."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from tests.factories.access import PASSWORD, an_account

from linli.kernel import clock
from linli.kernel.errors import Busy, Invalid, LinliError, NotAllowed, NotFound, WrongState

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

ERRORS: dict[str, Callable[[], Exception]] = {
    "invalid": lambda: Invalid(fields={"note": "请写几个字"}),
    "not_found": NotFound,
    "not_allowed": NotAllowed,
    "wrong_state": WrongState,
    "busy": Busy,
    "fault": lambda: ZeroDivisionError("of our own"),
}


def fail(request: HttpRequest, what: str) -> HttpResponse:
    raise ERRORS[what]()  # noqa: RSE102


def take(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.POST.get("note", ""))


urlpatterns = [
    path("api/v1/fail/<str:what>/", fail),
    path("fail/<str:what>/", fail),
    path("desk/take/", take),
    path("take/", take),
    path("", include("linli.channels.ui.urls")),
    path("accounts/", include("linli.channels.ui.account_urls")),
]
handler404 = "linli.channels.ui.errors.not_found"
handler500 = "linli.channels.ui.errors.broken"

NOTE = "三号楼二单元 <灯> 不亮"


def hidden_fields(page: str) -> dict[str, str]:
    """The fields of the form that sends again."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: unescape(value) for name, value in found}


@pytest.mark.parametrize(
    ("what", "status"),
    [("invalid", 422), ("not_found", 404), ("not_allowed", 403), ("wrong_state", 409), ("busy", 503)],
)
def test_a_refusal_is_a_page_with_its_status_and_what_was_typed(client: Client, what: str, status: int):
    answer = client.post(f"/fail/{what}/", {"note": NOTE, "password": "geheim"})
    page = unescape(answer.content.decode())
    assert answer.status_code == status
    assert f'data-code="{what}"' in page
    assert NOTE in page
    assert "geheim" not in page


def test_the_faults_of_fields_are_named(client: Client):
    assert "请写几个字" in client.post("/fail/invalid/", {"note": "x"}).content.decode()


def test_what_was_busy_can_be_tried_again_at_once(client: Client):
    page = client.post("/fail/busy/?a=1", {"note": NOTE, "kind_code": "help"}).content.decode()
    assert 'action="/fail/busy/?a=1"' in page
    assert hidden_fields(page)["note"] == NOTE
    assert hidden_fields(page)["kind_code"] == "help"


def test_the_way_back_leads_to_a_page_of_ours_only(client: Client):
    own = client.get("/fail/not_found/", headers={"referer": "http://testserver/take/?x=1"}).content.decode()
    other = client.get("/fail/not_found/", headers={"referer": "https://evil.example/take/"}).content.decode()
    assert 'href="/take/?x=1"' in own
    assert "evil.example" not in other


def test_a_part_of_a_page_gets_a_note_and_keeps_its_form(client: Client):
    answer = client.post("/fail/wrong_state/", {"note": NOTE}, headers={"hx-request": "true"})
    assert answer.status_code == 409
    assert answer.headers["HX-Retarget"] == "#messages"
    assert "<html" not in answer.content.decode()


@pytest.mark.parametrize("headers", [{}, {"accept": "application/json"}])
def test_scripts_and_machines_get_json(client: Client, headers: dict[str, str]):
    address = "/fail/invalid/" if headers else "/api/v1/fail/invalid/"
    answer = client.post(address, {"note": "x"}, headers=headers)
    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid"
    assert answer.json()["fields"] == {"note": "请写几个字"}
    assert answer.json()["message"]


def test_an_address_that_leads_nowhere_says_so(client: Client):
    answer = client.get("/nothing/here/")
    assert answer.status_code == 404
    assert 'data-page="not-found"' in answer.content.decode()
    assert client.get("/api/v1/nothing/").json()["code"] == "not_found"


def test_a_fault_of_our_own_is_told_calmly_and_shows_what_was_typed():
    client = Client(raise_request_exception=False)
    answer = client.post("/fail/fault/", {"note": NOTE})
    page = unescape(answer.content.decode())
    assert answer.status_code == 500
    assert NOTE in page
    assert "ZeroDivisionError" not in page
    assert client.get("/api/v1/fail/fault/").json() == {
        "code": "broken",
        "message": client.get("/api/v1/fail/fault/").json()["message"],
        "fields": {},
    }


class TestExpiredForms:
    """A form whose page was open for too long."""

    @pytest.fixture
    def strict(self) -> Client:
        return Client(enforce_csrf_checks=True)

    def test_what_was_typed_is_shown_and_can_be_sent_again(self, strict: Client):
        answer = strict.post("/take/", {"note": NOTE, "csrfmiddlewaretoken": "x" * 64})
        page = answer.content.decode()
        assert answer.status_code == 403
        assert NOTE in unescape(page)
        again = hidden_fields(page)
        assert again["note"] == NOTE
        assert strict.post("/take/", again).content.decode() == NOTE

    def test_what_came_from_another_site_cannot_be_sent_with_one_tap(self, strict: Client):
        answer = strict.post("/take/", {"note": NOTE}, headers={"origin": "https://evil.example"})
        page = answer.content.decode()
        assert answer.status_code == 403
        assert NOTE not in unescape(page)
        assert "<button" not in page.partition("<main")[2].partition("</main>")[0]

    def test_scripts_are_told_in_json(self, strict: Client):
        answer = strict.post("/take/", {"note": NOTE}, headers={"accept": "application/json"})
        assert answer.json()["code"] == "form_expired"


class TestExpiredSessions:
    """A session that ends in the middle of a form."""

    def test_what_was_typed_waits_until_the_person_has_signed_in_and_is_sent_with_one_tap(self, client: Client):
        an_account(username="zhang", password=PASSWORD)
        stopped = client.post("/desk/take/?x=1", {"note": NOTE, "kind_code": "help", "password": "geheim"})
        page = stopped.content.decode()
        assert stopped.status_code == 403
        assert NOTE in unescape(page)
        way = unescape(re.search(r'href="(/accounts/login/\?next=[^"]+)"', page)[1])
        back = client.get(way).content.decode()
        onward = unescape(re.search(r'name="next" value="([^"]+)"', back)[1])
        signed_in = client.post("/accounts/login/", {"login": "zhang", "password": PASSWORD, "next": onward})
        assert signed_in.url == onward
        kept = client.get(onward).content.decode()
        assert 'action="/desk/take/?x=1"' in kept
        again = hidden_fields(kept)
        assert "geheim" not in kept
        assert client.post("/desk/take/?x=1", again).content.decode() == NOTE

    def test_it_waits_half_an_hour_and_no_longer(self, client: Client):
        client.post("/desk/take/", {"note": NOTE})
        key = next(iter(client.session["kept"]))
        client.force_login(an_account())
        with clock.at(clock.now() + timedelta(minutes=31)):
            assert client.get(f"/me/kept/{key}/").status_code == 404

    def test_another_browser_cannot_read_it(self, client: Client):
        client.post("/desk/take/", {"note": NOTE})
        key = next(iter(client.session["kept"]))
        other = Client()
        other.force_login(an_account())
        assert other.get(f"/me/kept/{key}/").status_code == 404

    def test_a_part_of_a_page_is_led_to_the_sign_in_and_back_to_the_whole_page(self, client: Client):
        headers = {"hx-request": "true", "hx-current-url": "http://testserver/desk/?tab=2"}
        answer = client.get("/desk/take/", headers=headers)
        assert answer.headers["HX-Redirect"] == "/accounts/login/?next=%2Fdesk%2F%3Ftab%3D2"

    def test_too_long_a_text_is_refused_without_breaking_the_session(self, client: Client):
        answer = client.post("/desk/take/", {"note": "长" * 200_000})
        assert "长" * 200_000 in answer.content.decode()
        assert all(not held["fields"] for held in client.session["kept"].values())


def test_every_error_has_a_code_and_words():
    for error in (Invalid, NotFound, NotAllowed, WrongState, Busy):
        assert error.code != LinliError.code
        assert str(error().message)
