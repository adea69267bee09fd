"""What has to be there before a page can be served: catalogues, tables, static files."""

import gc
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ModelState, ProjectState

from linli.config import messages

MOST_ON_SQLITE = 2  # web processes: more would only wait for the one that writes


def start_django(**environment: str) -> None:
    """Set the environment, compile the catalogues, load Django."""
    os.environ.update(environment)
    messages.compile_all()
    django.setup()


def migrate() -> bool:
    """Bring the tables to the present; return whether there was anything to do."""
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # a change of tables may wait for what still runs
            cursor.execute("SET lock_timeout = 0")
    with _seldom_tidied(), _new_models_alone():
        call_command("migrate", verbosity=0, interactive=False)
    return True


@contextmanager
def _seldom_tidied() -> Iterator[None]:
    """Let the garbage collector look less often: each step of a migration makes thousands of classes anew."""
    usual = gc.get_threshold()
    gc.set_threshold(100_000, 50, 1000)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.collect()


@contextmanager
def _new_models_alone() -> Iterator[None]:
    """Let a migration that adds a model make its class only, not those of all models it is related to, near and far.

    Nothing can point to a model that was not there, so the others stay as they are: half of the time of a first start's
    migrations. Relations back from it are hung on the others as anywhere else.
    """
    usual = ProjectState.add_model

    def add_model(self: ProjectState, model_state: ModelState) -> None:
        made = self.__dict__.pop("apps", None)  # so that Django makes no classes
        usual(self, model_state)
        if made is not None:
            self.__dict__["apps"] = made
            made.render_multiple([model_state])

    ProjectState.add_model = add_model  # type: ignore[method-assign]
    try:
        yield
    finally:
        ProjectState.add_model = usual  # type: ignore[method-assign]


def collect_static() -> bool:
    """Copy and compress the static files when they have changed; return whether they had."""
    digest = hashlib.sha256()
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            path = Path(storage.path(name))
            digest.update(f"{name}:{path.stat().st_size}:{path.stat().st_mtime_ns}\n".encode())
    root = Path(settings.STATIC_ROOT)
    stamp = root / ".collected"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == digest.hexdigest():
        return False
    call_command("collectstatic", verbosity=0, interactive=False, clear=root.exists())
    stamp.write_text(digest.hexdigest(), encoding="utf-8")
    return True


def web_workers() -> int:
    """Return how many web processes: one for each core, at least two."""
    cores = max(2, os.cpu_count() or 2)
    return min(cores, MOST_ON_SQLITE) if connection.vendor == "sqlite" else cores
