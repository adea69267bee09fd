"""The full-text index over pairs of characters: FTS5 on SQLite, tsvector columns with GIN on PostgreSQL.

The code writes it in the transaction of the verb; there are no triggers.
"""

from django.db import migrations

FORWARD = {
    "sqlite": ["CREATE VIRTUAL TABLE cases_fts USING fts5(grams, public_grams)"],
    "postgresql": [
        "ALTER TABLE cases_casesearch ALTER COLUMN grams TYPE tsvector USING grams::tsvector",
        "ALTER TABLE cases_casesearch ALTER COLUMN public_grams TYPE tsvector USING public_grams::tsvector",
        "CREATE INDEX cases_search_grams ON cases_casesearch USING gin (grams)",
        "CREATE INDEX cases_search_public_grams ON cases_casesearch USING gin (public_grams)",
    ],
}
BACKWARD = {
    "sqlite": ["DROP TABLE cases_fts"],
    "postgresql": [
        "DROP INDEX cases_search_public_grams",
        "DROP INDEX cases_search_grams",
        "ALTER TABLE cases_casesearch ALTER COLUMN public_grams TYPE text USING public_grams::text",
        "ALTER TABLE cases_casesearch ALTER COLUMN grams TYPE text USING grams::text",
    ],
}


def forward(apps, editor):
    for statement in FORWARD[editor.connection.vendor]:
        editor.execute(statement)


def backward(apps, editor):
    for statement in BACKWARD[editor.connection.vendor]:
        editor.execute(statement)


class Migration(migrations.Migration):
    """Make the index."""

    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunPython(forward, backward)]
