"""Where the working calendar of an area differs from the country's."""

from django.db import models

from linli.engines.territory.models.area import Area


class CalendarDay(models.Model):
    """A day that an area works or rests, against the national calendar."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="calendar_days")
    day = models.DateField()
    works = models.BooleanField()
    reason = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "day"], name="calendar_day_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.works}"


class ServiceHours(models.Model):
    """Working hours of an area, in minutes after midnight; the nearest area upwards counts."""

    area = models.OneToOneField(Area, primary_key=True, on_delete=models.CASCADE, related_name="service_hours")
    opens = models.PositiveSmallIntegerField(default=8 * 60 + 30)
    closes = models.PositiveSmallIntegerField(default=18 * 60)

    def __str__(self) -> str:
        return f"{self.opens}-{self.closes}"
