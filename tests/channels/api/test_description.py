"""The OpenAPI description and the interface agree: whatever is sent, the answer is one that is described."""

from collections.abc import Iterator

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import translation
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.factories.access import an_administrator
from tests.factories.cases import a_case, a_world

from linli.channels.api.docs import operations
from linli.channels.api.summaries import SUMMARIES
from linli.channels.api.urls import api
from linli.config.wsgi import application
from linli.engines.access import public as access

pytestmark = pytest.mark.django_db
CHECKS = [status_code_conformance, response_schema_conformance, content_type_conformance]
BOUNDED = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """Keep the test's connection open between requests."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def headers() -> dict[str, str]:
    """A key that may send and read."""
    cache.clear()
    world = a_world()
    a_case(world)
    _token, secret = access.issue_token(
        name="试验", roles=["collector", "supervisor"], path=world.land.county.path, by=an_administrator(elevated=True)
    )
    return {"Authorization": f"Bearer {secret}"}


GOOD, BAD = GenerationMode.POSITIVE, GenerationMode.NEGATIVE


@pytest.mark.parametrize(
    ("method", "address", "mode"),
    [
        ("POST", "/api/v1/cases", GOOD),
        ("POST", "/api/v1/cases", BAD),
        ("GET", "/api/v1/cases", GOOD),
        ("GET", "/api/v1/cases", BAD),
        ("GET", "/api/v1/cases/{number}", GOOD),
        ("GET", "/api/v1/cases/{number}", BAD),
        ("POST", "/api/v1/photos", BAD),
        ("GET", "/api/v1/taxonomy", GOOD),
        ("POST", "/api/v1/needs", GOOD),
        ("POST", "/api/v1/needs", BAD),
        ("POST", "/api/v1/projects", BAD),
        ("GET", "/api/v1/pairs", GOOD),
        ("POST", "/api/v1/wishes", GOOD),
        ("GET", "/api/v1/jobs/{job_id}", GOOD),
        ("GET", "/api/v1/jobs/{job_id}", BAD),
    ],
)
def test_every_answer_is_described(headers: dict[str, str], method: str, address: str, mode: GenerationMode):
    description = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)

    seen: set[int] = set()

    @BOUNDED
    @given(case=description[address][method].as_strategy(generation_mode=mode))
    def ask(case: Case) -> None:
        answer = case.call(headers=headers)
        assert answer.status_code < 500 or answer.status_code == 503, answer.text
        case.validate_response(answer, checks=CHECKS)
        seen.add(answer.status_code)

    ask()
    assert seen - {401}, "the key was not taken"


def test_every_operation_has_a_name_that_is_translated() -> None:
    with translation.override("zh-hans"):
        named = {one.summary for one in operations(api.get_openapi_schema())}
    with translation.override("en"):
        plain = {one.summary for one in operations(api.get_openapi_schema())}
    assert plain <= SUMMARIES
    assert not named & plain
