"""Tell PostgreSQL that what is open has no end: taken for two unrelated things, ten thousand open cases look like a
hundred, and their lists are fetched whole and sorted. SQLite goes by its index of open work.
"""

from django.db import migrations

FORWARD = ["CREATE STATISTICS cases_open_work (mcv) ON state, closed_at FROM cases_case"]
BACKWARD = ["DROP STATISTICS cases_open_work"]


def forward(apps, editor):
    if editor.connection.vendor == "postgresql":
        for statement in FORWARD:
            editor.execute(statement)
        if apps.get_model("cases", "Case").objects.exists():
            # an empty table that was analysed counts as empty, and every check of a reference would read it whole
            editor.execute("ANALYZE cases_case")


def backward(apps, editor):
    if editor.connection.vendor == "postgresql":
        for statement in BACKWARD:
            editor.execute(statement)


class Migration(migrations.Migration):
    """Make the statistics."""

    dependencies = [("cases", "0010_open_work_in_its_index")]
    operations = [migrations.RunPython(forward, backward)]
