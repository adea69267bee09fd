"""Cases counted beforehand, so that figures of a year cost the same however many cases there are."""

from django.db import models


class Tally(models.Model):
    """The cases of one day, or of one month, in one area of any level. Made of the cases and never changed by hand."""

    class Span(models.TextChoices):
        """How long it reaches."""

        DAY = "d"
        MONTH = "m"

    span = models.CharField(max_length=1, choices=Span.choices)
    first = models.DateField()                      # its first day in China
    path = models.CharField(max_length=64)
    counts = models.BinaryField()                   # class, signature, cases: see tallies.cells
    contact = models.BinaryField()                  # minutes until the first contact, cases
    handling = models.BinaryField()                 # minutes until the work was done, cases

    class Meta:
        constraints = [models.UniqueConstraint(fields=["span", "path", "first"], name="tally_once")]
        indexes = [models.Index(fields=["span", "first"], name="tally_by_day")]

    def __str__(self) -> str:
        return f"{self.span} {self.first} {self.path}"


class TallyMark(models.Model):
    """Until when the tallies know every change; there is one row, or none as long as nothing was counted."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    known_at = models.DateTimeField()
    edition = models.PositiveSmallIntegerField()    # of the way signatures are written

    class Meta:
        constraints = [models.CheckConstraint(name="tally_mark_once", condition=models.Q(pk=1))]

    def __str__(self) -> str:
        return str(self.known_at)
