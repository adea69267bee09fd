"""The catalogue: what residents may order. It comes from the pattern or the console."""

from django.db import models
from django.db.models import Q


class Service(models.Model):
    """One service of the catalogue, with its safety rules."""

    code = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60, blank=True)
    group = models.CharField(max_length=24)  # heading in the catalogue
    group_en = models.CharField(max_length=40, blank=True)
    icon = models.CharField(max_length=16, default="hand")
    lead = models.CharField(max_length=160, blank=True)  # what is done and what is not, for residents
    minutes = models.PositiveSmallIntegerField(default=60)  # usual length of one visit
    take_minutes = models.PositiveIntegerField(default=1440)  # how long somebody has to take it
    people = models.PositiveSmallIntegerField(default=1)  # who go together: two at certain doors
    vetted = models.BooleanField(default=False)  # only people whose record was checked (Minors Protection Law art. 62)
    insured = models.BooleanField(default=False)  # only people with accident insurance (Volunteer Service Reg. art. 17)
    adults = models.BooleanField(default=True)  # nobody under 18
    active = models.BooleanField(default=True)
    order = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(name="order_service_people", condition=Q(people__gte=1, people__lte=4)),
            models.CheckConstraint(name="order_service_minutes", condition=Q(minutes__gte=5, minutes__lte=480)),
            models.CheckConstraint(name="order_service_take", condition=Q(take_minutes__gte=5)),
        ]

    def __str__(self) -> str:
        return self.name
