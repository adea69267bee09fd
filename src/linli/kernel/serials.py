"""Serial numbers of a day, that no other can come between."""

from datetime import date

from django.db import connection, models

from linli.kernel.insertions import prepared


def next_serial(days: type[models.Model], day: date) -> int:
    """Raise the serial of a day in a table with the columns `day` and `last`, and return it: one statement.

    Inside a transaction it holds the row until the end: numbers have no gaps.
    """
    return next_serials(days, day, 1)[0]


def next_serials(days: type[models.Model], day: date, count: int) -> range:
    """Return so many serials of a day in a row, like `next_serial`."""
    table = connection.ops.quote_name(days._meta.db_table)  # noqa: SLF001 (Django's documented name)
    with prepared() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (day, last) VALUES (%s, %s) "  # noqa: S608 (the table's own name)
            f"ON CONFLICT (day) DO UPDATE SET last = {table}.last + EXCLUDED.last RETURNING last",
            [day.isoformat(), count],
        )
        last = int(cursor.fetchone()[0])
    return range(last - count + 1, last + 1)
