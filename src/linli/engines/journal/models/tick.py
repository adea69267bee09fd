"""What a repeated task remembers between its runs."""

from django.db import models


class Tick(models.Model):
    """The last minute in which a repeated task ran; the row decides who runs it, so that no minute runs twice."""

    name = models.CharField(max_length=48, primary_key=True)
    last_at = models.DateTimeField()
    memory = models.JSONField(default=dict)         # what the task itself keeps, for example the marks of the next seal

    def __str__(self) -> str:
        return self.name
