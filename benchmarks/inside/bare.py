"""The yardstick: a bare Django project with one view that inserts one row. Nothing else: no session, no middleware."""

import json
import os
from typing import Any

import django
from django.conf import settings
from django.db import connection, models
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.http import require_POST


def configure() -> None:
    """Set Django up on the database of the environment: persistent connections, the same pragmas as Linli."""
    from linli.config.settings import database  # noqa: PLC0415 (its other settings are not wanted)

    settings.configure(
        SECRET_KEY="bench",  # noqa: S106
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        DATABASES={"default": database(os.environ["LINLI_DATABASE"])},
        INSTALLED_APPS=[],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
    )
    django.setup()


if not settings.configured:
    configure()


class Note(models.Model):
    """One row."""

    text = models.TextField()
    longitude = models.FloatField()
    latitude = models.FloatField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "bench"
        db_table = "bench_note"

    def __str__(self) -> str:
        return self.text


def make_table() -> None:
    """Make the table of the one model."""
    with connection.schema_editor() as editor:
        editor.create_model(Note)


@require_POST
def insert(request: HttpRequest) -> JsonResponse:
    """Insert one row."""
    given: dict[str, Any] = json.loads(request.body)
    note = Note.objects.create(text=given["text"], longitude=given["longitude"], latitude=given["latitude"])
    return JsonResponse({"id": note.pk}, status=201)


urlpatterns = [path("api/v1/cases", insert)]


def application(environ: dict[str, Any], start_response: Any) -> Any:  # noqa: ANN401 (WSGI)
    """Serve, once Django has made its handler."""
    return _handler()(environ, start_response)


_made: list[Any] = []


def _handler() -> Any:  # noqa: ANN401 (WSGI)
    if not _made:
        from django.core.wsgi import get_wsgi_application  # noqa: PLC0415

        _made.append(get_wsgi_application())
    return _made[0]


if __name__ == "__main__":
    make_table()
