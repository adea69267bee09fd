"""A client that costs little: kept-alive sockets in one thread, requests made beforehand, every answer checked."""

import selectors
import socket
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter

_IN_CHUNKS = -1


@dataclass
class Load:
    """What came of a run."""

    seconds: float = 0.0
    milliseconds: list[float] = field(default_factory=list)
    wrong: dict[int, int] = field(default_factory=dict)  # status -> how often
    first_wrong: str = ""

    @property
    def rate(self) -> float:
        """Return answers a second."""
        return len(self.milliseconds) / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """Return the time within which a share of the answers came."""
        ordered = sorted(self.milliseconds)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0.0


@dataclass
class _Line:
    """One connection with its request under way."""

    socket: socket.socket
    sent_at: float = 0.0
    got: bytes = b""
    whole: int = 0  # bytes of the answer, once its head is here


def run(port: int, requests: Sequence[bytes], *, at_once: int, seconds: float) -> Load:
    """Send requests one after another over so many connections, until the time is over or all are sent."""
    load, waiting = Load(), iter(requests)
    selector = selectors.DefaultSelector()
    lines = [_Line(socket.create_connection(("127.0.0.1", port))) for _number in range(at_once)]
    began = perf_counter()
    for line in lines:
        line.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        selector.register(line.socket, selectors.EVENT_READ, line)
        _send(line, next(waiting))
    busy = at_once
    while busy:
        for key, _events in selector.select():
            if not _receive(key.data):
                continue
            _note(load, key.data)
            following = next(waiting, None) if perf_counter() - began < seconds else None
            if following is None:
                busy -= 1
                selector.unregister(key.data.socket)
                key.data.socket.close()
            else:
                _send(key.data, following)
    load.seconds = perf_counter() - began
    return load


def _send(line: _Line, request: bytes) -> None:
    line.got, line.whole, line.sent_at = b"", 0, perf_counter()
    line.socket.sendall(request)


def _receive(line: _Line) -> bool:
    """Take what has come; say whether the answer is whole."""
    part = line.socket.recv(65536)
    if not part:
        raise ConnectionError("the server closed a connection")
    line.got += part
    if not line.whole:
        end = line.got.find(b"\r\n\r\n")
        if end < 0:
            return False
        head = line.got[:end].lower()
        at = head.find(b"content-length:")
        line.whole = end + 4 + int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else _IN_CHUNKS
    if line.whole == _IN_CHUNKS:
        return line.got.endswith(b"\r\n0\r\n\r\n")
    return len(line.got) >= line.whole


def _note(load: Load, line: _Line) -> None:
    load.milliseconds.append((perf_counter() - line.sent_at) * 1000)
    status = int(line.got[9:12])
    if status >= 300:
        load.wrong[status] = load.wrong.get(status, 0) + 1
        load.first_wrong = load.first_wrong or line.got.decode("utf-8", "replace")[:600]


def post(address: str, body: bytes, **headers: str) -> bytes:
    """Return the bytes of a POST of JSON."""
    given = {"Host": "127.0.0.1", "Content-Type": "application/json", "Content-Length": str(len(body)), **headers}
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in given.items())
    return f"POST {address} HTTP/1.1\r\n{lines}\r\n".encode() + body


def get(address: str, **headers: str) -> bytes:
    """Return the bytes of a GET."""
    given = {"Host": "127.0.0.1", **headers}
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in given.items())
    return f"GET {address} HTTP/1.1\r\n{lines}\r\n".encode()
