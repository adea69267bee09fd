"""How SQLite answers a query: with which index, and whether that suffices."""

from django.db import connection


def plan(sql: str) -> str:
    """Return the lines of the plan of a query."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())
