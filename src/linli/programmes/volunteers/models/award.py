"""Stars and certificates of service."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Star(models.Model):
    """A mark for hours of service, reached once and never taken away."""

    volunteer = models.ForeignKey("volunteers.Volunteer", on_delete=models.PROTECT, related_name="stars")
    stars = models.PositiveSmallIntegerField()
    reached_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["volunteer", "stars"], name="star_once"),
            models.CheckConstraint(name="star_one_to_five", condition=Q(stars__gte=1, stars__lte=5)),
        ]

    def __str__(self) -> str:
        return f"{self.stars} of {self.volunteer_id}"


class Certificate(models.Model):
    """Proof of service. What is printed lies sealed; whoever holds the paper can check it by number and check code."""

    number = models.CharField(max_length=20, unique=True)
    volunteer = models.ForeignKey("volunteers.Volunteer", on_delete=models.PROTECT, related_name="certificates")
    path = models.CharField(max_length=64)
    content = models.TextField(blank=True)                          # sealed JSON: exactly what is printed
    check_code = models.CharField(max_length=16)                    # start of a keyed hash over the content
    pdf = models.TextField(blank=True)                              # sealed base64, once it is printed
    job_id = models.BigIntegerField(null=True)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    why_withdrawn = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="certificate_withdrawn_why", condition=Q(withdrawn_at=None) | ~Q(why_withdrawn="")
            )
        ]
        indexes = [models.Index(fields=["volunteer", "-id"], name="certificate_volunteer")]

    def __str__(self) -> str:
        return self.number
