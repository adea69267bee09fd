"""What a case is found by when another like it comes in."""

from django.db import models

from linli.engines.cases.models.case import Case


class Trace(models.Model):
    """One key under which a case lies: the cell of its place, its building, a band of its words, or the queue of cases
    still to be looked at for hot issues.

    Ordered by key and day, so that the newest cases of a key lie together: SQLite keeps the table itself in this order.
    """

    pk = models.CompositePrimaryKey("key", "day", "case_id")
    key = models.BigIntegerField()                  # see alike.keys
    day = models.IntegerField()                     # days since 1970 in China, of its first word
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    sketch = models.BinaryField(default=b"")        # of its words, 64 bytes, beside the keys of places

    def __str__(self) -> str:
        return f"trace {self.key} of case {self.case_id}"
