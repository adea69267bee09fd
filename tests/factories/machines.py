"""Other systems with their keys."""

from typing import Any

from django.test import Client
from tests.factories.access import an_administrator
from tests.factories.territory import middle

from linli.engines.access import public as access
from linli.engines.access.public import Role

CASES = "/api/v1/cases"
TEXT = "三号楼二单元楼道灯不亮，老人上下楼不方便"


def key_for(path: str, *roles: Role, **more: Any) -> str:
    """A key over an area path."""
    roles = roles or (Role.COLLECTOR, Role.SUPERVISOR)
    _token, secret = access.issue_token(
        name="12345 热线", roles=roles, path=path, by=an_administrator(elevated=True), **more
    )
    return secret


class Machine:
    """Another system, with its key."""

    def __init__(self, secret: str) -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {"authorization": f"Bearer {secret}"}

    def get(self, address: str, **wanted: Any):
        return self.client.get(address, wanted, headers=self.headers)

    def send(self, key: str = "", **body: Any):
        given = {"text": TEXT, "longitude": middle(0, 0)[0], "latitude": middle(0, 0)[1]} | body
        headers = self.headers | ({"idempotency-key": key} if key else {})
        return self.client.post(CASES, given, content_type="application/json", headers=headers)

    def photo(self, file: Any):
        return self.client.post("/api/v1/photos", {"photo": file}, headers=self.headers)
