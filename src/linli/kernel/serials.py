"""Serial numbers of a day, that no other can come between."""

from datetime import date

from django.db import models

from linli.kernel.reservations import reserve


def next_serial(days: type[models.Model], day: date) -> int:
    """Raise the serial of a day in a table with the columns `day` and `last`, and return it: one statement.

    Inside a transaction it holds the row until the end: numbers have no gaps.
    """
    return reserve({}, days=days, serials={day: 1}).serials(day)[0]
