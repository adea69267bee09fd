"""What every test shares: no network, and nothing else that happens by itself."""

import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils.translation import trans_real

from linli.config import messages

_real_connect = socket.socket.connect


def pytest_configure() -> None:
    """Compile what was translated since the last run, and forget what Django read before that."""
    if messages.compile_all():
        trans_real._translations.clear()
        trans_real._default = None


class NetworkBlocked(RuntimeError):
    """A test tried to leave this machine."""


def _connect(self: socket.socket, address: Any) -> None:
    if self.family in {socket.AF_INET, socket.AF_INET6} and not _is_here(str(address[0])):
        raise NetworkBlocked(f"tests may not reach {address[0]}")
    _real_connect(self, address)


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Let tests reach this machine only."""
    socket.socket.connect = _connect  # type: ignore[method-assign]
    yield
    socket.socket.connect = _real_connect  # type: ignore[method-assign]
