"""The web application for the kill test, and beside it a careless one that answers before the work is kept."""

import json
import os
import queue
import threading
from collections.abc import Callable, Iterable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402

honest = get_wsgi_application()
_later: "queue.Queue[dict]" = queue.Queue()


def _work_off() -> None:
    while True:
        environ = _later.get()
        list(honest(environ, lambda *_answer: None))


def careless(environ: dict, start_response: Callable) -> Iterable[bytes]:
    """Acknowledge at once and do the work behind: what a crash then takes, nobody gets back."""
    if environ["REQUEST_METHOD"] != "POST":
        return honest(environ, start_response)
    if not _later.unfinished_tasks and not any(one.name == "behind" for one in threading.enumerate()):
        threading.Thread(target=_work_off, name="behind", daemon=True).start()
    body = environ["wsgi.input"].read()
    from io import BytesIO

    _later.put({**environ, "wsgi.input": BytesIO(body)})
    start_response("201 Created", [("Content-Type", "application/json")])
    return [json.dumps({"number": environ["HTTP_IDEMPOTENCY_KEY"]}).encode()]
