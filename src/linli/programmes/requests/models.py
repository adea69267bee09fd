"""Models."""

from django.conf import settings
from django.db import models


class MessageFile(models.Model):
    """A file of messages on its way to becoming cases; it goes when that has ended, after a day at the latest."""

    name = models.CharField(max_length=120)
    content = models.BinaryField()
    columns = models.JSONField()    # texts, time, number, writer: the names of columns
    area = models.ForeignKey("territory.Area", on_delete=models.PROTECT, related_name="+")  # where no address says
    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.name
