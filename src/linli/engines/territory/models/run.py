"""Imports of files, row by row; a run goes on where it was when its worker was killed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from linli.engines.territory.models.area import Area


class ImportRun(models.Model):
    """One file on its way in."""

    class State(models.TextChoices):
        """Where the run stands."""

        DRAFT = "draft"  # columns are being matched, nothing is in yet
        WAITING = "waiting"
        RUNNING = "running"
        STOPPED = "stopped"  # by a person; can go on
        DONE = "done"

    kind = models.CharField(max_length=16)  # areas, buildings, homes, units, appointments
    file_name = models.CharField(max_length=160)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")  # rows must lie inside
    path = models.CharField(max_length=64)
    columns = models.JSONField(default=dict)  # field -> number of its column
    options = models.JSONField(default=dict)  # sheet, first row, source system, day
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    actor = models.JSONField(default=dict)  # who started it, with the rights of that moment
    total = models.PositiveIntegerField(default=0)
    position = models.PositiveIntegerField(default=0)  # rows looked at so far
    done = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    remarks = models.JSONField(default=list)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="import_run_adds_up", condition=Q(position=F("done") + F("refused"))),
            models.CheckConstraint(name="import_run_within_total", condition=Q(position__lte=F("total"))),
        ]
        indexes = [models.Index(fields=["path", "-created_at"])]

    def __str__(self) -> str:
        return self.file_name


class ImportFile(models.Model):
    """The bytes of a run's file, kept until the run has ended."""

    run = models.OneToOneField(ImportRun, primary_key=True, on_delete=models.CASCADE, related_name="file")
    content = models.BinaryField()

    def __str__(self) -> str:
        return str(self.run_id)


class ImportRefusal(models.Model):
    """A row that was not taken in."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="refusals")
    row = models.PositiveIntegerField()  # as the spreadsheet numbers it
    what = models.CharField(max_length=200)
    why = models.CharField(max_length=400)
    values = models.JSONField(default=list)  # the row as it was: pairs of column and text, in order

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "row"], name="import_refusal_once")]

    def __str__(self) -> str:
        return f"{self.row} {self.what}"
