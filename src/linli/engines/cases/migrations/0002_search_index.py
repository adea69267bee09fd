"""The full-text index: FTS5 on SQLite, a GIN index over `simple` words on PostgreSQL. Both hold bigrams cut by the code."""

from django.db import migrations

FORWARD = {
    "sqlite": "CREATE VIRTUAL TABLE cases_fts USING fts5(grams)",
    "postgresql": "CREATE INDEX cases_casesearch_words ON cases_casesearch USING gin (to_tsvector('simple', grams))",
}
BACKWARD = {
    "sqlite": "DROP TABLE cases_fts",
    "postgresql": "DROP INDEX cases_casesearch_words",
}


def forward(apps, editor):
    editor.execute(FORWARD[editor.connection.vendor])


def backward(apps, editor):
    editor.execute(BACKWARD[editor.connection.vendor])


class Migration(migrations.Migration):
    """Make the index."""

    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunPython(forward, backward)]
