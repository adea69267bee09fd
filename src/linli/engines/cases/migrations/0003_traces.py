"""The index of what cases are alike by. On SQLite the table itself lies in the order of its key: half the pages."""

import django.db.models.deletion
from django.db import migrations, models

SQLITE = [
    "DROP TABLE cases_trace",
    'CREATE TABLE cases_trace ("key" bigint NOT NULL, "day" integer NOT NULL, "sketch" BLOB NOT NULL, '
    '"case_id" bigint NOT NULL REFERENCES "cases_case" ("id") DEFERRABLE INITIALLY DEFERRED, '
    'PRIMARY KEY ("key", "day", "case_id")) WITHOUT ROWID',
]


def forward(apps, editor):
    if editor.connection.vendor == "sqlite":
        for statement in SQLITE:
            editor.execute(statement)


class Migration(migrations.Migration):
    """Make the table."""

    dependencies = [("cases", "0002_search_index")]
    operations = [
        migrations.CreateModel(
            name="Trace",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "key", "day", "case_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.BigIntegerField()),
                ("day", models.IntegerField()),
                ("sketch", models.BinaryField(default=b"")),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
            ],
        ),
        migrations.RunPython(forward, migrations.RunPython.noop),
    ]
