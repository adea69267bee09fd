"""What the county learned about its classes: versions of the model, which one is in use, and what people corrected."""

from django.conf import settings
from django.db import models
from django.db.models import Q

NEVER = 100     # percent; a model is never so sure


class ClassifierVersion(models.Model):
    """One model that was learned, with what was measured of it. Versions are kept; one may be in use."""

    class Source(models.TextChoices):
        """What it learned from."""

        CASES = "cases"              # the county's own closed cases
        FILE = "file"                # a file somebody brought
        CORRECTIONS = "corrections"  # the closed cases again, because of new corrections

    source = models.CharField(max_length=12, choices=Source.choices)
    file_name = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()
    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_by = models.CharField(max_length=80, blank=True)
    job_id = models.BigIntegerField(null=True, unique=True)     # a job that is run again makes no second version
    texts = models.PositiveIntegerField()
    macro_f1 = models.FloatField()
    report = models.JSONField()

    def __str__(self) -> str:
        return f"{self.source} {self.created_at:%Y-%m-%d}"


class ClassifierContent(models.Model):
    """The arrays of a version; apart, so that lists of versions stay light."""

    version = models.OneToOneField(
        ClassifierVersion, primary_key=True, on_delete=models.CASCADE, related_name="content"
    )
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"content of version {self.pk}"


class ClassifierSettings(models.Model):
    """What the county decided: which version is used, how sure it must be to act, whether it renews itself."""

    live = models.ForeignKey(ClassifierVersion, null=True, on_delete=models.PROTECT, related_name="+")
    confidence = models.PositiveSmallIntegerField(default=NEVER)   # percent; 100: never by itself, one tap each
    renews = models.BooleanField(default=True)                     # learns anew from corrections in the background
    corrections_needed = models.PositiveSmallIntegerField(default=30)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="classifier_settings_once", condition=Q(pk=1)),
            models.CheckConstraint(
                name="classifier_confidence", condition=Q(confidence__gte=50, confidence__lte=NEVER)
            ),
        ]

    def __str__(self) -> str:
        return f"at {self.confidence} %"


class Correction(models.Model):
    """A class that a person changed: what it was and what it should have been. Learned from next time."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    event_id = models.BigIntegerField(unique=True)              # of the journal: told twice, kept once
    was = models.CharField(max_length=12, blank=True)
    became = models.CharField(max_length=12)
    by_machine = models.BooleanField(default=False)             # the machine had given the class that was wrong
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.was} -> {self.became}"


class LessonFile(models.Model):
    """A file that somebody brought to learn from; it goes when the learning has ended."""

    name = models.CharField(max_length=120)
    content = models.BinaryField()
    text_columns = models.JSONField()
    label_column = models.CharField(max_length=80)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
