"""How often one system may ask: counted by the minute in each web process, without a look at any store."""

from threading import Lock
from time import monotonic

from django.http import HttpRequest
from ninja.throttling import BaseThrottle

from linli.channels.api.bearers import bearer

MINUTE = 60
_MOST_KNOWN = 10_000


class PerMinute(BaseThrottle):
    """Lets each token ask so many times in a minute of this process's clock."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._lock = Lock()
        self._counts: dict[int | None, tuple[int, int]] = {}  # token -> minute, how often in it

    def allow_request(self, request: HttpRequest) -> bool:
        """Count a request; say whether it is within the limit."""
        token, now = bearer(request).token_id, int(monotonic() // MINUTE)
        with self._lock:
            minute, count = self._counts.get(token, (now, 0))
            count = count + 1 if minute == now else 1
            if len(self._counts) >= _MOST_KNOWN:
                self._counts.clear()
            self._counts[token] = (now, count)
        return count <= self.most

    def wait(self) -> float:
        """Return after how many seconds counting begins anew."""
        return MINUTE - monotonic() % MINUTE
