"""Fixtures of the journal's tests."""

from contextlib import contextmanager

import pytest
from django.core import mail
from django.db import connection

from linli.engines.journal import registry


@pytest.fixture(autouse=True)
def only_the_journals_own_receivers(monkeypatch):
    """Leave out what other packages subscribed to."""
    own = {name: entry for name, entry in registry._receivers.items() if name.startswith("journal.")}
    monkeypatch.setattr(registry, "_receivers", own)
    monkeypatch.setattr(registry, "_subscriptions", set())
    registry.receivers_of.cache_clear()
    yield
    registry.receivers_of.cache_clear()


@pytest.fixture
def without_constraint():
    """Take a constraint out for a block: the control that shows what it protects from. Empties the table at the end."""

    @contextmanager
    def without(model, name):
        constraint = next(c for c in model._meta.constraints if c.name == name)
        model._meta.constraints.remove(constraint)
        with connection.schema_editor() as editor:
            editor.remove_constraint(model, constraint)
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608  a table of ours
            model._meta.constraints.append(constraint)
            with connection.schema_editor() as editor:
                editor.add_constraint(model, constraint)

    return without


@pytest.fixture
def mailbox(settings):
    """Switch mail on; return what was sent."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    return mail.outbox
