"""Large type and language: a cookie, no account."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_large_type_is_kept_and_shown_on_every_page():
    client = Client()
    answer = client.post("/settings/size", {"size": "large", "next": "/track/"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/track/"
    assert 'data-size="large"' in client.get("/track/").content.decode()
    client.post("/settings/size", {"size": "normal", "next": "/track/"})
    assert 'data-size="large"' not in client.get("/track/").content.decode()


def test_chinese_is_shown_whatever_the_browser_prefers():
    page = Client(headers={"Accept-Language": "en-US"}).get("/track/")
    assert 'lang="zh-Hans"' in page.content.decode()
    assert page.headers["Content-Language"] == "zh-Hans"


def test_a_person_can_choose_english():
    client = Client()
    client.post("/settings/language", {"language": "en", "next": "/track/"})
    assert "Tracking code" in client.get("/track/").content.decode()


def test_an_unknown_language_changes_nothing():
    client = Client()
    client.post("/settings/language", {"language": "tlh"})
    assert 'lang="zh-Hans"' in client.get("/track/").content.decode()


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_a_switch_never_leads_out_of_the_product(address):
    assert Client().post("/settings/size", {"size": "large", "next": address}).headers["Location"] == "/"


def test_a_switch_takes_posts_only():
    assert Client().get("/settings/size").status_code == 405
